import { OPTIONS } from "./minisearch_options.js";

let index;

export async function open() {
  const [{ default: MiniSearch }, response] = await Promise.all([
    import("/minisearch/minisearch.js"),
    fetch("/minisearch/index.json"),
  ]);
  index = MiniSearch.loadJSON(await response.text(), OPTIONS);
}

export async function ask(query, limit) {
  return index.search(query).slice(0, limit).map((result) => String(result.id));
}
