// @ts-check
/**
 * `<helpwright-search-page>`: all results of `?q=…`, as a plain list of links. Inside stands the
 * same form as in the search box; the address follows what is typed.
 */

import { ask } from "./results.js";
import { site } from "./site.js";
import { textsFor } from "./texts.js";
import { correction, details, failure, make, nothing, pageLanguage } from "./view.js";

const STEP = 20;
const PAUSE = 200;

export class HelpwrightSearchPage extends HTMLElement {
  constructor() {
    super();
    this.texts = textsFor(pageLanguage());
    this.ready = false;
    this.asked = 0;
    this.limit = STEP;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.status = make("p", { class: "hw-search-page__status", role: "status" });
    this.list = make("ol", { class: "hw-search-page__list" });
    this.above = make("div");
    this.below = make("div");
    /** @type {HTMLInputElement | null} */
    this.input = null;
  }

  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.input = this.querySelector("input[type=search]") ?? this.makeForm();
    this.append(this.above, this.status, this.list, this.below);
    this.input.value = new URLSearchParams(location.search).get("q") ?? this.input.value;
    this.input.setAttribute("autocomplete", "off");
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.start(), PAUSE);
    });
    this.input.form?.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.timer);
      this.start();
    });
    if (this.query) this.run();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asked += 1;
  }

  get query() {
    return (this.input?.value ?? "").trim();
  }

  makeForm() {
    const input = make("input", { type: "search", name: "q" });
    const label = make("label", {}, [`${this.texts.label} `, input]);
    this.prepend(make("form", { role: "search" }, [label]));
    return input;
  }

  start() {
    this.limit = STEP;
    const url = new URL(location.href);
    if (this.query) url.searchParams.set("q", this.query);
    else url.searchParams.delete("q");
    history.replaceState(history.state, "", url);
    this.run();
  }

  /** @param {{literal?: boolean}} [options] */
  async run({ literal = false } = {}) {
    this.asked += 1;
    const mine = this.asked;
    const query = this.query;
    if (!query) {
      this.above.replaceChildren();
      this.list.replaceChildren();
      this.below.replaceChildren();
      this.status.textContent = "";
      return;
    }
    try {
      const options = { limit: this.limit, language: pageLanguage(), literal };
      const answer = await ask(site, query, options);
      if (mine === this.asked) this.show(query, answer, literal);
    } catch {
      if (mine !== this.asked) return;
      this.list.replaceChildren();
      this.above.replaceChildren();
      this.below.replaceChildren(failure(this.texts, () => this.run({ literal })));
      this.status.textContent = "";
    }
  }

  /**
   * @param {string} query
   * @param {import("./results.js").Answer} answer
   * @param {boolean} literal
   */
  show(query, { results, total, corrected }, literal) {
    this.status.textContent = this.texts.count(total, results.length);
    this.above.replaceChildren(
      ...(corrected
        ? [correction(query, corrected, this.texts, () => this.run({ literal: true }))]
        : []),
    );
    this.list.replaceChildren(
      ...results.map((result) => {
        const link = make("a", { href: result.href }, [result.title]);
        const title = make("span", { class: "hw-search__title" }, [link]);
        return make("li", { class: "hw-search-page__item" }, [title, ...details(result, this.texts)]);
      }),
    );
    this.below.replaceChildren(...(total ? [] : [nothing(this, query, this.texts)]));
    if (total > results.length) this.below.append(this.moreButton(literal));
  }

  /** @param {boolean} literal */
  moreButton(literal) {
    const button = make("button", { type: "button" }, [this.texts.more]);
    button.addEventListener("click", async () => {
      const first = this.list.childElementCount;
      this.limit += STEP;
      await this.run({ literal });
      this.list.children[first]?.querySelector("a")?.focus();
    });
    return button;
  }
}
