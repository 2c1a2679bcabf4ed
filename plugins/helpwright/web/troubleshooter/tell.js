// @ts-check
/** Tells what happens in a troubleshooter, by ids alone, where the site has an address for it. */

const ROOT = new URL("../../../", import.meta.url);

/**
 * A function that tells an event; it does nothing without an address.
 * @param {DOMStringMap} given the element's `data-endpoint` and `data-consent`
 * @param {{ slug: string, version: string }} program
 * @returns {(event: string, facts?: Record<string, string>) => void}
 */
export function teller({ endpoint = "", consent }, { slug, version }) {
  if (!endpoint) return () => undefined;
  const channel = { endpoint, consent: consent === "yes", root: ROOT };
  const loaded = import("../events.js");
  return (event, facts = {}) => {
    const all = { troubleshooter: slug, version, ...facts };
    loaded.then(({ send }) => send(channel, event, all)).catch(() => undefined);
  };
}

/**
 * The id of an answer that was chosen; "" for what was typed, or is private.
 * @param {any} step
 * @param {any} value
 * @param {boolean} hidden
 */
export function optionId(step, value, hidden) {
  if (hidden || value === null) return "";
  if (value === "not_sure" || step.kind === "try") return value;
  return step.options ? [value].flat().join(",") : "";
}
