// @ts-check
/** Undoing a typo: the word of the site that was most likely meant, as `search/query.py` finds it. */

import { isUnspaced } from "./analysis.js";

const SMALL_VOCABULARY = 20000;

/** @typedef {import("./shards.js").Index} Index */
/** @typedef {import("./shards.js").Word} Word */

/**
 * The word of the site that was most likely meant: nearest, same start, commonest.
 * @param {Index} index
 * @param {string} surface
 * @returns {Promise<string>}
 */
export async function undoTypo(index, surface) {
  const most = surface.length < 4 ? 0 : surface.length < 8 ? 1 : 2;
  const [first = "", second = ""] = surface;
  if (!most || surface.length > 32 || isUnspaced(surface) || first.length > 1) return "";
  const starts = [...new Set([first, second])];
  const near = await Promise.all(starts.map((start) => index.wordsFrom(start)));
  const best = nearest(near.flat(), surface, most);
  if (best || index.meta.vocabulary > SMALL_VOCABULARY) return best;
  return nearest(await index.wordsFrom(""), surface, most);
}

/**
 * @param {Word[]} words
 * @param {string} surface
 * @param {number} most
 */
function nearest(words, surface, most) {
  /** @type {[number, number, number, string] | undefined} */
  let best;
  for (const word of words) {
    if (Math.abs(word.surface.length - surface.length) > most) continue;
    const distance = editDistance(word.surface, surface, most);
    if (distance > most) continue;
    const start = word.surface[0] === surface[0] ? 0 : 1;
    /** @type {[number, number, number, string]} */
    const key = [distance, start, -word.commonness, word.surface];
    if (!best || precedes(key, best)) best = key;
  }
  return best ? best[3] : "";
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
