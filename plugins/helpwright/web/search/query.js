// @ts-check
/**
 * Asking the index: the twin of `search/query.py`, step by step, with the same constants.
 * One file of cases proves that both rank alike.
 */

import { isUnspaced, normalize, surfaces } from "./analysis.js";
import { undoTypo } from "./typos.js";

const MOST_CHARACTERS = 2000;
const MOST_WORDS = 48;
const MOST_COMPLETIONS = 16;
const FULL = 4;
const COMPLETED = 3;
const LONGER = 1;
const GRANTED = 4;
const NO_SECTION = 255;

/** @typedef {import("./shards.js").Index} Index */
/** @typedef {[language: string, first: number, count: number]} Span */
/** @typedef {{worth: number, section: number, weight: number}} Match */

/**
 * A word of the query: the stems it stands for, each with how much it counts.
 * @typedef {object} Asked
 * @property {string} surface
 * @property {Map<string, number>} stems
 * @property {string} correction
 */

/**
 * @typedef {object} Hit
 * @property {number} document
 * @property {number} section the number of the best section; 0 is the top
 * @property {number} score
 * @property {string[]} matched
 * @property {string[]} missing
 * @property {number} coverage
 */

/**
 * @typedef {object} Results
 * @property {Hit[]} hits
 * @property {string | null} corrected the query as understood, if typos were undone
 * @property {number} total
 * @property {Asked[]} asked
 */

/**
 * @param {Index} index
 * @param {string} query
 * @param {{limit?: number, language?: string, literal?: boolean}} [options]
 * @returns {Promise<Results>}
 */
export async function search(index, query, { limit = 10, language = "", literal = false } = {}) {
  const text = normalize(cut(query));
  const span = spanOf(index, language);
  const asked = await understand(index, text, span, literal);
  const found = await Promise.all(asked.map((word) => matchesOf(index, word)));
  const numbers = new Set(found.flatMap((matches) => [...matches.keys()]));
  const ranked = [...numbers]
    .filter((number) => !span || (number >= span[1] && number < span[1] + span[2]))
    .map((number) => ({ number, score: scoreOf(found, number) }))
    .sort((a, b) => b.score - a.score || a.number - b.number);
  const hits = ranked
    .slice(0, limit)
    .map(({ number, score }) => hitOf(asked, found, number, score));
  return { hits, corrected: correct(text, asked), total: ranked.length, asked };
}

/**
 * Every surface that a query stands for, for highlighting.
 * @param {Index} index
 * @param {Asked[]} asked
 * @returns {Set<string>}
 */
export function marked(index, asked) {
  return new Set(
    asked.flatMap(({ surface, stems, correction }) => [
      surface,
      correction,
      ...[...stems.keys()].flatMap((stem) => [stem, ...index.surfacesOf(stem)]),
    ]),
  );
}

/** @param {string} query */
function cut(query) {
  if (query.length <= MOST_CHARACTERS) return query;
  // By characters, as Python counts: an emoji is one.
  return Array.from(query.slice(0, 2 * MOST_CHARACTERS)).slice(0, MOST_CHARACTERS).join("");
}

/**
 * @param {Index} index
 * @param {string} language
 * @returns {Span | undefined}
 */
function spanOf(index, language) {
  const code = language.replaceAll("_", "-").toLowerCase();
  for (const wanted of [code, code.split("-")[0]]) {
    if (!wanted) continue;
    const span = index.meta.languages.find(
      ([known]) => known === wanted || known.split("-")[0] === wanted,
    );
    if (span) return span;
  }
  return undefined;
}

/**
 * The words to look for, without stop words unless the query has nothing else.
 * @param {Index} index
 * @param {string} text
 * @param {Span | undefined} span
 * @param {boolean} literal
 * @returns {Promise<Asked[]>}
 */
async function understand(index, text, span, literal) {
  const largest = index.meta.languages.reduce(
    (best, next) => (next[2] > best[2] ? next : best),
    /** @type {Span} */ (["en", 0, 0]),
  );
  const language = (span ?? largest)[0];
  const stopWords = new Set((index.meta.stop_words[language] ?? "").split(" "));
  const endings = (index.meta.endings[language] ?? "").split(" ").filter(Boolean);
  const every = surfaces(text);
  const last = every.at(-1);
  const typing = last && last.end === text.length ? last.surface : "";
  const distinct = [...new Set(every.map(({ surface }) => surface))];
  const content = distinct.filter((word) => !stopWords.has(word));
  const words = (content.length ? content : distinct).slice(0, MOST_WORDS);
  return Promise.all(
    words.map((word) => lookUp(index, word, endings, word === typing, literal)),
  );
}

/**
 * @param {Index} index
 * @param {string} surface
 * @param {string[]} endings
 * @param {boolean} typing
 * @param {boolean} literal
 * @returns {Promise<Asked>}
 */
async function lookUp(index, surface, endings, typing, literal) {
  const exact = await index.stemsOf(surface);
  const stems = new Map(exact.map((stem) => [stem, FULL]));
  if (typing) {
    for (const stem of await completions(index, surface)) {
      if (!stems.has(stem)) stems.set(stem, exact.length ? LONGER : COMPLETED);
    }
  }
  if (stems.size) return { surface, stems, correction: "" };
  for (const candidate of withoutEnding(surface, endings)) {
    if (await index.term(candidate)) {
      return { surface, stems: new Map([[candidate, FULL]]), correction: "" };
    }
  }
  const correction = literal ? "" : await undoTypo(index, surface);
  if (!correction) return { surface, stems, correction };
  const meant = await index.stemsOf(correction);
  return { surface, stems: new Map(meant.map((stem) => [stem, FULL])), correction };
}

/**
 * The stems of the commonest words that begin with what is being typed.
 * @param {Index} index
 * @param {string} prefix
 * @returns {Promise<string[]>}
 */
async function completions(index, prefix) {
  if (Array.from(prefix).length < 2 && !isUnspaced(prefix)) return [];
  const words = (await index.wordsFrom(prefix)).filter((word) => word.surface !== prefix);
  words.sort((a, b) => b.commonness - a.commonness);
  return words.slice(0, MOST_COMPLETIONS).map((word) => word.stem);
}

/**
 * What may be the stem of a word in a form that the site does not use.
 * @param {string} surface
 * @param {string[]} endings
 */
function* withoutEnding(surface, endings) {
  yield surface;
  for (const ending of endings) {
    if (!surface.endsWith(ending) || surface.length - ending.length < 3) continue;
    const rest = surface.slice(0, surface.length - ending.length);
    yield rest;
    if (rest.at(-1) === rest.at(-2)) yield rest.slice(0, -1);
  }
}

/**
 * Of each document with the word: what it adds, the best section, the stem's weight.
 * @param {Index} index
 * @param {Asked} asked
 * @returns {Promise<Map<number, Match>>}
 */
async function matchesOf(index, asked) {
  const stems = [...asked.stems];
  const terms = await Promise.all(stems.map(([stem]) => index.term(stem)));
  /** @type {Map<number, Match>} */
  const found = new Map();
  terms.forEach((term, n) => {
    const factor = stems[n]?.[1] ?? 0;
    term?.documents.forEach((number, place) => {
      const worth = term.weight * (term.impacts[place] ?? 0) * factor;
      if (worth > (found.get(number)?.worth ?? 0)) {
        const section = term.sections[place] ?? NO_SECTION;
        found.set(number, { worth, section, weight: term.weight });
      }
    });
  });
  return found;
}

/**
 * @param {Map<number, Match>[]} found
 * @param {number} number
 */
function scoreOf(found, number) {
  let sum = 0;
  let count = 0;
  for (const matches of found) {
    const match = matches.get(number);
    if (!match) continue;
    sum += match.worth;
    count += 1;
  }
  return sum * Math.sqrt((count + GRANTED) / (found.length + GRANTED));
}

/**
 * @param {Asked[]} asked
 * @param {Map<number, Match>[]} found
 * @param {number} number
 * @param {number} score
 * @returns {Hit}
 */
function hitOf(asked, found, number, score) {
  /** @type {Map<number, number>} */
  const votes = new Map();
  /** @type {string[]} */
  const matched = [];
  /** @type {string[]} */
  const missing = [];
  asked.forEach(({ surface, correction }, n) => {
    const match = found[n]?.get(number);
    if (match) matched.push(surface);
    else missing.push(correction || surface);
    if (match && match.section !== NO_SECTION) {
      votes.set(match.section, (votes.get(match.section) ?? 0) + match.weight);
    }
  });
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return {
    document: number,
    section: best ? best[0] : 0,
    score,
    matched,
    missing,
    coverage: matched.length / asked.length,
  };
}

/**
 * @param {string} text
 * @param {Asked[]} asked
 * @returns {string | null}
 */
function correct(text, asked) {
  const corrections = new Map(asked.map((word) => [word.surface, word.correction]));
  if (![...corrections.values()].some(Boolean)) return null;
  let result = "";
  let done = 0;
  for (const { surface, start, end } of surfaces(text)) {
    const correction = corrections.get(surface);
    if (!correction) continue;
    result += text.slice(done, start) + correction;
    done = end;
  }
  return (result + text.slice(done)).split(/\s+/u).filter(Boolean).join(" ");
}
