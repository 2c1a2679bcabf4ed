// @ts-check
/**
 * `<helpwright-troubleshooter>`: shows one step at a time of a page that is complete without it.
 * The address holds the state, so that reload, back, forward and sharing need nothing else; what
 * is private stays in the tab.
 */

import { baseName, isPrivate } from "./graph.js";
import { element } from "./markup.js";
import { leftText, messageOf } from "./messages.js";
import { completeOutcome } from "./outcome.js";
import {
  buildControls,
  chosenIn,
  chosenOf,
  questionOf,
  showError,
  valueOfChosen,
  wrapSection,
} from "./question.js";
import { sceneOf } from "./scene.js";
import { rowsOf } from "./send.js";
import { answer, decode, nameAt, places, read, write } from "./state.js";
import { showSummary } from "./summary.js";
import { optionId, teller } from "./tell.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./scene.js").Scene} Scene */

class Troubleshooter extends HTMLElement {
  /** @type {any} */
  #program;
  /** @type {{ page: Record<string, string>, faults: Record<string, string> }} */
  #texts = { page: {}, faults: {} };
  /** @type {Map<string, HTMLElement>} */
  #sections = new Map();
  /** @type {Map<string, string[]>} what was filled in and not sent, by name */
  #drafts = new Map();
  #filled = "";
  /** @type {Scene | undefined} */
  #scene;
  #progress = element("p", { class: "hw-progress" });
  #answers = element("div", { class: "hw-answers" });
  #title = "";
  #today = "";
  /** @type {ReturnType<typeof teller>} */
  #tell = () => undefined;

  connectedCallback() {
    if (!this.#program && !this.#enhance()) return;
    this.#title ||= document.title;
    this.#today = todayHere();
    window.addEventListener("popstate", this.#onPopState);
    this.#tell("ts_start");
    const linked = location.search !== "" || location.hash !== "";
    const { walk, first } = this.#arrive();
    this.#focus(linked && (walk.taken.length > 0 || first !== this.#program.start));
  }

  disconnectedCallback() {
    window.removeEventListener("popstate", this.#onPopState);
  }

  /** Back, forward, and links to a fragment of this page. */
  #onPopState = () => {
    const { hash } = location;
    const id = baseName(decode(hash));
    // Other parts of the page have links of their own, such as one to skip to its content.
    if (hash && !this.#sections.has(id)) return;
    this.#keepDraft();
    this.#tell("ts_back");
    this.#arrive();
    // A link within the page, unlike what stands in the history, leads where it says.
    if (hash && !history.state && this.#scene?.id !== id) this.#arrive({ hash, search: "" });
    this.#focus(true);
  };

  #arrive(from = { hash: location.hash, search: location.search }) {
    const state = read(this.#program, from, this.#kept(), this.#today);
    const address = this.#write(state);
    if (address !== location.pathname + location.search + location.hash) {
      history.replaceState(history.state, "", address);
    }
    this.#show(state);
    return state;
  }

  #enhance() {
    const [program, texts] = ["program", "texts"].map((kind) =>
      JSON.parse(this.querySelector(`script[data-${kind}]`)?.textContent || "null"),
    );
    if (!program || !texts) return false;
    this.#program = program;
    this.#texts = texts;
    this.#tell = teller(this.dataset, program);
    /** @type {NodeListOf<HTMLElement>} */
    const sections = this.querySelectorAll(":scope > section[id]");
    for (const section of sections) {
      this.#sections.set(section.id, section);
      section.hidden = true;
      section.querySelector("h2")?.setAttribute("tabindex", "-1");
    }
    this.prepend(this.#progress);
    this.append(this.#answers);
    this.dataset.live = "";
    return true;
  }

  /** @param {State} state */
  #go(state) {
    this.#keepDraft();
    history.pushState("hw", "", this.#write(state));
    this.#show(state);
    this.#focus(true);
  }

  /** The address of a state, whose private answers are kept in the tab. @param {State} state */
  #write(state) {
    const { address, kept } = write(this.#program, state);
    this.#keep(location.pathname, kept);
    return location.pathname + address;
  }

  /** @param {State} state */
  #show(state) {
    const program = this.#program;
    const scene = (this.#scene = sceneOf(program, this.#texts, state, this.#today));
    const { id, lookup } = scene;
    for (const [each, section] of this.#sections) {
      if (section.hidden === (each === id)) section.hidden = each !== id;
    }
    const section = this.#sections.get(id);
    if (!section) return;
    const isStep = id in program.steps;
    if (isStep) this.#ask(section, scene);
    else this.#conclude(section, scene);
    /** @type {NodeListOf<HTMLElement>} */
    const spans = section.querySelectorAll("[data-fill]");
    for (const { dataset, firstChild } of spans) {
      dataset.bare ??= firstChild?.nodeValue ?? "";
      if (firstChild) firstChild.nodeValue = lookup(dataset.fill ?? "") || dataset.bare;
    }
    this.#progress.textContent = leftText(scene);
    this.#progress.hidden = !this.#progress.textContent;
    const rows = rowsOf(scene, state.walk);
    const isFresh = !rows.length && id === program.start;
    this.#summarize(rows, isFresh, scene);
    const heading = section.querySelector("h2")?.textContent;
    document.title = isFresh ? this.#title : `${heading} – ${this.#title}`;
    this.#tell(isStep ? "ts_step" : "ts_outcome", { [isStep ? "step" : "outcome"]: id });
  }

  /** @param {boolean} wanted */
  #focus(wanted) {
    if (wanted) this.#sections.get(this.#scene?.id ?? "")?.querySelector("h2")?.focus();
  }

  /** @param {HTMLElement} section @param {Scene} scene */
  #ask(section, scene) {
    const { id, state, program, texts } = scene;
    const { path, fault, stuck } = state.walk;
    const form = section.querySelector("form") ?? this.#wrap(section, scene);
    const name = nameAt(program, state);
    const value = state.answers[name];
    const question = questionOf(scene);
    const chosen = chosenOf(question, value);
    this.#filled = `${chosen}`;
    const given = this.#drafts.get(name) ?? chosen;
    buildControls(form, question, given, () => this.#answer(form, "not_sure"));
    if (state.index < path.length - 1) return;
    const message = fault ? messageOf(scene, fault, value) : stuck && texts.stuck;
    if (message) showError(form, id, texts.problem, message);
  }

  /** @param {HTMLElement} section @param {Scene} scene */
  #wrap(section, { program, id, texts }) {
    const isTry = program.steps[id].kind === "try";
    const form = wrapSection(section, (isTry && texts.fixed_question) || "");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const question = this.#scene && questionOf(this.#scene);
      if (question) this.#answer(form, valueOfChosen(question, chosenIn(form)));
    });
    return form;
  }

  /** @param {HTMLFormElement | null} form @param {any} value */
  #answer(form, value) {
    const scene = this.#scene;
    if (!scene) return;
    const { id: step, state, program, texts } = scene;
    const name = nameAt(program, state);
    const result = answer(program, state, value, this.#today);
    if ("state" in result) {
      const option = form && optionId(program.steps[step], value, isPrivate(program, name));
      if (form) this.#tell("ts_answer", { step, ...(option && { option }) });
      this.#go(result.state);
      this.#drafts.delete(name);
    } else if (form) {
      this.#tell("ts_error", { step, fault: result.fault });
      const message = messageOf(scene, result.fault, value);
      showError(form, step, texts.problem, message).focus();
    }
  }

  /** @param {HTMLElement} section @param {Scene} scene */
  #conclude(section, scene) {
    completeOutcome(section, scene, {
      element: this,
      tell: this.#tell,
      goOn: () => this.#answer(null, "not_helpful"),
      keep: (path, kept) => this.#keep(path, kept),
    });
  }

  /** @param {import("./send.js").Row[]} rows @param {boolean} isFresh @param {Scene} scene */
  #summarize(rows, isFresh, { program, state, texts }) {
    const fragments = places(state.walk);
    /** @param {number} index @param {string} text */
    const change = (index, text) =>
      this.#link(`${location.search}#${fragments[index]}`, text, () => {
        this.#tell("ts_change", { step: state.walk.path[index] });
        this.#go({ ...state, index });
      });
    const again = this.#link("", texts.start_again, () => {
      this.#scene = undefined;
      this.#drafts.clear();
      this.#tell("ts_restart");
      this.#go(read(program, { search: "", hash: "" }, "", this.#today));
    });
    showSummary(this.#answers, rows, state.index, texts, { change, again: isFresh ? null : again });
  }

  /**
   * A link that also works in a new tab.
   * @param {string} address
   * @param {string} text
   * @param {() => void} act
   */
  #link(address, text, act) {
    const link = element("a", { href: location.pathname + address }, [text]);
    link.addEventListener("click", (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      // Material's instant navigation listens further up and would load the page anew.
      event.stopPropagation();
      act();
    });
    return link;
  }

  /** What is filled in must not be lost by looking at another step. */
  #keepDraft() {
    const { program, state, id = "" } = this.#scene ?? {};
    const form = this.#sections.get(id)?.querySelector("form");
    const chosen = form ? chosenIn(form) : [];
    if (state && `${chosen}` !== this.#filled) this.#drafts.set(nameAt(program, state), chosen);
  }

  #kept() {
    return stored((storage) => storage.getItem(keyOf(location.pathname))) ?? "";
  }

  /** @param {string} path @param {string} kept */
  #keep(path, kept) {
    stored((storage) => (kept ? storage.setItem(keyOf(path), kept) : storage.removeItem(keyOf(path))));
  }
}

/**
 * Without storage, private answers last as long as the page.
 * @template T
 * @param {(storage: Storage) => T} use
 */
function stored(use) {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}

/** @param {string} path */
const keyOf = (path) => `${path}.hw-private`;

/** The reader's day, such as "2026-11-21": as dates are written in Sweden. */
const todayHere = () => new Date().toLocaleDateString("sv");

if (!customElements.get("helpwright-troubleshooter")) {
  customElements.define("helpwright-troubleshooter", Troubleshooter);
}
