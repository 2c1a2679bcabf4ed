// @ts-check
/** The controls that narrow the results: a list of values for each thing that sets pages apart. */

import { facets, site } from "./engine.js";
import { pageLanguage } from "./texts.js";
import { button, make } from "./view.js";

/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {Record<string, string>} Filters */

/**
 * The controls, or nothing on a site where all pages are alike. On a small screen they fold.
 * @param {Texts} texts
 * @param {(filters: Filters) => void} change
 * @param {AbortSignal} signal
 */
export async function open(texts, change, signal) {
  const found = await facets(site, pageLanguage());
  const offered = found.filter(({ values }) => values.length > 1);
  if (!offered.length) return undefined;
  const selects = offered.map(({ name, values }) => {
    const options = values.map(({ value }) => {
      const text = name === "type" ? (texts.types[value] ?? value) : value;
      return make("option", { value }, [text]);
    });
    return make("select", { name }, [make("option", { value: "" }, [texts.any]), ...options]);
  });
  const labels = selects.map((select) => {
    const { name } = /** @type {{name: import("./texts.js").FacetName}} */ (select);
    return make("label", {}, [make("span", {}, [texts.facets[name]]), select]);
  });
  const clear = button(texts.unfilter, () => {
    change({});
    selects[0]?.focus();
  });
  const legend = make("legend", { class: "hw-search__label" }, [texts.filters]);
  const count = make("span", { class: "hw-search-filters__count" });
  const fields = make("fieldset", {}, [legend, ...labels, clear]);
  const summary = make("summary", {}, [texts.filters, " ", count]);
  const node = make("details", { class: "hw-search-filters" }, [summary, fields]);
  const wide = matchMedia("(min-width: 45em)");
  const fold = () => (node.open = wide.matches);
  wide.addEventListener("change", fold, { signal });
  fold();
  fields.addEventListener("change", () => {
    const chosen = selects.filter(({ value }) => value).map(({ name, value }) => [name, value]);
    change(Object.fromEntries(chosen));
  });

  /** @param {Filters} filters */
  const show = (filters) => {
    for (const select of selects) select.value = filters[select.name] ?? "";
    const active = selects.filter(({ value }) => value).length;
    count.textContent = active ? `(${active})` : "";
    clear.hidden = !active;
  };

  /**
   * Those of some filters that the site has, and their values.
   * @param {Filters} filters
   * @returns {Filters}
   */
  const known = (filters) => {
    const kept = Object.entries(filters).filter(([name, wanted]) =>
      found.some((facet) => facet.name === name && facet.values.some(({ value }) => value === wanted)),
    );
    return Object.fromEntries(kept);
  };
  return { node, show, known };
}
