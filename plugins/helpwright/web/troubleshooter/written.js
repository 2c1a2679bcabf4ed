// @ts-check
/** Answers as they stand in an address, and read back from it: by ids, never as somebody typed. */

import { dayOf } from "./core.js";
import { stepsOf } from "./graph.js";


/** @typedef {import("./values.js").Value} Value */

const NO_OPTION = "none";

/**
 * The value that a text of an address stands for; undefined if no step takes it.
 * @param {any[]} steps those that ask for the name
 * @param {string} text
 * @returns {Value | undefined}
 */
export function parseAnswer(steps, text) {
  for (const step of steps) {
    const value = parsedFor(step, text);
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * @param {any} program
 * @param {string} name
 * @param {Value} value
 */
export function writeAnswer(program, name, value) {
  if (!Array.isArray(value)) return `${value}`;
  const isOption = stepsOf(program, name).some(({ options }) => hasOption(options, NO_OPTION));
  return value.join(",") || (isOption ? "" : NO_OPTION);
}

/** @param {any} step @param {string} text @returns {Value | undefined} */
function parsedFor(step, text) {
  const { type, kind, options } = step;
  if (kind === "try") return text === "fixed" || text === "not_fixed" ? text : undefined;
  if (!type) return text === "not_helpful" ? text : undefined;
  if (text === "not_sure" && "not_sure" in step) return text;
  if (type === "text") return text;
  if (type === "date") return dayOf(text) === null ? undefined : text;
  if (type === "number" || type === "money") {
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) && Number.isFinite(+text) ? +text : undefined;
  }
  if (type !== "multi") return hasOption(options, text) ? text : undefined;
  if ("none" in step && (!text || (text === NO_OPTION && !hasOption(options, NO_OPTION)))) return [];
  const chosen = text.split(",");
  if (!chosen.every((id) => hasOption(options, id))) return undefined;
  return options.map((/** @type {any} */ one) => one.id).filter((/** @type {string} */ id) => chosen.includes(id));
}

/** @param {{id: string}[] | undefined} options @param {string} id */
const hasOption = (options = [], id) => options.some((one) => one.id === id);
