// @ts-check
/**
 * Tells the address that the site's owner configured what happened on a page, and nobody else.
 * Nothing that points to a person is sent: no cookie, no identifier, no time, no address of the
 * page beyond its path; customers' words are scrubbed first. Without an address, nothing is sent.
 */

import { scrub } from "./scrub.js";

const VERSION = 1;

/**
 * @typedef {object} Channel
 * @property {string} endpoint where to; "" sends nothing
 * @property {boolean} consent whether the reader must have agreed
 * @property {URL} root of the site
 */

/**
 * Whether the reader may be counted: not against "Do Not Track" or "Global Privacy Control", and
 * where the site asks for consent, not before `data-helpwright-consent="yes"` stands on `<html>`.
 * @param {Channel} channel
 */
export function isAllowed({ endpoint, consent }) {
  const { doNotTrack, globalPrivacyControl } = /** @type {any} */ (navigator);
  if (!endpoint || doNotTrack === "1" || globalPrivacyControl) return false;
  return !consent || document.documentElement.dataset.helpwrightConsent === "yes";
}

/**
 * @param {Channel} channel
 * @param {string} event its name, "search" or so
 * @param {Record<string, unknown>} facts
 * @param {Record<string, string>} words what a person typed, to be scrubbed
 */
export function send(channel, event, facts, words = {}) {
  if (!isAllowed(channel)) return;
  const clean = Object.entries(words).map(([name, text]) => [name, scrub(text)]);
  const body = JSON.stringify({
    v: VERSION,
    event,
    page: pageOf(channel.root),
    language: document.documentElement.lang,
    ...facts,
    ...Object.fromEntries(clean),
  });
  // Not sendBeacon, which sends the host's cookies and the address with its query along.
  fetch(new URL(channel.endpoint, channel.root), {
    method: "POST",
    body,
    keepalive: true,
    mode: "no-cors",
    credentials: "omit",
    cache: "no-store",
    referrerPolicy: "origin",
  }).catch(() => undefined);
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
