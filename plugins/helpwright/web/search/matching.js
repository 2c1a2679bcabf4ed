// @ts-check
/** What words find, and which documents have most of it: the second half of `search/query.py`. */

const GRANTED = 4;
const SYNONYM = 3;

/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./reading.js").Asked} Asked */

/**
 * What a word finds: documents in order, what it adds to each, in which section, and its weight.
 * @typedef {object} Found
 * @property {ArrayLike<number>} documents
 * @property {ArrayLike<number>} worths
 * @property {ArrayLike<number>} sections
 * @property {number} weight
 */

/**
 * What a word adds to each document, in which section, and its weight.
 * @param {Part} part
 * @param {Asked} asked
 * @returns {Promise<Found>}
 */
export async function find(part, { stems, alternatives }) {
  const names = [...stems.keys()];
  const terms = await Promise.all(names.map((stem) => part.term(stem)));
  const lists = terms.flatMap((term, n) => {
    if (!term) return [];
    const factor = term.weight * (stems.get(names[n]) ?? 0);
    const worths = Float64Array.from(term.impacts, (impact) => impact * factor);
    const { documents, sections, weight } = term;
    return [{ documents, worths, sections, weight }];
  });
  const others = await Promise.all(alternatives.map((found) => findTogether(part, found)));
  return merged([...lists, ...others.filter(({ documents }) => documents.length)]);
}

/**
 * Of several finds, the one that adds most to each document; of equals the first.
 * @param {Found[]} lists
 * @returns {Found}
 */
function merged(lists) {
  const [only] = lists;
  if (only && lists.length === 1) return only;
  /** @type {Map<number, {worth: number, section: number}>} */
  const best = new Map();
  for (const { documents, worths, sections } of lists) {
    for (let place = 0; place < documents.length; place += 1) {
      const worth = worths[place];
      if (worth > (best.get(documents[place])?.worth ?? 0)) {
        best.set(documents[place], { worth, section: sections[place] });
      }
    }
  }
  const inOrder = [...best].sort((a, b) => a[0] - b[0]);
  return {
    documents: inOrder.map(([number]) => number),
    worths: inOrder.map(([, { worth }]) => worth),
    sections: inOrder.map(([, { section }]) => section),
    weight: Math.max(0, ...lists.map(({ weight }) => weight)),
  };
}

/**
 * The mean worth, for each document that has all of these stems, and the first's section.
 * @param {Part} part
 * @param {string[]} stems
 * @returns {Promise<Found>}
 */
async function findTogether(part, stems) {
  const terms = await Promise.all(stems.map((stem) => part.term(stem)));
  /** @type {Map<number, {sum: number, count: number, section: number}>} */
  const found = new Map();
  for (const term of terms) {
    term?.documents.forEach((number, place) => {
      const worth = term.impacts[place] * term.weight * SYNONYM;
      const one = found.get(number) ?? { sum: 0, count: 0, section: term.sections[place] };
      found.set(number, { ...one, sum: one.sum + worth, count: one.count + 1 });
    });
  }
  const whole = [...found]
    .filter(([, { count, sum }]) => count === stems.length && sum >= stems.length)
    .sort((a, b) => a[0] - b[0]);
  return {
    documents: whole.map(([number]) => number),
    worths: whole.map(([, { sum }]) => Math.floor(sum / stems.length)),
    sections: whole.map(([, { section }]) => section),
    weight: Math.max(0, ...terms.map((term) => term?.weight ?? 0)),
  };
}

/**
 * The score of each document, and how many of the words it has.
 * @param {Found[]} found
 * @param {number} total more than the number of any document
 */
export function score(found, total) {
  const scores = new Float64Array(total);
  const shares = new Float64Array(total);
  const counts = new Uint8Array(total);
  for (const { documents, worths, weight } of found) {
    for (let place = 0; place < documents.length; place += 1) {
      const number = documents[place];
      scores[number] += worths[place];
      shares[number] += weight;
      counts[number] += 1;
    }
  }
  const known = found.filter(({ weight }) => weight > 0).length;
  const whole = found.reduce((sum, { weight }) => sum + weight, 0);
  const most = Math.max(1, whole * (known + GRANTED));
  for (let number = 0; number < total; number += 1) {
    if (scores[number]) {
      scores[number] *= Math.sqrt((shares[number] * known + GRANTED * whole) / most);
    }
  }
  return { scores, counts };
}

/**
 * The best documents, of equals the first; how many have any score, and how many all words.
 * @param {Float64Array} scores
 * @param {Uint8Array} counts
 * @param {{within: Set<number> | undefined, limit: number, all: number}} options
 */
export function rank(scores, counts, { within, limit, all }) {
  /** @type {number[]} */
  const ranked = [];
  let [matching, complete, least] = [0, 0, 0];
  for (let number = 0; number < scores.length; number += 1) {
    const score = scores[number];
    if (within && !within.has(number)) continue;
    if (counts[number] === all) complete += 1;
    if (!score) continue;
    matching += 1;
    if (ranked.length >= limit && score <= least) continue;
    let place = ranked.length;
    while (place && scores[ranked[place - 1]] < score) place -= 1;
    ranked.splice(place, 0, number);
    if (ranked.length > limit) ranked.pop();
    least = scores[ranked[ranked.length - 1] ?? 0];
  }
  return { ranked, matching, complete };
}
