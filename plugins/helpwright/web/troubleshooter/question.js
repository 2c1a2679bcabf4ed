// @ts-check
/**
 * The answers of one section as a form: radios in a fieldset and a Continue button.
 */

import { element } from "./markup.js";

/**
 * Replace a section's links by a form. Its heading, or the question below it, becomes the legend.
 *
 * @param {HTMLElement} section
 * @param {HTMLElement} list The `ul` of links.
 * @param {(answer: string) => void} answered
 */
export function buildForm(section, list, answered) {
  const heading = section.querySelector("h2");
  const question = section.querySelector(".hw-question");
  // A legend may hold a heading, but no paragraph.
  const legend = question
    ? element("legend", { class: "hw-question" }, [question.textContent ?? ""])
    : element("legend", {}, heading ? [heading] : []);
  const fieldset = element("fieldset", { class: "hw-fieldset" }, [legend]);
  const form = element("form", { class: "hw-form", novalidate: "" }, [fieldset]);
  if (question) {
    question.remove();
    list.replaceWith(form);
  } else {
    fieldset.append(...section.childNodes);
    section.append(form);
    list.remove();
  }
  fieldset.append(element("div", { class: "hw-radios" }, buildRadios(section.id, list)));
  form.append(element("button", { type: "submit", class: "hw-button" }, ["Continue"]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new FormData(form).get(section.id);
    if (typeof chosen === "string") answered(chosen);
    else showError(form, section.id);
  });
}

/**
 * Check the radio of an answer, or none, and take an error away.
 *
 * @param {HTMLElement} section
 * @param {string | undefined} answer
 */
export function resetForm(section, answer) {
  section.querySelector(".hw-error")?.remove();
  section.querySelector("fieldset")?.removeAttribute("aria-describedby");
  for (const radio of section.querySelectorAll("input")) radio.checked = radio.value === answer;
}

/**
 * @param {string} name
 * @param {HTMLElement} list
 */
function buildRadios(name, list) {
  return [...list.querySelectorAll("li")].flatMap((item) => {
    const link = item.querySelector("a");
    if (!link) return [];
    const value = link.dataset["answer"] ?? "";
    // A colon cannot stand in the id of a step, so these ids never meet one.
    const id = `${name}:${value}`;
    const radio = element("input", { type: "radio", name, value, id });
    const label = element("label", { for: id }, [link.textContent ?? ""]);
    const hint = item.querySelector(".hw-hint");
    if (hint) {
      hint.id = `${id}:hint`;
      radio.setAttribute("aria-describedby", hint.id);
    }
    return [element("div", { class: "hw-radio" }, [radio, label, ...(hint ? [hint] : [])])];
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function showError(form, name) {
  const first = form.querySelector("input");
  const link = element("a", { href: `#${first?.id ?? name}` }, ["Choose an answer"]);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    first?.focus();
  });
  const id = `${name}:error`;
  const title = element("p", { class: "hw-error-title" }, ["There is a problem"]);
  const box = element("div", { class: "hw-error", role: "alert", id, tabindex: "-1" }, [
    title,
    element("p", {}, [link]),
  ]);
  form.querySelector(".hw-error")?.remove();
  form.prepend(box);
  form.querySelector("fieldset")?.setAttribute("aria-describedby", id);
  box.focus();
}
