// @ts-check
/** What was typed and not sent yet, in this tab alone. Without storage it lasts as the page does. */

/**
 * @typedef {object} Draft
 * @property {string} search the query of the address under which it was written
 * @property {string} subject
 * @property {string} message
 * @property {Record<string, string>} fields
 * @property {string[]} off lines that are not to be sent
 */

/** @param {string} path */
const keyOfDraft = (path) => `${path}.hw-draft`;

/** What a troubleshooter has left for the contact page. @param {string} path */
export const keptFor = (path) => stored((storage) => storage.getItem(`${path}.hw-private`)) ?? "";

/**
 * @param {string} path of the contact page
 * @returns {Partial<Draft>}
 */
export function readDraft(path) {
  const text = stored((storage) => storage.getItem(keyOfDraft(path)));
  try {
    return JSON.parse(text ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** @param {string} path @param {Draft} draft */
export function keepDraft(path, draft) {
  stored((storage) => storage.setItem(keyOfDraft(path), JSON.stringify(draft)));
}

/** Forget it, and the private answers with it. @param {string} path */
export function dropDraft(path) {
  stored((storage) => {
    storage.removeItem(keyOfDraft(path));
    storage.removeItem(`${path}.hw-private`);
  });
}

/**
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
