// @ts-check
/**
 * The results page: all results of `?q=…`, as a plain list of links. Inside stands the same form
 * as in the search box. The address follows what is typed and chosen, so that it can be shared,
 * and Back leads to the search before.
 */

import { read, write } from "./address.js";
import { ask, site } from "./engine.js";
import { nodesOf } from "./listing.js";
import { remember } from "./remember.js";
import { settings } from "./settings.js";
import { shortcutSwitch } from "./shortcut.js";
import { style } from "./styles.js";
import { pageLanguage } from "./texts.js";
import { make, spoken } from "./view.js";

const STEP = 20;
const PAUSE = 200;
const SLOW = 300;

/** @typedef {import("./results.js").Answer} Answer */
/** @typedef {import("./address.js").Question} Question */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {Awaited<ReturnType<typeof import("./filters.js").open>>} Controls */

/**
 * @param {HTMLElement} host
 * @param {Texts} texts
 * @param {AbortSignal} signal when the page is left without a new document
 */
export function open(host, texts, signal) {
  style("panel.css");
  style("page.css");
  const input = host.querySelector("input[type=search]");
  new ResultsPage(host, input instanceof HTMLInputElement ? input : form(host, texts), texts, signal);
}

/**
 * @param {HTMLElement} host
 * @param {Texts} texts
 */
function form(host, texts) {
  const input = make("input", { type: "search", name: "q", enterkeyhint: "search" });
  const label = make("label", {}, [make("span", {}, [texts.label]), " ", input]);
  host.prepend(make("form", { role: "search" }, [label]));
  return input;
}

export class ResultsPage {
  /**
   * @param {HTMLElement} host
   * @param {HTMLInputElement} input
   * @param {Texts} texts
   * @param {AbortSignal} signal
   */
  constructor(host, input, texts, signal) {
    this.host = host;
    this.input = input;
    this.texts = texts;
    this.signal = signal;
    this.title = document.title;
    this.path = location.pathname;
    this.asked = 0;
    this.limit = STEP;
    /** whether the entry of the history is a search of its own, not one half typed */
    this.settled = true;
    /** @type {Question} */
    this.question = read(location.search);
    /** @type {Question | undefined} the last that found anything */
    this.found = undefined;
    /** @type {Controls} */
    this.filters = undefined;
    /** @type {Promise<unknown> | undefined} */
    this.opening = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.tally = settings.endpoint ? import("./tally.js").catch(() => undefined) : undefined;
    this.status = make("p", { class: "hw-search-page__status", role: "status" });
    this.main = make("div", { class: "hw-search-page__results" });
    const foot = shortcutSwitch(texts).map((label) => make("p", {}, [label]));
    this.parts = make("div", { class: "hw-search-page" }, [this.status, this.main, ...foot]);
    if (!pageLanguage().toLowerCase().startsWith(texts.language)) this.parts.lang = texts.language;
    host.append(this.parts);
    this.listen();
    this.input.setAttribute("autocomplete", "off");
    this.show(this.question);
  }

  listen() {
    const { signal, input } = this;
    input.addEventListener("input", () => this.onInput(), { signal });
    input.form?.addEventListener("submit", (event) => this.onSubmit(event), { signal });
    window.addEventListener("popstate", () => this.onBack(), { signal });
    this.main.addEventListener("click", (event) => this.onClick(event));
    this.main.addEventListener("auxclick", (event) => event.button === 1 && this.onClick(event));
    signal.addEventListener("abort", () => {
      clearTimeout(this.timer);
      this.asked += 1;
    });
  }

  get query() {
    return this.input.value.trim();
  }

  onInput() {
    clearTimeout(this.timer);
    this.count((tally) => tally.type());
    this.timer = setTimeout(() => this.go({ ...this.question, query: this.query, literal: false }), PAUSE);
  }

  /** @param {SubmitEvent} event */
  onSubmit(event) {
    event.preventDefault();
    clearTimeout(this.timer);
    this.go({ ...this.question, query: this.query, literal: false });
    this.settle();
  }

  onBack() {
    clearTimeout(this.timer);
    this.settled = true;
    const question = read(location.search);
    const changed = write(location.href, this.question) !== write(location.href, question);
    // Without a new document, Back may also lead to another page.
    if (changed && location.pathname === this.path) this.show(question);
  }

  /**
   * Another question, in the address too. What is half typed gives way to what is typed next;
   * anything else stays in the history.
   * @param {Question} question
   */
  go(question) {
    const before = write(location.href, this.question);
    const address = write(location.href, question);
    if (address === before && this.main.firstChild) return;
    if (address !== before) {
      if (this.settled) history.pushState(null, "", address);
      else history.replaceState(history.state, "", address);
      this.settled = false;
    }
    this.show(question);
  }

  /** What is asked now is a search of its own. */
  settle() {
    this.settled = true;
    const { query } = this.question;
    if (this.found === this.question && settings.recent) remember(query);
  }

  /** @param {Partial<Question>} change chosen, not typed */
  choose(change) {
    this.settle();
    this.go({ ...this.question, ...change });
    this.settle();
  }

  /** @param {Question} question */
  show(question) {
    this.question = question;
    this.limit = STEP;
    if (this.query !== question.query) this.input.value = question.query;
    document.title = question.query ? `${question.query} – ${this.title}` : this.title;
    this.filters?.show(question.filters);
    return this.run();
  }

  async run() {
    this.asked += 1;
    const mine = this.asked;
    const { query } = this.question;
    if (this.filters) this.filters.node.hidden = !query;
    if (!query) {
      this.fill([], "");
      return;
    }
    const wait = () => this.isNow(mine) && (this.status.textContent = this.texts.searching);
    const slow = setTimeout(wait, SLOW);
    try {
      await this.answer(mine);
    } catch {
      const { failure } = await import("./empty.js");
      const failed = failure(this.host, this.texts, () => this.run());
      failed.setAttribute("role", "alert");
      if (this.isNow(mine)) this.fill([failed], "");
    } finally {
      clearTimeout(slow);
    }
  }

  /** @param {number} mine */
  async answer(mine) {
    const opening = this.offerFilters();
    // What is asked for must exist; and controls that come late push the results down.
    const brief = new Promise((resolve) => setTimeout(resolve, SLOW));
    const filtered = Object.keys(this.question.filters).length > 0;
    await (filtered ? opening : Promise.race([opening, brief]));
    const { question } = this;
    const { query, literal, filters } = question;
    const language = pageLanguage();
    const answer = await ask(site, query, { limit: this.limit, language, literal, filters });
    const nodes = await nodesOf(this, answer);
    if (!this.isNow(mine)) return;
    this.fill(nodes, answer.results.length ? spoken(answer, this.texts) : this.texts.none(query));
    this.found = answer.results.length ? question : undefined;
    if (this.settled) this.settle();
    this.count((tally) => tally.settle({ query, answer, literal, filters, via: "page" }));
  }

  /** A site whose pages are all alike has no filters, nor has one that cannot load them. */
  offerFilters() {
    this.opening ??= import("./filters.js")
      .then(({ open }) => open(this.texts, (filters) => this.choose({ filters }), this.signal))
      .then((controls) => {
        if (!controls) return;
        this.filters = controls;
        this.question.filters = controls.known(this.question.filters);
        history.replaceState(history.state, "", write(location.href, this.question));
        controls.show(this.question.filters);
        this.parts.prepend(controls.node);
      })
      .catch(() => (this.opening = undefined));
    return this.opening;
  }

  async more() {
    const before = new Set(this.links().map((link) => link.href));
    this.limit += STEP;
    await this.run();
    this.links()
      .find((link) => !before.has(link.href))
      ?.focus();
  }

  /** @returns {HTMLAnchorElement[]} */
  links() {
    return [...this.main.querySelectorAll("li a.hw-search-page__link")].filter(
      (link) => link instanceof HTMLAnchorElement,
    );
  }

  /** @param {string} query */
  refuse(query) {
    this.count((tally) => tally.refuse(query));
    this.choose({ literal: true });
    this.input.focus();
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const link = event.target instanceof Element && event.target.closest("a");
    const place = link ? this.links().indexOf(link) : -1;
    if (!link || place < 0) return;
    this.settle();
    this.count((tally) => tally.click(link.href, place));
  }

  /** @param {(tally: typeof import("./tally.js")) => void} tell */
  count(tell) {
    this.tally?.then((tally) => tally && tell(tally)).catch(() => undefined);
  }

  /** @param {number} mine */
  isNow(mine) {
    return mine === this.asked && !this.signal.aborted;
  }

  /**
   * @param {Node[]} nodes
   * @param {string} status
   */
  fill(nodes, status) {
    this.main.replaceChildren(...nodes);
    this.status.textContent = status;
  }
}
