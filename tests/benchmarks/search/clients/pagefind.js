let pagefind;

export async function open() {
  pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
}

export async function ask(query, limit) {
  const found = await pagefind.search(query);
  // The title and excerpt of a result stand in a fragment of its own.
  const shown = await Promise.all(found.results.slice(0, limit).map((result) => result.data()));
  return shown.map((result) => result.url.match(/\ba\/(\d+)\//)[1]);
}
