// @ts-check
/** @param {number} n */
const number = (n) => n.toLocaleString("de");

/** @type {import("../texts.js").Texts} */
export const texts = {
  language: "de",
  label: "Suche",
  placeholder: "Wie können wir helfen?",
  erase: "Feld leeren",
  results: "Suchergebnisse",
  searching: "Suche läuft …",
  count: ({ total, complete, shown }) => {
    const best = shown < total ? ` Die besten ${number(shown)} sind zu sehen.` : "";
    const rest = total - complete;
    if (total === 0) return "Keine Treffer.";
    if (complete === 0) return `${number(total)} Treffer mit einem Teil der Wörter.${best}`;
    if (rest === 0) return `${number(total)} Treffer.${best}`;
    return `${number(complete)} Treffer mit allen Wörtern, ${number(rest)} ${rest === 1 ? "weiterer" : "weitere"} mit einem Teil davon.${best}`;
  },
  full: "Mit allen Wörtern",
  partial: "Mit einem Teil der Wörter",
  elsewhere: "In anderen Sprachen",
  showing: "Ergebnisse für",
  instead: "Stattdessen suchen nach",
  meant: "Meinten Sie",
  missing: (words) => `Ohne: ${words}`,
  step: "Schritt der Fehlersuche",
  troubleshooter: "Fehlersuche",
  recommended: "Empfohlen",
  none: (query) => `Nichts gefunden für „${query}“.`,
  advice: "Versuchen Sie es mit weniger oder anderen Wörtern, oder sehen Sie hier nach:",
  meanwhile: "Ohne Suche geht es hier weiter:",
  guide: "Schritt für Schritt lösen:",
  categories: "Alle Kategorien",
  contact: "Kontakt",
  all: (total) => `Alle ${number(total)} Treffer`,
  more: "Mehr Treffer zeigen",
  failed: "Die Suche konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  again: "Noch einmal versuchen",
  recent: "Letzte Suchen",
  forget: (query) => `„${query}“ aus den letzten Suchen entfernen`,
  clear: "Letzte Suchen löschen",
  cleared: "Entfernt.",
  shortcut: "Die Taste / führt zum Suchfeld",
  filters: "Treffer eingrenzen",
  any: "Alle",
  unfilter: "Filter aufheben",
  facets: { category: "Kategorie", type: "Art", applies_to: "Gilt für" },
  types: {
    "how-to": "Anleitung",
    troubleshooting: "Fehlerbehebung",
    faq: "Frage und Antwort",
    reference: "Referenz",
    "known-issue": "Bekanntes Problem",
    announcement: "Ankündigung",
  },
};
