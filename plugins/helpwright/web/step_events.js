// @ts-check
/** Events of a troubleshooter, as `events.js` tells them; loaded only where they are told. */

import { send } from "./events.js";
import { tellView } from "./views.js";

const ROOT = new URL("../../", import.meta.url);

/**
 * @param {DOMStringMap} given the element's data
 * @param {string} troubleshooter its id
 * @returns {(event: string, facts: Record<string, string>) => void}
 */
export function open(given, troubleshooter) {
  const { endpoint = "", consent, src } = given;
  const channel = { endpoint, consent: consent === "yes", root: ROOT };
  const hosts = document.querySelectorAll("helpwright-troubleshooter");
  const host = [...hosts].find((one) => /** @type {HTMLElement} */ (one).dataset === given);
  // Inside an article, the article is what is seen.
  if (host && src === undefined) tellView(host, channel, "view", { troubleshooter });
  return (event, { step, outcome, option, helped, fault }) => {
    const facts = { troubleshooter, step, outcome, value: option ?? helped, reason: fault };
    send(channel, event.replace("_", "-"), facts);
  };
}
