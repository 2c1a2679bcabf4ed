// @ts-check
/** Articles and troubleshooters that fit what somebody is writing, from the site's own index. */

import { make } from "./markup.js";
import { question } from "./question.js";
import { readHere } from "./reader.js";

const PAUSE = 400;
const LEAST = 3;
const MOST = 5;
const LONGEST_QUERY = 400;

/** @typedef {{ href: string, url: string, title: string, kind: string, text: string }} Suggestion */

/**
 * @typedef {object} Listener
 * @property {(urls: string[]) => void} show
 * @property {(url: string, place: number) => void} open
 * @property {(url: string, isAnswered: boolean) => void} answer
 */

/** What to look for: the subject and the beginning of the message. @param {string[]} texts */
export const queryOf = (...texts) => texts.join(" ").replace(/\s+/gu, " ").trim().slice(0, LONGEST_QUERY);

/**
 * What the index has for a query; the troubleshooter from which somebody comes is no news.
 * @param {string} query
 * @param {string} besides a troubleshooter's id, or ""
 * @returns {Promise<Suggestion[]>}
 */
async function find(query, besides) {
  const { ask, site } = await import("../search/engine.js");
  const language = document.documentElement.lang || "en";
  const { results, troubleshooter } = await ask(site, query, { limit: MOST + 1, language });
  const found = results.map(({ href, url, title, kind, snippet }) => {
    return { href, url, title, kind, text: snippet.map((part) => part.text).join("") };
  });
  if (troubleshooter && !found.some(({ kind }) => kind)) {
    const { href, title } = troubleshooter;
    const url = href.startsWith(site.root.href) ? href.slice(site.root.href.length) : href;
    found.splice(MOST - 1, Infinity, { href, url, title, kind: "troubleshooter", text: "" });
  }
  const own = besides && new RegExp(`(?:^|/)${besides}(?:/|\\.html)`);
  return found.filter(({ url }) => !own || !own.test(url)).slice(0, MOST);
}

export class SuggestionList {
  /**
   * @param {HTMLElement} box where they are shown
   * @param {HTMLElement} status where those who hear the page are told
   * @param {(key: string) => string} say
   * @param {Listener} listener
   * @param {string} besides
   */
  constructor(box, status, say, listener, besides) {
    this.box = box;
    this.status = status;
    this.say = say;
    this.listener = listener;
    this.besides = besides;
    this.asked = 0;
    this.query = "";
    /** @type {Map<string, boolean>} those that were opened, and whether that was no answer */
    this.opened = new Map();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {string} query */
  type(query) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(query), PAUSE);
  }

  /** @param {string} query */
  async run(query) {
    if (query === this.query) return;
    this.query = query;
    this.asked += 1;
    const mine = this.asked;
    try {
      const found = query.length < LEAST ? [] : await find(query, this.besides);
      if (mine === this.asked) this.show(found);
    } catch {
      // The form works without it.
      if (mine === this.asked) this.query = "";
    }
  }

  /** @param {Suggestion[]} found */
  show(found) {
    this.box.hidden = !found.length;
    const items = found.map((one, place) => this.item(one, place));
    this.box.querySelector("ul")?.replaceChildren(...items);
    const count = found.length === 1 ? "count.one" : "count.other";
    const told = found.length ? this.say(count).replace("#", `${found.length}`) : "";
    if (this.status.textContent !== told) this.status.textContent = told;
    if (found.length) this.listener.show(found.map(({ url }) => url));
  }

  /** @param {Suggestion} one @param {number} place */
  item(one, place) {
    const { href, url, title, kind, text } = one;
    const link = make("a", { href, target: "_blank", rel: "noopener" }, [title]);
    const item = make("li", {}, [link]);
    if (kind) {
      const badge = make("span", { class: "hw-contact__kind" }, [this.say("steps")]);
      const tab = make("span", { class: "hw-contact__unseen" }, [` ${this.say("tab")}`]);
      item.append(" ", badge);
      link.append(tab);
    }
    if (text) item.append(make("p", {}, [text]));
    if (this.opened.has(url)) this.ask(item, url);
    const note = () => {
      this.listener.open(url, place);
      if (!this.opened.has(url)) this.opened.set(url, false);
      this.ask(item, url);
    };
    link.addEventListener("auxclick", (event) => event.button === 1 && note());
    link.addEventListener("click", (event) => {
      note();
      if (kind || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      readHere({ href, title }, this.say, (isAnswered) => this.answer(item, url, isAnswered));
    });
    return item;
  }

  /** @param {HTMLElement} item @param {string} url */
  ask(item, url) {
    item.querySelector(".hw-contact__asks")?.remove();
    const box = make("div", { class: "hw-contact__asks" });
    if (this.opened.get(url)) box.append(this.say("answered.no"));
    else box.append(question(this.say, (isAnswered) => this.answer(item, url, isAnswered)));
    item.append(box);
  }

  /** @param {HTMLElement} item @param {string} url @param {boolean} isAnswered */
  answer(item, url, isAnswered) {
    if (!isAnswered) {
      this.opened.set(url, true);
      this.ask(item, url);
      this.status.textContent = this.say("answered.no");
      item.querySelector("a")?.focus();
    }
    this.listener.answer(url, isAnswered);
  }
}
