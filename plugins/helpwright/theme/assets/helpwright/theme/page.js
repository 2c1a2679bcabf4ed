// @ts-check
/** What a page gains with JavaScript. Nothing here is needed to read it. */
import { enhanceScrolling, enhanceTabs } from "./blocks.js";
import { enhanceContents } from "./contents.js";
import { enhanceCode, enhancePermalinks } from "./copy.js";
import { enhanceScheme } from "./scheme.js";
import { get, set } from "./store.js";

const script = document.querySelector("script[data-hw-settings]");
const settings = script instanceof HTMLElement ? script.dataset : {};

/** A banner that was dismissed stays away until its text changes. */
function enhanceBanner() {
  const banner = document.querySelector(".hw-banner");
  const button = banner?.querySelector("button.hw-tool");
  if (!(banner instanceof HTMLElement && button instanceof HTMLButtonElement)) return;
  const text = banner.textContent?.trim();
  banner.hidden = get("hw-banner") === text;
  button.hidden = false;
  button.addEventListener("click", () => {
    banner.hidden = true;
    set("hw-banner", text);
  });
}

/** The open list of languages closes with Escape and with a click elsewhere. */
function enhanceLanguages() {
  const menu = document.querySelector("details.hw-languages");
  if (!(menu instanceof HTMLDetailsElement)) return;
  document.addEventListener("click", (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  });
}

/** In a long navigation the current article is in view; the page itself doesn't move. */
function enhanceNavigation() {
  const nav = document.querySelector(".hw-nav");
  const current = nav?.querySelector(".hw-nav__entries [aria-current=page]");
  if (!nav || !current) return;
  const below = current.getBoundingClientRect().bottom - nav.getBoundingClientRect().bottom;
  if (below > 0) nav.scrollTop += below + nav.clientHeight / 3;
}

/** A troubleshooter names the subject in the address; the customer's mail program gets it. */
function enhanceContact() {
  const subject = new URLSearchParams(location.search).get("subject");
  if (!subject) return;
  for (const link of document.querySelectorAll(".hw-channel a[href^='mailto:']")) {
    if (link instanceof HTMLAnchorElement) {
      link.href += `?subject=${encodeURIComponent(subject.slice(0, 200))}`;
    }
  }
}

enhanceScheme();
enhanceBanner();
enhanceContact();
enhanceLanguages();
enhanceNavigation();
enhanceScrolling(document, settings.table || "");
enhanceTabs(document, settings.tabs === "linked");
enhanceContents(document);
enhancePermalinks(document);
enhanceCode(document, { copy: settings.copy || "", copied: settings.copied || "" });
