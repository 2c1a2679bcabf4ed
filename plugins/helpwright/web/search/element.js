// @ts-check
/**
 * `<helpwright-search>`: a search box with results as you type, an ARIA combobox with a listbox.
 * This is the part that every page loads; `suggest.js` comes when somebody goes to the box.
 * Inside stands the form that works without it:
 *
 *     <helpwright-search data-categories-url="…" data-contact-url="…">
 *       <form action="search/" role="search"><label>Search <input type="search" name="q"></label></form>
 *     </helpwright-search>
 */

import { root, settings } from "./settings.js";
import { style } from "./styles.js";
import { pageLanguage, textsFor } from "./texts.js";

const SHORTCUT = `${root.pathname}.hw-shortcut`;

let count = 0;

/** Whether the / key leads to the box: a reader whose speech or hands press keys may turn it off. */
export function isShortcutOn() {
  try {
    return settings.shortcut && localStorage.getItem(SHORTCUT) !== "off";
  } catch {
    return settings.shortcut; // storage is closed
  }
}

/** @param {boolean} on remembered in this browser, for this site only */
export function turnShortcut(on) {
  try {
    if (on) localStorage.removeItem(SHORTCUT);
    else localStorage.setItem(SHORTCUT, "off");
  } catch {
    // storage is closed: nothing is remembered
  }
}

export class HelpwrightSearch extends HTMLElement {
  constructor() {
    super();
    /** @type {HTMLInputElement | null} */
    this.input = null;
    this.panel = document.createElement("div");
    this.list = document.createElement("div");
    this.status = document.createElement("p");
    /** @type {Promise<unknown> | undefined} */
    this.waking = undefined;
    this.onShortcut = this.onShortcut.bind(this);
  }

  connectedCallback() {
    document.addEventListener("keydown", this.onShortcut);
    if (this.input) return;
    this.input = this.querySelector("input[type=search]");
    if (this.input) this.prepare(this.input);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onShortcut);
  }

  /** @param {HTMLInputElement} input */
  prepare(input) {
    count += 1;
    this.list.id = `hw-search-list-${count}`;
    this.list.setAttribute("role", "listbox");
    this.list.className = "hw-search__list";
    this.panel.className = "hw-search__panel";
    this.panel.hidden = true;
    this.panel.append(this.list);
    this.status.className = "hw-search__status";
    this.status.setAttribute("role", "status");
    this.append(this.panel, this.status);
    const attributes = {
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-haspopup": "listbox",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      inputmode: "search",
      enterkeyhint: "search",
    };
    // HTML lets no search field be a combobox; telephones show the same keyboard for this.
    input.type = "text";
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    const wake = () => this.wake(input);
    input.addEventListener("focus", wake);
    input.addEventListener("input", wake);
    if (document.activeElement === input) wake();
  }

  /** @param {HTMLInputElement} input */
  wake(input) {
    // `suggest.js` needs it: asked for at once, both come in one round trip.
    if (!this.waking) import("./engine.js").catch(() => undefined);
    const styled = style("panel.css");
    this.waking ??= Promise.all([import("./suggest.js"), textsFor(pageLanguage()), styled])
      .then(([{ Suggestions }, texts]) => new Suggestions(this, input, texts))
      .catch(() => (this.waking = undefined)); // the form still leads to the results page
  }

  /** @param {KeyboardEvent} event */
  onShortcut(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    // Shift is needed for a slash on many keyboards.
    const slash = key === "/" && !ctrlKey && !metaKey && !altKey;
    const apple = navigator.platform.startsWith("Mac");
    const k = key === "k" && !altKey && !event.shiftKey && (apple ? metaKey : ctrlKey);
    if (!(slash || k) || event.defaultPrevented || !this.input?.checkVisibility()) return;
    const [target] = event.composedPath(); // what has the focus, also inside another element
    const typing =
      target instanceof HTMLElement &&
      (target.isContentEditable || target.matches("input, textarea, select"));
    if (typing || event.isComposing || (slash && !isShortcutOn())) return;
    event.preventDefault();
    event.stopPropagation(); // Material's own search would open as well
    this.input.focus();
    this.input.select();
  }
}
