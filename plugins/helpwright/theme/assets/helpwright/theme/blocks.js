// @ts-check
/** Blocks of an article: content tabs that keep a choice, wide code and tables that scroll by keyboard. */

import { get, set } from "./store.js";

/** @param {Element} tabs @returns {HTMLLabelElement[]} */
const labelsOf = (tabs) =>
  [...tabs.querySelectorAll(":scope > .tabbed-labels > label")].filter(
    (label) => label instanceof HTMLLabelElement,
  );

/** @param {HTMLLabelElement} label */
const inputOf = (label) => {
  const input = document.getElementById(label.htmlFor);
  return input instanceof HTMLInputElement ? input : null;
};

/**
 * Opens the tab that the address names, and with `linked` the reader's last choice everywhere.
 * @param {ParentNode} root
 * @param {boolean} linked
 */
export function enhanceTabs(root, linked) {
  const sets = [...root.querySelectorAll(".tabbed-set")];
  const kept = get("hw-tabs");
  /** @type {string[]} */
  const names = Array.isArray(kept) ? kept : [];
  /** @param {string} name */
  const open = (name) => {
    for (const tabs of sets) {
      const label = labelsOf(tabs).find((each) => each.textContent?.trim() === name);
      const input = label && inputOf(label);
      if (input) input.checked = true;
    }
  };
  if (linked) [...names].reverse().forEach(open);
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (target instanceof HTMLInputElement && target.name.startsWith("__tabbed_")) target.checked = true;
  if (!linked) return;
  for (const tabs of sets) {
    for (const label of labelsOf(tabs)) {
      inputOf(label)?.addEventListener("change", () => {
        const name = label.textContent?.trim() || "";
        open(name);
        set("hw-tabs", [name, ...names.filter((each) => each !== name)].slice(0, 20));
      });
    }
  }
}

/**
 * What is wider than its column can be scrolled with the keyboard only if it takes focus.
 * @param {ParentNode} root
 * @param {string} name what a table's box is called
 */
export function enhanceScrolling(root, name) {
  /** @param {HTMLElement} box */
  const mark = (box) => {
    const wide = box.scrollWidth > box.clientWidth + 1;
    const table = box.matches(".hw-scroll");
    const marks = { tabindex: "0", ...(table ? { role: "group", "aria-label": name } : {}) };
    for (const [key, value] of Object.entries(marks)) {
      if (wide) box.setAttribute(key, value);
      else box.removeAttribute(key);
    }
  };
  const boxes = [...root.querySelectorAll(".md-typeset pre > code")].filter((box) => box instanceof HTMLElement);
  for (const table of root.querySelectorAll(".md-typeset table:not([class])")) {
    if (table.closest(".hw-scroll")) continue;
    const box = document.createElement("div");
    box.className = "hw-scroll";
    table.replaceWith(box);
    box.append(table);
    boxes.push(box);
  }
  for (const box of boxes) mark(box);
  addEventListener("resize", () => boxes.forEach(mark), { passive: true });
}
