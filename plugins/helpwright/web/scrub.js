// @ts-check
/**
 * Takes out of a customer's words what may point to a person or open a door: mail addresses, web
 * addresses, keys, phone and card numbers, and any number of four digits or more.
 */

const LONGEST = 2000;
const MOST = 200;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;

/** @type {[pattern: RegExp, mark: string][]} In this order: an address may hold numbers. */
const PRIVATE = [
  [/(?:[a-z][a-z0-9+.-]{0,20}:\/\/|www\.)\S+/giu, "[link]"],
  [/\S{1,99}(?:@|\s?(?:\(at\)|\[at\])\s?)\S+|\S{1,99}\s@\s\S{1,99}\.\S+/giu, "[mail]"],
  [/(?<![\p{L}\p{N}])(?:[\p{L}\p{N}-]{1,63}\.){1,9}[a-z]{2,9}[/?#]\S*/giu, "[link]"],
  // Groups as in a licence key: "AB12-CD34-EF56".
  [/(?<![\p{L}\p{N}])(?=\S{0,60}\d)(?=\S{0,60}[A-Z])(?:[A-Z0-9]{4,9}-){2,9}[A-Z0-9]{4,}/gu, "[key]"],
  [/(?<![\p{L}\p{N}])(?=\S{0,60}\d\S{0,9}\d)(?=\S{0,60}[a-z])(?:[a-z0-9]{4,8}-){2,9}[a-z0-9]{4,}/giu, "[key]"],
  // Letters mixed with digits, or too long for a word.
  [/(?=[\w+/=]{0,60}\d)(?=[\w+/=]{0,60}[a-z])[\w+/=]{16,}/giu, "[key]"],
  [/[\w+/=]{40,}/gu, "[key]"],
  // Phone numbers, dates of birth, cards, addresses of computers: six digits with gaps.
  [/[+(]?\p{Nd}(?:[\s().:/\u2010-\u2015-]{0,3}\p{Nd}){5,}/gu, "[number]"],
  [/\p{Nd}{4,}/gu, "[number]"],
];

/**
 * The words without what is private, each such piece marked, cut to 200 characters.
 * @param {string} words
 * @returns {string}
 */
export function scrub(words) {
  const clean = PRIVATE.reduce(
    (text, [pattern, mark]) => text.replace(pattern, mark),
    plain(words),
  );
  return Array.from(clean.replace(/\s+/gu, " ").trim()).slice(0, MOST).join("");
}

/**
 * Whether words hold anything that `scrub` would take out.
 * @param {string} words
 */
export function isPrivate(words) {
  const text = plain(words);
  return PRIVATE.some(([pattern]) => text.search(pattern) >= 0);
}

/** @param {string} words */
function plain(words) {
  return words.slice(0, LONGEST).normalize("NFKC").replace(INVISIBLE, "");
}
