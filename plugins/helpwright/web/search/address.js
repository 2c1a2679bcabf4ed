// @ts-check
/** The results page's address: what is asked, as typed or as corrected, and narrowed to what. */

export const FACETS = /** @type {const} */ (["category", "type", "applies_to"]);

/**
 * @typedef {object} Question
 * @property {string} query
 * @property {boolean} literal
 * @property {Record<string, string>} filters
 */

/**
 * @param {string} search the part of an address from its "?"
 * @returns {Question}
 */
export function read(search) {
  const given = new URLSearchParams(search);
  /** @type {Record<string, string>} */
  const filters = {};
  for (const name of FACETS) {
    const value = given.get(name);
    if (value) filters[name] = value;
  }
  return { query: (given.get("q") ?? "").trim(), literal: given.has("literal"), filters };
}

/**
 * The address with this question; what else stands in it stays.
 * @param {string} href
 * @param {Question} question
 */
export function write(href, { query, literal, filters }) {
  const url = new URL(href);
  for (const name of ["q", "literal", ...FACETS]) url.searchParams.delete(name);
  if (query) url.searchParams.set("q", query);
  if (literal) url.searchParams.set("literal", "1");
  for (const [name, value] of Object.entries(filters)) url.searchParams.set(name, value);
  return url.href;
}
