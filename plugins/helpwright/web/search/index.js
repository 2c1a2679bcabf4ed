// @ts-check
/**
 * Opens the index that `search/folder.py` writes. Every file is loaded when it is first needed,
 * and kept.
 */

import {
  decodeCard,
  decodeFacet,
  decodeList,
  decodeRoot,
  decodeRules,
  decodeTerms,
  decodeVocabulary,
  unsqueeze,
} from "./shards.js";

const FORMAT = 2;
const LAST = "\uffff";

/** @typedef {import("./shards.js").Word} Word */
/** @typedef {import("./shards.js").Term} Term */
/** @typedef {import("./shards.js").Entry} Entry */
/** @typedef {import("./shards.js").Leaf} Leaf */
/** @typedef {(name: string) => Promise<ArrayBuffer>} Load gives a file of the index's folder */
/** @typedef {(name: string) => Promise<{stem: (word: string) => string}>} LoadStemmer */
/** @typedef {{first: string[], names?: string[], costs?: number[], pages?: string[]}} List */
/** @typedef {{first: string, name: string, cost: number, common: boolean}} Place of a leaf */

/**
 * @typedef {object} Root
 * @property {string} stemmer
 * @property {string} stop_words
 * @property {List} terms
 * @property {List | string} vocabulary
 * @property {List | string} backwards
 * @property {Record<string, string>} facets
 * @property {string} [rules]
 * @property {string} cards
 */

/**
 * @typedef {object} Rules
 * @property {Record<string, [asked: string[], found: string[]][]>} synonyms
 * @property {Record<string, [keys: string[], numbers: number[]][]>} promotions
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

/** What a site has in one language. */
export class Part {
  /**
   * @param {string} language
   * @param {number} documents how many there are
   * @param {string} name of the root
   * @param {Load} load
   * @param {LoadStemmer} loadStemmer
   */
  constructor(language, documents, name, load, loadStemmer) {
    this.language = language;
    this.documents = documents;
    this.name = name;
    this.load = load;
    this.loadStemmer = loadStemmer;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    /** @type {Map<string, Set<string>>} */
    this.surfaces = new Map();
    /** @type {Map<string, Promise<string>>} */
    this.corrections = new Map();
    /** @type {Set<string> | undefined} */
    this.stops = undefined;
  }

  /** @returns {Promise<Root>} */
  root() {
    return this.keep(`r-${this.name}.bin`, decodeRoot);
  }

  /** @returns {Promise<Set<string>>} */
  async stopWords() {
    this.stops ??= new Set((await this.root()).stop_words.split(" "));
    return this.stops;
  }

  /** @returns {Promise<Rules>} */
  async rules() {
    const { rules } = await this.root();
    return rules ? this.keep(`s-${rules}.bin`, decodeRules) : { synonyms: {}, promotions: {} };
  }

  /**
   * The stem of a folded word, from how it is spelled.
   * @param {string} spelled
   * @param {(word: string) => string} fold
   */
  async stem(spelled, fold) {
    const { stemmer } = await this.root();
    if (!stemmer || /[\ud800-\udfff]/.test(spelled)) return fold(spelled);
    return fold((await this.loadStemmer(stemmer)).stem(spelled));
  }

  /**
   * Where a word or a stem stands, if it stands anywhere.
   * @param {string} key
   * @returns {Promise<Place | undefined>}
   */
  async placeOf(key) {
    const [last] = (await this.places((await this.root()).terms, key, key)).slice(-1);
    return last && last.first <= key ? last : undefined;
  }

  /**
   * @param {Place} place
   * @returns {Promise<Leaf>}
   */
  leaf(place) {
    return this.keep(`t-${place.name}.bin`, (data) => {
      const leaf = decodeTerms(data);
      for (const { stem, surface } of leaf.words) {
        const known = this.surfaces.get(stem);
        if (known) known.add(surface);
        else this.surfaces.set(stem, new Set([surface]));
      }
      return leaf;
    });
  }

  /**
   * @param {string} stem
   * @returns {Promise<Term | undefined>}
   */
  async term(stem) {
    const place = await this.placeOf(stem);
    return place && (await this.leaf(place)).terms.get(stem);
  }

  /**
   * The surfaces of a stem, of those words that were loaded so far.
   * @param {string} stem
   * @returns {Iterable<string>}
   */
  surfacesOf(stem) {
    return this.surfaces.get(stem) ?? [];
  }

  /**
   * What a word that the site does not have was meant to be; found once.
   * @param {string} surface
   * @returns {Promise<string>}
   */
  correction(surface) {
    let promise = this.corrections.get(surface);
    if (!promise) {
      promise = import("./typos.js").then(({ undoTypo }) => undoTypo(this, surface));
      this.corrections.set(surface, promise);
      promise.catch(() => this.corrections.delete(surface));
    }
    return promise;
  }

  /**
   * The leaves of the vocabulary, or of its reverse, in which words with a prefix may stand; more
   * than `most` are not listed.
   * @param {"vocabulary" | "backwards"} name
   * @param {string} prefix
   * @param {number} most
   * @returns {Promise<Place[] | undefined>}
   */
  async span(name, prefix, most) {
    const root = await this.root();
    const given = root[name];
    /** @type {List} */
    const list = typeof given === "string" ? await this.keep(`l-${given}.bin`, decodeList) : given;
    const places = await this.places(list, prefix, prefix + LAST, 2);
    return places.length > most ? undefined : places;
  }

  /**
   * @param {Place[]} places
   * @param {string} prefix
   * @returns {Promise<Entry[]>}
   */
  async starting(places, prefix) {
    /** @type {Entry[][]} */
    const lists = await Promise.all(
      places.map(({ name }) => this.keep(`v-${name}.bin`, decodeVocabulary)),
    );
    return lists.flat().filter(([word]) => word.startsWith(prefix));
  }

  /**
   * @param {number} number
   * @returns {Promise<Card>}
   */
  async card(number) {
    return this.keep(`c-${(await this.root()).cards}/${number}.bin`, decodeCard);
  }

  /**
   * For each value of a facet the numbers of the documents that have it.
   * @param {string} facet
   * @returns {Promise<Map<string, number[]>>}
   */
  async facet(facet) {
    const name = (await this.root()).facets[facet];
    /** @type {Record<string, number[]>} */
    const values = name ? await this.keep(`f-${name}.bin`, decodeFacet) : {};
    return new Map(
      Object.entries(values).map(([value, gaps]) => {
        let number = 0;
        return [value, gaps.map((gap) => (number += gap))];
      }),
    );
  }

  /**
   * The leaves of a list that may have keys between two. Of a list with pages, more than `most`
   * pages are taken for more leaves than anybody wants.
   * @private
   * @param {List} list
   * @param {string} from
   * @param {string} to
   * @param {number} [most]
   * @returns {Promise<Place[]>}
   */
  async places(list, from, to, most = 2) {
    const start = Math.max(0, after(list.first, from) - 1);
    const end = after(list.first, to);
    if (list.pages) {
      const pages = list.pages.slice(start, end);
      if (pages.length > most) return Array(99).fill({});
      const lists = await Promise.all(pages.map((name) => this.keep(`l-${name}.bin`, decodeList)));
      const found = await Promise.all(lists.map((page) => this.places(page, from, to)));
      return found.flat();
    }
    const { first, names = [], costs = [] } = list;
    return first.slice(start, end).map((key, n) => ({
      first: key,
      name: names[start + n] ?? "",
      cost: Math.abs(costs[start + n] ?? 0),
      common: (costs[start + n] ?? 0) < 0,
    }));
  }

  /**
   * A file, loaded once; one that failed may be asked for again.
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
      throw new StoreError(name, error);
    }
  }
}

/** An open index. */
export class Index {
  /** @param {Part[]} parts */
  constructor(parts) {
    this.parts = parts;
  }
}

/**
 * @param {Load} load
 * @param {LoadStemmer} loadStemmer
 * @returns {Promise<Index>}
 * @throws {StoreError} if the index is missing, damaged, or of another format
 */
export async function openIndex(load, loadStemmer) {
  try {
    const meta = JSON.parse(new TextDecoder().decode(await load("meta.json")));
    if (meta.format !== FORMAT) throw new Error(`format ${meta.format}`);
    /** @type {[string, number, string][]} */
    const languages = meta.languages;
    return new Index(languages.map((language) => new Part(...language, load, loadStemmer)));
  } catch (error) {
    throw new StoreError("meta.json", error);
  }
}

/**
 * How many of some sorted texts are not after a key.
 * @param {string[]} sorted
 * @param {string} key
 */
function after(sorted, key) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
