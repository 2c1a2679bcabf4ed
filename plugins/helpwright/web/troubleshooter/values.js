// @ts-check
/**
 * What a compiled expression means: the twin of `troubleshooters/values.py`, to the last bit.
 * An expression is an array with an operator first, or a literal. Whatever does not fit gives
 * null, which stands for "unknown"; nothing throws. One file of vectors is run in both languages.
 *
 * @typedef {any} Json a value or an expression
 * @typedef {any} Value null, boolean, number, text, or a list of these
 * @typedef {Record<string, Json>} Named
 * @typedef {object} Context
 * @property {Named} values
 * @property {string} today such as "2026-11-21"
 * @property {Named} facts
 * @property {Named} tables
 * @property {Record<string, number>} visits
 */

const MOST_DEPTH = 150;
const DAY = 864e5;

/**
 * @param {Json} expression
 * @param {Context} context
 * @returns {Json} null if it is unknown
 */
export function evaluate(expression, context) {
  return valueOf(expression, context, new Map(), 0);
}

/** @param {Named} named @param {Json} name @returns {Json} */
const own = (named, name) => (Object.hasOwn(named, name) ? named[name] : null);

/** @param {Json} value @returns {value is number} */
const isNumber = (value) => Number.isFinite(value);

/** @param {Json} value @returns {value is string} */
const isText = (value) => typeof value === "string";

const isList = Array.isArray;

/** @param {Json} value @returns {Json} */
const plain = (value) =>
  isNumber(value) || isText(value) || isList(value) || typeof value === "boolean" ? value : null;

/** A result of arithmetic with at most nine decimals. @param {number} value */
const rounded = (value) => {
  const result = Math.floor(value * 1e9 + 0.5) / 1e9;
  return isNumber(result) ? result : null;
};

/**
 * A number with so many decimals, halves up: 1.005 with two decimals is 1.01.
 * @param {number} value
 * @param {number} digits
 */
export function roundTo(value, digits) {
  const power = Number(`1e${digits}`);
  const product = rounded(value * power);
  return product === null ? null : Math.floor(product + 0.5) / power;
}

/**
 * The days since 1970 of a text such as "2026-11-21"; null if it is none.
 * @param {Json} text
 */
export function dayOf(text) {
  if (!isText(text)) return null;
  const day = Date.parse(text) / DAY;
  // Engines parse more than ISO 8601, and 30 February as a day in March.
  return textOf(day) === text ? day : null;
}

/** @param {number} day */
const textOf = (day) =>
  day >= -719162 && day <= 2932896 ? new Date(day * DAY).toISOString().slice(0, 10) : null;

/**
 * -1, 0 or 1 for two numbers or two dates; null if they cannot be compared.
 * @param {Json} left
 * @param {Json} right
 */
export function order(left, right) {
  const both = [left, right];
  const [one, other] = both.every(isNumber) ? both : both.map(dayOf);
  return one === null || other === null ? null : Math.sign(one - other);
}

/** @param {Json} left @param {Json} right @returns {boolean} */
function same(left, right) {
  if (!isList(left) || !isList(right)) return plain(left) !== null && left === right;
  if (left.length !== right.length) return false;
  return left.every((item, n) => !isList(item) && same(item, right[n]));
}

/** @param {Json} cell @param {Json} value @returns {boolean} */
function fits(cell, value) {
  if (cell === null) return true;
  const [kind, low, withLow, high, withHigh] = cell;
  if (kind !== "range") {
    return low.some((/** @type {Json} */ item) => same(value, item)) === (kind === "=");
  }
  const above = low === null ? 1 : order(value, low);
  const below = high === null ? -1 : order(value, high);
  if (value === null || above === null || below === null) return false;
  return (above > 0 || (!above && withLow)) && (below < 0 || (!below && withHigh));
}

/** @param {(one: number, other: number) => number} compute */
const arithmetic = (compute) => (/** @type {Json} */ one, /** @type {Json} */ other) =>
  isNumber(one) && isNumber(other) ? rounded(compute(one, other)) : null;

/** @param {Json[]} accepted */
const ordered = (...accepted) => (/** @type {Json} */ one, /** @type {Json} */ other) =>
  accepted.includes(order(one, other));

/** @param {number} sign */
const extreme = (sign) => (/** @type {Json[]} */ ...values) =>
  values.reduce((best, value) => {
    const found = order(value, best);
    return found === null ? null : found === sign ? value : best;
  }, values[0]);

/** @param {(value: number) => number | null} compute */
const ofNumber = (compute) => (/** @type {Json} */ value) =>
  isNumber(value) ? compute(value) : null;

/** The day that a text names, at midnight UTC; null if it names none. @param {Json} text */
export const dateOf = (text) => {
  const day = dayOf(text);
  return day === null ? null : new Date(day * DAY);
};

/** @param {number} start @param {number} end @returns {(value: Json) => Json} */
const partOf = (start, end) => (value) =>
  dayOf(value) === null ? null : Number(value.slice(start, end));

/** @param {Json} start @param {Json} count @param {Json} unit */
function shift(start, count, unit) {
  const date = dateOf(start);
  if (!date || !Number.isInteger(count)) return null;
  if (unit === "days") return textOf(date.getTime() / DAY + count);
  if (unit !== "months") return null;
  const wanted = date.getUTCDate();
  // Day 0 of the month after is the last of this one; beyond what Date holds it is NaN.
  date.setUTCMonth(date.getUTCMonth() + count + 1, 0);
  return textOf(date.getTime() / DAY - Math.max(0, date.getUTCDate() - wanted));
}

/** @type {Record<string, (...values: Json[]) => Json>} */
const FUNCTIONS = {
  not: (value) => value !== true,
  "==": same,
  "!=": (one, other) => (one ?? other) !== null && !same(one, other),
  "<": ordered(-1),
  "<=": ordered(-1, 0),
  ">": ordered(1),
  ">=": ordered(1, 0),
  in: (value, items) => isList(items) && items.some((item) => same(value, item)),
  "+": arithmetic((one, other) => one + other),
  "-": arithmetic((one, other) => one - other),
  "*": arithmetic((one, other) => one * other),
  "/": arithmetic((one, other) => (other ? one / other : NaN)),
  neg: ofNumber((value) => rounded(-value)),
  min: extreme(-1),
  max: extreme(1),
  round: (value, digits = 0) =>
    isNumber(value) && /^\d$/.test(digits) && !isText(digits) ? roundTo(value, digits) : null,
  floor: ofNumber(Math.floor),
  ceil: ofNumber(Math.ceil),
  shift,
  days_between(one, other) {
    const [first, last] = [one, other].map(dayOf);
    return first === null || last === null ? null : last - first;
  },
  year: partOf(0, 4),
  month: partOf(5, 7),
  day: partOf(8, 10),
  weekday: (value) => dateOf(value) && (dateOf(value)?.getUTCDay() || 7),
  count: (value) => (isList(value) ? value.length : null),
  known: (value) => value !== null,
  lower: (value) => (isText(value) ? value.toLowerCase() : null),
  contains: (text, part) => isText(text) && isText(part) && text.includes(part),
};

/**
 * Facts and tables are found once, and are unknown within themselves.
 *
 * @param {Json} expression
 * @param {Context} context
 * @param {Map<string, Json>} found
 * @param {number} depth
 * @returns {Json}
 */
function valueOf(expression, context, found, depth) {
  if (!isList(expression)) return plain(expression);
  const [operator, one, two] = expression;
  const operands = expression.slice(1);
  if (depth > MOST_DEPTH) return null;
  /** @param {Json} inner */
  const value = (inner) => valueOf(inner, context, found, depth + 1);
  /** @param {string} key @param {() => Json} find */
  const once = (key, find) => {
    if (!found.has(key)) found.set(key, null).set(key, find());
    return found.get(key);
  };
  switch (operator) {
    case "lit":
      return plain(one);
    case "get":
      return plain(own(context.values, one));
    case "today":
      return dayOf(context.today) === null ? null : context.today;
    case "visits":
      return own(context.visits, one) ?? 0;
    case "and":
      return operands.every((inner) => value(inner) === true);
    case "or":
      return operands.some((inner) => value(inner) === true);
    case "case": {
      const pair = one.find((/** @type {Json} */ each) => value(each[0]) === true);
      return value(pair ? pair[1] : two);
    }
    case "fact":
      return once(one, () => value(own(context.facts, one)));
    case "table":
      return once(`${one}\n${two}`, () => output(own(context.tables, one), two, value));
  }
  return own(FUNCTIONS, operator)?.(...operands.map(value)) ?? null;
}

/** @param {Json} table @param {string} name @param {(inner: Json) => Json} value */
function output(table, name, value) {
  /** @type {Json[]} */
  const values = table?.inputs.map(value) ?? [];
  /** @type {Json[]} */
  const rows = (table?.rows ?? []).filter((/** @type {Json} */ row) =>
    values.every((each, n) => fits(row.cells[n] ?? null, each)),
  );
  if (!rows.length || (table.hit === "unique" && rows.length > 1)) return null;
  return value(rows[0].values[table.outputs.indexOf(name)]);
}

/**
 * Why an answer to a step is not valid: "required", "number", "decimals", "date", "min", "max",
 * "option", "length", "pattern", or "check:<n>", counted from 0. It is "" if it is valid.
 *
 * @param {Json} step
 * @param {Value} value
 * @param {Context} context
 * @returns {string}
 */
export function fault(step, value, context) {
  const empty = isList(value) && !value.length;
  if (empty && step.type === "multi" && "none" in step) return failedCheck(step, value, context);
  if (empty || (value ?? "") === "") return "required";
  if (value === "not_sure" && "not_sure" in step) return "";
  return faultOf(step, value, context) || failedCheck(step, value, context);
}

/** How many decimals a number or an amount of money may have. @param {Json} step */
export const decimalsOf = (step) =>
  step.decimals ?? (step.type === "money" && step.currency !== "JPY" ? 2 : 0);

/** @param {Json} step @param {Value} value @param {Context} context */
function failedCheck(step, value, context) {
  const within = { ...context, values: { ...context.values, [step.name]: value } };
  const n = (step.check ?? []).findIndex(
    (/** @type {Json} */ check) => evaluate(check.if, within) !== true,
  );
  return n < 0 ? "" : `check:${n}`;
}

/** @param {Json} step @param {Value} value @param {Context} context */
function faultOf(step, value, context) {
  switch (step.type) {
    case "number":
    case "money":
      if (!isNumber(value)) return "number";
      if (roundTo(value, decimalsOf(step)) !== value) return "decimals";
      return outOfRange(step, value, context);
    case "date":
      return dayOf(value) === null ? "date" : outOfRange(step, value, context);
    case "text": {
      if (!isText(value)) return "required";
      const { length } = [...value];
      if (length < (step.min_length ?? 0) || length > (step.max_length ?? 500)) return "length";
      return new RegExp(`^(?:${step.pattern ?? "[^]*"})$`, "u").test(value) ? "" : "pattern";
    }
  }
  const ids = (step.options ?? [])
    .filter((/** @type {Json} */ option) => evaluate(option.if ?? true, context) === true)
    .map((/** @type {Json} */ option) => option.id);
  if (step.kind === "try") ids.push("fixed", "not_fixed");
  const chosen = step.type === "multi" ? value : [value];
  const fits =
    isList(chosen) && chosen.every((each, n) => ids.includes(each) && chosen.indexOf(each) === n);
  return fits ? "" : "option";
}

// A bound that is unknown is none.
/** @param {Json} step @param {Value} value @param {Context} context */
function outOfRange(step, value, context) {
  if (order(value, evaluate(step.min ?? null, context)) === -1) return "min";
  return order(value, evaluate(step.max ?? null, context)) === 1 ? "max" : "";
}
