// @ts-check
/** Copying: an article's permanent link, and blocks of code. */

/** @param {HTMLElement} element @param {string} text */
async function copy(element, text) {
  await navigator.clipboard.writeText(text);
  element.dataset.done = "";
  setTimeout(() => delete element.dataset.done, 2000);
}

/** Says a word to screen readers. @param {string} text */
function announce(text) {
  let region = document.getElementById("hw-status");
  if (!region) {
    region = document.createElement("div");
    region.id = "hw-status";
    region.className = "hw-hidden";
    region.setAttribute("role", "status");
    (document.querySelector("main") || document.body).append(region);
  }
  region.textContent = "";
  setTimeout(() => region && (region.textContent = text), 50);
}

/** @param {ParentNode} root */
export function enhancePermalinks(root) {
  if (!navigator.clipboard) return; // not a secure context: it stays a link
  for (const link of root.querySelectorAll("a.hw-permalink")) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    const label = link.querySelector("span:last-child");
    const words = label?.textContent || "";
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      copy(link, link.href).then(
        () => {
          const copied = link.dataset.copied || "";
          announce(copied);
          if (label) {
            label.textContent = copied;
            setTimeout(() => (label.textContent = words), 2000);
          }
        },
        () => location.assign(link.href),
      );
    });
  }
}

/**
 * @param {ParentNode} root
 * @param {{copy: string, copied: string}} words
 */
export function enhanceCode(root, words) {
  if (!navigator.clipboard) return;
  for (const code of root.querySelectorAll(".md-typeset pre > code")) {
    if (!code.parentElement || code.parentElement.querySelector(".hw-copy")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hw-copy";
    button.title = words.copy;
    button.setAttribute("aria-label", words.copy);
    const mark = document.createElement("span");
    mark.className = "hw-i hw-i--copy";
    mark.setAttribute("aria-hidden", "true");
    button.append(mark);
    button.addEventListener("click", () => {
      copy(button, (code.textContent || "").trimEnd()).then(() => announce(words.copied), () => {});
    });
    code.parentElement.append(button);
  }
}
