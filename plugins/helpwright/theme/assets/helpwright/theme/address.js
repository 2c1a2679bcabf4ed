// @ts-check
/** What an address that leads nowhere was about. */

// Parts of addresses of help centers, in the forms that migrated links have.
const filler = new Set([
  "a", "article", "articles", "categories", "category", "en", "faq", "hc", "help", "html", "htm", "index",
  "knowledge", "kb", "php", "section", "sections", "support", "the", "www",
]);

/**
 * The words of a path below the site's root: no ids, no language codes, no endings.
 * @param {string} path
 * @param {string} [base] the site's root, as "/" or "/help/"
 */
export function wordsOf(path, base = "/") {
  let text = path.startsWith(base) ? path.slice(base.length) : path;
  try {
    text = decodeURIComponent(text);
  } catch {
    // a stray percent sign: take it as it is
  }
  const words = text
    .split("/")
    .filter((part) => !/^[a-z]{2}-[a-z]{2}$/i.test(part))
    .join(" ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && !/^\d{4,}$/.test(word) && !filler.has(word));
  return [...new Set(words)].slice(0, 12).join(" ");
}
