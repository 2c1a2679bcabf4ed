// @ts-check
/**
 * `<helpwright-troubleshooter>`: shows one step at a time of a page that is complete without it.
 * With `data-src`, it stands inside another page and is a link to that page until it is near.
 */

import { baseName, isPrivate } from "./graph.js";
import { element, fillIn, linkTo } from "./markup.js";
import { leftText, messageOf } from "./messages.js";
import { completeOutcome } from "./outcome.js";
import { inAddress, keepAt } from "./place.js";
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
import { offerContact } from "./stuck.js";
import { showSummary } from "./summary.js";
import { optionId, teller } from "./tell.js";
import { documentTitle } from "./title.js";
import { makeWhole } from "./whole.js";

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
  #title = documentTitle();
  #today = "";
  /** @type {ReturnType<typeof teller>} */
  #tell = () => undefined;
  /** @type {import("./place.js").Place} */
  #place = inAddress();
  #isInside = false;
  #isStarted = false;
  /** what is left to do after each change of what is shown */
  #finish = () => {};
  /** what to undo when it is taken out of the page */
  #leave = () => {};

  connectedCallback() {
    const { src } = this.dataset;
    this.#today = todayHere();
    if (src === undefined) this.#begin();
    else if (!this.#isInside) {
      this.#isInside = true;
      this.#settle(new URL(src, document.baseURI)).catch(() => undefined);
    }
  }

  disconnectedCallback() {
    this.#leave();
  }

  /** The state of a page of its own is in the address. */
  #begin() {
    if (!this.#program && !this.#enhance()) return;
    this.#place = inAddress();
    const left = new AbortController();
    window.addEventListener("popstate", () => this.takeBack(), left);
    document.addEventListener("click", this.#onClick, left);
    this.#leave = () => left.abort();
    this.#start();
    const linked = location.search !== "" || location.hash !== "";
    const { walk, first } = this.#arrive();
    this.#focus(linked && (walk.taken.length > 0 || first !== this.#program.start));
    // Instant navigation puts the page there before its title.
    queueMicrotask(this.#title.take);
  }

  /** Inside another page, neither the address nor the title is its own. @param {URL} url */
  async #settle(url) {
    const { settle, inMemory } = await import("./embed.js");
    await settle(this, url);
    if (!this.#enhance()) return;
    const { place, fit } = inMemory(this, url, keepAt, () => {
      this.#keepDraft();
      this.#tell("ts_back");
      this.#arrive();
      this.#focus(true);
    });
    this.#place = place;
    this.#finish = fit;
    this.#arrive();
  }

  /** What is told first: on a page of its own at once, elsewhere once somebody answers. */
  #start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#tell("ts_start");
    if (this.#scene) this.#tellPlace();
  }

  /**
   * Back, forward, and links to a fragment of this page.
   * @returns {boolean} whether that was about this troubleshooter
   */
  takeBack() {
    const { hash, pathname } = location;
    const id = baseName(decode(hash));
    // Other parts of the page have links of their own, such as one to skip to its content.
    if (pathname !== this.#place.path || (hash && !this.#sections.has(id))) return false;
    this.#keepDraft();
    if (this.#place.isLeft()) this.#tell("ts_back");
    this.#arrive();
    // A link within the page, unlike what stands in the history, leads where it says.
    if (hash && !history.state && this.#scene?.id !== id) {
      this.#arrive({ search: "", hash, kept: this.#place.read().kept });
    }
    // Chromium takes the focus away when it has scrolled to where the page was.
    setTimeout(() => this.#focus(true));
    return true;
  }

  /** Instant navigation changes the address by itself when a link leads to this very page. */
  #onClick = () => {
    if (this.#place.isLeft()) this.takeBack();
  };

  #arrive(from = this.#place.read()) {
    const state = read(this.#program, from, from.kept, this.#today);
    this.#place.write(write(this.#program, state));
    this.#show(state);
    return state;
  }

  #enhance() {
    const [program, texts] = ["program", "texts"].map((kind) =>
      JSON.parse(this.querySelector(`script[data-${kind}]`)?.textContent || "null"),
    );
    if (!program || !texts) return false;
    // Instant navigation takes every script of a page for a program and runs it.
    for (const script of this.querySelectorAll(":scope > script")) script.remove();
    this.#program = program;
    this.#texts = texts;
    this.#tell = teller(this.dataset, program);
    /** @type {NodeListOf<HTMLElement>} */
    const sections = this.querySelectorAll(":scope > section[id]");
    makeWhole(program, sections);
    for (const section of sections) {
      this.#sections.set(section.id, section);
      section.hidden = true;
      section.querySelector("h2")?.setAttribute("tabindex", "-1");
    }
    sections[0]?.before(this.#progress);
    this.append(this.#answers);
    this.dataset.live = "";
    return true;
  }

  /** @param {State} state */
  #go(state) {
    this.#keepDraft();
    this.#place.write(write(this.#program, state), true);
    this.#show(state);
    this.#focus(true);
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
    if (id in program.steps) this.#ask(section, scene);
    else completeOutcome(section, scene, this.#host);
    fillIn(section, lookup);
    this.#progress.textContent = leftText(scene);
    this.#progress.hidden = !this.#progress.textContent;
    const rows = rowsOf(scene, state.walk);
    const isFresh = !rows.length && id === program.start;
    this.#summarize(rows, isFresh, scene);
    this.#title.show(isFresh ? "" : section.querySelector("h2")?.textContent);
    if (this.#isStarted) this.#tellPlace();
    this.#finish();
  }

  #tellPlace() {
    const id = this.#scene?.id ?? "";
    const kind = id in this.#program.steps ? "step" : "outcome";
    this.#tell(`ts_${kind}`, { [kind]: id });
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
    section.querySelector(".hw-stuck")?.remove();
    if (state.index < path.length - 1) return;
    const message = fault ? messageOf(scene, fault, value) : stuck && texts.stuck;
    if (message) showError(form, id, texts.problem, message);
    if (stuck) {
      this.#tell("ts_error", { step: id, fault: "stuck" });
      offerContact(section, scene, this.#host);
    }
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
    this.#start();
    const result = answer(program, state, value, this.#today);
    if ("state" in result) {
      const option = form && optionId(program.steps[step], value, isPrivate(program, name));
      if (form) this.#tell("ts_answer", { step, ...(option && { option }) });
      this.#go(result.state);
      this.#drafts.delete(name);
    } else if (form) {
      this.#tell("ts_error", { step, fault: result.fault });
      const message = messageOf(scene, result.fault, value);
      const box = showError(form, step, texts.problem, message);
      this.#finish();
      box.focus();
    }
  }

  /** @type {import("./outcome.js").Host} */
  #host = {
    element: this,
    tell: (...told) => this.#tell(...told),
    goOn: () => this.#answer(null, "not_helpful"),
    keep: keepAt,
  };

  /** @param {import("./send.js").Row[]} rows @param {boolean} isFresh @param {Scene} scene */
  #summarize(rows, isFresh, { program, state, texts }) {
    const fragments = places(state.walk);
    const { path } = this.#place;
    /** @param {number} index @param {string} text */
    const change = (index, text) =>
      linkTo(`${path}${this.#place.read().search}#${fragments[index]}`, text, () => {
        this.#tell("ts_change", { step: state.walk.path[index] });
        this.#go({ ...state, index });
      });
    const again = linkTo(path, texts.start_again ?? "", () => {
      this.#scene = undefined;
      this.#drafts.clear();
      this.#tell("ts_restart");
      this.#go(read(program, { search: "", hash: "" }, "", this.#today));
    });
    showSummary(this.#answers, rows, state.index, texts, { change, again: isFresh ? null : again });
  }

  /** What is filled in must not be lost by looking at another step. */
  #keepDraft() {
    const { program, state, id = "" } = this.#scene ?? {};
    const form = this.#sections.get(id)?.querySelector("form");
    const chosen = form ? chosenIn(form) : [];
    if (state && `${chosen}` !== this.#filled) this.#drafts.set(nameAt(program, state), chosen);
  }
}

/** The reader's day, such as "2026-11-21": as dates are written in Sweden. */
const todayHere = () => new Date().toLocaleDateString("sv");

if (!customElements.get("helpwright-troubleshooter")) {
  customElements.define("helpwright-troubleshooter", Troubleshooter);
}
