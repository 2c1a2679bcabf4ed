// @ts-check
/**
 * Tells that a page is seen: once it is there and the reader may be counted, and again when the
 * browser takes it out of its memory, which is a page to read like any other.
 */

import { isAllowed, send, whenAllowed } from "./events.js";

/**
 * @param {Element} host which the page holds as long as it is shown
 * @param {import("./events.js").Channel} channel
 * @param {string} name "view" or "contact-view"
 * @param {import("./events.js").Facts} facts
 * @returns {Promise<void>} when it is told for the first time
 */
export async function tellView(host, channel, name, facts) {
  const again = (/** @type {PageTransitionEvent} */ { persisted }) => {
    if (!host.isConnected) removeEventListener("pageshow", again);
    else if (persisted) send(channel, name, facts);
  };
  if (!isAllowed(channel)) await whenAllowed(channel);
  if (!host.isConnected) return;
  addEventListener("pageshow", again);
  send(channel, name, facts);
}
