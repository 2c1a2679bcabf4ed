// @ts-check
/** Opens the index that `search/folder.py` writes. */

import { Part, StoreError } from "./part.js";

export { StoreError };

const FORMAT = 3;

/** @typedef {import("./part.js").Load} Load */
/** @typedef {import("./part.js").LoadStemmer} LoadStemmer */

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
