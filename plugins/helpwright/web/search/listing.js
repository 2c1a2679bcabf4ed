// @ts-check
/** What the results page shows of an answer. */

import { button, correction, describe, groups, make } from "./view.js";

/** @typedef {import("./results.js").Answer} Answer */
/** @typedef {import("./results.js").Result} Result */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("./page.js").ResultsPage} ResultsPage */

/**
 * @param {ResultsPage} page
 * @param {Answer} answer
 * @returns {Promise<Node[]>}
 */
export async function nodesOf(page, answer) {
  const { texts, host, question } = page;
  const { query, literal, filters } = question;
  const { results, total, corrected, troubleshooter } = answer;
  /** @type {Node[]} */
  const nodes = [];
  if (corrected) nodes.push(correction(query, corrected, texts, () => page.refuse(query)));
  for (const group of groups(answer, texts)) {
    if (group.title) nodes.push(make("h2", { class: "hw-search-page__group" }, [group.title]));
    const items = group.results.map((result) => item(result, texts));
    nodes.push(make("ol", { class: "hw-search-page__list" }, items));
  }
  if (total > results.length) {
    const more = button(texts.more, () => page.more());
    nodes.push(make("p", { class: "hw-search-page__more" }, [more]));
  }
  if (results.length && (answer.complete ?? total) > 0) return nodes;
  const { guide, nothing } = await import("./empty.js");
  if (results.length) {
    const shown = results.some(({ href }) => href === troubleshooter?.href);
    if (troubleshooter && !shown) nodes.push(guide(troubleshooter, texts));
    return nodes;
  }
  const retry = (/** @type {string} */ words) => page.choose({ query: words, literal: false });
  const empty = await nothing(host, texts, { query, literal, answer, retry });
  if (Object.keys(filters).length) {
    const clear = button(texts.unfilter, () => page.choose({ filters: {} }));
    empty.prepend(make("p", {}, [clear]));
  }
  return [...nodes, empty];
}

/**
 * @param {Result} result
 * @param {Texts} texts
 */
function item(result, texts) {
  const link = make("a", { class: "hw-search-page__link", href: result.href }, [result.title]);
  const title = make("span", { class: "hw-search__title" }, [link]);
  return make("li", { class: "hw-search-page__item" }, describe(result, title, texts));
}
