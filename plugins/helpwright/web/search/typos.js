// @ts-check
/** Undoing a typo: the word of the site that was most likely meant. The twin of `search/typos.py`. */

import { isUnspaced } from "./engine.js";

const MOST_LEAVES = 6;
const SHORTEST = 4;
const LONG = 8;
const LONGEST = 32;
// Letters beyond the Basic Multilingual Plane, which JavaScript counts as two.
const BEYOND = /[\ud800-\udfff]/;

/** @typedef {import("./part.js").Part} Part */
/** @typedef {import("./shards.js").Entry} Entry */

/**
 * The nearest word of the site, of several one that starts alike, then the commonest.
 * @param {Part} part
 * @param {string} surface
 * @returns {Promise<string>}
 */
export async function undoTypo(part, surface) {
  const { length } = surface;
  if (length < SHORTEST || length > LONGEST) return "";
  if (isUnspaced(surface) || BEYOND.test(surface)) return "";
  const most = length < LONG ? 1 : 2;
  const [start, end] =
    length < LONG
      ? [(length - 1) >> 1, length >> 1]
      : [Math.max(3, Math.floor(length / 3)), Math.max(3, Math.floor(length / 3))];
  const [forward, backward] = await Promise.all([
    near(part, "vocabulary", surface, start),
    near(part, "backwards", reversed(surface), end),
  ]);
  const words = new Map(forward);
  for (const [word, commonness] of backward) words.set(reversed(word), commonness);
  return nearest(words, surface, most);
}

/**
 * @param {Part} part
 * @param {"vocabulary" | "backwards"} name
 * @param {string} surface
 * @param {number} letters
 * @returns {Promise<Entry[]>}
 */
async function near(part, name, surface, letters) {
  for (let n = letters; n <= surface.length; n += 1) {
    const prefix = surface.slice(0, n);
    const places = await part.span(name, prefix, MOST_LEAVES);
    if (places) return part.starting(places, prefix);
  }
  return [];
}

/** @param {string} word */
function reversed(word) {
  return Array.from(word).reverse().join("");
}

/**
 * @param {Map<string, number>} words with their commonness
 * @param {string} surface
 * @param {number} most
 */
function nearest(words, surface, most) {
  /** @type {(number | string)[] | undefined} */
  let best;
  for (const [word, commonness] of words) {
    if (Math.abs(word.length - surface.length) > most || BEYOND.test(word)) continue;
    const distance = editDistance(word, surface, most);
    if (distance > most) continue;
    const key = [distance, word[0] === surface[0] ? 0 : 1, -commonness, word];
    if (!best || precedes(key, best)) best = key;
  }
  return best ? String(best[3]) : "";
}

/**
 * @param {(number | string)[]} a
 * @param {(number | string)[]} b
 */
function precedes(a, b) {
  const n = a.findIndex((value, at) => value !== b[at]);
  return n >= 0 && /** @type {any} */ (a[n]) < /** @type {any} */ (b[n]);
}

/**
 * Damerau-Levenshtein distance with adjacent swaps (optimal string alignment).
 * Anything beyond `most` is given as `most + 1`.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function editDistance(a, b, most) {
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const previous = before;
    before = row;
    row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const differs = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(at(before, j) + 1, at(row, j - 1) + 1, at(before, j - 1) + differs);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(previous, j - 2) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
  }
  return Math.min(at(row, b.length), most + 1);
}

/**
 * @param {number[]} row
 * @param {number} n
 */
function at(row, n) {
  return row[n] ?? Infinity;
}
