// @ts-check
/** The one script that a page loads: `<script type="module" src="…/search/mount.js">`. */

import { HelpwrightSearch } from "./element.js";
import { root, settings } from "./settings.js";
import { pageLanguage, textsFor } from "./texts.js";

/** `<helpwright-search-page>`: all results of `?q=…`; its code comes with the first of them. */
class HelpwrightSearchPage extends HTMLElement {
  constructor() {
    super();
    this.leaving = new AbortController();
  }

  async connectedCallback() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    const [{ open }, texts] = await Promise.all([import("./page.js"), textsFor(pageLanguage())]);
    if (!signal.aborted) open(this, texts, signal);
  }

  disconnectedCallback() {
    this.leaving.abort();
  }
}

if (!customElements.get("helpwright-search")) {
  customElements.define("helpwright-search", HelpwrightSearch);
  customElements.define("helpwright-search-page", HelpwrightSearchPage);
}

/** A page of a plain Material site has no search box of ours: its header gets one. */
async function mount() {
  const header = document.querySelector(".md-header__inner");
  if (!header || document.querySelector("helpwright-search")) return;
  const texts = await textsFor(pageLanguage());
  if (document.querySelector("helpwright-search")) return;
  const search = document.createElement("helpwright-search");
  search.innerHTML =
    '<form role="search"><label><span class="hw-search__label"></span>' +
    '<input type="search" name="q" enterkeyhint="search" required></label></form>';
  const form = /** @type {HTMLFormElement} */ (search.firstChild);
  const label = /** @type {HTMLElement} */ (search.querySelector("span"));
  form.action = new URL(settings.search, root).href;
  label.textContent = texts.label;
  search.querySelector("input")?.setAttribute("placeholder", texts.placeholder);
  // Material's own search, if it is switched on as well.
  header.querySelector(".md-search")?.remove();
  header.querySelector("label[for=__search]")?.remove();
  header.querySelector(".md-header__source")?.before(search);
  if (!search.isConnected) header.append(search);
}

mount();
