// @ts-check
/** Style sheets of the search that a page does not need from the start. */

/**
 * Load a sheet, unless the page has it.
 * @param {string} name
 * @returns {Promise<unknown>} fulfilled when it is there, or will not come
 */
export function style(name) {
  const { href } = new URL(name, import.meta.url);
  if ([...document.styleSheets].some((sheet) => sheet.href === href)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}
