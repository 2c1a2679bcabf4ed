// @ts-check
/** Reading a query: which stems each of its words stands for. The twin of `search/reading.py`. */

import { fold, isUnspaced, surfaces } from "./analysis.js";

const MOST_WORDS = 28;
// Longer words are keys, hashes and encoded data; they are not indexed.
const LONGEST_WORD = 64;
const MOST_COMPLETIONS = 6;
const MOST_COMPLETED_LEAVES = 3;
const BUDGET = 80;
const FULL = 4;
const COMPLETED = 3;
const LONGER = 1;

/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./shards.js").Entry} Entry */

/**
 * A word of the query: the stems it stands for, each with how much it counts; lists of stems that
 * synonyms put in its place; and what rules know it by.
 * @typedef {object} Asked
 * @property {string} surface
 * @property {Map<string, number>} stems
 * @property {string} correction
 * @property {string[][]} alternatives
 * @property {string[]} keys
 */

/**
 * The words to look for in a normalized text, without stop words if it has others.
 * @param {Part} part
 * @param {string} text
 * @param {boolean} literal
 * @returns {Promise<Asked[]>}
 */
export async function understand(part, text, literal) {
  const stopWords = await part.stopWords();
  const every = surfaces(text);
  const distinct = [...new Set(every.map(({ surface }) => surface))];
  const some = distinct.filter((word) => !stopWords.has(word));
  const last = every.at(-1);
  const typing = last && last.end === text.length ? last.surface : "";
  /** @type {Map<string, string>} */
  const spelled = new Map();
  for (const { surface, start, end } of every) {
    if (!spelled.has(surface)) spelled.set(surface, text.slice(start, end));
  }
  const words = telling(some.length ? some : distinct);
  const asked = await Promise.all(
    words.map((word) => lookUp(part, word, spelled.get(word) ?? word, word === typing, literal)),
  );
  await applySynonyms(part, asked, every.map(({ surface }) => surface), stopWords);
  return affordable(part, asked);
}

/**
 * The first words and the longest of the others, in their order. Of pieces of a script without
 * spaces, those with the least hiragana, which is grammar.
 * @param {string[]} words
 */
function telling(words) {
  if (words.some(isUnspaced)) {
    const ranked = words.map((word, n) => ({ n, rank: word.match(/[\u3041-\u309f]/g)?.length ?? 0 }));
    ranked.sort((a, b) => a.rank - b.rank || a.n - b.n);
    const best = new Set(ranked.slice(0, MOST_WORDS).map(({ n }) => n));
    return words.filter((_, n) => best.has(n));
  }
  const half = MOST_WORDS / 2;
  const others = words.slice(half).map((word, n) => ({ word, n, length: Array.from(word).length }));
  others.sort((a, b) => b.length - a.length || a.n - b.n);
  const chosen = others.slice(0, half).sort((a, b) => a.n - b.n);
  return [...words.slice(0, half), ...chosen.map(({ word }) => word)];
}

/**
 * @param {Part} part
 * @param {string} surface
 * @param {string} spelled
 * @param {boolean} typing
 * @param {boolean} literal
 * @returns {Promise<Asked>}
 */
async function lookUp(part, surface, spelled, typing, literal) {
  /** @type {Asked} */
  const asked = { surface, stems: new Map(), correction: "", alternatives: [], keys: [] };
  const exact = await stemsOf(part, surface);
  asked.keys = exact;
  asked.stems = new Map(exact.map((stem) => [stem, FULL]));
  if (typing) {
    for (const stem of await completions(part, surface, exact.length > 0)) {
      if (!asked.stems.has(stem)) asked.stems.set(stem, exact.length ? LONGER : COMPLETED);
    }
  }
  if (asked.stems.size) return asked;
  const whole = isUnspaced(spelled) || Array.from(spelled).length > LONGEST_WORD;
  const stem = whole ? surface : await part.stem(spelled, fold);
  asked.keys = [stem];
  if ((await part.ruleKeys()).has(stem) || (await hasTerm(part, stem))) {
    asked.stems.set(stem, FULL);
    return asked;
  }
  if (literal) return asked;
  asked.correction = await part.correction(surface);
  if (!asked.correction) return asked;
  const meant = await stemsOf(part, asked.correction);
  asked.stems = new Map(meant.map((stem) => [stem, FULL]));
  if (meant.length) asked.keys = meant;
  return asked;
}

/**
 * @param {Part} part
 * @param {string} surface
 * @returns {Promise<string[]>}
 */
async function stemsOf(part, surface) {
  const place = await part.placeOf(surface);
  if (!place) return [];
  // Known from the list of leaves, before the leaf is loaded.
  if (place.common) return place.first === surface ? [surface] : [];
  const { words } = await part.leaf(place);
  return words.filter((word) => word.surface === surface).map((word) => word.stem);
}

/**
 * @param {Part} part
 * @param {string} stem
 */
async function hasTerm(part, stem) {
  const place = await part.placeOf(stem);
  if (!place) return false;
  return place.common ? place.first === stem : (await part.leaf(place)).terms.has(stem);
}

/**
 * The stems of the commonest words that begin with what is being typed.
 * @param {Part} part
 * @param {string} prefix
 * @param {boolean} known
 * @returns {Promise<string[]>}
 */
async function completions(part, prefix, known) {
  if (Array.from(prefix).length < 2 && !isUnspaced(prefix)) return [];
  /** @type {Entry[]} */
  let near = [];
  if (known) {
    // Not worth loading more than is loaded for the word itself.
    const place = await part.placeOf(prefix);
    const words = place && !place.common ? (await part.leaf(place)).words : [];
    near = words
      .filter((word) => word.surface.startsWith(prefix))
      .map((word) => [word.surface, word.commonness]);
  } else {
    const places = await part.span("vocabulary", prefix, MOST_COMPLETED_LEAVES);
    if (!places) return [];
    near = await part.starting(places, prefix);
  }
  near.sort((a, b) => b[1] - a[1]);
  const words = [...new Set(near.map(([word]) => word))].filter((word) => word !== prefix);
  const stems = await Promise.all(
    words.slice(0, MOST_COMPLETIONS).map((word) => stemsOf(part, word)),
  );
  return [...new Set(stems.flat())];
}

/**
 * Give the words that a synonym speaks of what it finds.
 * @param {Part} part
 * @param {Asked[]} asked
 * @param {string[]} every
 * @param {Set<string>} stopWords
 */
async function applySynonyms(part, asked, every, stopWords) {
  const { synonyms } = await part.rules();
  const known = new Map(asked.map((word) => [word.surface, word]));
  const keys = every.map((word) => (stopWords.has(word) ? [word] : (known.get(word)?.keys ?? [])));
  keys.forEach((here, start) => {
    for (const [phrase, found] of here.flatMap((key) => ownOf(synonyms, key))) {
      const end = start + phrase.length;
      if (end > keys.length || !phrase.every((key, n) => keys[start + n]?.includes(key))) continue;
      for (const surface of every.slice(start, end)) {
        const alternatives = known.get(surface)?.alternatives;
        const listed = alternatives?.some((stems) => stems.join(" ") === found.join(" "));
        if (!listed) alternatives?.push(found);
      }
    }
  });
}

/**
 * The words that a browser can pay for, the cheapest first to be taken.
 * @param {Part} part
 * @param {Asked[]} asked
 */
async function affordable(part, asked) {
  // Loaded already, to look the words up.
  const lookedUp = await Promise.all(asked.map(({ surface }) => part.placeOf(surface)));
  const loaded = new Set(lookedUp.map((place) => (place?.common ? "" : place?.name)));
  const costs = await Promise.all(
    asked.map(async ({ stems, alternatives }, n) => {
      const all = new Set([...stems.keys(), ...alternatives.flat()]);
      const places = await Promise.all([...all].map((stem) => part.placeOf(stem)));
      const others = places.filter((place) => !loaded.has(place?.name));
      const named = new Map(others.map((place) => [place?.name, place?.cost ?? 0]));
      return { n, cost: [...named.values()].reduce((sum, cost) => sum + cost, 0) };
    }),
  );
  costs.sort((a, b) => a.cost - b.cost || a.n - b.n);
  const taken = new Set();
  let spent = 0;
  for (const { n, cost } of costs) {
    spent += cost;
    if (taken.size && spent > BUDGET) break;
    taken.add(n);
  }
  return asked.filter((_, n) => taken.has(n));
}

/**
 * What an object from a file has under a key; "constructor" is a word like any other.
 * @template T
 * @param {Record<string, T[]>} values
 * @param {string} key
 * @returns {T[]}
 */
export function ownOf(values, key) {
  return Object.hasOwn(values, key) ? (values[key] ?? []) : [];
}
