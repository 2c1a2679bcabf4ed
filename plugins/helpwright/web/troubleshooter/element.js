// @ts-check
/**
 * `<helpwright-troubleshooter>`: shows one step at a time of a page that is complete without it.
 * The address holds the state, so that reload, back, forward and sharing need nothing else.
 */

import { element } from "./markup.js";
import { buildForm, resetForm } from "./question.js";
import { choose, read, revisit, summarize, write } from "./state.js";

/** @typedef {import("./state.js").Tree} Tree */
/** @typedef {import("./state.js").State} State */

class Troubleshooter extends HTMLElement {
  /** @type {Tree} */
  #tree = { start: "", nodes: new Map() };
  /** @type {Map<string, HTMLElement>} */
  #sections = new Map();
  /** @type {State} */
  #state = { path: [], answers: new Map(), at: "" };
  #answers = element("div", { class: "hw-answers" });
  #title = "";

  connectedCallback() {
    if (!this.#sections.size) this.#enhance();
    if (!this.#sections.size) return;
    this.#title ||= document.title;
    window.addEventListener("popstate", this.#onPopState);
    const linked = location.search !== "" || location.hash !== "";
    this.#state = read(this.#tree, location.search, location.hash);
    this.#replaceAddress();
    this.#show({ focus: linked && this.#state.at !== this.#tree.start });
  }

  disconnectedCallback() {
    window.removeEventListener("popstate", this.#onPopState);
  }

  /** Back, forward, and links to a fragment of this page. */
  #onPopState = () => {
    this.#state = read(this.#tree, location.search, location.hash);
    this.#replaceAddress();
    this.#show({ focus: true });
  };

  #enhance() {
    /** @type {NodeListOf<HTMLElement>} */
    const sections = this.querySelectorAll(":scope > section[id]");
    this.#tree = readTree(this.dataset["start"] ?? "", sections);
    for (const section of sections) {
      this.#sections.set(section.id, section);
      section.querySelector("h2")?.setAttribute("tabindex", "-1");
      /** @type {HTMLElement | null} */
      const list = section.querySelector(":scope > .hw-ways");
      if (!list) continue;
      const answered = (/** @type {string} */ answer) => this.#answer(answer);
      if (section.dataset["kind"] === "outcome") followLinks(list, answered);
      else buildForm(section, list, answered);
    }
    this.append(this.#answers);
  }

  /** @param {string} answer */
  #answer(answer) {
    this.#go(choose(this.#tree, this.#state, answer));
  }

  /** @param {State} state */
  #go(state) {
    this.#state = state;
    history.pushState(null, "", this.#address(state));
    this.#show({ focus: true });
  }

  #replaceAddress() {
    const address = this.#address(this.#state);
    if (address !== location.pathname + location.search + location.hash) {
      history.replaceState(history.state, "", address);
    }
  }

  /** @param {State} state */
  #address(state) {
    return location.pathname + write(this.#tree, state);
  }

  /** @param {{ focus: boolean }} options */
  #show({ focus }) {
    const { at, answers } = this.#state;
    for (const [id, section] of this.#sections) {
      section.hidden = id !== at;
      resetForm(section, answers.get(id));
    }
    this.#showAnswers();
    const heading = this.#sections.get(at)?.querySelector("h2");
    const atStart = at === this.#tree.start && !answers.size;
    document.title = atStart ? this.#title : `${heading?.textContent ?? ""} - ${this.#title}`;
    if (focus) heading?.focus();
  }

  #showAnswers() {
    const again = this.#link(read(this.#tree, "", ""), "Start again");
    const rows = summarize(this.#tree, this.#state).map(({ id, question, label }) => {
      const row = [element("dt", {}, [question]), element("dd", {}, [label])];
      if (id !== this.#state.at) {
        const change = this.#link(revisit(this.#state, id), "Change");
        change.append(element("span", { class: "hw-unseen" }, [` your answer to: ${question}`]));
        row.push(element("dd", { class: "hw-change" }, [change]));
      }
      return element("div", { class: "hw-row" }, row);
    });
    this.#answers.hidden = !rows.length && this.#state.at === this.#tree.start;
    this.#answers.replaceChildren(
      ...(rows.length ? [element("h2", {}, ["Your answers"]), element("dl", {}, rows)] : []),
      element("p", { class: "hw-again" }, [again]),
    );
  }

  /**
   * A link that also works in a new tab.
   *
   * @param {State} state
   * @param {string} text
   */
  #link(state, text) {
    const link = element("a", { href: this.#address(state) }, [text]);
    onPlainClick(link, () => this.#go(state));
    return link;
  }
}

/**
 * The tree that the sections of a page spell out.
 *
 * @param {string} start
 * @param {Iterable<HTMLElement>} sections
 * @returns {Tree}
 */
function readTree(start, sections) {
  /** @type {Tree["nodes"]} */
  const nodes = new Map();
  for (const section of sections) {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = section.querySelectorAll(":scope > .hw-ways a[data-answer]");
    const ways = [...links].map((link) => ({
      answer: link.dataset["answer"] ?? "",
      label: link.textContent ?? "",
      to: (link.getAttribute("href") ?? "").slice(1),
    }));
    const heading = section.querySelector("h2")?.textContent ?? "";
    nodes.set(section.id, { id: section.id, heading, ways });
  }
  return { start: nodes.has(start) ? start : (nodes.keys().next().value ?? ""), nodes };
}

/**
 * @param {HTMLElement} list
 * @param {(answer: string) => void} answered
 */
function followLinks(list, answered) {
  for (const link of list.querySelectorAll("a")) {
    onPlainClick(link, () => answered(link.dataset["answer"] ?? ""));
  }
}

/**
 * @param {HTMLAnchorElement} link
 * @param {() => void} act
 */
function onPlainClick(link, act) {
  link.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // Material's instant navigation listens further up and would load the page anew.
    event.stopPropagation();
    act();
  });
}

if (!customElements.get("helpwright-troubleshooter")) {
  customElements.define("helpwright-troubleshooter", Troubleshooter);
}
