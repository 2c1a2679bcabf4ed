// @ts-check
/** The categories of the site, for a search that found nothing. A build writes its own here. */

/** @type {{title: string, url: string}[]} addresses are relative to the root */
export const categories = [];
