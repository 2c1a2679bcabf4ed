// @ts-check
/**
 * Where somebody stands in a troubleshooter, without the DOM: a state is read from an address,
 * changes by answers, and is written to an address again.
 *
 * @typedef {{ answer: string, label: string, to: string }} Way
 * @typedef {{ id: string, heading: string, ways: Way[] }} Node
 * @typedef {{ start: string, nodes: Map<string, Node> }} Tree
 *
 * `path` holds the steps from the first one answered to the first one open; `answers` has an
 * entry for each of them but the last. `at` is the one that is shown.
 * @typedef {{ path: string[], answers: Map<string, string>, at: string }} State
 */

/**
 * The state that an address stands for. What the tree does not know is dropped.
 *
 * @param {Tree} tree
 * @param {string} search The query, such as `?where=browser`.
 * @param {string} hash The fragment, such as `#symptom`.
 * @returns {State}
 */
export function read(tree, search, hash) {
  /** @type {Map<string, string>} */
  const answers = new Map();
  for (const [id, answer] of new URLSearchParams(search)) {
    if (!answers.has(id) && wayOf(tree, id, answer)) answers.set(id, answer);
  }
  const wanted = decode(hash);
  // A link to a step in the middle begins there; its answers then begin with that step's.
  const first = answers.has(tree.start) ? tree.start : answers.keys().next().value;
  const state = walk(tree, first ?? tree.start, answers);
  if (!tree.nodes.has(wanted)) return state;
  if (!state.path.includes(wanted)) return { ...walk(tree, wanted, answers), at: wanted };
  return { ...state, at: wanted };
}

/**
 * The query and fragment for a state; "" at the start. Reading them gives the state again.
 *
 * @param {Tree} tree
 * @param {State} state
 */
export function write(tree, state) {
  if (!state.answers.size && state.at === tree.start) return "";
  const query = new URLSearchParams([...state.answers]).toString();
  return `${query && "?"}${query}#${encodeURIComponent(state.at)}`;
}

/**
 * The state after an answer to the step that is shown. Later answers stay where they still apply,
 * so after a change one goes on at the first open step.
 *
 * @param {Tree} tree
 * @param {State} state
 * @param {string} answer
 * @returns {State}
 */
export function choose(tree, state, answer) {
  const answers = new Map(state.answers).set(state.at, answer);
  return walk(tree, state.path[0] ?? tree.start, answers);
}

/**
 * The same answers with another step shown, to change what was said there.
 *
 * @param {State} state
 * @param {string} id
 * @returns {State}
 */
export function revisit(state, id) {
  return { ...state, at: id };
}

/**
 * The answers given so far, in order, with their labels.
 *
 * @param {Tree} tree
 * @param {State} state
 * @returns {{ id: string, question: string, label: string }[]}
 */
export function summarize(tree, state) {
  return state.path.flatMap((id) => {
    const way = wayOf(tree, id, state.answers.get(id));
    const question = tree.nodes.get(id)?.heading ?? "";
    return way ? [{ id, question, label: way.label }] : [];
  });
}

/**
 * Follow answers from a step for as long as there are any.
 *
 * @param {Tree} tree
 * @param {string} first
 * @param {Map<string, string>} given
 * @returns {State}
 */
function walk(tree, first, given) {
  const path = [first];
  /** @type {Map<string, string>} */
  const answers = new Map();
  for (let id = first; ; ) {
    const answer = given.get(id);
    const way = wayOf(tree, id, answer);
    if (answer === undefined || !way || path.includes(way.to)) return { path, answers, at: id };
    answers.set(id, answer);
    path.push(way.to);
    id = way.to;
  }
}

/**
 * @param {Tree} tree
 * @param {string} id
 * @param {string | undefined} answer
 * @returns {Way | undefined}
 */
function wayOf(tree, id, answer) {
  const way = tree.nodes.get(id)?.ways.find((each) => each.answer === answer);
  return way && tree.nodes.has(way.to) ? way : undefined;
}

/** @param {string} hash */
function decode(hash) {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}
