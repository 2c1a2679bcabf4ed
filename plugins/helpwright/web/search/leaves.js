// @ts-check
/** Where words and stems stand: the lists of the leaves that `search/leaves.py` cuts. */

/** @typedef {{first: string[], names?: string[], costs?: number[], pages?: string[]}} List */
/** @typedef {{first: string, name: string, cost: number, common: boolean}} Place of a leaf */

const MOST_PAGES = 2;

/**
 * The leaves of a list that may have keys between two. Of a list with pages, more than two pages
 * are taken for more leaves than anybody wants.
 * @param {List} list
 * @param {string} from
 * @param {string} to
 * @param {(name: string) => Promise<List>} load a page of the list
 * @returns {Promise<Place[]>}
 */
export async function placesIn(list, from, to, load) {
  const start = Math.max(0, after(list.first, from) - 1);
  const end = after(list.first, to);
  if (list.pages) {
    const pages = list.pages.slice(start, end);
    if (pages.length > MOST_PAGES) return Array(99).fill({});
    const lists = await Promise.all(pages.map(load));
    const found = await Promise.all(lists.map((page) => placesIn(page, from, to, load)));
    return found.flat();
  }
  const { first, names = [], costs = [] } = list;
  return first.slice(start, end).map((key, n) => ({
    first: key,
    name: names[start + n] ?? "",
    cost: Math.abs(costs[start + n] ?? 0),
    common: (costs[start + n] ?? 0) < 0,
  }));
}

/**
 * How many of some sorted texts are not after a key.
 * @param {string[]} sorted
 * @param {string} key
 */
function after(sorted, key) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") <= key) low = middle + 1;
    else high = middle;
  }
  return low;
}
