// Answers requests in JavaScript: [["evaluate", expression, context], ...] on standard input.
import { readFileSync } from "node:fs";
import { readAnswer } from "../../plugins/helpwright/web/troubleshooter/answers.js";
import { filled, shown } from "../../plugins/helpwright/web/troubleshooter/formats.js";
import { evaluate, fault } from "../../plugins/helpwright/web/troubleshooter/values.js";
import { walk } from "../../plugins/helpwright/web/troubleshooter/walk.js";

const actions = {
  walk,
  evaluate,
  fault,
  read: readAnswer,
  shown,
  filled: (text, texts) => filled(text, (name) => texts[name] ?? null),
};
const given = JSON.parse(readFileSync(0, "utf8"));
const results = given.map(([action, ...values]) => actions[action](...values));
console.log(JSON.stringify(results));
