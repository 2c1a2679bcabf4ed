// @ts-check

import { action, make } from "./markup.js";

/**
 * "Did this answer it?"
 * @param {(key: string) => string} say
 * @param {(isAnswered: boolean) => void} answer
 */
export function question(say, answer) {
  return make("div", { role: "group", class: "hw-contact__question", "aria-label": say("answered") }, [
    make("span", { "aria-hidden": "true" }, [say("answered")]),
    action(say("yes"), () => answer(true), "quiet"),
    action(say("no"), () => answer(false), "quiet"),
  ]);
}
