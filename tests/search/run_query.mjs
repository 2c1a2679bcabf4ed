// Answers queries from a written index, for the tests: node run_query.mjs FOLDER STEMMERS < queries.json
// in:  [{"query": "…", "limit": 10, "language": "", "literal": false, "filters": {}}, …]
// out: [{"hits": [{"url", "section", "score", "matched", "coverage"}], "corrected", "total"}, …]
// An index that cannot be read gives {"error": "…"} in place of the answer.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { search } from "../../plugins/helpwright/web/search/query.js";
import { openIndex, StoreError } from "../../plugins/helpwright/web/search/index.js";

const [folder = ".", stemmers = "."] = process.argv.slice(2);

async function load(name) {
  const data = await readFile(path.join(folder, name));
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
}

async function answer({ query, ...options }) {
  try {
    const index = await opened();
    const { hits, corrected, total, complete } = await search(index, query, options);
    const found = [];
    for (const hit of hits) {
      const card = await hit.part.card(hit.document);
      const section = card.sections?.[hit.section]?.[0] ?? "";
      const { score, matched, coverage, promoted } = hit;
      found.push({ url: card.url, section, score, matched, coverage, promoted });
    }
    return { hits: found, corrected, total, complete };
  } catch (error) {
    if (error instanceof StoreError) return { error: error.message };
    throw error;
  }
}

let index;
function opened() {
  index ??= openIndex(load, (name) => import(path.resolve(stemmers, `${name}.mjs`)));
  return index;
}

let input = "";
for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
const answers = [];
for (const request of JSON.parse(input)) answers.push(await answer(request));
process.stdout.write(JSON.stringify(answers));
