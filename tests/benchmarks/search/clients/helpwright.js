let ready;

export async function open() {
  const [results, { site }] = await Promise.all([
    import("/assets/helpwright/search/results.js"),
    import("/assets/helpwright/search/site.js"),
  ]);
  ready = { ask: results.ask, site };
}

export async function ask(query, limit) {
  const language = document.documentElement.lang;
  const answer = await ready.ask(ready.site, query, { limit, language, filters: {} });
  return answer.results.map((result) => new URL(result.href).pathname.match(/\/a\/(\d+)\//)[1]);
}
