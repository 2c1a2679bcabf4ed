// @ts-check
/** The one script that a page loads: `<script type="module" src="…/search/mount.js">`. */

import { HelpwrightSearch } from "./element.js";
import { HelpwrightSearchPage } from "./page.js";
import { site } from "./site.js";
import { textsFor } from "./texts.js";
import { make, pageLanguage } from "./view.js";

if (!customElements.get("helpwright-search")) {
  customElements.define("helpwright-search", HelpwrightSearch);
  customElements.define("helpwright-search-page", HelpwrightSearchPage);
}

/** A page of a plain Material site has no search box of ours: its header gets one. */
function mount() {
  const header = document.querySelector(".md-header__inner");
  if (!header || document.querySelector("helpwright-search")) return;
  const texts = textsFor(pageLanguage());
  const input = make("input", { type: "search", name: "q", placeholder: texts.placeholder });
  const label = make("label", {}, [
    make("span", { class: "hw-search__label" }, [texts.label]),
    input,
  ]);
  const form = make("form", { action: new URL("search/", site.root).href, role: "search" }, [label]);
  const search = document.createElement("helpwright-search");
  search.append(form);
  header.append(search);
}

mount();
