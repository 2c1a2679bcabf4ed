// @ts-check
/** What a site has in one language. Every file is loaded when it is first needed, and kept. */

import { placesIn } from "./leaves.js";
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

const LAST = "\uffff";

/** @typedef {import("./leaves.js").List} List */
/** @typedef {import("./leaves.js").Place} Place */
/** @typedef {import("./shards.js").Term} Term */
/** @typedef {import("./shards.js").Entry} Entry */
/** @typedef {import("./shards.js").Leaf} Leaf */
/** @typedef {(name: string) => Promise<ArrayBuffer>} Load gives a file of the index's folder */
/** @typedef {(name: string) => Promise<{stem: (word: string) => string}>} LoadStemmer */

/**
 * @typedef {object} Root
 * @property {string} stemmer
 * @property {string} stop_words
 * @property {List} terms
 * @property {List | string} vocabulary
 * @property {List | string} backwards
 * @property {Record<string, string>} facets
 * @property {string} [rules]
 * @property {{slots: number, folders: string[]}} cards folders for so many slots each
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

/** The documents of one language, and all that finds them. */
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
    /** @type {(name: string) => Promise<List>} */
    this.list = (name) => this.keep(`l-${name}.bin`, decodeList);
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
    /** @type {Map<string, Set<string>>} */
    this.surfaces = new Map();
    /** @type {Map<string, Promise<string>>} */
    this.corrections = new Map();
    /** @type {Set<string> | undefined} */
    this.stops = undefined;
    /** @type {Set<string> | undefined} */
    this.ruled = undefined;
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
   * What rules know words by.
   * @returns {Promise<Set<string>>}
   */
  async ruleKeys() {
    if (!this.ruled) {
      const { synonyms, promotions } = await this.rules();
      const rows = [...Object.values(synonyms), ...Object.values(promotions)].flat();
      this.ruled = new Set(rows.flatMap(([keys]) => keys));
    }
    return this.ruled;
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
    const { terms } = await this.root();
    const [last] = (await placesIn(terms, key, key, this.list)).slice(-1);
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
    const list = typeof given === "string" ? await this.list(given) : given;
    const places = await placesIn(list, prefix, prefix + LAST, this.list);
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

  /** More than the slot of any document: their numbers have gaps. */
  async slots() {
    const { slots, folders } = (await this.root()).cards;
    return slots * folders.length;
  }

  /**
   * @param {number} slot
   * @returns {Promise<Card>}
   */
  async card(slot) {
    const { slots, folders } = (await this.root()).cards;
    return this.keep(`c-${folders[Math.floor(slot / slots)]}/${slot}.bin`, decodeCard);
  }

  /**
   * For each value of a facet the slots of the documents that have it.
   * @param {string} facet
   * @returns {Promise<Map<string, number[]>>}
   */
  async facet(facet) {
    const { facets } = await this.root();
    const name = Object.hasOwn(facets, facet) ? facets[facet] : "";
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
