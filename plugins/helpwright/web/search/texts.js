// @ts-check
/** What the search says. A language without its own texts gets English. */

/**
 * @typedef {object} Texts
 * @property {string} label
 * @property {string} placeholder
 * @property {string} results
 * @property {string} loading
 * @property {(total: number, shown: number) => string} count
 * @property {string} showing before the corrected query
 * @property {string} instead before the query as typed
 * @property {(words: string) => string} partial
 * @property {string} step
 * @property {string} troubleshooter
 * @property {(query: string) => string} none
 * @property {string} advice
 * @property {string} categories
 * @property {string} contact
 * @property {(total: number) => string} all
 * @property {string} more
 * @property {string} failed
 * @property {string} again
 */

/** @type {Texts} */
const ENGLISH = {
  label: "Search",
  placeholder: "How can we help?",
  results: "Search results",
  loading: "Searching …",
  count: (total, shown) => {
    if (total === 0) return "No results.";
    if (total === 1) return "1 result.";
    return shown < total ? `${total} results, the best ${shown} shown.` : `${total} results.`;
  },
  showing: "Showing results for",
  instead: "Search instead for",
  partial: (words) => `Without: ${words}`,
  step: "Troubleshooter step",
  troubleshooter: "Troubleshooter",
  none: (query) => `Nothing found for “${query}”.`,
  advice: "Try fewer or other words, or look here:",
  categories: "See all categories",
  contact: "Contact us",
  all: (total) => `See all ${total} results`,
  more: "Show more results",
  failed: "The search could not be loaded. Check your connection and try again.",
  again: "Try again",
};

/** @type {Texts} */
const GERMAN = {
  label: "Suche",
  placeholder: "Wie können wir helfen?",
  results: "Suchergebnisse",
  loading: "Suche läuft …",
  count: (total, shown) => {
    if (total === 0) return "Keine Treffer.";
    if (total === 1) return "1 Treffer.";
    return shown < total ? `${total} Treffer, die besten ${shown} gezeigt.` : `${total} Treffer.`;
  },
  showing: "Ergebnisse für",
  instead: "Stattdessen suchen nach",
  partial: (words) => `Ohne: ${words}`,
  step: "Schritt der Fehlersuche",
  troubleshooter: "Fehlersuche",
  none: (query) => `Nichts gefunden für „${query}“.`,
  advice: "Versuchen Sie es mit weniger oder anderen Wörtern, oder sehen Sie hier nach:",
  categories: "Alle Themen",
  contact: "Kontakt",
  all: (total) => `Alle ${total} Treffer`,
  more: "Mehr zeigen",
  failed: "Die Suche konnte nicht geladen werden. Prüfen Sie Ihre Verbindung.",
  again: "Noch einmal versuchen",
};

/**
 * @param {string} language
 * @returns {Texts}
 */
export function textsFor(language) {
  return language.toLowerCase().startsWith("de") ? GERMAN : ENGLISH;
}
