// @ts-check
/** @param {number} n */
const number = (n) => n.toLocaleString("en");

/** @type {import("../texts.js").Texts} */
export const texts = {
  language: "en",
  label: "Search",
  placeholder: "How can we help?",
  erase: "Clear the field",
  results: "Search results",
  searching: "Searching …",
  count: ({ total, complete, shown }) => {
    const best = shown < total ? ` The best ${number(shown)} are shown.` : "";
    const rest = total - complete;
    if (total === 0) return "No results.";
    if (complete === 0) return `${results(total)} with some of the words.${best}`;
    if (rest === 0) return `${results(total)}.${best}`;
    const have = complete === 1 ? "1 result has" : `${number(complete)} results have`;
    return `${have} all the words; ${number(rest)} more ${rest === 1 ? "has" : "have"} some of them.${best}`;
  },
  full: "With all the words",
  partial: "With some of the words",
  elsewhere: "In other languages",
  showing: "Showing results for",
  instead: "Search instead for",
  meant: "Did you mean",
  missing: (words) => `Without: ${words}`,
  step: "Troubleshooter step",
  troubleshooter: "Troubleshooter",
  recommended: "Recommended",
  none: (query) => `Nothing found for “${query}”.`,
  advice: "Try fewer or other words, or look here:",
  meanwhile: "Without the search, these lead on:",
  guide: "Solve it step by step:",
  categories: "See all categories",
  contact: "Contact us",
  all: (total) => `See all ${number(total)} results`,
  more: "Show more results",
  failed: "The search could not be loaded. Check your connection and try again.",
  again: "Try again",
  recent: "Recent searches",
  forget: (query) => `Remove “${query}” from recent searches`,
  clear: "Clear recent searches",
  cleared: "Removed.",
  shortcut: "The / key goes to the search box",
  filters: "Narrow the results",
  any: "All",
  unfilter: "Clear filters",
  facets: { category: "Category", type: "Type", applies_to: "Applies to" },
  types: {
    "how-to": "How-to",
    troubleshooting: "Troubleshooting",
    faq: "Question and answer",
    reference: "Reference",
    "known-issue": "Known issue",
    announcement: "Announcement",
  },
};

/** @param {number} n */
function results(n) {
  return n === 1 ? "1 result" : `${number(n)} results`;
}
