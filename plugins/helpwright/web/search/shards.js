// @ts-check
/** The bytes of a shard, as `search/shards.py` describes and writes them. */

/** @typedef {{surface: string, stem: string, commonness: number}} Word */
/** @typedef {[word: string, commonness: number]} Entry of a vocabulary */

/**
 * @typedef {object} Term
 * @property {number} weight
 * @property {Int32Array} documents
 * @property {Uint8Array} impacts
 * @property {Uint8Array} sections
 */

/** @typedef {{words: Word[], terms: Map<string, Term>}} Leaf */

/** @typedef {import("./part.js").Card} Card */
/** @typedef {import("./leaves.js").List} List */
/** @typedef {import("./part.js").Root} Root */
/** @typedef {import("./part.js").Rules} Rules */

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const BEYOND = /[\ud800-\udfff]/;
const HIGHEST_WEIGHT = 0xffff;
const MOST_SLOTS = 2 ** 26;

/**
 * @param {ArrayBuffer} data
 * @returns {Promise<Uint8Array>}
 */
export async function unsqueeze(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {Uint8Array} data */
function decodeJson(data) {
  return JSON.parse(decoder.decode(data));
}

/**
 * @param {Uint8Array} data
 * @returns {Root}
 */
export function decodeRoot(data) {
  const root = decodeJson(data);
  const { stemmer, stop_words, cards, rules = "", facets, terms, vocabulary, backwards } = root;
  must(areTexts([stemmer, stop_words, rules, ...Object.values(facets)]));
  must(areTexts(cards.folders) && cards.slots > 0 && areNumbers([cards.slots]));
  must(cards.slots * cards.folders.length <= MOST_SLOTS);
  mustBeList(terms);
  for (const list of [vocabulary, backwards]) if (typeof list !== "string") mustBeList(list);
  return root;
}

/**
 * @param {Uint8Array} data
 * @returns {List}
 */
export function decodeList(data) {
  const list = decodeJson(data);
  mustBeList(list);
  return list;
}

/**
 * @param {Uint8Array} data
 * @returns {Rules}
 */
export function decodeRules(data) {
  const rules = decodeJson(data);
  const synonyms = Object.values(rules.synonyms).flat();
  const promotions = Object.values(rules.promotions).flat();
  must([...synonyms, ...promotions].every((row) => row.length === 2 && areTexts(row[0])));
  must(synonyms.every((row) => areTexts(row[1])) && promotions.every((row) => areNumbers(row[1])));
  return rules;
}

/**
 * @param {Uint8Array} data
 * @returns {Record<string, number[]>}
 */
export function decodeFacet(data) {
  const values = decodeJson(data);
  must(Object.values(values).every((numbers) => areNumbers(numbers)));
  return values;
}

/**
 * @param {Uint8Array} data
 * @returns {Card}
 */
export function decodeCard(data) {
  const given = decodeJson(data);
  must(typeof given === "object" && given !== null && !Array.isArray(given));
  const card = { url: "", title: "", ...given };
  const { sections = [], applies_to = [], url, title, description = "", category = "" } = card;
  must(areTexts([url, title, description, category]) && areTexts(applies_to));
  must(sections.every((/** @type {unknown} */ section) => areTexts(section, 3)));
  return card;
}

/** @param {any} list */
function mustBeList({ first, names, costs, pages }) {
  must(areTexts(first));
  if (pages) must(areTexts(pages, first.length));
  else must(areTexts(names, first.length) && areNumbers(costs, first.length));
}

/**
 * @param {any} values
 * @param {number} [count]
 */
function areTexts(values, count = values.length) {
  return are((one) => typeof one === "string", values, count);
}

/**
 * @param {any} values
 * @param {number} [count]
 */
function areNumbers(values, count = values.length) {
  return are(Number.isInteger, values, count);
}

/**
 * @param {(value: unknown) => boolean} right
 * @param {any} values
 * @param {number} count
 */
function are(right, values, count) {
  return Array.isArray(values) && values.length === count && values.every((one) => right(one));
}

/** @param {boolean} right */
function must(right) {
  if (!right) throw new Error("not what was written");
}

/**
 * @param {Uint8Array} data
 * @returns {Leaf}
 */
export function decodeTerms(data) {
  const reader = new Reader(data, "t");
  const keys = reader.frontCoded(reader.varint());
  const flags = [...reader.take(keys.length)];
  const surfaces = keys.flatMap((key, n) => Array(flags[n] >> 1).fill(key));
  const stems = keys.filter((_, n) => flags[n] & 1);
  const dropped = reader.take(surfaces.length);
  const added = reader.texts(surfaces.length);
  const commonness = reader.take(surfaces.length);
  const words = surfaces.map((surface, n) => ({
    surface,
    stem: stemOf(surface, dropped[n], added[n]),
    commonness: commonness[n],
  }));
  const weights = stems.map(() => reader.varint());
  must(weights.every((weight) => weight <= HIGHEST_WEIGHT));
  const frequencies = stems.map(() => reader.varint());
  const documents = frequencies.map((df) => reader.ascending(df));
  const impacts = frequencies.map((df) => reader.take(df));
  const sections = frequencies.map((df) => reader.take(df));
  reader.end();
  /** @type {Map<string, Term>} */
  const terms = new Map();
  stems.forEach((stem, n) => {
    const [weight, numbers] = [weights[n], documents[n]];
    terms.set(stem, { weight, documents: numbers, impacts: impacts[n], sections: sections[n] });
  });
  return { words, terms };
}

/**
 * @param {Uint8Array} data
 * @returns {Entry[]}
 */
export function decodeVocabulary(data) {
  const reader = new Reader(data, "v");
  const words = reader.frontCoded(reader.varint());
  const commonness = reader.take(words.length);
  reader.end();
  return words.map((word, n) => [word, commonness[n]]);
}

/**
 * The first letters of a text, of which none takes two units.
 * @param {string} text
 * @param {number} count
 */
function beginning(text, count) {
  const kept = text.slice(0, count);
  must(kept.length === count && !BEYOND.test(kept));
  return kept;
}

/**
 * @param {string} surface
 * @param {number} drop
 * @param {string} more
 */
function stemOf(surface, drop, more) {
  must(!drop || (drop <= surface.length && !BEYOND.test(surface)));
  return surface.slice(0, surface.length - drop) + more;
}

/** Walks over the bytes of a shard; reading past the end is an error. */
class Reader {
  /**
   * @param {Uint8Array} data
   * @param {string} kind
   */
  constructor(data, kind) {
    this.data = data;
    this.at = 0;
    if (this.take(1)[0] !== kind.charCodeAt(0)) throw new Error("another kind of shard");
  }

  /** @param {number} count */
  take(count) {
    const piece = this.data.subarray(this.at, this.at + count);
    if (piece.length < count) throw new Error("ends too soon");
    this.at += count;
    return piece;
  }

  varint() {
    let number = 0;
    for (let factor = 1; factor < 2 ** 35; factor *= 128) {
      const byte = this.take(1)[0];
      number += (byte & 127) * factor;
      if (byte < 128) return number;
    }
    throw new Error("a number is too long");
  }

  /**
   * Slots of documents, each more than the one before.
   * @param {number} count
   */
  ascending(count) {
    if (count > this.data.length) throw new Error("ends too soon");
    const numbers = new Int32Array(count);
    let before = -1;
    for (let n = 0; n < count; n += 1) {
      before += this.varint() + 1;
      numbers[n] = before;
    }
    if (before > 2 ** 31 - 1) throw new Error("numbers that no site has");
    return numbers;
  }

  /**
   * @param {number} count
   * @returns {string[]}
   */
  texts(count) {
    const texts = decoder.decode(this.take(this.varint())).split("\n");
    if (texts.length !== Math.max(count, 1) || (!count && texts[0])) {
      throw new Error("a column has another length");
    }
    return count ? texts : [];
  }

  /**
   * @param {number} count
   * @returns {string[]}
   */
  frontCoded(count) {
    const shared = this.take(count);
    let before = "";
    return this.texts(count).map((rest, n) => (before = beginning(before, shared[n]) + rest));
  }

  end() {
    if (this.at < this.data.length) throw new Error("goes on too long");
  }
}
