// @ts-check
/** What to say of an answer that is not valid, and how far it is to the end. */

import { decimalsOf, evaluate, shown } from "./core.js";


/** A text with its places {0} and {1} filled. @param {string} text @param {(string | number)[]} values */
export const put = (text = "", ...values) =>
  text.replace(/\{(\d)\}/g, (_, n) => `${values[Number(n)] ?? ""}`);

/**
 * The message for a fault: the writer's own, or one that says what is expected.
 * @param {import("./scene.js").Scene} scene
 * @param {string} fault
 * @param {import("./values.js").Value} value
 * @returns {string}
 */
export function messageOf({ program, id, faults, context, fill }, fault, value) {
  const step = program.steps[id];
  const { type } = step;
  const [kind = "", n = ""] = fault.split(":");
  const own = kind === "check" ? step.check[Number(n)].error : step.error;
  if (own) return fill(own);
  /** @param {string} key @param {(string | number)[]} given */
  const say = (key, ...given) => put(faults[key], ...given);
  switch (kind) {
    case "required":
      return say(faults[type] ? type : "choose");
    case "option":
      return say(type === "lookup" ? type : "choose");
    case "decimals":
      return say(decimalsOf(step) ? kind : "whole", decimalsOf(step));
    case "length": {
      const least = step.min_length ?? 0;
      return [...value].length < least ? say("short", least) : say("long", step.max_length ?? 500);
    }
    case "min":
    case "max": {
      const ends = [step.min, step.max].map((end) =>
        shown(evaluate(end ?? null, context), step, program.language),
      );
      const key = ends.every(Boolean) ? "between" : kind;
      return say(type === "date" ? `date_${key}` : key, ...ends.filter(Boolean));
    }
  }
  return say(kind);
}

/**
 * "2 to 5 questions left", from the shortest and the longest way, which may have no end; "" if
 * that is not known.
 * @param {import("./scene.js").Scene} scene
 */
export function leftText({ program, id, texts }) {
  const [least, most] = program.left?.[id] ?? [];
  if (most === null) return put(texts.left_least, least);
  if (!most) return "";
  if (least !== most) return put(texts.left_between, least, most);
  return most === 1 ? texts.left_one : put(texts.left, most);
}
