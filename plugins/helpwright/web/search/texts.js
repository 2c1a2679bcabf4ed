// @ts-check
/** What the search says, in the language of the page; English where that is missing. */

const KNOWN = ["de", "en", "es", "fr", "ja"];

/** @typedef {{total: number, complete: number, shown: number}} Counts */
/** @typedef {"category" | "type" | "applies_to"} FacetName */

/**
 * @typedef {object} Texts
 * @property {string} language of these texts
 * @property {string} label
 * @property {string} placeholder
 * @property {string} erase
 * @property {string} results
 * @property {string} searching
 * @property {(counts: Counts) => string} count
 * @property {string} full over the results with all the words
 * @property {string} partial over the others
 * @property {string} elsewhere over the results in other languages
 * @property {string} showing before the corrected query
 * @property {string} instead before the query as typed
 * @property {string} meant before what was probably meant
 * @property {(words: string) => string} missing
 * @property {string} step
 * @property {string} troubleshooter
 * @property {string} recommended
 * @property {(query: string) => string} none
 * @property {string} advice
 * @property {string} meanwhile over links, when the search failed
 * @property {string} guide before the title of a troubleshooter
 * @property {string} categories
 * @property {string} contact
 * @property {(total: number) => string} all
 * @property {string} more
 * @property {string} failed
 * @property {string} again
 * @property {string} recent
 * @property {(query: string) => string} forget
 * @property {string} clear
 * @property {string} cleared
 * @property {string} shortcut beside a box to tick
 * @property {string} filters
 * @property {string} any
 * @property {string} unfilter
 * @property {Record<FacetName, string>} facets
 * @property {Record<string, string>} types
 */

/**
 * @param {string} language
 * @returns {Promise<Texts>}
 */
export async function textsFor(language) {
  const code = language.toLowerCase().split(/[-_]/u)[0] ?? "";
  return (await import(`./texts/${KNOWN.includes(code) ? code : "en"}.js`)).texts;
}

/** The language of the page, as "de" or "de-at". */
export function pageLanguage() {
  return document.documentElement.lang || "en";
}
