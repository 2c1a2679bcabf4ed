// @ts-check
/** What is shown, and what its placeholders stand for: the twin of `_lookup` in `showing.py`. */

import { evaluate, filled, shown } from "./core.js";
import { stepsOf } from "./graph.js";
import { walkHere } from "./state.js";

/** @typedef {import("./walk.js").Walk} Walk */

/**
 * What is shown, and what its texts and conditions may read.
 * @typedef {object} Scene
 * @property {any} program
 * @property {Record<string, string>} texts
 * @property {Record<string, string>} faults
 * @property {string} today
 * @property {import("./state.js").State} state
 * @property {Walk} walked up to what is shown
 * @property {string} id of what is shown
 * @property {import("./values.js").Context} context
 * @property {(name: string) => string | null} lookup
 * @property {(text: string) => string} fill a text of the program; what is not known is "…"
 */

/**
 * @param {any} program
 * @param {{ page: Record<string, string>, faults: Record<string, string> }} own
 * @param {import("./state.js").State} state
 * @param {string} today
 * @returns {Scene}
 */
export function sceneOf(program, { page: texts, faults }, state, today) {
  const walked = walkHere(program, state, today);
  const id = state.walk.path[state.index];
  const context = contextOf(program, walked, today);
  const lookup = lookupOf(program, walked, context);
  const fill = (/** @type {string} */ text) => filled(text, (name) => lookup(name) || "…");
  return { program, texts, faults, today, state, walked, id, context, lookup, fill };
}

/**
 * What expressions may read at the end of a walk.
 * @param {any} program
 * @param {Walk} walked
 * @param {string} today
 * @returns {import("./values.js").Context}
 */
function contextOf(program, { values, visits }, today) {
  return { values, today, facts: program.facts, tables: program.tables, visits };
}

/**
 * Finds what a name in a text stands for; null if it stands for nothing.
 * @param {any} program
 * @param {Walk} walked
 * @param {import("./values.js").Context} context
 * @returns {(name: string) => string | null}
 */
function lookupOf(program, walked, context) {
  const { language, facts, tables } = program;
  const values = Object.assign(Object.create(null), walked.values);
  /** @type {Record<string, any>} */
  const texts = Object.create(null);
  for (const [name, expression] of program.outcomes[walked.at]?.text ?? []) {
    texts[name] = values[name] = evaluate(expression, { ...context, values });
  }
  const amounts = program.amounts ?? {};
  /** @param {string} name what is known of the kind of what is worked out, as `shown` takes it */
  const kindOf = (name) =>
    Object.hasOwn(amounts, name) ? { type: "money", currency: amounts[name] } : null;
  return (name) => {
    if (name in texts) return shown(texts[name], kindOf(`${walked.at}.${name}`), language);
    for (const one of [name, name.replace(/\.label$/, "")]) {
      const [step] = stepsOf(program, one);
      if (step || one in walked.values) {
        return shown(walked.values[one] ?? null, step ?? kindOf(one), language);
      }
    }
    if (Object.hasOwn(facts, name)) {
      return shown(evaluate(facts[name], context), kindOf(name), language);
    }
    const at = name.lastIndexOf(".");
    const [table, output] = [name.slice(0, at), name.slice(at + 1)];
    const known = Object.hasOwn(tables, table) && tables[table].outputs.includes(output);
    return known ? shown(evaluate(["table", table, output], context), kindOf(name), language) : null;
  };
}
