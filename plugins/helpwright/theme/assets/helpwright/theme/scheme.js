// @ts-check
/** The button for light, dark or as the system. */

import { get, set } from "./store.js";

/** @typedef {"auto" | "light" | "dark"} Scheme */
const order = /** @type {const} */ (["auto", "light", "dark"]);
const media = { auto: "screen and (prefers-color-scheme: dark)", light: "not all", dark: "screen" };

/**
 * @param {Scheme} scheme
 * @returns {Scheme}
 */
export function next(scheme) {
  return order[(order.indexOf(scheme) + 1) % order.length];
}

export function enhanceScheme() {
  const button = document.querySelector("button.hw-scheme");
  const dark = document.getElementById("hw-dark");
  if (!(button instanceof HTMLButtonElement && dark instanceof HTMLLinkElement)) return;
  const stored = order.find((scheme) => scheme === get("hw-scheme"));

  /** @param {Scheme} scheme */
  const show = (scheme) => {
    dark.media = media[scheme];
    button.dataset.scheme = scheme;
    const text = `${button.dataset.label}: ${button.dataset[scheme]}`;
    button.setAttribute("aria-label", text);
    button.title = text;
  };

  show(stored || "auto");
  button.hidden = false;
  button.addEventListener("click", () => {
    const scheme = next(/** @type {Scheme} */ (button.dataset.scheme));
    show(scheme);
    set("hw-scheme", scheme);
  });
}
