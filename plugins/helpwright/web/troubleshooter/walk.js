// @ts-check
/**
 * Where answers lead: a compiled troubleshooter followed from its start. The twin of
 * `troubleshooters/walk.py`, step by step.
 */

import { evaluate, fault } from "./values.js";

const MOST_STEPS = 1000;
export const NOT_SURE = "not_sure";
export const NOT_HELPFUL = "not_helpful";

/** @typedef {import("./values.js").Value} Value */
/** @typedef {import("./values.js").Context} Context */

/**
 * An answer that counted; `way` is "not_sure", "fixed", "not_fixed", "not_helpful",
 * "option:<id>" or "rule:<number>".
 * @typedef {{step: string, name: string, value: Value, way: string}} Taken
 */

/**
 * Where answers lead. `at` is the step or outcome at which they end: `done` if that is an
 * outcome, `stuck` if no rule applies. `fault` says why the answer at `at` is not valid.
 * @typedef {object} Walk
 * @property {string[]} path
 * @property {string} at
 * @property {boolean} done
 * @property {boolean} stuck
 * @property {string} fault
 * @property {Taken[]} taken
 * @property {Record<string, Value>} values
 * @property {Record<string, number>} visits
 */

/**
 * @param {any} program
 * @param {Record<string, Value>} answers by name; the second time that a step is visited, "name~2"
 * @param {string} today such as "2026-11-21"
 * @returns {Walk}
 */
export function walk(program, answers, today) {
  /** @type {Record<string, Value>} */
  const values = Object.create(null);
  /** @type {Record<string, number>} */
  const visits = Object.create(null);
  const context = { values, today, facts: program.facts, tables: program.tables, visits };
  /** @type {string[]} */
  const path = [];
  /** @type {Taken[]} */
  const taken = [];
  let at = program.start;
  const ended = (/** @type {Partial<Walk>} */ more = {}) => ({
    ...{ path, at, done: false, stuck: false, fault: "", taken, values, visits },
    ...more,
  });
  while (path.length < MOST_STEPS) {
    path.push(at);
    const outcome = held(program.outcomes, at);
    if (outcome) {
      if (held(answers, at) !== NOT_HELPFUL || !held(outcome, NOT_HELPFUL)) return ended({ done: true });
      taken.push({ step: at, name: at, value: NOT_HELPFUL, way: NOT_HELPFUL });
      at = outcome[NOT_HELPFUL];
      continue;
    }
    const step = held(program.steps, at);
    if (!step) return ended({ stuck: true });
    const visit = (visits[at] = (visits[at] ?? 0) + 1);
    const called = step.name ?? at;
    const name = visit === 1 ? called : `${called}~${visit}`;
    if (!Object.hasOwn(answers, name)) return ended();
    const value = answers[name];
    const wrong = faultAt(step, value, context);
    if (wrong) return ended({ fault: wrong });
    values[called] = value === NOT_SURE ? null : value;
    for (const [computed, expression] of step.set ?? []) {
      values[computed] = evaluate(expression, context);
    }
    const [way, to] = wayOut(step, value, context);
    taken.push({ step: at, name, value, way });
    if (!to) return ended({ stuck: true });
    at = to;
  }
  return ended({ stuck: true });
}

/**
 * What way out it is, and where it leads; both "" if no rule applies.
 * @param {any} step
 * @param {Value} value
 * @param {Context} context
 * @returns {[way: string, to: string]}
 */
function wayOut(step, value, context) {
  if (value === NOT_SURE) return [NOT_SURE, step[NOT_SURE]];
  // Without a way of its own, an answer to what was tried goes by the rules.
  if (step.kind === "try" && step[String(value)]) return [String(value), step[String(value)]];
  for (const option of step.options ?? []) {
    if (option.id === value && option.go) return [`option:${value}`, option.go];
  }
  for (const [number, rule] of (step.rules ?? []).entries()) {
    const to = targetOf(rule, context);
    if (to) return [`rule:${number}`, to];
  }
  return ["", ""];
}

/**
 * @param {any} rule
 * @param {Context} context
 */
function targetOf(rule, context) {
  if ("if" in rule && evaluate(rule.if, context) !== true) return "";
  const to = "table" in rule ? evaluate(["table", rule.table, "to"], context) : rule.to;
  if (typeof to !== "string") return "";
  return "max" in rule && (context.visits[to] ?? 0) >= rule.max ? "" : to;
}

/**
 * @param {any} step
 * @param {Value} value
 * @param {Context} context
 */
function faultAt(step, value, context) {
  if (step.kind === "try") return value === "fixed" || value === "not_fixed" ? "" : "option";
  if (value === NOT_SURE) return NOT_SURE in step ? "" : "option";
  return fault(step, value, context);
}

/**
 * What an object from a file has under a key; "constructor" is an id like any other.
 * @param {any} object
 * @param {string} key
 */
function held(object, key) {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
