// @ts-check
/**
 * Text to surfaces, exactly as `search/analysis.py` does when the site is built.
 * There is no stemmer here: the index lists the site's surfaces with their stems, and `index.js`
 * loads one for a word that is not among them.
 */

const CONTROLS = /[\x00-\x1f\x7f-\x9f\ue000]/g;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const APOSTROPHES = /[\u2018\u2019\u02bc`]/g;
const ACCENTS = /[\u0300-\u036f]/g;
const LETTERS = /[ßæœøłđðþ\u0131]/g;
/** @type {Record<string, string>} */
const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", "\u0131": "i" };
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}]|(?=[\u0300-\u30ff])\p{M})*/gu;
// Scripts written without spaces, and Hangul, whose words carry particles.
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}]/u;

/**
 * @typedef {object} Surface
 * @property {string} surface a folded word, or a bigram of a script without spaces
 * @property {number} start
 * @property {number} end
 */

/**
 * Lower case and compatibility forms; "don't" becomes "dont", "Ann's" becomes "ann".
 * @param {string} text
 */
export function normalize(text) {
  return text
    .replace(CONTROLS, " ")
    .normalize("NFKC")
    .toLowerCase()
    .replace(INVISIBLE, "")
    .replace(APOSTROPHES, "'")
    .replace(/n't(?![\p{L}\p{N}])/gu, "nt")
    .replace(/([\p{L}\p{N}])'s(?![\p{L}\p{N}])/gu, "$1");
}

/**
 * A word without accents, as in "cafe" for "café"; kana and Hangul keep their marks.
 * @param {string} word
 */
export function fold(word) {
  const bare = word.normalize("NFKD").replace(ACCENTS, "");
  return bare.replace(LETTERS, (letter) => PLAIN[letter] ?? letter).normalize("NFC");
}

/** @param {string} text */
export function isUnspaced(text) {
  return UNSPACED.test(text);
}

/**
 * The surfaces of a text, each with its place in it. The text of a query is normalized first.
 * @param {string} text
 * @returns {Surface[]}
 */
export function surfaces(text) {
  /** @type {Surface[]} */
  const found = [];
  for (const match of text.matchAll(WORD)) {
    for (const [piece, at] of split(match[0])) {
      const start = match.index + at;
      const surface = fold(piece);
      if (surface) found.push({ surface, start, end: start + piece.length });
    }
  }
  return found;
}

/**
 * A word, or the bigrams of a run without spaces in it, each with its offset.
 * @param {string} word
 * @returns {[string, number][]}
 */
function split(word) {
  if (!isUnspaced(word)) return [[word, 0]];
  /** @type {[string, number][]} */
  const pieces = [];
  let at = 0;
  for (const run of runs(word)) {
    const letters = Array.from(run);
    if (letters.length === 1 || !isUnspaced(run)) {
      pieces.push([run, at]);
    } else {
      let offset = at;
      for (let n = 0; n + 1 < letters.length; n += 1) {
        const [first = "", second = ""] = [letters[n], letters[n + 1]];
        pieces.push([first + second, offset]);
        offset += first.length;
      }
    }
    at += run.length;
  }
  return pieces;
}

/**
 * @param {string} word
 * @returns {string[]}
 */
function runs(word) {
  /** @type {string[]} */
  const found = [];
  let before = false;
  for (const letter of word) {
    const now = isUnspaced(letter);
    if (found.length && now === before) found[found.length - 1] += letter;
    else found.push(letter);
    before = now;
  }
  return found;
}
