// @ts-check
/**
 * Tells each search once, when the reader has paused, chosen a result, or asked for all of them;
 * loaded only where the site has an address to tell it to. What is sent is described in
 * `../events.js`; a search that found nothing is one with 0 results.
 */

import { send } from "../events.js";
import { root, settings } from "./settings.js";

const SETTLED = 1200;
const KEY = `${root.pathname}.hw-told`;

/**
 * @typedef {object} Search
 * @property {string} query
 * @property {import("./results.js").Answer} answer
 * @property {boolean} literal
 * @property {"box" | "page"} via
 * @property {Record<string, string>} [filters]
 */

const channel = { ...settings, root };
/** @type {Set<string>} searches of this page; going back to one is not another search */
const told = new Set();
/** whether the page was loaded anew, so that what it shows first was told before */
let known = performance
  .getEntriesByType("navigation")
  .some((entry) => /^(reload|back_forward)$/.test(/** @type {any} */ (entry).type));
/** @type {Search | undefined} */
let search;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/**
 * An answer is shown; it counts once the reader pauses.
 * @param {Search} shown
 */
export function settle(shown) {
  search = shown;
  clearTimeout(timer);
  timer = setTimeout(tell, SETTLED);
}

/** The reader types on. */
export function type() {
  known = false;
  clearTimeout(timer);
  search = undefined;
}

/**
 * A result was opened.
 * @param {string} href
 * @param {number} place from 0
 */
export function click(href, place) {
  if (!search) return;
  tell();
  const { pathname } = new URL(href, root);
  const article = pathname.startsWith(root.pathname) ? pathname.slice(root.pathname.length) : "";
  const facts = { article, position: place + 1, value: search.via };
  send(channel, "search-click", facts, { query: search.query });
}

/**
 * The results page was asked for. It tells the search itself, unless that is done already.
 * @param {string} query
 */
export function submit(query) {
  clearTimeout(timer);
  if (![...told].some((key) => JSON.parse(key)[0] === query)) return;
  try {
    sessionStorage.setItem(KEY, query);
  } catch {
    // storage is closed: the search is told twice
  }
}

/**
 * The reader wants the words as typed, not as corrected.
 * @param {string} query
 */
export function refuse(query) {
  send(channel, "search-instead", {}, { query });
}

function tell() {
  clearTimeout(timer);
  if (!search) return;
  const { query, answer, literal, via, filters = {} } = search;
  const key = JSON.stringify([query, literal, filters]);
  if (told.has(key)) return;
  told.add(key);
  const again = via === "page" && (known || wasTold(query));
  known = false;
  if (again) return;
  send(channel, "search", { results: answer.total, value: via }, { query });
}

/**
 * Whether the search box of the page before has told this search.
 * @param {string} query
 */
function wasTold(query) {
  try {
    const before = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return before === query;
  } catch {
    return false;
  }
}
