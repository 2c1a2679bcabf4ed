// @ts-check
/** The parts of the form that depend on what somebody brings, and its errors. */

import { fillIn, make } from "./markup.js";

/** @typedef {import("./arrival.js").Arrival} Arrival */

/**
 * A field for each thing that the person adds.
 * @param {Arrival} arrival
 * @param {(key: string) => string} say
 */
export function askedFields({ asked }, say) {
  return asked.map(({ name, label }) => {
    const id = `hw-contact-ask-${name}`;
    return make("div", { class: "hw-contact__field" }, [
      make("label", { for: id }, [label, make("small", {}, [` ${say("optional")}`])]),
      make("input", { id, name: id, type: "text", maxlength: "200", "data-asked": name }),
    ]);
  });
}

/**
 * A box for each answer of a troubleshooter, and for its priority: what is not ticked is not sent.
 * @param {HTMLElement} fieldset
 * @param {Arrival} arrival
 * @param {boolean} isForm whether others may log what is sent
 * @param {(key: string) => string} say
 */
export function showAlong(fieldset, { lines, priority, title }, isForm, say) {
  const sendable = lines.filter((line) => !(isForm && line.private));
  const rows = sendable.map(({ text }) => box(text, "line", text));
  if (priority) {
    const named = fillIn(say("priority"), say(`priority.${priority}`));
    rows.push(box(named, "priority", named));
  }
  const legend = fieldset.querySelector("legend");
  if (legend) legend.textContent = title ? fillIn(say("along.from"), title) : say("along");
  fieldset.querySelector("ul")?.replaceChildren(...rows);
  if (sendable.length < lines.length) fieldset.append(make("p", {}, [say("along.private")]));
  fieldset.hidden = !rows.length && sendable.length === lines.length;
}

/** @param {string} label @param {string} kind @param {string} value */
function box(label, kind, value) {
  const input = make("input", { type: "checkbox", name: kind, value });
  input.checked = true;
  return make("li", {}, [make("label", {}, [input, make("span", {}, [label])])]);
}

/**
 * Errors above the form, each a link to its field, and beside the fields.
 * @param {HTMLElement} summary
 * @param {{ field: HTMLInputElement | HTMLTextAreaElement, message: string }[]} errors
 * @param {string} title
 */
export function showErrors(summary, errors, title) {
  const links = errors.map(({ field, message }) => {
    const link = make("a", { href: `#${field.id}` }, [message]);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation(); // Material's instant navigation would look for a page
      field.focus();
    });
    const id = `${field.id}-error`;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    field.before(make("p", { id, class: "hw-contact__error" }, [message]));
    return make("li", {}, [link]);
  });
  alertIn(summary, title, make("ul", {}, links));
}

/**
 * @param {HTMLElement} summary
 * @param {string} title
 * @param {HTMLElement} inner
 */
export function alertIn(summary, title, inner) {
  const heading = make("h3", {}, [title]);
  const alert = make("div", { role: "alert", tabindex: "-1", class: "hw-contact__alert" });
  alert.append(heading, inner);
  summary.replaceChildren(alert);
  alert.focus();
}

/** @param {HTMLElement} summary @param {HTMLFormElement} form */
export function clearErrors(summary, form) {
  summary.replaceChildren();
  for (const error of form.querySelectorAll(".hw-contact__error")) error.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}
