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
 * @param {string} text
 * @param {() => void} act
 */
export function button(text, act) {
  const node = make("button", { type: "button" }, [text]);
  node.addEventListener("click", act);
  return node;
}

/**
 * The results in groups: those with all the words or recommended, those that lack some, and those
 * in other languages. One group alone needs no heading.
 * @param {Answer} answer
 * @param {Texts} texts
 * @returns {{title: string, results: Result[]}[]}
 */
export function groups({ results }, texts) {
  /** @param {Result} result */
  const groupOf = ({ language, promoted, whole }) => {
    if (language) return texts.elsewhere;
    return promoted || whole ? texts.full : texts.partial;
  };
  const found = [texts.full, texts.partial, texts.elsewhere]
    .map((title) => ({ title, results: results.filter((result) => groupOf(result) === title) }))
    .filter((group) => group.results.length);
  const [first] = found;
  if (found.length === 1 && first && first.title !== texts.elsewhere) first.title = "";
  return found;
}

/**
 * Title and details of a result; a result in another language says so.
 * @param {Result} result
 * @param {HTMLElement} title
 * @param {Texts} texts
 * @returns {HTMLElement[]}
 */
export function describe(result, title, texts) {
  const { kind, language } = result;
  const badges = [];
  if (result.promoted) badges.push(texts.recommended);
  if (kind) badges.push(kind === "step" ? texts.step : texts.troubleshooter);
  const line = make("span", { class: "hw-search__trail" });
  for (const badge of badges) line.append(make("span", { class: "hw-search__kind" }, [badge]), " ");
  if (language) line.append(make("span", { class: "hw-search__kind" }, [nameOf(language, texts)]), " ");
  const trail = make("span", {}, [[result.category, result.heading].filter(Boolean).join(" › ")]);
  if (trail.textContent) line.append(trail);
  const snippet = make(
    "span",
    { class: "hw-search__snippet" },
    result.snippet.map((part) => (part.marked ? make("mark", {}, [part.text]) : part.text)),
  );
  if (language) {
    for (const part of [title, trail, snippet]) {
      part.lang = language;
      part.dir = "auto";
    }
  }
  const lines = [title];
  if (line.firstChild) lines.push(line);
  if (snippet.firstChild) lines.push(snippet);
  if (result.missing.length && !result.promoted) {
    const words = texts.missing(result.missing.join(", "));
    lines.push(make("span", { class: "hw-search__partial" }, [words]));
  }
  return lines;
}

/**
 * @param {string} language
 * @param {Texts} texts
 */
function nameOf(language, texts) {
  try {
    return new Intl.DisplayNames([texts.language], { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}

/**
 * "Showing results for X. Search instead for Y", the latter as a button.
 * @param {string} query
 * @param {string} corrected
 * @param {Texts} texts
 * @param {() => void} literally
 */
export function correction(query, corrected, texts, literally) {
  return make("p", { class: "hw-search__notice" }, [
    make("span", {}, [`${texts.showing} `, make("strong", {}, [corrected])]),
    " ",
    make("span", {}, [`${texts.instead} `, button(query, literally)]),
  ]);
}

/**
 * What is said of an answer to those who hear the page.
 * @param {Answer} answer
 * @param {Texts} texts
 */
export function spoken({ results, total, complete = total, corrected }, texts) {
  const count = texts.count({ total, complete, shown: results.length });
  return corrected ? `${texts.showing} ${corrected}. ${count}` : count;
}
