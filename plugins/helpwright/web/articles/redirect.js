// @ts-check
// A plain script in the head of a redirect page: it goes on to the page that the script element
// names, with the query and the fragment that the reader came with.

(() => {
  const script = document.currentScript;
  const to = script instanceof HTMLScriptElement ? script.dataset.to : undefined;
  if (to === undefined) return;
  const target = new URL(to, location.href);
  if (target.origin !== location.origin) return;
  if (location.search) target.search = location.search;
  if (location.hash) target.hash = location.hash;
  location.replace(target);
})();
