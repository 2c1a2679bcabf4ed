// @ts-check
/** Where readers turn the / key off and on, as WCAG 2.1.4 asks of a shortcut of one character. */

import { isShortcutOn, turnShortcut } from "./element.js";
import { settings } from "./settings.js";
import { make } from "./view.js";

/**
 * @param {import("./texts.js").Texts} texts
 * @returns {HTMLElement[]} none if the site has no such shortcut
 */
export function shortcutSwitch(texts) {
  if (!settings.shortcut) return [];
  const box = make("input", { type: "checkbox" });
  box.checked = isShortcutOn();
  box.addEventListener("change", () => turnShortcut(box.checked));
  return [make("label", { class: "hw-search__shortcut" }, [box, " ", texts.shortcut])];
}
