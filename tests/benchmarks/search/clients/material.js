/** The worker of Material's search, spoken to as the theme's own script does. */

let worker;

export async function open() {
  const response = await fetch("/search/search_index.json");
  const { config, docs } = await response.json();
  worker = new Worker("/assets/javascripts/workers/search.js");
  await say({ type: 0, data: { config, docs, options: { suggest: false } } });
}

export async function ask(query, limit) {
  const answer = await say({ type: 2, data: query });
  return answer.data.items.slice(0, limit).map((item) => item[0].location.match(/a\/(\d+)\//)[1]);
}

function say(message) {
  return new Promise((resolve) => {
    worker.addEventListener("message", (event) => resolve(event.data), { once: true });
    worker.postMessage(message);
  });
}
