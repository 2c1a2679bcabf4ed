// @ts-check
/**
 * The form of a step: its heading becomes a legend, or stands above a field, and whatever the
 * answers so far decide is built anew each time that the step is shown.
 */

import { decimalsOf, evaluate, readAnswer, shown, styleOf } from "./core.js";
import { button, element } from "./markup.js";

/** @typedef {import("./values.js").Value} Value */

/** @typedef {{ id: string, label: string, hint: string }} Option */

/**
 * What a step asks, with the options that apply now.
 * @typedef {{ id: string, step: any, options: Option[], language: string, texts: Record<string, string> }} Question
 */

const MOST_RADIOS = 7;
const NONE = "none:";

/**
 * What the step that is shown asks.
 * @param {import("./scene.js").Scene} scene
 * @returns {Question}
 */
export function questionOf({ program, id, texts, context, fill }) {
  const step = program.steps[id];
  const ways = ["fixed", "not_fixed"].map((way) => ({ id: way, label: texts[way] }));
  /** @type {any[]} */
  const all = step.options ?? (step.kind === "try" ? ways : []);
  const options = all
    .filter((option) => evaluate(option.if ?? true, context) === true)
    .map(({ id, label, hint = "" }) => ({ id, label: fill(label), hint: fill(hint) }));
  return { id, step: { ...step, label: fill(step.label) }, options, language: program.language, texts };
}

/**
 * Put a form around what a section says, once.
 * @param {HTMLElement} section
 * @param {string} question "" if the heading is the question
 */
export function wrapSection(section, question) {
  const content = [...section.children].filter((child) => !child.matches(".hw-ways"));
  const heading = section.querySelector("h2");
  const form = element("form", { class: "hw-form", novalidate: "" });
  const group = element("fieldset", { class: "hw-fieldset" });
  if (question || !heading) {
    form.append(...content);
    group.append(element("legend", { class: "hw-question" }, [question]));
  } else {
    group.append(element("legend", {}, [heading]), ...content.slice(1));
  }
  group.append(element("div", { class: "hw-controls" }));
  form.append(group);
  section.prepend(form);
  return form;
}

/**
 * Build what can be answered.
 * @param {HTMLFormElement} form
 * @param {Question} question
 * @param {string[]} chosen what is filled in: ids, or what was typed
 * @param {() => void} unsure what the "I'm not sure" button does
 */
export function buildControls(form, question, chosen, unsure) {
  const { id, step, texts } = question;
  const controls = form.querySelector(".hw-controls");
  const buttons = [button(texts.continue)];
  const list = offersList(question);
  const hint = hintOf(step, texts, list);
  const inner = list ? listed(question, chosen) : [field(question, chosen[0] ?? "", !!hint)];
  if ("not_sure" in step && (!list || step.type === "multi")) {
    buttons.push(button(texts.not_sure, unsure, "hw-second"));
  }
  const said = hint ? [element("p", { class: "hw-hint", id: `${id}:hint` }, [hint])] : [];
  controls?.replaceChildren(...said, ...inner);
  form.querySelector(".hw-buttons")?.remove();
  form.append(element("p", { class: "hw-buttons" }, buttons));
  form.querySelector(".hw-error")?.remove();
}

/**
 * What is filled in: ids, or what was typed.
 * @param {HTMLFormElement} form
 * @returns {string[]}
 */
export function chosenIn(form) {
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = form.querySelectorAll(".hw-controls input");
  return [...inputs]
    .filter(({ type, checked }) => checked || !/^(radio|checkbox)$/.test(type))
    .map(({ value }) => value);
}

/**
 * The value that what is filled in stands for; null if nothing is.
 * @param {Question} question
 * @param {string[]} chosen
 * @returns {Value}
 */
export function valueOfChosen(question, chosen) {
  const { step, language } = question;
  if (step.type === "multi") return chosen[0] === NONE ? [] : chosen.length ? chosen : null;
  if (offersList(question)) return chosen[0] ?? null;
  return readAnswer(step, chosen[0] ?? "", language);
}

/**
 * How a value is filled in.
 * @param {Question} question
 * @param {Value | undefined} value
 * @returns {string[]}
 */
export function chosenOf(question, value) {
  const { step, language, options } = question;
  const isUnsure = value === "not_sure" && (step.type === "multi" || !offersList(question));
  if (value === undefined || value === null || isUnsure) return [];
  if (offersList(question)) return value.length ? [value].flat() : [NONE];
  if (typeof value === "number") return [`${value}`.replace(".", styleOf(language).decimal)];
  const found = options.find((option) => option.id === value);
  return [found ? found.label : step.type === "date" ? shown(value, step, language) : `${value}`];
}

/**
 * Say what is wrong, beside a way to the field.
 * @param {HTMLFormElement} form
 * @param {string} id of the step
 * @param {string} title
 * @param {string} message
 */
export function showError(form, id, title, message) {
  form.querySelector(".hw-error")?.remove();
  /** @type {NodeListOf<HTMLInputElement>} */
  const inputs = form.querySelectorAll(".hw-controls input");
  const first = inputs[0];
  const link = element("a", { href: `#${first?.id ?? id}` }, [message]);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    first?.focus();
  });
  const box = element("div", { class: "hw-error", role: "alert", id: `${id}:error`, tabindex: "-1" });
  box.append(element("p", { class: "hw-error-title" }, [title]), element("p", {}, [link]));
  form.prepend(box);
  for (const input of inputs) {
    // ARIA has no invalid radios.
    if (input.type !== "radio") input.setAttribute("aria-invalid", "true");
    describe(input, box.id);
  }
  return box;
}

/** @param {HTMLElement} input @param {string} id of what is said of it */
function describe(input, id) {
  const before = input.getAttribute("aria-describedby") ?? "";
  if (!before.includes(id)) input.setAttribute("aria-describedby", `${before} ${id}`.trim());
}

/** Whether the answers are chosen from a list that is seen whole. @param {Question} question */
function offersList({ step, options }) {
  const { kind, type } = step;
  if (type === "lookup") return options.length <= MOST_RADIOS;
  return kind === "try" || /^(choice|yes_no|multi)$/.test(type);
}

/** @param {any} step @param {Record<string, string>} texts @param {boolean} list */
function hintOf({ type }, texts, list) {
  if (type === "multi") return texts.several;
  if (list) return "";
  return type === "date" ? texts.date_hint : type === "lookup" ? texts.lookup : "";
}

/** @param {Question} question @param {string[]} chosen */
function listed({ id, step, options, texts }, chosen) {
  const type = step.type === "multi" ? "checkbox" : "radio";
  const all = options.map((option) => choice(id, type, option, chosen));
  if (type === "radio" && "not_sure" in step) {
    all.push(choice(id, type, { id: "not_sure", label: texts.not_sure, hint: "" }, chosen));
  }
  if ("none" in step) {
    const none = choice(id, type, { id: NONE, label: step.none, hint: "" }, chosen);
    all.push(element("p", { class: "hw-or" }, [texts.or]), none);
  }
  const box = element("div", { class: "hw-radios" }, all);
  if ("none" in step) box.addEventListener("change", (event) => exclude(box, event.target));
  return [box];
}

/** "None of these" and the others never stand together. @param {Element} box @param {any} changed */
function exclude(box, changed) {
  if (!changed.checked) return;
  for (const input of box.querySelectorAll("input")) {
    if ((input.value === NONE) !== (changed.value === NONE)) input.checked = false;
  }
}

/**
 * @param {string} name
 * @param {"radio" | "checkbox"} type
 * @param {{ id: string, label: string, hint: string }} option
 * @param {string[]} chosen
 */
function choice(name, type, { id: value, label: text, hint }, chosen) {
  // A colon cannot stand in the id of a step, so these ids never meet one.
  const id = `${name}:${value}`;
  const input = element("input", { type, name, value, id });
  input.checked = chosen.includes(value);
  const box = element("div", { class: "hw-radio" }, [input, element("label", { for: id }, [text])]);
  if (hint) {
    box.append(element("span", { class: "hw-hint", id: `${id}:hint` }, [hint]));
    describe(input, `${id}:hint`);
  }
  return box;
}

/** @param {Question} question @param {string} typed @param {boolean} hasHint */
function field({ id, step, options }, typed, hasHint) {
  const { type, unit, currency } = step;
  const input = element("input", { class: "hw-field", id: `${id}:field`, name: id });
  input.value = typed;
  input.autocomplete = "off";
  const isNumber = type === "number" || type === "money";
  if (isNumber) input.inputMode = decimalsOf(step) ? "decimal" : "numeric";
  const label = element("label", { for: input.id, class: "hw-unseen" }, [step.label]);
  const box = element("div", { class: "hw-entry" }, [label, input]);
  if (hasHint) describe(input, `${id}:hint`);
  if (unit ?? currency) {
    box.append(element("span", { class: "hw-unit", id: `${id}:unit` }, [unit ?? currency]));
    describe(input, `${id}:unit`);
  }
  if (type === "lookup") {
    const list = element("datalist", { id: `${id}:list` });
    list.append(...options.map((option) => element("option", { value: option.label })));
    input.setAttribute("list", list.id);
    box.append(list);
  }
  return box;
}
