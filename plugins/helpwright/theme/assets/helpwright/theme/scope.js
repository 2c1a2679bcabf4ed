// @ts-check
// Runs in the head before anything is painted: the reader's colour scheme, without a flash.
(() => {
  const me = /** @type {HTMLScriptElement} */ (document.currentScript);
  const scope = new URL(me.dataset.scope || ".", location.href).pathname;
  const dark = document.getElementById("hw-dark");
  document.documentElement.classList.replace("no-js", "js");
  document.documentElement.dataset.hwScope = scope;
  try {
    const choice = JSON.parse(localStorage.getItem(`${scope}.hw-scheme`) || "null");
    if (dark instanceof HTMLLinkElement && (choice === "light" || choice === "dark")) {
      dark.media = choice === "dark" ? "screen" : "not all";
    }
  } catch {
    // storage is closed, or holds something else: the system's scheme stays
  }
})();
