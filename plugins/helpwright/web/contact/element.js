// @ts-check
/**
 * `<helpwright-contact>`: the form of the contact page. It suggests articles while somebody writes,
 * shows what is sent before it is sent, and hands it to a mail program, a form or a script of the
 * site. Inside stands the form as the server made it, hidden; without a script the page shows the
 * channels alone.
 */

import { arrive, treesFor } from "./arrival.js";
import { dropDraft, keepDraft, keptFor, readDraft } from "./draft.js";
import { handedOnPanel, solvedPanel } from "./ending.js";
import { alertIn, askedFields, clearErrors, showAlong, showErrors } from "./fields.js";
import { fillIn, make } from "./markup.js";
import { bodyOf, detailOf, formAddress, isTooLong, mailAddress } from "./message.js";
import { openSession } from "./session.js";
import { queryOf, SuggestionList } from "./suggestions.js";

const SITE_ROOT = new URL("../../../", import.meta.url);

/** @typedef {HTMLInputElement | HTMLTextAreaElement} TextField */

class Contact extends HTMLElement {
  /** @type {import("./arrival.js").Arrival | undefined} */
  #arrival;
  /** @type {Map<string, string>} */
  #texts = new Map();
  /** @type {ReturnType<typeof openSession> | undefined} */
  #session;
  #summary = make("div");
  #panel = make("div");
  #path = "";
  /** @type {Promise<void> | undefined} */
  #waking;

  #say = (/** @type {string} */ key) => this.#texts.get(key) ?? key;
  #onLeave = () => this.#session?.leave();

  connectedCallback() {
    addEventListener("pagehide", this.#onLeave);
    this.#waking ??= this.#enhance();
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.#onLeave);
    this.#onLeave();
  }

  get #form() {
    return /** @type {HTMLFormElement} */ (this.querySelector(":scope > form"));
  }

  /** @param {string} name @returns {TextField} */
  #field(name) {
    return /** @type {TextField} */ (this.#form.elements.namedItem(name));
  }

  async #enhance() {
    const data = this.querySelector("script[data-contact]")?.textContent;
    const given = this.querySelector("template")?.content.querySelectorAll("[data-key]") ?? [];
    if (!data || !this.#form) return;
    /** @type {import("./arrival.js").Known} */
    const known = JSON.parse(data);
    this.#texts = new Map([...given].map((node) => [node.getAttribute("data-key") ?? "", node.textContent ?? ""]));
    this.#path = location.pathname;
    const { search } = location;
    const arrival = arrive(known, await treesFor(search), search, keptFor(this.#path));
    this.#arrival = arrival;
    const via = this.#via();
    const { troubleshooter, outcome } = arrival;
    const ids = { troubleshooter, outcome };
    const tell = this.#teller(known, ids);
    if (!via) return;
    this.#session = openSession(tell, ids);
    const form = this.#form;
    form.querySelector(".hw-contact__asked")?.replaceChildren(...askedFields(arrival, this.#say));
    const along = form.querySelector("fieldset");
    if (along) showAlong(along, arrival, via === "form", this.#say);
    const button = form.querySelector("button[type=submit]");
    if (button) button.textContent = this.#say(`send.${via}`);
    const note = form.querySelector(".hw-contact__note");
    if (note) note.textContent = via === "event" ? "" : this.#say(`note.${via}`);
    form.prepend(this.#summary);
    this.append(this.#panel);
    this.#restore();
    if (known.search) this.#suggest(arrival);
    form.addEventListener("input", () => {
      this.#session?.start();
      this.#keep();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    form.hidden = false;
  }

  /** How the channel takes messages; a script of the site may take those of any channel. */
  #via() {
    const { event, form_url: form, email } = this.#arrival?.channel ?? {};
    if (event) return "event";
    return form ? "form" : email ? "mail" : "";
  }

  /**
   * @param {import("./arrival.js").Known} known
   * @param {import("../events.js").Facts} ids
   * @returns {import("./session.js").Tell}
   */
  #teller({ endpoint, consent }, ids) {
    if (!endpoint) return () => undefined;
    // From the start, because a page that is left has no time to load anything.
    const loaded = Promise.all([import("../events.js"), import("../views.js")]);
    const channel = { endpoint, consent, root: SITE_ROOT };
    /** @type {typeof import("../events.js").send | undefined} */
    let send;
    loaded
      .then(([events, views]) => {
        send = events.send;
        return views.tellView(this, channel, "contact-view", ids);
      })
      .catch(() => undefined);
    return (event, facts) => {
      if (send) send(channel, event, facts);
      else loaded.then(([events]) => events.send(channel, event, facts)).catch(() => undefined);
    };
  }

  /** @param {import("./arrival.js").Arrival} arrival */
  #suggest({ troubleshooter }) {
    const box = /** @type {HTMLElement | null} */ (this.querySelector(".hw-contact__suggested"));
    const status = /** @type {HTMLElement | null} */ (this.querySelector("[role=status]"));
    const session = this.#session;
    if (!box || !status || !session) return;
    const list = new SuggestionList(
      box,
      status,
      this.#say,
      {
        show: session.show,
        open: session.open,
        answer: (url, isAnswered) => {
          session.answer(url, isAnswered);
          if (isAnswered) this.#end(solvedPanel(this.#say, () => this.#back()));
        },
      },
      troubleshooter,
    );
    const ask = () => list.type(queryOf(this.#field("subject").value, this.#field("message").value));
    for (const name of ["subject", "message"]) this.#field(name).addEventListener("input", ask);
    if (this.#field("subject").value) ask();
  }

  #restore() {
    const draft = readDraft(this.#path);
    const isSame = draft.search === location.search;
    const subject = this.#arrival?.subject;
    this.#field("subject").value = (isSame ? draft.subject : subject || draft.subject) ?? "";
    this.#field("message").value = draft.message ?? "";
    for (const field of this.#asked()) field.value = draft.fields?.[field.dataset.asked ?? ""] ?? "";
    for (const box of this.#boxes()) box.checked = !(isSame && draft.off?.includes(box.value));
  }

  #keep() {
    const fields = this.#asked().map(({ dataset, value }) => [dataset.asked, value]);
    keepDraft(this.#path, {
      search: location.search,
      subject: this.#field("subject").value,
      message: this.#field("message").value,
      fields: Object.fromEntries(fields),
      off: this.#boxes().flatMap((box) => (box.checked ? [] : [box.value])),
    });
  }

  /** @returns {HTMLInputElement[]} */
  #asked() {
    return [...this.#form.querySelectorAll("input")].filter((input) => "asked" in input.dataset);
  }

  /** @returns {HTMLInputElement[]} */
  #boxes() {
    return [...this.#form.querySelectorAll("input")].filter(({ type }) => type === "checkbox");
  }

  /** What is sent as it stands. @param {import("./arrival.js").Arrival} arrival */
  #message({ asked, lines, priority }) {
    const ticked = new Set(this.#boxes().flatMap((box) => (box.checked ? [`${box.name} ${box.value}`] : [])));
    const named = fillIn(this.#say("priority"), this.#say(`priority.${priority}`));
    const values = new Map(this.#asked().map(({ dataset, value }) => [dataset.asked, value.trim()]));
    const kept = lines.filter(({ text }) => ticked.has(`line ${text}`));
    return {
      subject: this.#field("subject").value.trim(),
      message: this.#field("message").value.trim(),
      fields: asked.flatMap((one) => {
        const value = values.get(one.name);
        return value ? [{ ...one, value }] : [];
      }),
      lines: kept,
      priority: priority && ticked.has(`priority ${named}`) ? priority : "",
      whole: kept.length === lines.length,
    };
  }

  #submit() {
    clearErrors(this.#summary, this.#form);
    const errors = ["subject", "message"].flatMap((name) => {
      const field = this.#field(name);
      return field.value.trim() ? [] : [{ field, message: this.#say(`need.${name}`) }];
    });
    if (errors.length) showErrors(this.#summary, errors, this.#say("problem"));
    else this.#send();
  }

  async #send() {
    const arrival = this.#arrival;
    if (!arrival) return;
    const message = this.#message(arrival);
    const { subject } = message;
    const { from, priority } = this.#headings(message.priority);
    const text = bodyOf(message, arrival, { from, priority });
    const { email = "", form_url: form } = arrival.channel;
    /** @type {Promise<unknown> | undefined} */
    let waited;
    const detail = {
      ...detailOf(message, arrival),
      /** @param {Promise<unknown>} promise */
      waitUntil: (promise) => (waited = promise),
    };
    const options = { detail, bubbles: true, cancelable: true };
    if (!this.dispatchEvent(new CustomEvent("helpwright:contact", options))) {
      if (waited && !(await this.#isTaken(waited))) return this.#fail();
      return this.#done({ via: "event", to: "", address: "", subject, text, isTooLong: false });
    }
    if (!form && !email) return this.#fail();
    const whole = form
      ? formAddress(arrival.channel, SITE_ROOT, message, arrival, { from, priority })
      : mailAddress(email, subject, text);
    const short = form ? new URL(form, SITE_ROOT).href : mailAddress(email, subject);
    const tooLong = isTooLong(whole);
    if (!tooLong && form) open(whole, "_blank", "noopener,noreferrer");
    else if (!tooLong) location.assign(whole);
    const address = tooLong ? short : whole;
    const to = form ? "" : email;
    this.#done({ via: form ? "form" : "mail", to, address, subject, text, isTooLong: tooLong });
  }

  /** @param {string} priority */
  #headings(priority) {
    return {
      from: `${fillIn(this.#say("along.from"), this.#arrival?.title ?? "")}:`,
      priority: priority && fillIn(this.#say("priority"), this.#say(`priority.${priority}`)),
    };
  }

  /** @param {Promise<unknown>} waited */
  async #isTaken(waited) {
    const button = /** @type {HTMLButtonElement | null} */ (this.#form.querySelector("[type=submit]"));
    const said = button?.textContent ?? "";
    if (button) [button.disabled, button.textContent] = [true, this.#say("busy")];
    try {
      await waited;
      return true;
    } catch {
      return false;
    } finally {
      if (button) [button.disabled, button.textContent] = [false, said];
    }
  }

  #fail() {
    alertIn(this.#summary, this.#say("problem"), make("p", {}, [this.#say("unsent")]));
  }

  /** @param {import("./ending.js").HandedOn} handed */
  #done(handed) {
    this.#session?.submit(handed.via);
    this.#end(handedOnPanel(handed, this.#say, () => this.#back()));
  }

  /** @param {HTMLElement} panel */
  #end(panel) {
    dropDraft(this.#path);
    this.#form.hidden = true;
    this.#panel.replaceChildren(panel);
    panel.querySelector("h3")?.focus();
  }

  #back() {
    this.#panel.replaceChildren();
    this.#form.hidden = false;
    this.#keep();
    this.#field("message").focus();
  }
}

if (!customElements.get("helpwright-contact")) {
  customElements.define("helpwright-contact", Contact);
}
