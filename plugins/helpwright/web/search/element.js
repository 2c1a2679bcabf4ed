// @ts-check
/**
 * `<helpwright-search>`: a search box with results as you type, an ARIA 1.2 combobox with a
 * listbox. Inside stands the form that works without it:
 *
 *     <helpwright-search data-categories-url="…" data-contact-url="…">
 *       <form action="search/" role="search"><label>Search <input type="search" name="q"></label></form>
 *     </helpwright-search>
 */

import { ask } from "./results.js";
import { site } from "./site.js";
import { textsFor } from "./texts.js";
import { correction, details, failure, make, nothing, pageLanguage } from "./view.js";

const SHOWN = 6;
const PAUSE = 120;

let count = 0;

/** @typedef {import("./results.js").Answer} Answer */

export class HelpwrightSearch extends HTMLElement {
  constructor() {
    super();
    this.texts = textsFor(pageLanguage());
    this.ready = false;
    this.asked = 0;
    this.active = -1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.list = make("div", { role: "listbox" });
    this.panel = make("div", { class: "hw-search__panel" });
    this.status = make("p", { class: "hw-search__status", role: "status" });
    /** @type {HTMLInputElement | null} */
    this.input = null;
    this.onSlash = this.onSlash.bind(this);
  }

  connectedCallback() {
    document.addEventListener("keydown", this.onSlash);
    if (this.ready) return;
    this.input = this.querySelector("input[type=search]");
    if (!this.input) return;
    this.ready = true;
    this.prepare(this.input);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onSlash);
  }

  /** @param {HTMLInputElement} input */
  prepare(input) {
    count += 1;
    this.list.id = `hw-search-list-${count}`;
    this.list.setAttribute("aria-label", this.texts.results);
    this.panel.hidden = true;
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
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    this.panel.append(this.list);
    input.addEventListener("focus", () => this.onFocus());
    input.addEventListener("input", () => this.onInput());
    input.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("focusout", (event) => {
      const next = event.relatedTarget;
      if (!(next instanceof Node && this.contains(next))) this.close();
    });
    // A press inside must not take the focus from the box before the click arrives.
    this.panel.addEventListener("mousedown", (event) => {
      if (event.target instanceof Element && !event.target.closest("a, button")) {
        event.preventDefault();
      }
    });
    this.panel.addEventListener("click", (event) => {
      if (event.target instanceof Element && event.target.closest("a")) this.close();
    });
  }

  get query() {
    return this.input?.value ?? "";
  }

  onFocus() {
    // So that the first result does not wait for it; a failure is told when somebody types.
    site.index().catch(() => undefined);
    if (this.query.trim() && this.list.childElementCount) this.open();
  }

  onInput() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), PAUSE);
  }

  /** @param {{literal?: boolean}} [options] */
  async run({ literal = false } = {}) {
    this.asked += 1;
    const mine = this.asked;
    const query = this.query;
    if (!query.trim()) {
      this.clear();
      return;
    }
    try {
      const options = { limit: SHOWN, language: pageLanguage(), literal };
      const answer = await ask(site, query, options);
      if (mine === this.asked) this.show(query, answer);
    } catch {
      if (mine === this.asked) this.fail();
    }
  }

  /**
   * @param {string} query
   * @param {Answer} answer
   */
  show(query, { results, total, corrected }) {
    this.choose(-1);
    this.list.replaceChildren(
      ...results.map((result, n) => {
        const attributes = {
          role: "option",
          id: `${this.list.id}-${n}`,
          class: "hw-search__option",
          href: result.href,
          tabindex: "-1",
          "aria-selected": "false",
        };
        const title = make("span", { class: "hw-search__title" }, [result.title]);
        return make("a", attributes, [title, ...details(result, this.texts)]);
      }),
    );
    this.list.hidden = results.length === 0;
    const before = corrected
      ? [correction(query.trim(), corrected, this.texts, () => this.literally())]
      : [];
    const after = results.length ? [] : [nothing(this, query.trim(), this.texts)];
    if (total > results.length) after.push(this.linkToAll(query, total));
    this.panel.replaceChildren(...before, this.list, ...after);
    const notice = corrected ? `${this.texts.showing} ${corrected}. ` : "";
    this.status.textContent = notice + this.texts.count(total, results.length);
    this.open();
  }

  literally() {
    this.input?.focus();
    this.run({ literal: true });
  }

  /**
   * @param {string} query
   * @param {number} total
   */
  linkToAll(query, total) {
    const form = this.querySelector("form");
    const url = new URL(form?.action || new URL("search/", site.root).href);
    url.search = new URLSearchParams({ q: query.trim() }).toString();
    const link = make("a", { href: url.href }, [this.texts.all(total)]);
    return make("p", { class: "hw-search__all" }, [link]);
  }

  fail() {
    this.choose(-1);
    this.list.replaceChildren();
    this.list.hidden = true;
    const again = failure(this.texts, () => {
      this.input?.focus();
      this.run();
    });
    this.panel.replaceChildren(this.list, again);
    this.status.textContent = this.texts.failed;
    this.open();
  }

  clear() {
    this.choose(-1);
    this.list.replaceChildren();
    this.status.textContent = "";
    this.close();
  }

  open() {
    if (!this.input || document.activeElement === document.body) return;
    const box = this.input.getBoundingClientRect();
    this.panel.style.setProperty("--hw-search-top", `${Math.round(box.bottom) + 8}px`);
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  close() {
    this.choose(-1);
    this.panel.hidden = true;
    this.input?.setAttribute("aria-expanded", "false");
  }

  /** @param {number} n the option to mark; -1 for none */
  choose(n) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = n;
    const option = this.list.children[n];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input?.setAttribute("aria-activedescendant", option.id);
    else this.input?.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing) return;
    const options = this.list.childElementCount;
    const isOpen = !this.panel.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options) return;
      event.preventDefault();
      if (!isOpen) this.open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are options: the box itself.
      this.choose(((this.active + 1 + step + options + 1) % (options + 1)) - 1);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && isOpen && this.active >= 0) {
      event.preventDefault();
      const option = this.list.children[this.active];
      if (option instanceof HTMLElement) option.click();
    }
  }

  /** @param {KeyboardEvent} event */
  onSlash(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    const typing =
      target instanceof HTMLElement &&
      (target.isContentEditable || target.matches("input, textarea, select"));
    if (typing || event.defaultPrevented || !this.input?.checkVisibility()) return;
    event.preventDefault();
    this.input.focus();
    this.input.select();
  }
}
