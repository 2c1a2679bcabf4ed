// @ts-check
/**
 * Tells the address that the site's owner configured what happened on a page, and nobody else.
 * Nothing that points to a person is sent: no cookie, no identifier, no time, no address of the
 * page beyond its path; customers' words are scrubbed first. Without an address, nothing is sent.
 *
 * An event is one request whose query holds everything, so that the access log of any web server
 * collects them. Scripts of the page may listen to the same: `helpwright:event` on the document.
 */

import { scrub } from "./scrub.js";
import { forget, recall } from "./session.js";

const VERSION = "2";
const LONGEST = 2000;
/** Told to the page's scripts alone, and to no address. */
const PAGE = "page";

/** What is told, and its key in the address. */
const KEYS = {
  name: "e",
  page: "p",
  language: "l",
  article: "a",
  query: "q",
  results: "n",
  position: "i",
  value: "y",
  reason: "r",
  troubleshooter: "t",
  step: "s",
  outcome: "o",
  is_first: "f",
  after: "b",
  viewed: "w",
  channel: "c",
  text: "x",
};

/**
 * @typedef {object} Channel
 * @property {string} endpoint where to; "" sends nothing, "page" tells the page's scripts alone
 * @property {boolean} consent whether the reader must have agreed
 * @property {URL} root of the site
 */

/** @typedef {Partial<Record<keyof typeof KEYS, string | number>>} Facts */

/**
 * Whether the reader may be counted: not against "Do Not Track" or "Global Privacy Control", and
 * where the site asks for consent, only while `data-helpwright-consent="yes"` stands on `<html>`.
 * @param {Channel} channel
 */
export function isAllowed({ endpoint, consent }) {
  if (!endpoint || isRefused()) return false;
  return !consent || document.documentElement.dataset.helpwrightConsent === "yes";
}

function isRefused() {
  const { doNotTrack, globalPrivacyControl } = /** @type {any} */ (navigator);
  return /^(1|yes)$/.test(doNotTrack) || Boolean(globalPrivacyControl);
}

/**
 * Comes true once the reader may be counted, which may be when they have agreed; else never.
 * @param {Channel} channel
 * @returns {Promise<void>}
 */
export function whenAllowed(channel) {
  return new Promise((allow) => {
    if (isAllowed(channel)) return allow();
    if (!channel.endpoint || isRefused()) return;
    const watcher = new MutationObserver(() => {
      if (!isAllowed(channel)) return;
      watcher.disconnect();
      allow();
    });
    const filter = ["data-helpwright-consent"];
    watcher.observe(document.documentElement, { attributeFilter: filter });
  });
}

/**
 * @param {Channel} channel
 * @param {string} name of the event, "search" or so
 * @param {Facts} facts
 * @param {{ query?: string, text?: string }} words what a person typed, to be scrubbed
 */
export function send(channel, name, facts = {}, words = {}) {
  if (!isAllowed(channel)) return forget(channel.root);
  // A page that is made ready in case somebody wants it has not been seen.
  if (/** @type {any} */ (document).prerendering) {
    const later = () => send(channel, name, facts, words);
    return document.addEventListener("prerenderingchange", later, { once: true });
  }
  const clean = Object.entries(words).map(([key, text]) => [key, scrub(text)]);
  const told = { name, ...facts, ...Object.fromEntries(clean) };
  const page = pageOf(channel.root);
  const event = { ...told, page, language: document.documentElement.lang, ...recall(channel.root, told) };
  document.dispatchEvent(new CustomEvent("helpwright:event", { detail: { ...event } }));
  const address = channel.endpoint !== PAGE && addressOf(channel, event);
  if (address) deliver(address);
}

/** @param {string} address */
function deliver(address) {
  // sendBeacon would send the host's cookies along; it is for browsers that lose a request of a
  // page that is left.
  if (!("keepalive" in Request.prototype)) {
    navigator.sendBeacon(address);
    return;
  }
  fetch(address, {
    method: "POST",
    keepalive: true,
    mode: "no-cors",
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "origin",
  }).catch(() => undefined);
}

/**
 * The request's address; servers take about 8,000 characters, boxes on the way fewer. Words are
 * cut first; "" if that is not enough.
 * @param {Channel} channel
 * @param {Facts} event
 */
function addressOf({ endpoint, root }, event) {
  const url = new URL(endpoint, root);
  const put = (/** @type {string} */ key, /** @type {unknown} */ value) => {
    if (value === undefined || value === "") url.searchParams.delete(key);
    else url.searchParams.set(key, `${value}`);
  };
  put("v", VERSION);
  for (const [name, key] of Object.entries(KEYS)) put(key, event[/** @type {keyof Facts} */ (name)]);
  for (const name of /** @type {const} */ (["text", "query", "page", "viewed"])) {
    let value = `${event[name] ?? ""}`;
    while (url.href.length > LONGEST && value) {
      value = name === "viewed" ? value.replace(/,?[^,]*$/u, "") : Array.from(value).slice(0, -10).join("");
      put(KEYS[name], value);
    }
  }
  return url.href.length > LONGEST ? "" : url.href;
}

/**
 * The path below the site's root. A mistyped address may hold anything, so it is scrubbed, too.
 * @param {URL} root
 */
function pageOf(root) {
  const { pathname } = location;
  const path = pathname.startsWith(root.pathname) ? pathname.slice(root.pathname.length) : pathname;
  try {
    return scrub(decodeURI(path));
  } catch {
    return "";
  }
}
