// @ts-check
/** Where a search leads nowhere, what leads on: never a dead end. */

import { categories } from "./categories.js";
import { ask, site } from "./engine.js";
import { root, settings } from "./settings.js";
import { button, make } from "./view.js";

/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("./results.js").Answer} Answer */

/**
 * @typedef {object} Attempt a search that found nothing
 * @property {string} query
 * @property {boolean} literal
 * @property {Answer} answer
 * @property {(query: string) => void} retry with other words
 */

/**
 * What to do when nothing was found: other words, a troubleshooter, categories, contact.
 * @param {HTMLElement} host
 * @param {Texts} texts
 * @param {Attempt} attempt
 */
export async function nothing(host, texts, { query, literal, answer, retry }) {
  const box = make("div", { class: "hw-search__empty" });
  const meant = literal ? await correctionOf(query) : "";
  if (meant) {
    box.append(make("p", {}, [`${texts.meant} `, button(meant, () => retry(meant)), "?"]));
  }
  if (answer.troubleshooter) box.append(guide(answer.troubleshooter, texts));
  box.append(...leads(host, texts, texts.advice));
  return box;
}

/**
 * That the search could not be loaded, and what works without it.
 * @param {HTMLElement} host
 * @param {Texts} texts
 * @param {() => void} again
 */
export function failure(host, texts, again) {
  const text = make("p", {}, [texts.failed]);
  const retry = make("p", {}, [button(texts.again, again)]);
  return make("div", { class: "hw-search__failed" }, [text, retry, ...leads(host, texts, texts.meanwhile)]);
}

/**
 * @param {{href: string, title: string}} troubleshooter
 * @param {Texts} texts
 */
export function guide({ href, title }, texts) {
  return make("p", { class: "hw-search__guide" }, [`${texts.guide} `, make("a", { href }, [title])]);
}

/**
 * The site's own words if it has some, else its categories and the way to contact.
 * @param {HTMLElement} host with data-categories-url and data-contact-url, or a child
 *   [data-search-empty] that says it in the site's own words
 * @param {Texts} texts
 * @param {string} advice
 * @returns {HTMLElement[]}
 */
function leads(host, texts, advice) {
  const own = host.querySelector("[data-search-empty]");
  if (own) {
    const copy = /** @type {HTMLElement} */ (own.cloneNode(true));
    copy.removeAttribute("data-search-empty");
    copy.hidden = false;
    return [copy];
  }
  const { categoriesUrl, contactUrl = settings.contact && urlOf(settings.contact) } = host.dataset;
  const links = categoriesUrl
    ? [make("a", { href: categoriesUrl }, [texts.categories])]
    : categories.map(({ title, url }) => make("a", { href: urlOf(url) }, [title]));
  if (contactUrl) {
    links.push(make("a", { href: contactUrl, class: "hw-search__contact" }, [texts.contact]));
  }
  if (!links.length) return [];
  const items = links.map((link) => make("li", {}, [link]));
  return [make("p", {}, [advice]), make("ul", { class: "hw-search__leads" }, items)];
}

/** @param {string} url */
function urlOf(url) {
  return new URL(url, root).href;
}

/**
 * @param {string} query
 * @returns {Promise<string>}
 */
async function correctionOf(query) {
  const language = document.documentElement.lang;
  return (await ask(site, query, { limit: 1, language })).corrected ?? "";
}
