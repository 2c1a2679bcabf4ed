/** Opens the engine that the address names, and times what it is asked. */

const engine = await import(`./${new URL(import.meta.url).searchParams.get("engine")}.js`);
let opened;

window.ask = async (query, limit) => {
  opened ??= engine.open();
  await opened;
  return engine.ask(query, limit);
};

/** Milliseconds until the results are there, for as many queries as `most` milliseconds allow. */
window.time = async (queries, limit, most) => {
  const end = performance.now() + most;
  const times = [];
  for (const query of queries) {
    const start = performance.now();
    if (start > end) break;
    await window.ask(query, limit);
    times.push(performance.now() - start);
  }
  return times;
};
document.documentElement.dataset.ready = "";
