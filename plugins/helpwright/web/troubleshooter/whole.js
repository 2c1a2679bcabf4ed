// @ts-check
/** The program of a page, made whole again: its data leave out what the page says anyway. */

/**
 * Put labels, hints and where options lead from the sections into a program, and what is usual.
 * The twin of `script_data.py`.
 * @param {any} program
 * @param {Iterable<HTMLElement>} sections
 */
export function makeWhole(program, sections) {
  const { steps, outcomes } = program;
  for (const section of sections) {
    const isStep = Object.hasOwn(steps, section.id);
    const node = (isStep ? steps : outcomes)[section.id];
    node.label ??= spelt(section.querySelector("h2"));
    node.rules = node.rules?.map((/** @type {any} */ one) => (one.trim ? { to: one } : one));
    if (!isStep) {
      node.kind ??= "solution";
    } else if ("not_fixed" in node) {
      node.kind = "try";
      node.fixed ??= "solved";
    } else {
      node.type ??= "choice";
      const items = [...(section.querySelector("ul.hw-ways, .hw-ways ul")?.children ?? [])];
      node.options = node.options?.map((/** @type {any} */ one, /** @type {number} */ n) => ({
        label: spelt(items[n]),
        hint: spelt(items[n]?.querySelector(".hw-hint")),
        go: items[n]?.querySelector("a")?.hash.slice(1),
        ...(one.id ? one : { id: one }),
      }));
      if (node.none === "") node.none = spelt(items[node.options.length]);
    }
  }
}

/**
 * A text as it was written, with names where a page has what they stand for.
 * @param {Element | null | undefined} of
 */
function spelt(of) {
  let text = "";
  for (const one of of?.childNodes ?? []) {
    if (!(one instanceof HTMLElement)) text += one.nodeValue;
    else if (one.dataset.fill) text += `{${one.dataset.fill}}`;
    else if (!/^hw-(hint|only)$/.test(one.className)) text += spelt(one);
  }
  return text.trim();
}
