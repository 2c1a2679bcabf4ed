// @ts-check
/** The contents beside an article show which part is being read. */

/** @param {ParentNode} root */
export function enhanceContents(root) {
  /** @type {Map<Element, HTMLAnchorElement>} */
  const links = new Map();
  for (const link of root.querySelectorAll(".hw-toc a[href^='#']")) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  if (!links.size) return;
  /** @type {HTMLAnchorElement | undefined} */
  let current;
  const observer = new IntersectionObserver(
    () => {
      const line = innerHeight * 0.3;
      let last;
      for (const [heading, link] of links) {
        if (heading.getBoundingClientRect().top <= line) last = link;
      }
      if (last === current) return;
      current?.removeAttribute("aria-current");
      last?.setAttribute("aria-current", "location");
      current = last;
    },
    { rootMargin: "0px 0px -70% 0px", threshold: [0, 1] },
  );
  for (const heading of links.keys()) observer.observe(heading);
}
