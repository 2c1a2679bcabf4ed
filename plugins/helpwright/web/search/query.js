// @ts-check
/**
 * Asking the index: the twin of `search/query.py`, step by step, with the same constants.
 * One file of cases proves that both rank alike.
 */

import { normalize, surfaces } from "./analysis.js";
import { ownOf, understand } from "./reading.js";

const MOST_CHARACTERS = 2000;
const GRANTED = 4;
const SYNONYM = 3;
const NO_SECTION = 255;

/** @typedef {import("./index.js").Index} Index */
/** @typedef {import("./index.js").Part} Part */
/** @typedef {import("./reading.js").Asked} Asked */
/** @typedef {Record<string, string>} Filters from "category", "type", "applies_to", "kind" to a value */

/**
 * What a word finds; the arrays have an entry for each document.
 * @typedef {object} Found
 * @property {Float64Array} worth
 * @property {Uint8Array} sections
 * @property {number} weight
 */

/**
 * @typedef {object} Hit
 * @property {Part} part
 * @property {number} document
 * @property {number} section the number of the best section; 0 is the top
 * @property {number} score
 * @property {string[]} matched
 * @property {string[]} missing
 * @property {number} coverage
 * @property {boolean} promoted
 */

/**
 * @typedef {object} Results
 * @property {Hit[]} hits
 * @property {string | null} corrected the query as understood, if typos were undone
 * @property {number} total
 * @property {number} complete how many have all the words
 * @property {Asked[]} asked in the reader's language
 */

/**
 * @param {Index} index
 * @param {string} query
 * @param {{limit?: number, language?: string, literal?: boolean, filters?: Filters}} [options]
 * @returns {Promise<Results>}
 */
export async function search(index, query, options = {}) {
  const { limit = 10, language = "", literal = false, filters = {} } = options;
  const text = normalize(cut(query));
  /** @type {Results} */
  const results = { hits: [], corrected: null, total: 0, complete: 0, asked: [] };
  for (const part of inOrder(index, language)) {
    if (results.hits.length >= limit && results.total) break;
    const more = await searchPart(part, text, limit - results.hits.length, literal, filters);
    if (!results.total) results.corrected = more.corrected;
    results.hits.push(...more.hits);
    results.asked.push(...more.asked);
    results.total += more.total;
    results.complete += more.complete;
  }
  return results;
}

/** @param {string} query */
function cut(query) {
  if (query.length <= MOST_CHARACTERS) return query;
  // By characters, as Python counts: an emoji is one.
  return Array.from(query.slice(0, 2 * MOST_CHARACTERS)).slice(0, MOST_CHARACTERS).join("");
}

/**
 * The part in the reader's language, then the others, largest first.
 * @param {Index} index
 * @param {string} language
 */
export function inOrder(index, language) {
  const code = language.replaceAll("_", "-").toLowerCase();
  /** @param {Part} part */
  const distance = (part) => {
    if (!code || part.language.split("-")[0] !== code.split("-")[0]) return 2;
    return part.language === code ? 0 : 1;
  };
  return [...index.parts].sort(
    (a, b) =>
      distance(a) - distance(b) ||
      b.documents - a.documents ||
      (a.language < b.language ? -1 : 1),
  );
}

/**
 * @param {Part} part
 * @param {string} text
 * @param {number} limit
 * @param {boolean} literal
 * @param {Filters} filters
 * @returns {Promise<Results>}
 */
async function searchPart(part, text, limit, literal, filters) {
  const asked = await understand(part, text, literal);
  const [found, within, promoted] = await Promise.all([
    Promise.all(asked.map((word) => find(part, word))),
    filtered(part, filters),
    promotedFor(part, asked),
  ]);
  const { scores, counts } = score(found, part.documents);
  let complete = 0;
  /** @type {number[]} */
  const numbers = [];
  for (let number = 0; number < part.documents; number += 1) {
    if (within && !within.has(number)) continue;
    if (asked.length && counts[number] === asked.length) complete += 1;
    if (scores[number]) numbers.push(number);
  }
  const pinned = promoted.filter((number) => !within || within.has(number));
  const ranked = best(numbers, scores, limit + pinned.length);
  const order = [...pinned, ...ranked.filter((number) => !pinned.includes(number))];
  const hits = order
    .slice(0, limit)
    .map((number) => hitOf(part, asked, found, number, scores[number], pinned.includes(number)));
  const total = numbers.length + pinned.filter((number) => !scores[number]).length;
  return { hits, corrected: correct(text, asked), total, complete, asked };
}

/**
 * What a word adds to each document, in which section, and its weight.
 * @param {Part} part
 * @param {Asked} asked
 * @returns {Promise<Found>}
 */
async function find(part, { stems, alternatives }) {
  const worth = new Float64Array(part.documents);
  const sections = new Uint8Array(part.documents).fill(NO_SECTION);
  const names = [...stems.keys()];
  const terms = await Promise.all(names.map((stem) => part.term(stem)));
  let weight = 0;
  terms.forEach((term, n) => {
    if (!term) return;
    weight = Math.max(weight, term.weight);
    const factor = term.weight * (stems.get(names[n]) ?? 0);
    for (let place = 0; place < term.documents.length; place += 1) {
      const here = term.impacts[place] * factor;
      const number = term.documents[place];
      if (here > worth[number]) {
        worth[number] = here;
        sections[number] = term.sections[place];
      }
    }
  });
  for (const found of alternatives) {
    const together = await findTogether(part, found);
    let any = false;
    together.worth.forEach((here, number) => {
      any ||= here > 0;
      if (here > worth[number]) {
        worth[number] = here;
        sections[number] = together.sections[number];
      }
    });
    if (any) weight = Math.max(weight, together.weight);
  }
  return { worth, sections, weight };
}

/**
 * The mean worth, for each document that has all of these stems, and the first's section.
 * @param {Part} part
 * @param {string[]} stems
 * @returns {Promise<Found>}
 */
async function findTogether(part, stems) {
  const worth = new Float64Array(part.documents);
  const counts = new Uint8Array(part.documents);
  const sections = new Uint8Array(part.documents).fill(NO_SECTION);
  let weight = 0;
  for (const term of await Promise.all(stems.map((stem) => part.term(stem)))) {
    if (!term) continue;
    weight = Math.max(weight, term.weight);
    term.documents.forEach((number, place) => {
      worth[number] += term.impacts[place] * term.weight * SYNONYM;
      if (!counts[number]) sections[number] = term.sections[place];
      counts[number] += 1;
    });
  }
  worth.forEach((sum, number) => {
    worth[number] = counts[number] === stems.length ? Math.floor(sum / stems.length) : 0;
  });
  return { worth, sections, weight };
}

/**
 * The score of each document, and how many of the words it has.
 * @param {Found[]} found
 * @param {number} documents
 */
function score(found, documents) {
  const scores = new Float64Array(documents);
  const shares = new Float64Array(documents);
  const counts = new Uint8Array(documents);
  for (const { worth, weight } of found) {
    for (let number = 0; number < documents; number += 1) {
      if (!worth[number]) continue;
      scores[number] += worth[number];
      shares[number] += weight;
      counts[number] += 1;
    }
  }
  const known = found.filter(({ weight }) => weight > 0).length;
  const whole = found.reduce((sum, { weight }) => sum + weight, 0);
  const most = Math.max(1, whole * (known + GRANTED));
  for (let number = 0; number < documents; number += 1) {
    if (scores[number]) {
      scores[number] *= Math.sqrt((shares[number] * known + GRANTED * whole) / most);
    }
  }
  return { scores, counts };
}

/**
 * The best of some documents, of equals the first.
 * @param {number[]} numbers
 * @param {Float64Array} scores
 * @param {number} limit
 */
function best(numbers, scores, limit) {
  let least = 0;
  if (numbers.length > limit) {
    least = Float64Array.from(numbers, (number) => scores[number]).sort()[numbers.length - limit];
  }
  return numbers
    .filter((number) => scores[number] >= least)
    .sort((a, b) => scores[b] - scores[a] || a - b)
    .slice(0, limit);
}

/**
 * The documents that have all of these values; nothing if none are asked for.
 * @param {Part} part
 * @param {Filters} filters
 * @returns {Promise<Set<number> | undefined>}
 */
async function filtered(part, filters) {
  /** @type {Set<number> | undefined} */
  let within;
  for (const [facet, value] of Object.entries(filters)) {
    const here = new Set((await part.facet(facet)).get(value) ?? []);
    const before = within;
    within = before ? new Set([...here].filter((number) => before.has(number))) : here;
  }
  return within;
}

/**
 * The documents that writers put first for just these words.
 * @param {Part} part
 * @param {Asked[]} asked
 */
async function promotedFor(part, asked) {
  const { promotions } = await part.rules();
  for (const key of [...new Set(asked.flatMap((word) => word.keys))].sort()) {
    for (const [wanted, numbers] of ownOf(promotions, key)) {
      const same =
        wanted.length === asked.length &&
        wanted.every((one) => asked.some((word) => word.keys.includes(one))) &&
        asked.every((word) => word.keys.some((one) => wanted.includes(one)));
      if (same) return numbers;
    }
  }
  return [];
}

/**
 * @param {Part} part
 * @param {Asked[]} asked
 * @param {Found[]} found
 * @param {number} number
 * @param {number} score
 * @param {boolean} promoted
 * @returns {Hit}
 */
function hitOf(part, asked, found, number, score, promoted) {
  /** @type {Map<number, number>} */
  const votes = new Map();
  const has = asked.map((_, n) => found[n].worth[number] > 0);
  asked.forEach((_, n) => {
    const section = found[n].sections[number];
    if (has[n] && section !== NO_SECTION) {
      votes.set(section, (votes.get(section) ?? 0) + found[n].weight);
    }
  });
  const [first] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const matched = asked.filter((_, n) => has[n]).map((word) => word.surface);
  return {
    part,
    document: number,
    section: first ? first[0] : 0,
    score,
    matched,
    missing: asked.filter((_, n) => !has[n]).map((word) => word.correction || word.surface),
    coverage: asked.length ? matched.length / asked.length : 0,
    promoted,
  };
}

/**
 * @param {string} text
 * @param {Asked[]} asked
 * @returns {string | null}
 */
function correct(text, asked) {
  const corrections = new Map(asked.map((word) => [word.surface, word.correction]));
  if (![...corrections.values()].some(Boolean)) return null;
  let result = "";
  let done = 0;
  for (const { surface, start, end } of surfaces(text)) {
    const correction = corrections.get(surface);
    if (!correction) continue;
    result += text.slice(done, start) + correction;
    done = end;
  }
  return (result + text.slice(done)).split(/\s+/u).filter(Boolean).join(" ");
}
