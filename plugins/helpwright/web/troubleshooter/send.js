// @ts-check
/** What a person or another troubleshooter is given, and the addresses that carry it. */

import { evaluate, shown } from "./core.js";
import { baseName, isPrivate } from "./graph.js";
import { writeAnswer } from "./written.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./walk.js").Taken} Taken */

/**
 * An answer as people read it; `index` is its place on the path.
 * @typedef {{ index: number, name: string, question: string, answer: string }} Row
 */

/**
 * The answers of a walk as people read them, each once.
 * @param {import("./scene.js").Scene} scene
 * @param {Walk} walked
 * @returns {Row[]}
 */
export function rowsOf({ program, texts, fill }, walked) {
  const names = walked.taken.map(({ name }) => name);
  return walked.taken.flatMap(({ step: id, name, value, way }, index) => {
    if (names.indexOf(name) < index) return [];
    const step = program.steps[id] ?? program.outcomes[id];
    const own = step.type && way !== "not_sure" ? undefined : texts[way];
    const text = own ?? shown(value, step, program.language);
    return [{ index, name, question: fill(step.label), answer: own ?? fill(text) }];
  });
}

/**
 * The answers that an outcome passes on.
 * @param {import("./scene.js").Scene} scene
 * @returns {Taken[]}
 */
function allowed({ program, walked }) {
  const wanted = program.outcomes[walked.at]?.send ?? "answers";
  return walked.taken.filter(
    ({ name }) =>
      wanted !== "none" && (wanted === "answers" || wanted.includes(baseName(name))),
  );
}

/** Answers as a text, a line for each. @param {Row[]} rows */
const textOfRows = (rows) =>
  rows
    .map(({ question, answer }) => `${question}${/[?？:：]\s*$/.test(question) ? "" : ":"} ${answer}`)
    .join("\n");

/** Whether an address is on the web, and not that of a mailbox. @param {string} url */
const isOnWeb = (url) => !/^mailto:/i.test(url);

/**
 * What a person is given who helps on. An address on the web, which others may log, carries no
 * private answers; `kept` is for this tab alone, and has all that the writer allowed. The contact
 * page shows it before it is sent.
 * @param {import("./scene.js").Scene} scene
 * @param {string} url of the contact page, or of a mailbox
 * @param {string} title
 */
export function handedOver(scene, url, title) {
  const { program, walked, id: outcome, fill } = scene;
  const { slug: troubleshooter, version, outcomes } = program;
  const { subject, priority } = outcomes[outcome];
  const all = allowed(scene);
  const rows = rowsOf(scene, walked).filter((row) => all.some(({ name }) => name === row.name));
  const isHidden = (/** @type {Row} */ { name }) => isOnWeb(url) && isPrivate(program, name);
  const shown = rows.filter((row) => !isHidden(row));
  const given = { subject: fill(subject ?? title), troubleshooter, outcome, priority };
  const detail = {
    ...{ troubleshooter, version, path: walked.path, outcome, ...(priority && { priority }) },
    answers: Object.fromEntries(all.map(({ name, value }) => [name, value])),
  };
  const lines = rows.map((row) => [textOfRows([row]), isHidden(row), row.name]);
  return {
    ...{ subject: given.subject, rows: shown, partly: shown.length < rows.length, detail },
    address: contactAddress(url, { ...given, answers: textOfRows(shown) }),
    kept: JSON.stringify({ ...detail, lines }),
  };
}

/**
 * The address of a contact with what it is given: a mail's subject and body, or a form's fields.
 * @param {string} url
 * @param {Record<string, string>} given
 */
function contactAddress(url, given) {
  const { subject, answers, ...more } = given;
  const fields = isOnWeb(url)
    ? { subject, answers, ...more }
    : { subject, body: answers.replaceAll("\n", "\r\n") };
  const pairs = Object.entries(fields).filter(([, text]) => text);
  const written = pairs.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join("&");
  return url.replace(/#|$/, (hash) => `${url.includes("?") ? "&" : "?"}${written}${hash}`);
}

/**
 * What another troubleshooter is given: a query without private answers, and all of them for this
 * tab alone, of which it takes those that it keeps private itself.
 * @param {import("./scene.js").Scene} scene
 * @returns {{ query: string, kept: string }}
 */
export function handedOn({ program, walked, context }) {
  const query = new URLSearchParams();
  const kept = new URLSearchParams();
  /** @param {string} name @param {import("./values.js").Value} value @param {boolean} hidden */
  const give = (name, value, hidden) => {
    if (value === null || kept.has(name)) return;
    const text = writeAnswer(program, name, value);
    kept.set(name, text);
    if (!hidden) query.set(name, text);
  };
  const { with: given = {}, hidden } = program.outcomes[walked.at];
  for (const name of Object.keys(given)) {
    give(name, evaluate(given[name], context), hidden.includes(name));
  }
  for (const { name, value } of walked.taken) {
    if (name === baseName(name)) give(name, value, isPrivate(program, name));
  }
  return { query: `${query}`, kept: `${kept}` };
}
