// @ts-check
/**
 * A popup with options under a text box, as in the ARIA practices' editable combobox with list
 * autocomplete. The focus stays in the box; the marked option is told by aria-activedescendant.
 * It knows nothing of search.
 */

import { make } from "./view.js";

const PAUSE = 400;
const ROOM = 260;

/** @typedef {{title: string, options: HTMLElement[]}} Group a group without title has no heading */
/** @typedef {import("./element.js").HelpwrightSearch} Host */

export class Combobox {
  /**
   * @param {Host} host
   * @param {HTMLInputElement} input
   */
  constructor(host, input) {
    const { panel, list, status } = host;
    this.host = host;
    this.input = input;
    this.panel = panel;
    this.list = list;
    this.status = status;
    /** @type {HTMLElement[]} */
    this.options = [];
    this.active = -1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** called when the reader wants to see options and there are none yet */
    this.onAsk = () => {};
    /** @type {((n: number) => void) | undefined} takes an option away */
    this.onDelete = undefined;
    input.addEventListener("keydown", (event) => this.onKey(event));
    host.addEventListener("focusout", ({ relatedTarget: next }) => {
      // Nowhere to go: the window lost the focus, or a removed button had it.
      if (next instanceof Node && !host.contains(next)) this.close();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.panel.hidden && target instanceof Node && !host.contains(target)) this.close();
    });
    // A press inside must not take the focus from the box before the click arrives.
    panel.addEventListener("mousedown", (event) => {
      if (!(event.target instanceof Element && event.target.closest("a, button"))) {
        event.preventDefault();
      }
    });
    const place = () => this.panel.hidden || this.place();
    (window.visualViewport ?? window).addEventListener("resize", place);
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.close());
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /**
   * Shows options, with other things above and below them. An option that was marked stays so.
   * @param {Group[]} groups
   * @param {Node[]} above
   * @param {Node[]} below
   */
  show(groups, above = [], below = []) {
    const marked = this.options[this.active]?.getAttribute("href");
    this.choose(-1);
    this.onDelete = undefined;
    this.options = groups.flatMap((group) => group.options);
    this.options.forEach((option, n) => {
      option.id = `${this.list.id}-${n}`;
      option.tabIndex = -1;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
    });
    this.list.replaceChildren(
      ...groups.flatMap(({ title, options }, n) => {
        if (!title) return options;
        const id = `${this.list.id}-group-${n}`;
        const heading = make("div", { id, class: "hw-search__group", role: "presentation" }, [title]);
        return [make("div", { role: "group", "aria-labelledby": id }, [heading, ...options])];
      }),
    );
    this.list.hidden = !this.options.length;
    this.panel.replaceChildren(...above, this.list, ...below);
    this.open();
    if (marked) this.choose(this.options.findIndex((each) => each.getAttribute("href") === marked));
  }

  clear() {
    this.options = [];
    this.list.replaceChildren();
    this.panel.replaceChildren(this.list);
    this.close();
  }

  open() {
    if (!this.host.contains(document.activeElement)) return;
    this.panel.hidden = false;
    this.place();
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  close() {
    this.choose(-1);
    this.panel.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.say("");
  }

  /** Tells the style sheet how much room there is, above the keyboard of a telephone. */
  place() {
    const view = window.visualViewport;
    const height = view?.height ?? innerHeight;
    const wide = document.documentElement.clientWidth;
    let box = this.host.getBoundingClientRect();
    const top = () => box.bottom - (view?.offsetTop ?? 0);
    if (wide < 720 && height - top() < ROOM && box.top > 100) {
      scrollBy({ top: box.top - 8, behavior: "instant" });
      box = this.host.getBoundingClientRect();
    }
    const { style } = this.panel;
    style.setProperty("--hw-search-left", `${-box.left}px`);
    style.setProperty("--hw-search-wide", `${wide}px`);
    style.setProperty("--hw-search-room", `${Math.max(180, height - top() - 12)}px`);
  }

  /**
   * For those who hear the page, once the reader pauses.
   * @param {string} text
   */
  say(text) {
    clearTimeout(this.timer);
    this.status.textContent = "";
    if (text) this.timer = setTimeout(() => (this.status.textContent = text), PAUSE);
  }

  /** @param {number} n the option to mark; -1 for none */
  choose(n) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = n;
    const option = this.options[n];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const { key, altKey } = event;
    // 229: the key belongs to the input method, also where isComposing comes too late (Safari).
    if (event.isComposing || event.keyCode === 229) return;
    if (key === "ArrowDown" || key === "ArrowUp") this.onArrow(event, key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape" && (this.isOpen || this.input.value)) {
      event.preventDefault();
      if (this.isOpen) this.close();
      else this.empty();
    } else if (key === "Enter" && this.isOpen && this.active >= 0) {
      event.preventDefault();
      const option = this.options[this.active];
      if (event.ctrlKey || event.metaKey) window.open(option?.getAttribute("href") ?? "", "_blank");
      else option?.click();
    } else if (key === "Delete" && this.active >= 0 && this.onDelete) {
      event.preventDefault();
      this.onDelete(this.active);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key) && !altKey) {
      this.choose(-1); // back to the text, where the key does what it always does
    }
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} step
   */
  onArrow(event, step) {
    event.preventDefault();
    if (event.altKey && step < 0) return this.close();
    if (!this.options.length) return this.onAsk();
    const was = this.isOpen;
    this.open();
    if (event.altKey) return undefined;
    const places = this.options.length + 1; // the box itself is one
    const from = was || step < 0 ? this.active : -1;
    return this.choose(((from + 1 + step + places) % places) - 1);
  }

  empty() {
    this.input.value = "";
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
