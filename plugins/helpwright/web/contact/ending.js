// @ts-check
/** What stands in the place of the form once a message was handed on, or needs none. */

import { action, fillIn, make } from "./markup.js";

/**
 * @typedef {object} HandedOn
 * @property {"mail" | "form" | "event"} via
 * @property {string} to the mail address, or ""
 * @property {string} address what was opened, or opens without a text that is too long for it
 * @property {string} subject
 * @property {string} text all else that is sent
 * @property {boolean} isTooLong
 */

/**
 * @param {HandedOn} handed
 * @param {(key: string) => string} say
 * @param {() => void} back
 */
export function handedOnPanel({ via, to, address, subject, text, isTooLong }, say, back) {
  const title = isTooLong ? "long" : `sent.${via}`;
  const panel = panelOf(say(title));
  if (via !== "event") {
    const hint = fillIn(say(isTooLong ? `long.${via}` : `sent.${via}.hint`), to);
    const area = make("textarea", { readonly: "", rows: "8", "aria-label": say("copy.label") });
    area.value = `${subject}\n\n${text}`;
    const opener = make("a", { href: address, class: "hw-contact__button" }, [say(`open.${via}`)]);
    if (via === "form") opener.target = "_blank";
    opener.rel = "noopener noreferrer";
    const buttons = [copyButton(area, say), opener];
    panel.append(make("p", {}, [hint]), area, make("p", { class: "hw-contact__buttons" }, buttons));
  }
  panel.append(make("p", {}, [action(say("back"), back, "quiet")]));
  return panel;
}

/**
 * @param {(key: string) => string} say
 * @param {() => void} back
 */
export function solvedPanel(say, back) {
  const panel = panelOf(say("solved"));
  panel.append(make("p", {}, [say("solved.hint")]), make("p", {}, [action(say("back"), back, "quiet")]));
  return panel;
}

/** @param {string} title */
function panelOf(title) {
  const heading = make("h3", { tabindex: "-1" }, [title]);
  return make("div", { class: "hw-contact__panel" }, [heading]);
}

/** @param {HTMLTextAreaElement} area @param {(key: string) => string} say */
function copyButton(area, say) {
  const status = make("span", { role: "status", class: "hw-contact__unseen" });
  const copy = action(say("copy"), async () => {
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      // Not on pages without TLS; the text is selected, so that keys copy it.
      return;
    }
    copy.firstChild?.replaceWith(say("copied"));
    status.textContent = say("copied");
  });
  return make("span", {}, [copy, status]);
}
