// @ts-check
/**
 * Where somebody stands in a troubleshooter, without the DOM: a state is read from an address,
 * changes by answers, and is written to an address again.
 */

import { walk } from "./core.js";
import { idsOf, isPrivate, reachable, stepsOf } from "./graph.js";
import { parseAnswer, writeAnswer } from "./written.js";

/** @typedef {import("./walk.js").Walk} Walk */
/** @typedef {import("./walk.js").Value} Value */
/** @typedef {Record<string, Value>} Answers */

/**
 * `first` is where the walk begins: the start, or a step to which a link led. `index` is the
 * place on the path that is shown. Answers that are not on the path are kept while the path may
 * still come to their questions.
 * @typedef {{ first: string, answers: Answers, index: number, walk: Walk }} State
 */

/** In an address: where the walk begins. No answer's name begins with a dot. */
const FROM = ".from";

/**
 * The state that an address stands for. What the program does not know is dropped; so are
 * private answers, which a tab keeps for itself.
 *
 * @param {any} program
 * @param {{ search: string, hash: string }} address
 * @param {string} kept the private answers of this tab, as `write` gives them
 * @param {string} today
 * @returns {State}
 */
export function read(program, { search, hash }, kept, today) {
  /** @type {Answers} */
  const answers = Object.create(null);
  const query = new URLSearchParams(search);
  const given = take(program, query, false, answers);
  take(program, new URLSearchParams(kept), true, answers);
  const place = decode(hash);
  const from = query.get(FROM) ?? "";
  const first = isKnown(program, from) ? from : program.start;
  const state = stateAt(program, first, answers, today);
  const index = places(state.walk).indexOf(place);
  if (index >= 0) return { ...state, index: asked(state.walk, index) };
  if (given || first === from) return state;
  if (isKnown(program, place)) return { ...stateAt(program, place, answers, today), index: 0 };
  return { ...state, index: 0 };
}

/**
 * The query and fragment for a state, "" at the start, and the private answers as a query.
 * Reading both gives the state again.
 *
 * @param {any} program
 * @param {State} state
 * @returns {{ address: string, kept: string }}
 */
export function write(program, state) {
  const open = new URLSearchParams();
  const kept = new URLSearchParams();
  const { answers, first, index } = state;
  const onPath = state.walk.taken.map(({ name }) => name);
  for (const name of new Set([...onPath, ...Object.keys(answers)])) {
    if (!(name in answers)) continue;
    const text = writeAnswer(program, name, answers[name]);
    (isPrivate(program, name) ? kept : open).append(name, text);
  }
  const atFirst = !index && !`${open}`;
  const isStart = first === program.start;
  if (isStart ? !atFirst && !`${open}` : !atFirst || `${kept}`) open.set(FROM, first);
  const place = isStart && atFirst ? "" : `#${encodeURIComponent(places(state.walk)[index])}`;
  return { address: `${`${open}` && "?"}${open}${place}`, kept: `${kept}` };
}

/**
 * The state after an answer to the step that is shown, or why the answer is not valid. Later
 * answers stay where they may still apply, so one goes on at the first open step.
 *
 * @param {any} program
 * @param {State} state
 * @param {Value} value
 * @param {string} today
 * @returns {{ state: State } | { fault: string }}
 */
export function answer(program, state, value, today) {
  const { first, index } = state;
  const name = nameAt(program, state);
  const tried = walk({ ...program, start: first }, { ...before(state), [name]: value }, today);
  if (tried.fault && tried.path.length - 1 === index) return { fault: tried.fault };
  const answers = Object.assign(Object.create(null), state.answers, { [name]: value });
  return { state: stateAt(program, first, answers, today) };
}

/**
 * The walk up to the place that is shown: what its question, limits and texts may read.
 * @param {any} program
 * @param {State} state
 * @param {string} today
 * @returns {Walk}
 */
export function walkHere(program, state, today) {
  const { first, index, walk: whole } = state;
  if (index === whole.path.length - 1 && !whole.stuck) return whole;
  return walk({ ...program, start: first }, before(state), today);
}

/**
 * The name of the answer to the step that is shown; "line~2" on its second visit.
 * @param {any} program
 * @param {State} state
 */
export function nameAt(program, { index, walk: { path } }) {
  const id = path[index];
  const visit = path.slice(0, index + 1).filter((each) => each === id).length;
  const name = program.steps[id]?.name ?? id;
  return visit > 1 && program.steps[id] ? `${name}~${visit}` : name;
}

/**
 * The places of a path as fragments of the address: ids, "line~2" for a second visit.
 * @param {Walk} walked
 */
export function places({ path }) {
  /** @type {Record<string, number>} */
  const visits = Object.create(null);
  return path.map((id) => {
    const visit = (visits[id] = (visits[id] ?? 0) + 1);
    return visit > 1 ? `${id}~${visit}` : id;
  });
}

/**
 * @param {any} program
 * @param {string} first
 * @param {Answers} answers
 * @param {string} today
 * @returns {State}
 */
function stateAt(program, first, answers, today) {
  const walked = walk({ ...program, start: first }, answers, today);
  const onPath = new Set(walked.taken.map(({ name }) => name));
  const ahead = reachable(program, walked.at);
  for (const name of Object.keys(answers)) {
    const isAhead = idsOf(program, name).some((id) => ahead.has(id));
    if (!onPath.has(name) && !isAhead && !isPrivate(program, name)) delete answers[name];
  }
  return { first, answers, index: walked.path.length - 1, walk: walked };
}

/** The place at which an answer was asked for that a later step did not ask for again.
 * @param {Walk} walked @param {number} index */
function asked({ taken }, index) {
  const name = taken[index]?.name;
  return name === undefined ? index : taken.findIndex((each) => each.name === name);
}

/** @param {State} state @returns {Answers} */
function before({ index, walk: { taken } }) {
  return Object.fromEntries(taken.slice(0, index).map(({ name, value }) => [name, value]));
}

/**
 * Put the answers of a query that the program knows among the others.
 * @param {any} program
 * @param {URLSearchParams} query
 * @param {boolean} hidden whether it is private answers that are looked for
 * @param {Answers} answers
 * @returns {boolean} whether there were any
 */
function take(program, query, hidden, answers) {
  let given = false;
  for (const [name, text] of query) {
    if (name in answers || isPrivate(program, name) !== hidden) continue;
    const value = parseAnswer(stepsOf(program, name), text);
    if (value === undefined) continue;
    answers[name] = value;
    given = true;
  }
  return given;
}

/** @param {any} program @param {string} id */
const isKnown = (program, id) =>
  Object.hasOwn(program.steps, id) || Object.hasOwn(program.outcomes, id);

/** A place of the page; "" if the fragment cannot be read. @param {string} hash */
export function decode(hash) {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}
