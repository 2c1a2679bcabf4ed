// @ts-check
/** What the site's configuration says to the search. A build puts its own values in their place. */

/**
 * @typedef {object} Settings
 * @property {string} search the results page; like all addresses here, relative to the root
 * @property {string} contact the contact page, or ""
 * @property {boolean} recent whether to remember searches in the browser
 * @property {boolean} shortcut whether the / key leads to the search box
 * @property {string} endpoint where to send events, or ""
 * @property {boolean} consent whether events wait for the reader's consent
 */

/** @type {Settings} */
export const settings = {
  search: "search/",
  contact: "",
  recent: true,
  shortcut: true,
  endpoint: "",
  consent: false,
};

export const root = new URL("../../../", import.meta.url);
