// @ts-check
/** Which searches are remembered: each once, and none that may say who the reader is. */

import { isPrivate } from "../scrub.js";
import { recall, store } from "./recent.js";

const LONGEST = 100;

/** @param {string} query */
export function remember(query) {
  const words = query.trim().replace(/\s+/gu, " ");
  if (words.length < 2 || words.length > LONGEST || isPrivate(words)) return;
  store([words, ...others(words)]);
}

/** @param {string} query */
export function forget(query) {
  store(others(query));
}

/** @param {string} query */
function others(query) {
  return recall().filter((each) => each.toLowerCase() !== query.toLowerCase());
}
