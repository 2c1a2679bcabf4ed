/** What its users set: prefixes, typos in a fifth of a word's letters, titles first. */
export const OPTIONS = {
  fields: ["title", "headings", "text"],
  storeFields: ["title"],
  searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 3, headings: 1.5 } },
};
