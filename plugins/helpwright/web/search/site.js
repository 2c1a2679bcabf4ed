// @ts-check
/**
 * Where the site and its index are, as seen from this module: it is published at
 * `assets/helpwright/search/`, so that any sub-path works without configuration.
 */

import { openIndex } from "./index.js";

/** @typedef {import("./index.js").Index} Index */

/**
 * @typedef {object} Site
 * @property {URL} root
 * @property {() => Promise<Index>} index opened when first asked for, then kept
 * @property {() => void} forget so that the next `index()` starts afresh
 */

/**
 * @param {string} base the address of this module
 * @returns {Site}
 */
export function openSite(base) {
  const folder = new URL("../index/", base);
  /** @type {Promise<Index> | undefined} */
  let opened;
  const forget = () => {
    opened = undefined;
  };
  return {
    root: new URL("../../../", base),
    forget,
    index() {
      if (!opened) {
        opened = openIndex(
          (name) => load(new URL(name, folder)),
          (name) => import(new URL(`stemmers/${name}.js`, base).href),
        );
        opened.catch(forget);
      }
      return opened;
    },
  };
}

/**
 * A file of the index. A request that fails is made once more.
 * @param {URL} url
 * @returns {Promise<ArrayBuffer>}
 */
async function load(url) {
  // Most shards have a hash in their name and never change; what names them and cards do.
  /** @type {RequestInit} */
  const init = { cache: /\.json$|\/c-/.test(url.pathname) ? "no-cache" : "default" };
  try {
    return await read(url, init);
  } catch {
    return await read(url, { cache: "reload" });
  }
}

/**
 * @param {URL} url
 * @param {RequestInit} init
 */
async function read(url, init) {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  return response.arrayBuffer();
}

export const site = openSite(import.meta.url);
