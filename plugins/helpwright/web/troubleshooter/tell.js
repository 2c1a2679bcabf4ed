// @ts-check
/** Tells what happens in a troubleshooter, by ids alone, where the site has an address for it. */

/**
 * A function that tells an event; it does nothing without an address.
 * @param {DOMStringMap} given the element's data
 * @param {{ slug: string }} program
 * @returns {(event: string, facts?: Record<string, string>) => void}
 */
export function teller(given, { slug }) {
  if (!given.endpoint) return () => undefined;
  const loaded = import("../step_events.js").then(({ open }) => open(given, slug));
  return (event, facts = {}) => {
    loaded.then((tell) => tell(event, facts)).catch(() => undefined);
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
