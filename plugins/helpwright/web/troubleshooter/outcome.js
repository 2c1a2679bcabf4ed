// @ts-check
/** What an outcome adds to its section: what will be sent, and whether it helped. */

import { button, element, pairOf } from "./markup.js";
import { handedOn, handedOver } from "./send.js";

/**
 * @typedef {object} Host
 * @property {HTMLElement} element
 * @property {(event: string, facts?: Record<string, string>) => void} tell
 * @property {() => void} goOn where the program says what follows if it did not help
 * @property {(path: string, kept: string) => void} keep
 */

/** @typedef {import("./scene.js").Scene} Scene */

/**
 * @param {HTMLElement} section
 * @param {Scene} scene
 * @param {Host} host
 */
export function completeOutcome(section, scene, host) {
  section.querySelector(".hw-live")?.remove();
  const live = element("div", { class: "hw-live" });
  /** @param {string} selector @returns {HTMLAnchorElement | null} */
  const link = (selector) => section.querySelector(`${selector} a`);
  const contact = link(".hw-contact");
  const next = link(".hw-handoff");
  if (contact) {
    contact.parentElement?.before(live);
    showContact(contact, live, scene, host);
  } else if (next) {
    handOn(next, scene, host);
  } else if (/^(solution|article)$/.test(scene.program.outcomes[scene.id].kind)) {
    section.append(live);
    askWhetherItHelped(live, scene, host, link(".hw-ways"));
  }
}

/**
 * Show exactly what the button sends, then let it.
 * @param {HTMLAnchorElement} link
 * @param {HTMLElement} live
 * @param {Scene} scene
 * @param {Host} host
 */
function showContact(link, live, scene, host) {
  const { subject, rows, partly } = handOver(link, scene, host);
  const { texts } = scene;
  const pairs = [{ question: texts.subject, answer: subject }, ...rows].map((row) => pairOf(row));
  live.append(
    element("h3", {}, [texts.sends]),
    element("dl", { class: "hw-sent" }, pairs),
    ...(partly ? [element("p", {}, [texts.sends_not])] : []),
  );
}

/**
 * Let a link to the contact page carry what the writer allowed.
 * @param {HTMLAnchorElement} link
 * @param {Scene} scene
 * @param {Host} host
 */
function handOver(link, scene, { element: host, tell, keep }) {
  const { contact = "", title = "" } = host.dataset;
  const given = handedOver(scene, contact, title);
  const { detail } = given;
  link.href = given.address;
  link.onclick = (event) => {
    tell("ts_escalate", { outcome: scene.id });
    const options = { detail, bubbles: true, cancelable: true };
    // A site that takes the event says so, and nothing is opened.
    if (!host.dispatchEvent(new CustomEvent("helpwright:handoff", options))) event.preventDefault();
    else keep(link.pathname, given.kept);
  };
  return given;
}

/**
 * @param {HTMLAnchorElement} link
 * @param {Scene} scene
 * @param {Host} host
 */
function handOn(link, scene, { tell, keep }) {
  const { query, kept } = handedOn(scene);
  const url = new URL(link.href);
  url.search = query;
  link.href = url.href;
  link.onclick = () => {
    keep(url.pathname, kept);
    tell("ts_escalate", { outcome: scene.id });
  };
}

/**
 * @param {HTMLElement} live
 * @param {Scene} scene
 * @param {Host} host
 * @param {HTMLAnchorElement | null} elsewhere where to write to
 */
function askWhetherItHelped(live, scene, host, elsewhere) {
  const { program, texts, id } = scene;
  const { tell, goOn } = host;
  const question = element("p", { class: "hw-question", id: `${id}:helped` }, [texts.helped]);
  const said = element("p", { role: "status", class: "hw-thanks", tabindex: "-1" });
  /** @param {"yes" | "no"} answer */
  const take = (answer) => {
    tell("ts_helped", { outcome: id, helped: answer });
    if (answer === "no" && "not_helpful" in program.outcomes[id]) return goOn();
    said.append(texts[answer === "yes" ? "thanks" : "sorry"]);
    if (answer === "no" && elsewhere) {
      const link = element("a", {}, [texts.write]);
      handOver(link, scene, host);
      said.append(" ", link);
    }
    group.remove();
    said.focus();
  };
  const buttons = [
    button(texts.yes, () => take("yes"), "hw-second"),
    button(texts.no, () => take("no"), "hw-second"),
  ];
  const group = element("div", { role: "group", "aria-labelledby": question.id }, [
    question,
    element("p", { class: "hw-buttons" }, buttons),
  ]);
  live.append(group, said);
}
