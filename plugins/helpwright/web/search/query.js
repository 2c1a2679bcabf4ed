// @ts-check
/**
 * Asking the index: the twin of `search/query.py`, step by step, with the same constants.
 * One file of cases proves that both rank alike.
 */

import { normalize, surfaces } from "./analysis.js";
import { find, rank, score } from "./matching.js";
import { ownOf, understand } from "./reading.js";

const MOST_CHARACTERS = 2000;
// With fewer documents than this, other languages are searched, too.
const ENOUGH = 6;
const NO_SECTION = 255;

/** @typedef {import("./index.js").Index} Index */
/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./reading.js").Asked} Asked */
/** @typedef {Record<string, string>} Filters from "category", "type", "applies_to", "kind" to a value */

/** @typedef {import("./matching.js").Found} Found */

/**
 * @typedef {object} Hit
 * @property {Part} part
 * @property {number} document its slot
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
    if (results.total >= ENOUGH) break;
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
  const [found, within, promoted, slots] = await Promise.all([
    Promise.all(asked.map((word) => find(part, word))),
    filtered(part, filters),
    promotedFor(part, asked),
    part.slots(),
  ]);
  const { scores, counts } = score(found, slots);
  const pinned = promoted.filter((number) => !within || within.has(number));
  const { ranked, matching, complete } = rank(scores, counts, {
    within,
    limit: limit + pinned.length,
    all: asked.length || -1,
  });
  const order = [...pinned, ...ranked.filter((number) => !pinned.includes(number))];
  const hits = order
    .slice(0, limit)
    .map((number) => hitOf(part, asked, found, number, scores[number], pinned.includes(number)));
  const total = matching + pinned.filter((number) => !scores[number]).length;
  return { hits, corrected: correct(text, asked), total, complete, asked };
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
  const has = found.map(({ documents, sections, weight }) => {
    const place = placeOf(documents, number);
    const section = place < 0 ? NO_SECTION : sections[place];
    if (section !== NO_SECTION) votes.set(section, (votes.get(section) ?? 0) + weight);
    return place >= 0;
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
 * Where a number stands among sorted ones; -1 if it does not.
 * @param {ArrayLike<number>} sorted
 * @param {number} wanted
 */
function placeOf(sorted, wanted) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted ? low : -1;
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
