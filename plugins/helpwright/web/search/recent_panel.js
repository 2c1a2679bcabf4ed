// @ts-check
/**
 * Recent searches as options of an empty search box. An option may hold no button, so those that
 * remove one stand in a list of their own beside the options; the Delete key does the same.
 */

import { recall, store } from "./recent.js";
import { forget } from "./remember.js";
import { shortcutSwitch } from "./shortcut.js";
import { button, make } from "./view.js";

/** @typedef {import("./suggest.js").Suggestions} Suggestions */

/** @param {Suggestions} suggestions */
export function showRecent(suggestions) {
  const { box, input, texts } = suggestions;
  const queries = recall();
  // All may have been removed, here or in another tab, while this module came.
  if (!queries.length) return box.clear();
  const options = queries.map((query) => optionOf(suggestions, query));
  const buttons = queries.map((query, n) => {
    const remove = button("", () => {
      drop(suggestions, n);
      const left = [...box.panel.querySelectorAll("button.hw-search__forget")];
      const next = left[Math.min(n, left.length - 1)];
      (next instanceof HTMLElement ? next : input).focus();
    });
    remove.className = "hw-search__forget";
    remove.setAttribute("aria-label", texts.forget(query));
    return make("li", {}, [remove]);
  });
  const side = make("ul", { class: "hw-search__side" }, buttons);
  const clear = button(texts.clear, () => {
    store([]);
    input.focus();
    box.clear();
    box.say(texts.cleared);
  });
  const foot = make("p", { class: "hw-search__all" }, [clear, ...shortcutSwitch(texts)]);
  box.show([{ title: texts.recent, options }], [], [side, foot]);
  box.onDelete = (n) => {
    drop(suggestions, n);
    box.choose(Math.min(n, box.options.length - 1));
  };
}

/**
 * @param {Suggestions} suggestions
 * @param {string} query
 */
function optionOf(suggestions, query) {
  const href = suggestions.addressOf(query);
  const title = make("span", { class: "hw-search__title" }, [query]);
  const option = make("a", { class: "hw-search__option hw-search__option--recent", href }, [title]);
  option.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    suggestions.retry(query);
  });
  return option;
}

/**
 * @param {Suggestions} suggestions
 * @param {number} n
 */
function drop(suggestions, n) {
  const { box, input, texts } = suggestions;
  forget(recall()[n] ?? "");
  if (recall().length) {
    showRecent(suggestions);
  } else {
    input.focus();
    box.clear();
  }
  box.say(texts.cleared);
}
