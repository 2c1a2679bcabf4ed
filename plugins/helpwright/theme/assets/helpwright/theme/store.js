// @ts-check
/** What the reader chose, kept in the browser for this site only. */

const scope = () => document.documentElement.dataset.hwScope || "/";

/** @param {string} key @returns {unknown} */
export function get(key) {
  try {
    return JSON.parse(localStorage.getItem(`${scope()}.${key}`) || "null");
  } catch {
    return null; // storage is closed, or holds something else
  }
}

/** @param {string} key @param {unknown} value */
export function set(key, value) {
  try {
    localStorage.setItem(`${scope()}.${key}`, JSON.stringify(value));
  } catch {
    // storage is closed: the choice lasts for this page
  }
}
