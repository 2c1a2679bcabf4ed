// @ts-check
/**
 * A troubleshooter inside another page: fetched from its own page when it is about to be seen, so
 * that articles stay small, and made to fit among what stands there. Its state is in memory.
 */

/** @typedef {import("./place.js").Place} Place */
/** @typedef {import("./place.js").Written} Written */

/** Instant navigation may put a page's content there anew. @type {Map<string, Written[]>} */
const pasts = new Map();

/**
 * Wait until an element is about to be seen, and take what the troubleshooter's own page holds.
 * Without a network the link to that page stays, and nothing else comes.
 * @param {HTMLElement} host
 * @param {URL} url
 */
export async function settle(host, url) {
  await nearness(host);
  const response = await fetch(url).catch(() => null);
  const text = response?.ok ? await response.text() : "";
  /** @type {HTMLElement | null} */
  const found = new DOMParser().parseFromString(text, "text/html").querySelector(host.localName);
  if (!found) return;
  for (const one of [found, ...found.querySelectorAll("[href], [src]")]) {
    for (const name of ["href", "src", "data-contact"]) {
      const value = one.getAttribute(name);
      if (value && URL.canParse(value, url)) one.setAttribute(name, new URL(value, url).href);
    }
  }
  Object.assign(host.dataset, { ...found.dataset, ...host.dataset });
  host.append(...found.childNodes);
}

/** @param {HTMLElement} host @returns {Promise<void>} */
function nearness(host) {
  return new Promise((resolve) => {
    const seen = (/** @type {IntersectionObserverEntry[]} */ all) => {
      if (!all.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      resolve();
    };
    const watch = new IntersectionObserver(seen, { rootMargin: "50%" });
    watch.observe(host);
  });
}

/**
 * Where its state is: in a list of all states so far, which a button shortens. At first there is
 * the step at which it begins.
 * @param {HTMLElement} host
 * @param {URL} url
 * @param {(path: string, kept: string) => void} keep
 * @param {() => void} act what follows when somebody has gone back
 * @returns {{ place: Place, fit: () => void }}
 */
export function inMemory(host, { pathname: path }, keep, act) {
  const { nth, start = "" } = host.dataset;
  const key = `${location.pathname}#${nth}`;
  const past = pasts.get(key) ?? [{ address: `#${start}`, kept: "" }];
  pasts.set(key, past);
  /** @type {HTMLButtonElement | null} */
  const back = host.querySelector(".hw-back");
  /** @type {HTMLAnchorElement | null} */
  const link = host.querySelector(".hw-embed a");
  if (back) {
    host.append(back);
    back.onclick = () => {
      past.pop();
      act();
    };
  }
  /** @type {Place} */
  const place = {
    path,
    read() {
      const { address = "", kept = "" } = past.at(-1) ?? {};
      const { search, hash } = new URL(path + address, location.href);
      return { search, hash, kept };
    },
    write(state, isNew) {
      if (!isNew) past.pop();
      past.push(state);
    },
    isLeft: () => false,
  };
  const fit = () => {
    fitIn(host);
    if (back) back.hidden = past.length < 2;
    if (!link) return;
    const { search, hash, kept } = place.read();
    link.href = path + search + hash;
    link.onclick = () => keep(path, kept);
  };
  return { place, fit };
}

/**
 * Make what is inside an element fit: its ids are no one else's, and its headings stand below the
 * one before it.
 * @param {HTMLElement} host
 */
function fitIn(host) {
  const { nth, level } = host.dataset;
  for (const one of host.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      if (!/^(id|for|list|aria-\w+by)$/.test(name)) continue;
      // No heading of an article has an id with a colon.
      one.setAttribute(name, value.replace(/(^| )(?!hw\d+:)/g, `$1hw${nth}:`));
    }
    const [, rank] = /^H(\d)/.exec(one.tagName) ?? [];
    if (rank) one.setAttribute("aria-level", `${Number(level) + Number(rank) - 2}`);
  }
}
