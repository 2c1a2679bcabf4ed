// @ts-check
/** Shows an article over the form, so that nothing that was typed is left. */

import { action, make } from "./markup.js";
import { question } from "./question.js";

// What only works, or only makes sense, on the article's own page.
const LEFT_OUT =
  "script, style, link, iframe, form, button, h1, .headerlink, [data-search-exclude]";
const PLACES = [".hw-article .hw-body", "article.md-content__inner", "article", "main"];
const REFERENCES = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"];
const OWN = "hw-read-";

/**
 * @param {{ href: string, title: string }} article
 * @param {(key: string) => string} say
 * @param {(isAnswered: boolean) => void} answer
 */
export async function readHere({ href, title }, say, answer) {
  const heading = make("h2", { id: "hw-contact-read", tabindex: "-1" }, [title]);
  const text = make("div", { class: "hw-contact__text md-typeset" }, [
    make("p", { role: "status" }, [say("loading")]),
  ]);
  const close = () => dialog.close();
  const asks = question(say, (isAnswered) => {
    close();
    answer(isAnswered);
  });
  const whole = { href, target: "_blank", rel: "noopener" };
  const foot = make("footer", {}, [asks, make("a", whole, [say("whole")])]);
  const head = make("header", {}, [heading, action(say("close"), close, "quiet")]);
  const attributes = { class: "hw-contact__reader", "aria-labelledby": heading.id };
  const dialog = make("dialog", attributes, [head, text, foot]);
  dialog.addEventListener("close", () => dialog.remove());
  // A click beside it, where nothing of it is.
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.querySelector("helpwright-contact")?.append(dialog);
  dialog.showModal();
  heading.focus();
  try {
    text.replaceChildren(...(await articleAt(href, say("whole"))));
    text.tabIndex = 0; // so that keys can scroll it
    text.setAttribute("role", "region");
    text.setAttribute("aria-labelledby", heading.id);
  } catch {
    text.replaceChildren(make("p", { role: "alert" }, [say("unread")]));
  }
}

/**
 * The text of an article of this site, without what works on its own page only.
 * @param {string} href
 * @param {string} elsewhere what a link to that page says
 */
async function articleAt(href, elsewhere) {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  // A parsed document runs no scripts and loads nothing.
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = PLACES.map((place) => page.querySelector(place)).find(Boolean);
  if (!found) throw new Error("there is no text");
  for (const node of found.querySelectorAll(LEFT_OUT)) node.remove();
  for (const node of found.querySelectorAll("*")) {
    if (!found.contains(node)) continue; // it stood in one that was replaced
    const isElement = node.localName.includes("-");
    const kept = isElement ? make("a", { href }, [elsewhere]) : node;
    if (isElement) node.replaceWith(kept);
    settle(kept, href);
  }
  return [...found.childNodes].map((node) => document.importNode(node, true));
}

/**
 * Let an element mean the same on another page: its addresses, and the ids that it names.
 * @param {Element} node
 * @param {string} href
 */
function settle(node, href) {
  for (const name of ["href", "src"]) {
    const value = node.getAttribute(name);
    if (value === null) continue;
    try {
      node.setAttribute(name, new URL(value, href).href);
    } catch {
      node.removeAttribute(name);
    }
  }
  node.removeAttribute("srcset");
  for (const { name } of [...node.attributes]) if (/^on/iu.test(name)) node.removeAttribute(name);
  if (node.localName === "a" && node.hasAttribute("href")) {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener");
  }
  if (node.id) node.id = OWN + node.id;
  if (node.localName === "input" && node.hasAttribute("name")) {
    node.setAttribute("name", OWN + node.getAttribute("name"));
  }
  for (const name of REFERENCES) {
    const ids = node.getAttribute(name)?.trim();
    if (ids) node.setAttribute(name, ids.split(/\s+/u).map((id) => OWN + id).join(" "));
  }
}
