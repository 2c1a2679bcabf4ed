// @ts-check
/** What is sent: as the text of a mail, as the fields of a form, as the detail of an event. */

const LONGEST_MAIL = 1900; // what mail programs and systems take as an address without cutting it
const LONGEST_FORM = 6000;

/** @typedef {import("./arrival.js").Arrival} Arrival */
/** @typedef {import("./arrival.js").Asked} AskedFor */
/** @typedef {AskedFor & { value: string }} Field */

/**
 * A message as it stands on the page: what the person has unticked is not in it.
 * @typedef {object} Message
 * @property {string} subject
 * @property {string} message
 * @property {Field[]} fields those that are filled in
 * @property {import("./arrival.js").Line[]} lines
 * @property {string} priority "" if there is none, or it was unticked
 * @property {boolean} whole whether all lines are sent
 */

/** @typedef {{ from: string, priority: string }} Headings "From {0}:" and "Priority: {0}" */

/**
 * The text of a mail; of a form's field, if some things have fields of their own.
 * @param {Message} sent
 * @param {Arrival} arrival
 * @param {Headings} headings
 * @param {(name: string) => boolean} hasField
 */
export function bodyOf(sent, { title }, headings, hasField = () => false) {
  const fields = sent.fields.filter(({ name }) => !hasField(name));
  const lines = hasField("answers") ? [] : sent.lines;
  const parts = [
    sent.message,
    fields.map(({ label, value }) => `${label}: ${value}`).join("\n"),
    lines.length ? [...(title ? [headings.from] : []), ...lines.map(({ text }) => text)].join("\n") : "",
    hasField("priority") ? "" : headings.priority,
  ];
  return parts.filter(Boolean).join("\n\n");
}

/**
 * @param {string} email
 * @param {string} subject
 * @param {string} [body]
 */
export function mailAddress(email, subject, body = "") {
  const to = email.replace(/[^@]+/gu, encodeURIComponent);
  const rest = body && `&body=${encodeURIComponent(body.replaceAll("\n", "\r\n"))}`;
  return `mailto:${to}?subject=${encodeURIComponent(subject)}${rest}`;
}

/**
 * The address of a form with its fields filled in; others may log it, so nothing private is there.
 * @param {import("./arrival.js").ContactChannel} channel
 * @param {URL} root
 * @param {Message} sent
 * @param {Arrival} arrival
 * @param {Headings} headings
 */
export function formAddress({ form_url = "", form_fields = {} }, root, sent, arrival, headings) {
  const url = new URL(form_url, root);
  const open = {
    ...sent,
    fields: sent.fields.filter((field) => !field.private),
    lines: sent.lines.filter((line) => !line.private),
  };
  const isNamed = Object.keys(form_fields).length > 0;
  const hasField = (/** @type {string} */ name) => !isNamed || Object.hasOwn(form_fields, name);
  const values = {
    ...Object.fromEntries(open.fields.map(({ name, value }) => [name, value])),
    subject: open.subject,
    message: bodyOf(open, arrival, headings, hasField),
    answers: open.lines.map(({ text }) => text).join("\n"),
    troubleshooter: arrival.troubleshooter,
    outcome: arrival.outcome,
    priority: open.priority,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value && hasField(name)) url.searchParams.append(form_fields[name] ?? name, value);
  }
  return url.href;
}

/** Whether an address is too long for what it opens. @param {string} address */
export function isTooLong(address) {
  return address.length > (address.startsWith("mailto:") ? LONGEST_MAIL : LONGEST_FORM);
}

/**
 * What a script of the site is given.
 * @param {Message} sent
 * @param {Arrival} arrival
 */
export function detailOf(sent, arrival) {
  const { troubleshooter, outcome, name, detail } = arrival;
  const names = new Set(sent.lines.map((line) => line.name));
  const answers = Object.entries(detail.answers ?? {}).filter(([each]) => names.has(each));
  return {
    channel: name,
    subject: sent.subject,
    message: sent.message,
    fields: Object.fromEntries(sent.fields.map((field) => [field.name, field.value])),
    lines: sent.lines.map(({ text }) => text),
    answers: Object.fromEntries(answers),
    troubleshooter,
    outcome,
    version: detail.version ?? "",
    // The way tells what was answered, so it goes only with all of the answers.
    path: sent.whole ? (detail.path ?? []) : [],
    priority: sent.priority,
  };
}
