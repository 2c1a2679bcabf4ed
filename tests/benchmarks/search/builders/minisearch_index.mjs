/**
 * Writes MiniSearch's index of a site: `node minisearch_index.mjs SITE`. It is made once, as
 * its documentation advises for large collections, so that the browser need not index.
 */

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import MiniSearch from "minisearch";
import { OPTIONS } from "../clients/minisearch_options.js";

const site = process.argv[2] ?? ".";
const index = new MiniSearch(OPTIONS);
for (const name of (await readdir(join(site, "a"))).sort()) {
  const html = await readFile(join(site, "a", name, "index.html"), "utf8");
  const main = html.match(/<main[^>]*>(.*)<\/main>/s)?.[1] ?? "";
  const headings = [...main.matchAll(/<h2[^>]*>(.*?)<\/h2>/gs)].map((heading) => heading[1]);
  index.add({
    id: Number(name),
    title: plain(html.match(/<title>(.*?)<\/title>/s)?.[1] ?? ""),
    headings: plain(headings.join("\n")),
    text: plain(main.replace(/<h[12][^>]*>.*?<\/h[12]>/gs, " ")),
  });
}
await mkdir(join(site, "minisearch"), { recursive: true });
await writeFile(join(site, "minisearch/index.json"), JSON.stringify(index));

/** @param {string} html */
function plain(html) {
  const text = html.replace(/<[^>]*>/g, " ");
  return text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"')
    .replace(/&#x27;/g, "'").replace(/&amp;/g, "&");
}
