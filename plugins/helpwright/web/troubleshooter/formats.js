// @ts-check
/**
 * How values read in a text: the twin of `troubleshooters/formats.py`. English, German, Spanish,
 * French and Japanese; other languages read as English.
 */

import { dateOf, decimalsOf, roundTo } from "./values.js";

const SPACE = "\u00a0";
const MOST_DIGITS = 15;
const PLACEHOLDER = /\{(\{\w[\w-]*(?:\.[\w-]+)*\})\}|\{\{|\{(\w[\w-]*(?:\.[\w-]+)*)\}/g;

/**
 * @typedef {object} Style
 * @property {string} code
 * @property {string} yes
 * @property {string} no
 * @property {string} last before the last of several
 * @property {string} decimal
 * @property {string} group
 * @property {boolean} before whether a currency stands before the amount
 * @property {string} day with "d", "m" and "y" in braces
 */

/** @type {Record<string, Style>} */
export const STYLES = {};
for (const texts of [
  "en|Yes|No| and |.|,|{d} {m} {y}",
  "de|Ja|Nein| und |,|.|{d}. {m} {y}",
  "es|Sí|No| y |,|.|{d} de {m} de {y}",
  "fr|Oui|Non| et |,|\u202f|{d} {m} {y}",
  "ja|はい|いいえ|、|.|,|{y}年{m}月{d}日",
]) {
  const [code = "", yes = "", no = "", last = "", decimal = "", group = "", day = ""] =
    texts.split("|");
  STYLES[code] = { code, yes, no, last, decimal, group, day, before: decimal === "." };
}
/** @type {Record<string, string>} */
export const SYMBOLS = { EUR: "€", USD: "$", GBP: "£", JPY: "¥" };

/** @param {string} language such as "de" or "de-AT" @returns {Style} */
export function styleOf(language) {
  const code = language.toLowerCase().split(/[-_]/)[0] ?? "";
  return (Object.hasOwn(STYLES, code) && STYLES[code]) || /** @type {Style} */ (STYLES.en);
}

/**
 * A value as a reader sees it; "" if it is unknown.
 *
 * @param {any} value an answer, or the value of an expression
 * @param {any} step that asked for it, or `{type, currency, unit, decimals}`, or null
 * @param {string} language
 * @returns {string}
 */
export function shown(value, step, language) {
  const chosen = styleOf(language);
  if (!Array.isArray(value)) return label(value, step ?? {}, chosen);
  const labels = value.map((item) => label(item, step ?? {}, chosen));
  if (labels.length < 2) return labels[0] ?? step?.none ?? "";
  const { last } = chosen;
  return labels.slice(0, -1).join(last === "、" ? last : ", ") + last + labels.at(-1);
}

/**
 * A text with its placeholders filled, such as {version} or {browser.label}. A name for which
 * `lookup` has null stays as it is. `{{` is a brace, `{{name}}` is "{name}".
 *
 * @param {string} text
 * @param {(name: string) => string | null} lookup
 */
export const filled = (text, lookup) =>
  text.replace(PLACEHOLDER, (all, escaped, found) =>
    found ? lookup(found) ?? all : escaped ?? "{",
  );

/** @param {any} value @param {any} step @param {Style} style @returns {string} */
function label(value, step, style) {
  if (typeof value === "boolean") return value ? style.yes : style.no;
  if (typeof value === "string") {
    const date = (step.type ?? "date") === "date" && dateOf(value);
    if (date) return day(date, style);
    return step.options?.find((/** @type {any} */ one) => one.id === value)?.label ?? value;
  }
  if (!Number.isFinite(value)) return "";
  return step.type === "money" ? money(value, step, style) : count(value, step, style);
}

/** @param {Date} date @param {Style} style */
function day(date, style) {
  const d = date.getUTCDate();
  // French counts the first day of a month as "1er".
  const first = style.code === "fr" && d === 1 ? "1er" : `${d}`;
  const year = `${date.getUTCFullYear()}`;
  return style.day.replace("{d}", first).replace("{m}", monthIn(style, date)).replace("{y}", year);
}

/** The name of a month; in Japanese its number. @param {Style} style @param {Date} date */
export const monthIn = ({ code }, date) =>
  date.toLocaleDateString(code, { month: "long", timeZone: "UTC" }).replace("月", "");

/** @param {number} value @param {any} step @param {Style} style */
function count(value, step, style) {
  // Years and versions are numbers, too: short ones are not grouped.
  const { length } = `${Math.trunc(Math.abs(value))}`;
  const text = fixed(value, Math.max(0, Math.min(9, MOST_DIGITS - length)), style, 5);
  if (!step.unit) return text;
  return `${text}${step.unit === "%" && style.before ? "" : SPACE}${step.unit}`;
}

/** @param {number} value @param {any} step @param {Style} style */
function money(value, step, style) {
  const { currency } = step;
  const digits = decimalsOf(step);
  // Spanish does not group four digits.
  const text = fixed(value, digits, style, style.code === "es" ? 5 : 4, digits);
  if (!currency) return text;
  if (currency === "JPY" && style.last === "、") return `${text}円`;
  const symbol = SYMBOLS[currency] ?? currency + (style.before ? SPACE : "");
  return style.before ? text.replace(/\d/, (digit) => symbol + digit) : text + SPACE + symbol;
}

/** @param {number} value @param {number} digits @param {Style} style @param {number} from */
function fixed(value, digits, style, from, least = 0) {
  const size = Math.abs(value);
  const units = Math.floor((roundTo(size, digits) ?? NaN) * 10 ** digits + 0.5);
  // What a double cannot count exactly has no decimals worth showing.
  const exact = Number.isSafeInteger(units);
  const text = exact
    ? `${units}`.padStart(digits + 1, "0")
    : BigInt(Math.trunc(size)) + "0".repeat(digits);
  const at = text.length - digits;
  let [whole, decimals] = [text.slice(0, at), text.slice(at)];
  if (!least) decimals = decimals.replace(/0+$/, "");
  if (whole.length >= from) whole = whole.replace(/\d(?=(\d{3})+$)/g, `$&${style.group}`);
  return (value < 0 ? "-" : "") + whole + (decimals && style.decimal + decimals);
}
