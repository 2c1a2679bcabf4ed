// @ts-check

/** The title of a page of its own: what is shown, before the title that the page came with. */
export function documentTitle() {
  let title = "";
  /** @type {string | null | undefined} */
  let heading = "";
  const write = () => {
    if (title) document.title = heading ? `${heading} – ${title}` : title;
  };
  return {
    /** Take the page's own; before that, nothing is written. */
    take() {
      title ||= document.title;
      write();
    },
    /** @param {string | null | undefined} text the heading of what is shown, if it is to be there */
    show(text) {
      heading = text;
      write();
    },
  };
}
