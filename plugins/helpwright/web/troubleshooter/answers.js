// @ts-check
/** What people type, read as values: the twin of `troubleshooters/answers.py`. */

import { STYLES, SYMBOLS, monthIn, styleOf } from "./formats.js";
import { dayOf } from "./values.js";

const SKIPPED = ["de", "del", "of", "st", "nd", "rd", "th", "er"];
const MOST_CHARACTERS = 60;

/**
 * The value that an answer stands for; text that is none stays text, nothing is null. Several
 * answers are a list of ids or separated by commas; "none" is the explicit empty answer.
 *
 * @param {any} step in the compiled form
 * @param {any} raw text, or a list of texts; other values stay as they are
 * @param {string} [language]
 * @returns {any}
 */
export function readAnswer(step, raw, language = "en") {
  const { type } = step;
  const isText = typeof raw === "string";
  if (type === "multi" && (isText || Array.isArray(raw))) {
    return several(step, isText ? raw.split(",") : raw);
  }
  if (!isText) return raw;
  const text = raw.trim();
  if (!text) return null;
  const isNumber = type === "number" || type === "money";
  if ((isNumber || type === "date") && [...text].length > MOST_CHARACTERS) return text;
  if (isNumber) return number(step, text, styleOf(language).group) ?? text;
  if (type === "date") return date(text) || text;
  return type === "text" ? text : option(step, text);
}

/** @param {any} step @param {string} text @returns {string} */
function option(step, text) {
  /** @type {{id: string, label: string}[]} */
  const options = step.options ?? [];
  if (options.some(({ id }) => id === text)) return text;
  return options.find(({ label }) => label.toLowerCase() === text.toLowerCase())?.id ?? text;
}

/** @param {any} step @param {any[]} parts */
function several(step, parts) {
  const chosen = parts
    .filter((part) => typeof part === "string")
    .map((part) => option(step, part.trim()))
    .filter(Boolean);
  /** @type {string[]} */
  const ids = (step.options ?? []).map((/** @type {any} */ one) => one.id);
  const none = chosen.length === 1 && chosen[0] === "none" && "none" in step;
  if (none && !ids.includes("none")) return [];
  const all = ids.filter((id) => chosen.includes(id));
  all.push(...chosen.filter((each) => !ids.includes(each)));
  return all.length ? all : null;
}

/** @param {any} step @param {string} raw @param {string} group */
function number(step, raw, group) {
  let text = raw.normalize("NFKC").replaceAll("\u2212", "-").replaceAll("\u2019", "'");
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  text = text.slice(sign.length).trim().toLowerCase();
  const { unit = "", currency = "" } = step;
  for (const name of [unit, currency, SYMBOLS[currency] ?? "", currency === "JPY" ? "円" : ""]) {
    const affix = name.normalize("NFKC").toLowerCase();
    if (affix && text.startsWith(affix)) text = text.slice(affix.length).trim();
    else if (affix && text.endsWith(affix)) text = text.slice(0, -affix.length).trim();
  }
  const mark = decimalMark(text, group);
  const at = mark ? text.lastIndexOf(mark) : -1;
  const whole = at < 0 ? text : text.slice(0, at);
  const decimals = at < 0 ? "0" : text.slice(at + 1);
  const grouped = /^(\d+|\d{1,3}([.,' ])\d{3}(?:\2\d{3})*)$/;
  if (!/^\d+$/.test(decimals) || !grouped.test(whole || "0")) return null;
  return Number(`${sign}${whole.replace(/\D/g, "") || 0}.${decimals}`);
}

/** @param {string} text @param {string} group */
function decimalMark(text, group) {
  const marks = text.match(/[.,]/g) ?? [];
  if (new Set(marks).size === 2) return marks.at(-1);
  const [mark = ""] = marks;
  if (marks.length !== 1) return "";
  const grouped = /^[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  return grouped && mark === (group === "," ? "," : ".") ? "" : mark;
}

/** @param {string} text */
const bare = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** @param {string} raw */
function date(raw) {
  const text = bare(raw);
  if (!/^[\da-z \t.,/年月日-]*$/.test(text)) return "";
  const parts = (text.match(/\d+|[a-z]+/g) ?? []).filter((part) => !SKIPPED.includes(part));
  if (parts.length !== 3) return "";
  if (/^\d{4}$/.test(parts[0] ?? "")) parts.reverse();
  let [day = "", month = "", year = ""] = parts;
  if (/[a-z]/.test(day)) [day, month] = [month, day];
  if (!/^\d{1,2}$/.test(day) || !/^\d{4}$/.test(year)) return "";
  const found = `${year}-${two(monthOf(month))}-${two(day)}`;
  return dayOf(found) === null ? "" : found;
}

/** @param {number | string} value */
const two = (value) => `${value}`.padStart(2, "0");

/** The number of a month; 0 if the word is none, or may be several. @param {string} word */
function monthOf(word) {
  if (/^\d{1,2}$/.test(word)) return word;
  const found = new Set();
  for (const style of word.length > 2 ? Object.values(STYLES) : []) {
    for (let n = 0; n < 12; n += 1) {
      if (bare(monthIn(style, new Date(Date.UTC(2000, n)))).startsWith(word)) found.add(n + 1);
    }
  }
  return found.size === 1 ? [...found][0] ?? 0 : 0;
}
