// @ts-check
/**
 * What somebody brings to the contact page: in its address, and from a troubleshooter of this tab.
 * Anybody can write an address, so nothing of it is believed: ids must be known, texts are cut.
 */

const LONGEST_SUBJECT = 150;
const LONGEST_ANSWERS = 4000;
const MOST_LINES = 60;
const PRIORITIES = ["low", "normal", "high", "urgent"];
const UNSEEN = /[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/**
 * A way to somebody who helps.
 * @typedef {object} ContactChannel
 * @property {string} [email]
 * @property {string} [form_url]
 * @property {Record<string, string>} [form_fields] our names -> those of the form
 * @property {boolean} [event] whether a script of the site takes messages
 */

/** @typedef {{ name: string, label: string, private?: boolean }} Asked what the person adds */
/** @typedef {{ channel?: string, priority?: string, ask_for?: Asked[] }} KnownOutcome */
/** @typedef {{ title: string, outcomes: Record<string, KnownOutcome> }} KnownTroubleshooter */

/**
 * What the page knows of its site.
 * @typedef {object} Known
 * @property {Record<string, ContactChannel>} channels "" is the usual one
 * @property {boolean} search whether the site has an index
 * @property {string} endpoint
 * @property {boolean} consent
 */

/** @typedef {{ text: string, private: boolean, name: string }} Line an answer, as people read it */

/**
 * @typedef {object} Arrival
 * @property {string} subject
 * @property {Line[]} lines
 * @property {string} troubleshooter its id, "" for none
 * @property {string} title of the troubleshooter
 * @property {string} outcome its id, "" for none
 * @property {string} priority
 * @property {Asked[]} asked
 * @property {string} name of the channel, "" for the usual one
 * @property {ContactChannel} channel
 * @property {{ version?: string, path?: string[], answers?: Record<string, unknown> }} detail
 */

/**
 * The troubleshooters of the site, if the address names one.
 * @param {string} search
 * @returns {Promise<Record<string, KnownTroubleshooter>>}
 */
export async function treesFor(search) {
  if (!new URLSearchParams(search).get("troubleshooter")) return {};
  try {
    const url = new URL("troubleshooters.json", import.meta.url);
    return await (await fetch(url, { cache: "no-cache" })).json();
  } catch {
    return {}; // the answers are lost, the form works
  }
}

/**
 * @param {Known} known
 * @param {Record<string, KnownTroubleshooter>} trees by id
 * @param {string} search the query of the address
 * @param {string} kept what a troubleshooter has left for this tab
 * @returns {Arrival}
 */
export function arrive(known, trees, search, kept) {
  const query = new URLSearchParams(search);
  const subject = oneLine(query.get("subject") ?? "").slice(0, LONGEST_SUBJECT);
  const slug = query.get("troubleshooter") ?? "";
  const tree = own(trees, slug);
  const id = query.get("outcome") ?? "";
  const end = tree && own(tree.outcomes, id);
  const record = end && recordOf(kept, slug, id);
  const open = tree ? linesOf(query.get("answers") ?? "") : [];
  const isOurs = record && textOf(record.lines.filter((line) => !line.private)) === textOf(open);
  const wanted = end?.channel ?? query.get("channel") ?? "";
  const name = own(known.channels, wanted) ? wanted : "";
  const priority = end?.priority ?? (tree ? "" : query.get("priority")) ?? "";
  return {
    subject,
    lines: isOurs ? record.lines : open,
    ...(tree ? { troubleshooter: slug, title: tree.title } : { troubleshooter: "", title: "" }),
    outcome: end ? id : "",
    priority: PRIORITIES.includes(priority) ? priority : "",
    asked: end?.ask_for ?? [],
    name,
    channel: known.channels[name] ?? {},
    detail: isOurs ? record.detail : {},
  };
}

/**
 * What an object from a file has under a key; "constructor" is a key like any other.
 * @template T
 * @param {Record<string, T>} object
 * @param {string} key
 * @returns {T | undefined}
 */
const own = (object, key) => (Object.hasOwn(object, key) ? object[key] : undefined);

/** @param {string} text */
const oneLine = (text) => text.replace(UNSEEN, " ").replace(/\s+/gu, " ").trim();

/** @param {Line[]} lines */
const textOf = (lines) => lines.map(({ text }) => text).join("\n");

/** @param {string} text @returns {Line[]} */
function linesOf(text) {
  const lines = text.slice(0, LONGEST_ANSWERS).split(/\r?\n/u).map(oneLine).filter(Boolean);
  return lines.slice(0, MOST_LINES).map((line) => ({ text: line, private: false, name: "" }));
}

/**
 * What a troubleshooter has left, if it was this one and ended here.
 * @param {string} kept
 * @param {string} slug
 * @param {string} id
 */
function recordOf(kept, slug, id) {
  try {
    const { troubleshooter, outcome, version, path, answers, lines } = JSON.parse(kept);
    if (troubleshooter !== slug || outcome !== id) return undefined;
    /** @type {Line[]} */
    const read = lines.map(
      (/** @type {[string, boolean, string]} */ [text, hidden, name]) =>
        ({ text: oneLine(text), private: hidden === true, name }),
    );
    return { lines: read, detail: { version, path, answers } };
  } catch {
    return undefined;
  }
}
