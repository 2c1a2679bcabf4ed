// @ts-check
/** Pieces of the page that the search box and the results page share. */

/** @typedef {import("./results.js").Result} Result */
/** @typedef {import("./results.js").Answer} Answer */
/** @typedef {import("./texts.js").Texts} Texts */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, children = []) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/**
 * The lines under a result's title.
 * @param {Result} result
 * @param {Texts} texts
 * @returns {HTMLElement[]}
 */
export function details(result, texts) {
  const { kind } = result;
  const trail = [result.category, result.heading].filter(Boolean).join(" › ");
  const label = kind === "step" ? texts.step : kind ? texts.troubleshooter : "";
  const lines = [];
  if (label || trail) {
    const line = make("span", { class: "hw-search__trail" });
    if (label) line.append(make("span", { class: "hw-search__kind" }, [label]), " ");
    line.append(trail);
    lines.push(line);
  }
  if (result.snippet.length) {
    const marks = result.snippet.map((part) => (part.marked ? make("mark", {}, [part.text]) : part.text));
    lines.push(make("span", { class: "hw-search__snippet" }, marks));
  }
  if (result.missing.length) {
    const words = texts.partial(result.missing.join(", "));
    lines.push(make("span", { class: "hw-search__partial" }, [words]));
  }
  return lines;
}

/**
 * "Showing results for X. Search instead for Y."
 * @param {string} query
 * @param {string} corrected
 * @param {Texts} texts
 * @param {() => void} literally
 */
export function correction(query, corrected, texts, literally) {
  const button = make("button", { type: "button" }, [query]);
  button.addEventListener("click", literally);
  return make("p", { class: "hw-search__notice" }, [
    `${texts.showing} `,
    make("strong", {}, [corrected]),
    `. ${texts.instead} `,
    button,
    ".",
  ]);
}

/**
 * What to do when nothing was found: the site's own advice, categories, contact.
 * @param {HTMLElement} host with data-categories-url and data-contact-url, or a child
 *   [data-search-empty] that says it in the site's own words
 * @param {string} query
 * @param {Texts} texts
 */
export function nothing(host, query, texts) {
  const box = make("div", { class: "hw-search__empty" }, [make("p", {}, [texts.none(query)])]);
  const own = host.querySelector("[data-search-empty]");
  if (own) {
    const copy = /** @type {HTMLElement} */ (own.cloneNode(true));
    copy.removeAttribute("data-search-empty");
    copy.hidden = false;
    box.append(copy);
    return box;
  }
  const { categoriesUrl, contactUrl } = host.dataset;
  const links = [];
  if (categoriesUrl) links.push(make("a", { href: categoriesUrl }, [texts.categories]));
  if (contactUrl) links.push(make("a", { href: contactUrl }, [texts.contact]));
  if (links.length) {
    const items = links.map((link) => make("li", {}, [link]));
    box.append(make("p", {}, [texts.advice]), make("ul", {}, items));
  }
  return box;
}

/**
 * @param {Texts} texts
 * @param {() => void} retry
 */
export function failure(texts, retry) {
  const button = make("button", { type: "button" }, [texts.again]);
  button.addEventListener("click", retry);
  return make("div", { class: "hw-search__failed" }, [make("p", {}, [texts.failed]), button]);
}

/** The language of the page, as "de" or "de-at". */
export function pageLanguage() {
  return document.documentElement.lang || "en";
}
