// @ts-check
/**
 * Stands in a page before Material's own script. Its instant navigation would fetch a page anew
 * when somebody goes back inside it for the first time; whoever listens first can keep it from that.
 */
addEventListener("popstate", (event) => {
  /** @type {any} */
  const here = document.querySelector("helpwright-troubleshooter:not([data-src])");
  if (here?.takeBack?.()) event.stopImmediatePropagation();
});
