// @ts-check
/**
 * Where a troubleshooter keeps its state: in the address of its page, so that reload, back,
 * forward and sharing need nothing else. Inside another page there is a place of another kind.
 */

/**
 * A state as `write` of state.js gives it, and `read` takes it.
 * @typedef {{ address: string, kept: string }} Written
 */

/**
 * @typedef {object} Place
 * @property {string} path of the page of its own
 * @property {() => { search: string, hash: string, kept: string }} read
 * @property {(state: Written, isNew?: boolean) => void} write a new state, or another for the same
 * @property {() => boolean} isLeft whether somebody else has changed the address
 */

/** @returns {Place} */
export function inAddress() {
  const path = location.pathname;
  let last = "";
  const here = () => location.search + location.hash;
  return {
    path,
    read: () => ({ search: location.search, hash: location.hash, kept: keptAt(path) }),
    write({ address, kept }, isNew) {
      keepAt(path, kept);
      if (isNew) history.pushState("hw", "", path + address);
      else if (address !== here()) history.replaceState(history.state, "", path + address);
      last = here();
    },
    isLeft: () => here() !== last,
  };
}

/** The private answers that this tab keeps for a page. @param {string} path */
const keptAt = (path) => stored((storage) => storage.getItem(keyOf(path))) ?? "";

/** @param {string} path @param {string} kept */
export function keepAt(path, kept) {
  stored((storage) => (kept ? storage.setItem(keyOf(path), kept) : storage.removeItem(keyOf(path))));
}

/**
 * Without storage, private answers last as long as the page.
 * @template T
 * @param {(storage: Storage) => T} use
 */
function stored(use) {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}

/** @param {string} path */
const keyOf = (path) => `${path}.hw-private`;
