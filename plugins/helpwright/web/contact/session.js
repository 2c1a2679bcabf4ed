// @ts-check
/**
 * From the first letter to the end of a contact form: sent, solved by a suggestion, or left. Each
 * beginning has one end, so that rates can be counted although events cannot be joined.
 */

const SETTLED = 1200;

/** @typedef {import("../events.js").Facts} Facts */
/** @typedef {(event: string, facts: Facts) => void} Tell */

/**
 * @param {Tell} tell
 * @param {Record<string, string>} ids of the troubleshooter from which the person comes, if any
 */
export function openSession(tell, ids) {
  let isOpen = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let last = "";

  const start = () => {
    if (!isOpen) tell("form-start", ids);
    isOpen = true;
  };
  /** @param {string} event @param {Facts} facts */
  const end = (event, facts) => {
    clearTimeout(timer);
    if (!isOpen) return;
    isOpen = false;
    tell(event, { ...facts, ...ids });
    last = "";
  };
  return {
    start,
    /** A list of suggestions is told once it stays. @param {string[]} urls */
    show(urls) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const key = urls.join(" ");
        if (key === last) return;
        last = key;
        tell("suggest-shown", { results: urls.length, ...ids });
      }, SETTLED);
    },
    /** @param {string} url @param {number} place from 0 */
    open(url, place) {
      start();
      tell("suggest-open", { article: url, position: place + 1, ...ids });
    },
    /** @param {string} url @param {boolean} isAnswered */
    answer(url, isAnswered) {
      if (isAnswered) end("suggest-answered", { article: url, value: "yes" });
      else tell("suggest-answered", { article: url, value: "no", ...ids });
    },
    /** @param {string} channel "mail", "form" or "event" */
    submit(channel) {
      start();
      end("form-submit", { channel });
    },
    leave: () => end("form-leave", {}),
  };
}
