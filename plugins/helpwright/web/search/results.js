// @ts-check
/** From a query to what is shown of its results, without the DOM. */

import { surfaces } from "./analysis.js";
import { marked, search } from "./query.js";

const SNIPPET = 160;

/** @typedef {import("./shards.js").Card} Card */
/** @typedef {import("./query.js").Hit} Hit */
/** @typedef {{text: string, marked: boolean}} Part a piece of a text, and whether it is a match */

/**
 * @typedef {object} Result
 * @property {string} href
 * @property {string} title
 * @property {string} category
 * @property {string} heading of the best section, unless that is the top
 * @property {"" | "troubleshooter" | "step"} kind "step" for a step or outcome of a troubleshooter
 * @property {Part[]} snippet
 * @property {string[]} missing words that the document lacks, where that is worth saying
 */

/**
 * @typedef {object} Answer
 * @property {Result[]} results
 * @property {number} total
 * @property {string | null} corrected
 */

/**
 * @param {import("./site.js").Site} site
 * @param {string} query
 * @param {{limit: number, language: string, literal?: boolean}} options
 * @returns {Promise<Answer>}
 */
export async function ask(site, query, options) {
  try {
    return await answer(site, query, options);
  } catch {
    // The site may have been published anew while this page was open: look for the new index.
    site.forget();
    return answer(site, query, options);
  }
}

/**
 * @param {import("./site.js").Site} site
 * @param {string} query
 * @param {{limit: number, language: string, literal?: boolean}} options
 * @returns {Promise<Answer>}
 */
async function answer(site, query, options) {
  const index = await site.index();
  const { hits, total, corrected, asked } = await search(index, query, options);
  const cards = await Promise.all(hits.map((hit) => index.card(hit.document)));
  const words = marked(index, asked);
  const results = hits.map((hit, n) => {
    const card = /** @type {Card} */ (cards[n]);
    return resultOf(site.root, card, hit, words, asked.length);
  });
  return { results, total, corrected };
}

/**
 * @param {URL} root
 * @param {Card} card
 * @param {Hit} hit
 * @param {Set<string>} words
 * @param {number} asked how many words the query has
 * @returns {Result}
 */
function resultOf(root, card, hit, words, asked) {
  const [anchor, heading, text] = card.sections?.[hit.section] ?? ["", "", ""];
  const url = new URL(card.url, root);
  if (anchor) url.hash = anchor;
  const step = card.kind === "troubleshooter" && anchor;
  // A question of many words is never answered by a page with all of them.
  const missing = asked <= 5 ? hit.missing : [];
  return {
    href: url.href,
    title: card.title,
    category: card.category ?? "",
    heading,
    kind: step ? "step" : card.kind === "troubleshooter" ? "troubleshooter" : "",
    snippet: snippet(text || card.description || "", words),
    missing,
  };
}

/**
 * The part of a text with the most words of a set, cut at spaces.
 * @param {string} text
 * @param {Set<string>} words
 * @returns {Part[]}
 */
export function snippet(text, words) {
  const found = matches(text, words);
  let [start, most] = [0, 0];
  for (const { start: first } of found) {
    const near = found.filter((match) => match.start >= first && match.end <= first + SNIPPET);
    const distinct = new Set(near.map((match) => match.surface)).size;
    if (distinct > most) [start, most] = [first, distinct];
  }
  const from = start > 60 ? text.lastIndexOf(" ", start - 30) + 1 : 0;
  const space = text.lastIndexOf(" ", from + SNIPPET);
  const end =
    text.length <= from + SNIPPET ? text.length : space > from ? space : from + SNIPPET;
  const parts = mark(text, found, from, end);
  if (from) parts.unshift({ text: "… ", marked: false });
  if (end < text.length) parts.push({ text: " …", marked: false });
  return parts;
}

/**
 * @param {string} text
 * @param {Set<string>} words
 */
function matches(text, words) {
  return surfaces(text)
    .map((match) => ({ ...match, surface: match.surface.toLowerCase() }))
    .filter(({ surface }) => words.has(surface));
}

/**
 * @param {string} text
 * @param {{start: number, end: number}[]} found in order; bigrams overlap
 * @param {number} from
 * @param {number} end
 * @returns {Part[]}
 */
function mark(text, found, from, end) {
  /** @type {Part[]} */
  const parts = [];
  let done = from;
  for (const match of found) {
    if (match.start < from || match.end > end || match.end <= done) continue;
    if (match.start > done) parts.push({ text: text.slice(done, match.start), marked: false });
    parts.push({ text: text.slice(Math.max(done, match.start), match.end), marked: true });
    done = match.end;
  }
  if (done < end) parts.push({ text: text.slice(done, end), marked: false });
  return parts;
}
