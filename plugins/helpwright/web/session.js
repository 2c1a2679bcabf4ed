// @ts-check
/**
 * What was told in this tab before: which events, the last pages read, the last words searched for,
 * and nothing that tells one tab from another. So sessions can be counted though nobody is known.
 * It ends with the tab. Where the browser keeps nothing, no event counts as the first.
 */

const MOST_VIEWED = 10;

/** Events that later ones name as having come before, and how. @type {Record<string, string>} */
const MARKS = {
  view: "view",
  search: "search",
  "search-click": "click",
  "contact-view": "contact",
  "suggest-open": "suggest",
  "form-submit": "submit",
};
/** Events by which something is read. */
const READING = /^(view|ts-start|suggest-open)$/;
/** Events that name what was read before. */
const SUMMING = /^(contact-view|form-submit)$/;

/** @typedef {{ name: string, article?: string, troubleshooter?: string, value?: string, query?: string }} Told */
/** @typedef {{ names: string[], after: string[], viewed: string[], query: string }} Session */

/**
 * What an event says of those before it; the event itself is then one of them.
 * @param {URL} root
 * @param {Told} told
 * @returns {{ is_first?: number, after?: string, viewed?: string, query?: string }}
 */
export function recall(root, told) {
  const { name, article = "", troubleshooter = "", value, query = "" } = told;
  const before = read(root);
  if (!before) return {};
  const mark = value === "yes" && /^(feedback|suggest-answered|ts-helped)$/.test(name) ? "helped" : MARKS[name];
  const seen = READING.test(name) ? article || troubleshooter : "";
  const isKept = write(root, {
    names: [...new Set([...before.names, name])],
    after: [...new Set([...before.after, ...(mark ? [mark] : [])])],
    viewed: [...before.viewed.filter((one) => one !== seen), ...(seen ? [seen] : [])].slice(-MOST_VIEWED),
    query: name === "search" ? query : before.query,
  });
  if (!isKept) return {};
  return {
    is_first: before.names.includes(name) ? 0 : 1,
    after: before.after.join(","),
    ...(SUMMING.test(name) && { viewed: before.viewed.join(",") }),
    ...(name === "contact-view" && { query: before.query }),
  };
}

/** Nothing stays of a reader who does not agree, or no more. @param {URL} root */
export function forget(root) {
  try {
    sessionStorage.removeItem(keyOf(root));
  } catch {
    // nothing was kept
  }
}

/** @param {URL} root */
const keyOf = (root) => `${root.pathname}.hw-session`;

/** @param {URL} root @returns {Session | undefined} */
function read(root) {
  try {
    const { names = [], after = [], viewed = [], query = "" } = JSON.parse(sessionStorage.getItem(keyOf(root)) ?? "{}");
    return { names, after, viewed, query };
  } catch {
    return undefined;
  }
}

/** @param {URL} root @param {Session} session */
function write(root, session) {
  try {
    sessionStorage.setItem(keyOf(root), JSON.stringify(session));
    return true;
  } catch {
    return false;
  }
}
