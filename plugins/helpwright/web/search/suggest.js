// @ts-check
/** What a search box shows: results while one types, recent searches, and a way on from nothing. */

import { Combobox } from "./combobox.js";
import { ask, prepare, site } from "./engine.js";
import { recall } from "./recent.js";
import { remember } from "./remember.js";
import { settings } from "./settings.js";
import { pageLanguage } from "./texts.js";
import { button, correction, describe, groups, make, spoken } from "./view.js";

const SHOWN = 6;
const PAUSE = 120;
const SLOW = 300;
const UNSPACED = /[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]/u;

/** @typedef {import("./results.js").Answer} Answer */
/** @typedef {import("./results.js").Result} Result */
/** @typedef {import("./texts.js").Texts} Texts */

export class Suggestions {
  /**
   * @param {import("./element.js").HelpwrightSearch} host
   * @param {HTMLInputElement} input
   * @param {Texts} texts
   */
  constructor(host, input, texts) {
    this.host = host;
    this.input = input;
    this.texts = texts;
    this.asked = 0;
    /** the query whose results are shown */
    this.answered = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    // From the start, because a click leaves no time to load anything.
    this.tally = settings.endpoint ? import("./tally.js").catch(() => undefined) : undefined;
    this.box = new Combobox(host, input);
    this.box.onAsk = () => this.run();
    host.list.setAttribute("aria-label", texts.results);
    if (!pageLanguage().toLowerCase().startsWith(texts.language)) host.panel.lang = texts.language;
    input.addEventListener("focus", () => this.onFocus());
    input.addEventListener("input", (event) => this.onInput(event));
    input.addEventListener("compositionend", () => this.onInput());
    host.panel.addEventListener("click", (event) => this.onClick(event));
    host.panel.addEventListener("auxclick", (event) => event.button === 1 && this.onClick(event));
    this.erase = this.eraser();
    input.form?.addEventListener("submit", () => this.count((tally) => tally.submit(this.query)));
    if (document.activeElement === input) this.onFocus();
    if (this.query) this.run();
  }

  get query() {
    return this.input.value.trim();
  }

  /** What browsers give a search field; the Escape key does the same. */
  eraser() {
    const erase = button("", () => {
      this.box.empty();
      this.input.focus();
    });
    erase.className = "hw-search__erase";
    erase.tabIndex = -1;
    erase.setAttribute("aria-label", this.texts.erase);
    erase.hidden = !this.input.value;
    (this.input.closest("label") ?? this.input).after(erase);
    return erase;
  }

  onFocus() {
    // A failure is told when somebody types.
    prepare(site, pageLanguage()).catch(() => undefined);
    if (!this.query) this.run();
    else if (this.box.options.length) this.box.open();
  }

  /** @param {Event} [event] */
  onInput(event) {
    clearTimeout(this.timer);
    this.asked += 1;
    this.erase.hidden = !this.input.value;
    if (!this.answered) this.box.close(); // recent searches are for an empty box
    if (event instanceof InputEvent && event.isComposing && this.isUnfinished(event.data)) return;
    this.count((tally) => tally.type());
    this.timer = setTimeout(() => this.run(), PAUSE);
  }

  /**
   * Whether an input method is half way to a word. Telephones compose every word, also in Latin
   * letters; those are searched as they come.
   * @param {string | null} data
   */
  isUnfinished(data) {
    return /^(zh|ja|ko)\b/i.test(pageLanguage()) || UNSPACED.test(data ?? "");
  }

  /** @param {{literal?: boolean}} [options] */
  async run({ literal = false } = {}) {
    this.asked += 1;
    const mine = this.asked;
    const query = this.query;
    if (!query) {
      this.remind(mine);
      return;
    }
    const slow = setTimeout(() => mine === this.asked && this.wait(), SLOW);
    try {
      const options = { limit: SHOWN, language: pageLanguage(), literal };
      const answer = await ask(site, query, options);
      if (mine === this.asked) await this.show(query, answer, literal, mine);
    } catch {
      if (mine === this.asked) await this.fail(mine);
    } finally {
      clearTimeout(slow);
    }
  }

  /** The results of before stay until there are others. */
  wait() {
    const { panel } = this.host;
    if (!panel.querySelector(".hw-search__busy")) {
      panel.prepend(make("p", { class: "hw-search__busy" }, [this.texts.searching]));
    }
    this.box.open();
    this.box.say(this.texts.searching);
  }

  /**
   * @param {string} query
   * @param {Answer} answer
   * @param {boolean} literal
   * @param {number} mine
   */
  async show(query, answer, literal, mine) {
    const { results, total, corrected } = answer;
    const above = corrected
      ? [correction(query, corrected, this.texts, () => this.refuse(query))]
      : [];
    const below = [];
    if (total > results.length) below.push(this.linkToAll(query, total));
    if (!results.length) {
      const { nothing } = await import("./empty.js");
      const retry = (/** @type {string} */ words) => this.retry(words);
      const empty = await nothing(this.host, this.texts, { query, literal, answer, retry });
      if (mine !== this.asked) return;
      empty.prepend(make("p", {}, [this.texts.none(query)]));
      below.push(empty);
    }
    const shown = groups(answer, this.texts).map((group) => ({
      title: group.title,
      options: group.results.map((result) => this.option(result)),
    }));
    this.answered = query;
    this.box.show(shown, above, below);
    this.box.say(spoken(answer, this.texts));
    this.count((tally) => tally.settle({ query, answer, literal, via: "box" }));
  }

  /** @param {Result} result */
  option(result) {
    const title = make("span", { class: "hw-search__title" }, [result.title]);
    const attributes = { class: "hw-search__option", href: result.href };
    return make("a", attributes, describe(result, title, this.texts));
  }

  /**
   * @param {string} query
   * @param {number} total
   */
  linkToAll(query, total) {
    const link = make("a", { href: this.addressOf(query) }, [this.texts.all(total)]);
    return make("p", { class: "hw-search__all" }, [link]);
  }

  /** @param {string} query */
  addressOf(query) {
    const url = new URL(this.input.form?.action ?? "", document.baseURI);
    url.search = new URLSearchParams({ q: query }).toString();
    return url.href;
  }

  /** @param {string} query */
  refuse(query) {
    this.count((tally) => tally.refuse(query));
    this.input.focus();
    this.run({ literal: true });
  }

  /** @param {string} words */
  retry(words) {
    this.input.value = words;
    this.erase.hidden = false;
    this.input.focus();
    this.run();
  }

  /** @param {number} mine */
  async fail(mine) {
    const { failure } = await import("./empty.js");
    if (mine !== this.asked) return;
    const again = () => {
      this.input.focus();
      this.run();
    };
    this.box.show([], [], [failure(this.host, this.texts, again)]);
    this.box.say(this.texts.failed);
  }

  /** @param {number} mine */
  async remind(mine) {
    this.answered = "";
    if (!settings.recent || !recall().length) {
      this.box.clear();
      return;
    }
    const { showRecent } = await import("./recent_panel.js");
    if (mine === this.asked) showRecent(this);
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const link = event.target instanceof Element && event.target.closest("a");
    if (!link || event.defaultPrevented) return;
    const place = this.box.options.indexOf(link);
    const { query } = this;
    if (query && settings.recent) remember(query);
    if (place >= 0) this.count((tally) => tally.click(link.href, place));
    else this.count((tally) => tally.submit(query));
    // With these keys another tab opens, and the list stays for the next.
    if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) this.box.close();
  }

  /** @param {(tally: typeof import("./tally.js")) => void} tell */
  count(tell) {
    this.tally?.then((tally) => tally && tell(tally)).catch(() => undefined);
  }
}
