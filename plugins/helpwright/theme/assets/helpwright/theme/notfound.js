// @ts-check
/** Searches for what a mistyped address was about, and lists what it finds. */
import { wordsOf } from "./address.js";

/** @typedef {{title: string, href: string, category: string}} Result */

/** @param {Result} result */
function item({ title, href, category }) {
  const entry = document.createElement("li");
  entry.className = "hw-entry";
  const link = document.createElement("a");
  link.className = "hw-entry__link";
  link.href = href;
  link.textContent = title;
  entry.append(link);
  if (category) {
    const text = document.createElement("p");
    text.className = "hw-entry__text";
    text.textContent = category;
    entry.append(text);
  }
  return entry;
}

/** @param {HTMLElement} section */
async function suggest(section) {
  const base = new URL(section.dataset.base || ".", location.href);
  const words = wordsOf(location.pathname, base.pathname);
  if (!words) return;
  const input = document.getElementById("hw-search-lost");
  if (input instanceof HTMLInputElement && !input.value) input.value = words;
  const folder = new URL("../search/", import.meta.url);
  const { ask, site } = await import(new URL("engine.js", folder).href);
  const language = document.documentElement.lang;
  /** @type {{results: Result[]}} */
  const { results } = await ask(site, words, { limit: 5, language });
  if (!results.length) return;
  section.querySelector("ul")?.replaceChildren(...results.map(item));
  section.hidden = false;
}

const section = document.getElementById("hw-lost");
// Without an index the page still offers search and categories.
if (section) suggest(section).catch(() => {});
