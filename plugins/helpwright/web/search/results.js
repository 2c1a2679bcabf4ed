// @ts-check
/** From a query to what is shown of its results, without the DOM. */

import { surfaces } from "./analysis.js";
import { inOrder, search } from "./query.js";

const SNIPPET = 160;
// A longer list of words that a document lacks says nothing that anybody would read.
const MOST_MISSING = 3;

/** @typedef {import("./part.js").Card} Card */
/** @typedef {import("./query.js").Hit} Hit */
/** @typedef {import("./query.js").Filters} Filters */
/** @typedef {import("./site.js").Site} Site */
/** @typedef {{text: string, marked: boolean}} Part a piece of a text, and whether it is a match */
/** @typedef {{limit: number, language: string, literal?: boolean, filters?: Filters}} Options */

/**
 * @typedef {object} Result
 * @property {string} href
 * @property {string} url relative to the site's root
 * @property {string} title
 * @property {string} category
 * @property {string} heading of the best section, unless that is the top
 * @property {"" | "troubleshooter" | "step"} kind "step" for a step or outcome of a troubleshooter
 * @property {Part[]} snippet
 * @property {boolean} whole whether it has all the words
 * @property {string[]} missing words that the document lacks, where that is worth saying
 * @property {boolean} promoted
 * @property {string} language "" if it is the reader's own
 */

/**
 * @typedef {object} Answer
 * @property {Result[]} results
 * @property {number} total
 * @property {number} complete how many have all the words
 * @property {string | null} corrected
 * @property {{href: string, title: string} | null} troubleshooter the nearest, if results are poor
 */

/** @typedef {{name: string, values: {value: string, count: number}[]}} Facet */

/**
 * Load what every query needs, so that the first result does not wait for it.
 * @param {Site} site
 * @param {string} language
 */
export async function prepare(site, language) {
  const [part] = inOrder(await site.index(), language);
  await part?.root();
}

/**
 * @param {Site} site
 * @param {string} query
 * @param {Options} options
 * @returns {Promise<Answer>}
 */
export async function ask(site, query, options) {
  return afresh(site, () => answer(site, query, options));
}

/**
 * The values by which results can be narrowed, with how many documents have each.
 * @param {Site} site
 * @param {string} language
 * @returns {Promise<Facet[]>}
 */
export async function facets(site, language) {
  return afresh(site, async () => {
    const [part] = inOrder(await site.index(), language);
    const names = part ? ["category", "type", "applies_to"] : [];
    return Promise.all(
      names.map(async (name) => {
        const values = part ? await part.facet(name) : new Map();
        const counted = [...values].map(([value, numbers]) => ({ value, count: numbers.length }));
        return { name, values: counted };
      }),
    );
  });
}

/**
 * The site may have been published anew while this page was open: then look for the new index.
 * @template T
 * @param {Site} site
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
async function afresh(site, act) {
  try {
    return await act();
  } catch {
    site.forget();
    return act();
  }
}

/**
 * @param {Site} site
 * @param {string} query
 * @param {Options} options
 * @returns {Promise<Answer>}
 */
async function answer(site, query, options) {
  const index = await site.index();
  const { hits, total, complete, corrected, asked } = await search(index, query, options);
  const cards = await Promise.all(hits.map((hit) => hit.part.card(hit.document)));
  /** @type {Map<object, Set<string>>} */
  const words = new Map();
  const results = hits.map((hit, n) => {
    const known = words.get(hit.part) ?? marked(hit.part, asked);
    words.set(hit.part, known);
    return resultOf(site.root, cards[n], hit, known);
  });
  const [own] = options.language.toLowerCase().split(/[-_]/);
  hits.forEach(({ part: { language } }, n) => {
    if (own && language.split("-")[0] !== own) results[n].language = language;
  });
  const [best] = hits;
  const poor = !best || (best.coverage < 0.5 && !best.promoted);
  const troubleshooter = poor ? await nearest(site, query, options) : null;
  return { results, total, complete, corrected, troubleshooter };
}

/**
 * The troubleshooter that answers a query best, whatever the filters.
 * @param {Site} site
 * @param {string} query
 * @param {Options} options
 */
async function nearest(site, query, { language }) {
  const index = await site.index();
  const only = { limit: 1, language, filters: { kind: "troubleshooter" } };
  const [hit] = (await search(index, query, only)).hits;
  if (!hit) return null;
  const { url, title } = await hit.part.card(hit.document);
  return { href: new URL(url, site.root).href, title };
}

/**
 * Every surface that a query stands for, for highlighting.
 * @param {import("./part.js").Part} part
 * @param {import("./reading.js").Asked[]} asked
 * @returns {Set<string>}
 */
function marked(part, asked) {
  return new Set(
    asked.flatMap(({ surface, stems, correction, alternatives }) => [
      surface,
      correction,
      ...[...stems.keys(), ...alternatives.flat()].flatMap((stem) => [
        stem,
        ...part.surfacesOf(stem),
      ]),
    ]),
  );
}

/**
 * @param {URL} root
 * @param {Card} card
 * @param {Hit} hit
 * @param {Set<string>} words
 * @returns {Result}
 */
function resultOf(root, card, hit, words) {
  const [anchor, heading, text] = card.sections?.[hit.section] ?? ["", "", ""];
  const url = new URL(card.url, root);
  if (anchor) url.hash = anchor;
  const step = card.kind === "troubleshooter" && anchor;
  return {
    href: url.href,
    url: card.url,
    title: card.title,
    category: card.category ?? "",
    heading,
    kind: step ? "step" : card.kind === "troubleshooter" ? "troubleshooter" : "",
    snippet: snippet(text || card.description || "", words),
    whole: !hit.missing.length,
    missing: hit.missing.length <= MOST_MISSING ? hit.missing : [],
    promoted: hit.promoted,
    language: "",
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
