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
export function make(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} text
 * @param {() => void} act
 * @param {string} [kind] "quiet" for a second choice
 */
export function action(text, act, kind = "") {
  const made = make("button", { type: "button", class: "hw-contact__button" }, [text]);
  if (kind) made.classList.add(`hw-contact__button--${kind}`);
  made.addEventListener("click", act);
  return made;
}

/** A text with its place {0} filled. @param {string} text @param {string} value */
export const fillIn = (text, value) => text.replace("{0}", () => value);
