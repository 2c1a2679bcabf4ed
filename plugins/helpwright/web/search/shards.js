// @ts-check
/**
 * Reads the index that `search/index.py` writes: `meta.json` and gzip shards, each loaded when
 * first needed and kept. The bytes of a shard are described in `search/shards.py`.
 */

const FORMAT = 1;
const LAST = "\uffff";

/** @typedef {(name: string) => Promise<ArrayBuffer>} Load gives a file of the index's folder */

/**
 * @typedef {object} Meta
 * @property {number} format
 * @property {number} documents
 * @property {number} vocabulary
 * @property {[language: string, first: number, count: number][]} languages
 * @property {Record<string, string>} stop_words
 * @property {Record<string, string>} endings
 * @property {[first: string, name: string][]} words
 * @property {[first: string, name: string][]} postings
 * @property {{prefix: string, size: number}} cards
 */

/** @typedef {{surface: string, stem: string, commonness: number}} Word */

/**
 * @typedef {object} Term
 * @property {number} weight
 * @property {number[]} documents
 * @property {Uint8Array} impacts
 * @property {Uint8Array} sections
 */

/**
 * What a result shows of its document; empty fields are left out.
 * @typedef {object} Card
 * @property {string} url
 * @property {string} title
 * @property {string} [description]
 * @property {string} [kind]
 * @property {string} [type]
 * @property {string} [category]
 * @property {string[]} [applies_to]
 * @property {string} [language]
 * @property {boolean} [promoted]
 * @property {[anchor: string, heading: string, text: string][]} [sections]
 */

/** The index cannot be loaded or read; `part` names the file. */
export class StoreError extends Error {
  /**
   * @param {string} part
   * @param {unknown} cause
   */
  constructor(part, cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The search index cannot be read (${part}: ${reason}).`);
    this.name = "StoreError";
    this.part = part;
  }
}

/** An open index. Everything it gives out comes from shards that are loaded once. */
export class Index {
  /**
   * @param {Meta} meta
   * @param {Load} load
   */
  constructor(meta, load) {
    this.meta = meta;
    /** @type {Load} */
    this.load = load;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    /** @type {Word[][]} */
    this.seen = [];
  }

  /**
   * The words that begin with a prefix, in their order; all words for "".
   * @param {string} prefix
   * @returns {Promise<Word[]>}
   */
  async wordsFrom(prefix) {
    const words = await this.wordsBetween(prefix, prefix + LAST);
    return words.filter((word) => word.surface.startsWith(prefix));
  }

  /**
   * The stems of a surface; more than one where languages differ.
   * @param {string} surface
   * @returns {Promise<string[]>}
   */
  async stemsOf(surface) {
    const words = await this.wordsBetween(surface, surface);
    return words.filter((word) => word.surface === surface).map((word) => word.stem);
  }

  /**
   * @param {string} stem
   * @returns {Promise<Term | undefined>}
   */
  async term(stem) {
    const shard = this.meta.postings.filter(([first]) => first <= stem).at(-1);
    if (!shard) return undefined;
    /** @type {Map<string, Term>} */
    const terms = await this.keep(shard[1], decodePostings);
    return terms.get(stem);
  }

  /**
   * @param {number} number
   * @returns {Promise<Card>}
   */
  async card(number) {
    const { prefix, size } = this.meta.cards;
    const name = `${prefix}${Math.floor(number / size)}.bin`;
    /** @type {Card[]} */
    const cards = await this.keep(name, decodeCards);
    const card = cards[number % size];
    if (!card) throw new StoreError(name, "a card is missing");
    return card;
  }

  /**
   * The surfaces of a stem, of those words that were loaded so far.
   * @param {string} stem
   * @returns {string[]}
   */
  surfacesOf(stem) {
    return this.seen.flatMap((words) =>
      words.filter((word) => word.stem === stem).map((word) => word.surface),
    );
  }

  /**
   * @private
   * @param {string} from
   * @param {string} to
   * @returns {Promise<Word[]>}
   */
  async wordsBetween(from, to) {
    const shards = this.meta.words;
    // A surface with two stems may end one shard and begin the next.
    const start = Math.max(0, shards.filter(([first]) => first < from).length - 1);
    const wanted = shards.slice(start).filter(([first]) => first <= to);
    const lists = await Promise.all(
      wanted.map(([, name]) =>
        this.keep(name, (data) => {
          const words = decodeWords(data);
          this.seen.push(words);
          return words;
        }),
      ),
    );
    return lists.flat();
  }

  /**
   * A shard, loaded once; one that failed may be asked for again.
   * @private
   * @param {string} name
   * @param {(data: Uint8Array) => any} decode
   * @returns {Promise<any>}
   */
  keep(name, decode) {
    let promise = this.kept.get(name);
    if (!promise) {
      promise = this.fetch(name, decode);
      this.kept.set(name, promise);
      promise.catch(() => this.kept.delete(name));
    }
    return promise;
  }

  /**
   * @private
   * @param {string} name
   * @param {(data: Uint8Array) => any} decode
   */
  async fetch(name, decode) {
    try {
      return decode(await unsqueeze(await this.load(name)));
    } catch (error) {
      throw error instanceof StoreError ? error : new StoreError(name, error);
    }
  }
}

/**
 * @param {Load} load
 * @returns {Promise<Index>}
 * @throws {StoreError} if the index is missing, damaged, or of another format
 */
export async function openIndex(load) {
  try {
    const meta = JSON.parse(utf8().decode(await load("meta.json")));
    if (meta.format !== FORMAT) throw new Error(`format ${meta.format}`);
    return new Index(meta, load);
  } catch (error) {
    throw error instanceof StoreError ? error : new StoreError("meta.json", error);
  }
}

/**
 * @param {ArrayBuffer} data
 * @returns {Promise<Uint8Array>}
 */
async function unsqueeze(data) {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function utf8() {
  return new TextDecoder("utf-8", { fatal: true });
}

/** @param {Uint8Array} data */
function decodeCards(data) {
  return JSON.parse(utf8().decode(data));
}

/**
 * @param {Uint8Array} data
 * @returns {Word[]}
 */
function decodeWords(data) {
  const reader = new Reader(data, "w");
  const found = reader.frontCoded(reader.varint());
  const dropped = reader.take(found.length);
  const added = reader.texts(found.length);
  const commonness = reader.take(found.length);
  return found.map((surface, n) => ({
    surface,
    stem: surface.slice(0, surface.length - (dropped[n] ?? 0)) + (added[n] ?? ""),
    commonness: commonness[n] ?? 0,
  }));
}

/**
 * @param {Uint8Array} data
 * @returns {Map<string, Term>}
 */
function decodePostings(data) {
  const reader = new Reader(data, "p");
  const stems = reader.frontCoded(reader.varint());
  const weights = stems.map(() => reader.varint());
  const frequencies = stems.map(() => reader.varint());
  const documents = frequencies.map((df) => {
    let number = -1;
    return Array.from({ length: df }, () => (number += reader.varint() + 1));
  });
  const impacts = frequencies.map((df) => reader.take(df));
  const sections = frequencies.map((df) => reader.take(df));
  return new Map(
    stems.map((stem, n) => [
      stem,
      {
        weight: weights[n] ?? 0,
        documents: documents[n] ?? [],
        impacts: impacts[n] ?? new Uint8Array(),
        sections: sections[n] ?? new Uint8Array(),
      },
    ]),
  );
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
    if (String.fromCharCode(...this.take(1)) !== kind) throw new Error("another kind of shard");
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
    for (let factor = 1; factor < 2 ** 42; factor *= 128) {
      const byte = this.take(1)[0] ?? 0;
      number += (byte & 127) * factor;
      if (byte < 128) return number;
    }
    throw new Error("a number is too long");
  }

  /**
   * @param {number} count
   * @returns {string[]}
   */
  texts(count) {
    const texts = utf8().decode(this.take(this.varint())).split("\n");
    if (count && texts.length !== count) throw new Error("a column has another length");
    return count ? texts : [];
  }

  /**
   * @param {number} count
   * @returns {string[]}
   */
  frontCoded(count) {
    const shared = this.take(count);
    let before = "";
    return this.texts(count).map((rest, n) => (before = before.slice(0, shared[n]) + rest));
  }
}
