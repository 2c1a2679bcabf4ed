// @ts-check
/** "Your answers", each with a way to change it. */

import { element, pairOf } from "./markup.js";
import { put } from "./messages.js";

/**
 * @param {HTMLElement} box
 * @param {import("./send.js").Row[]} rows
 * @param {number} current the place that is shown
 * @param {Record<string, string>} texts
 * @param {{ change: (index: number, text: string) => HTMLElement, again: HTMLElement | null }} links
 */
export function showSummary(box, rows, current, texts, { change, again }) {
  const listed = rows.map((row) => {
    if (row.index === current) return pairOf(row);
    const link = change(row.index, texts.change);
    const whose = ` ${put(texts.change_for, row.question)}`;
    link.append(element("span", { class: "hw-unseen" }, [whose]));
    return pairOf(row, element("dd", { class: "hw-change" }, [link]));
  });
  const heading = element("h2", {}, [texts.your_answers]);
  box.replaceChildren(
    ...(rows.length ? [heading, element("dl", {}, listed)] : []),
    ...(again ? [element("p", { class: "hw-again" }, [again])] : []),
  );
  box.hidden = !rows.length && !again;
}
