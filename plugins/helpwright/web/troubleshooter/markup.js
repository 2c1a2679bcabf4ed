// @ts-check

/**
 * An element with attributes and children; text becomes text, never markup.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * @param {string | undefined} text
 * @param {() => void} [act] without it, the button sends its form
 * @param {string} [kind] a class
 */
export function button(text, act, kind = "") {
  const made = element("button", { type: act ? "button" : "submit", class: `hw-button ${kind}` });
  made.append(text ?? "");
  if (act) made.onclick = act;
  return made;
}

/**
 * A link that acts where it stands, and still works in a new tab.
 * @param {string} href
 * @param {string} text
 * @param {() => void} act
 */
export function linkTo(href, text, act) {
  const link = element("a", { href }, [text]);
  link.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    // Material's instant navigation listens further up and would load the page anew.
    event.stopPropagation();
    act();
  });
  return link;
}

/**
 * A question and its answer in a list of such pairs.
 * @param {{ question: string, answer: string }} pair
 * @param {Node[]} more
 */
export const pairOf = ({ question, answer }, ...more) =>
  element("div", { class: "hw-row" }, [
    element("dt", {}, [question]),
    element("dd", {}, [answer]),
    ...more,
  ]);

/**
 * Put what was answered into the texts of a section; what is not known stays as it was written.
 * @param {HTMLElement} section
 * @param {(name: string) => string | null | undefined} lookup
 */
export function fillIn(section, lookup) {
  /** @type {NodeListOf<HTMLElement>} */
  const spans = section.querySelectorAll("[data-fill]");
  for (const { dataset, firstChild } of spans) {
    dataset.bare ??= firstChild?.nodeValue ?? "";
    if (firstChild) firstChild.nodeValue = lookup(dataset.fill ?? "") || dataset.bare;
  }
}
