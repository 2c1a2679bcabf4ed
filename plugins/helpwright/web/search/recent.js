// @ts-check
/** The reader's recent searches, kept in the browser for this site only, the latest first. */

import { root } from "./settings.js";

const KEY = `${root.pathname}.hw-recent`;
const MOST = 8;

/** @returns {string[]} */
export function recall() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return found.filter((/** @type {unknown} */ each) => typeof each === "string").slice(0, MOST);
  } catch {
    return []; // storage is closed, or holds something else
  }
}

/** @param {string[]} queries */
export function store(queries) {
  try {
    if (queries.length) localStorage.setItem(KEY, JSON.stringify(queries.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    // storage is closed: nothing is remembered
  }
}
