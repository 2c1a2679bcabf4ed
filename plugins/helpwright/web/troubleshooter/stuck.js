// @ts-check
/** Where no rule applies: the reader can change an answer, or write to somebody who may know. */

import { element } from "./markup.js";
import { completeOutcome } from "./outcome.js";

/**
 * Offer what an outcome that is a contact offers, with the answers so far.
 * @param {HTMLElement} section
 * @param {import("./scene.js").Scene} scene
 * @param {import("./outcome.js").Host} host
 */
export function offerContact(section, scene, host) {
  if (!host.element.dataset.contact) return;
  const { program, id, state, texts } = scene;
  const link = element("a", { class: "hw-button" }, [texts.write ?? ""]);
  const way = element("p", { class: "hw-contact" }, [link]);
  section.append(element("div", { class: "hw-stuck" }, [way]));
  const outcomes = { ...program.outcomes, [id]: { kind: "contact" } };
  const given = { ...scene, walked: state.walk, program: { ...program, outcomes } };
  completeOutcome(section, given, host);
}
