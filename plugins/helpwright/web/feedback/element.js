// @ts-check
/**
 * `<helpwright-feedback>`: tells that an article was read, and asks whether it helped, where the
 * site has an address for the answer and the reader may be counted. Nothing is stored.
 * Inside stands the form as the server made it, hidden; without it nothing is asked.
 */

import { send } from "../events.js";
import { tellView } from "../views.js";

const root = new URL("../../../", import.meta.url);

class Feedback extends HTMLElement {
  /** @type {import("../events.js").Channel} */
  #channel = { endpoint: "", consent: false, root };
  /** "No", which waits for a reason, or for the reader to leave */
  #isWaiting = false;
  #isSeen = false;

  #onLeave = () => {
    if (this.#isWaiting) this.#tell("no");
  };

  async connectedCallback() {
    addEventListener("pagehide", this.#onLeave);
    const { endpoint = "", consent } = this.dataset;
    this.#channel = { endpoint, consent: consent === "yes", root };
    if (this.#isSeen) return;
    this.#isSeen = true;
    await tellView(this, this.#channel, "view", { article: this.dataset.article ?? "" });
    if (this.isConnected) this.#ask();
  }

  disconnectedCallback() {
    removeEventListener("pagehide", this.#onLeave);
    this.#onLeave();
  }

  #ask() {
    const form = this.querySelector("form");
    const group = form?.querySelector("[role=group]");
    const why = form?.querySelector("fieldset");
    if (!form || !group || !why) return;
    form.hidden = false;
    for (const button of group.querySelectorAll("button")) {
      button.addEventListener("click", () => {
        if (button.value === "yes") return this.#thank("yes");
        this.#isWaiting = true;
        group.remove();
        why.hidden = false;
        why.querySelector("input")?.focus();
      });
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#thank("no", new FormData(form));
    });
  }

  /** @param {"yes" | "no"} helpful @param {FormData} [given] */
  #thank(helpful, given) {
    this.#tell(helpful, given);
    const thanks = /** @type {HTMLElement | null} */ (this.querySelector(`[data-thanks="${helpful}"]`));
    this.querySelector("form")?.remove();
    if (!thanks) return;
    thanks.hidden = false;
    thanks.focus();
  }

  /** @param {"yes" | "no"} helpful @param {FormData} [given] what was sent off, not only filled in */
  #tell(helpful, given) {
    this.#isWaiting = false;
    const article = this.dataset.article ?? "";
    const [reason, text] = ["reason", "text"].map((name) => `${given?.get(name) ?? ""}`);
    send(this.#channel, "feedback", { article, value: helpful, reason }, { text });
  }
}

if (!customElements.get("helpwright-feedback")) {
  customElements.define("helpwright-feedback", Feedback);
}
