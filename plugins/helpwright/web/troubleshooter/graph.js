// @ts-check
/** What hangs together in a program: names and their steps, ways onward, and what is private. */

/** The name of an answer without its visit: "line" for "line~2". @param {string} name */
export const baseName = (name) => name.replace(/~\d+$/, "");

/** Whether an answer never stands in an address. @param {any} program @param {string} name */
export const isPrivate = (program, name) => program.private.includes(baseName(name));

/**
 * The steps, and outcomes that did not help, whose answer has a name.
 * @param {any} program
 * @param {string} name
 * @returns {any[]}
 */
export const stepsOf = (program, name) =>
  idsOf(program, name).map((id) => program.steps[id] ?? program.outcomes[id]);

/** The ids of those. @param {any} program @param {string} name @returns {string[]} */
export function idsOf(program, name) {
  const base = baseName(name);
  const steps = Object.keys(program.steps).filter((id) => (program.steps[id].name ?? id) === base);
  const left = Object.hasOwn(program.outcomes, name) && program.outcomes[name].not_helpful;
  return left ? [...steps, name] : steps;
}

/**
 * The steps and outcomes to which a place may lead, itself included.
 * @param {any} program
 * @param {string} from
 */
export function reachable(program, from) {
  const found = new Set([from]);
  for (const id of found) {
    const { options = [], rules = [], ...ways } = program.steps[id] ?? program.outcomes[id] ?? {};
    for (const { go } of options) found.add(go);
    for (const { to, table } of rules) {
      found.add(to);
      if (table) for (const one of ends(program.tables[table])) found.add(one);
    }
    for (const key of ["not_sure", "fixed", "not_fixed", "not_helpful"]) found.add(ways[key]);
  }
  return found;
}

/** Where a table leads, and more where that is worked out. @param {any} table @returns {string[]} */
const ends = ({ outputs, rows }) =>
  rows.flatMap((/** @type {any} */ { values }) => [values[outputs.indexOf("to")]].flat(Infinity));
