"""One run of the benchmark: every engine on every collection, then at every size."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromium
import engines
import generated
import judged
import measures
import queries
import references
from chromium import Asking, Load
from corpus import Corpus
from engines import Engine

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ASKED, QUICK = 30, 4  # queries of each kind at each size
BUDGET = 90.0  # seconds for one round of them
PHONE = 5  # queries on a slow network


def run(
    *,
    work: Path,
    names: Sequence[str] | None,
    sizes: Sequence[int],
    only: str | None,
    quick: bool,
) -> Iterator[dict[str, Any]]:
    """What `report.render` prints, each time that there is more of it."""
    chosen = [one for one in engines.ENGINES if not names or one.name in names]
    with chromium.browser() as browser:
        about = {**engines.versions(), "Chromium": browser.version, "cores": os.cpu_count()}
        results: dict[str, Any] = {"about": about, "relevance": {}, "sizes": {}}
        if only != "sizes":
            for collection in judged.collections(work, quick=quick):
                _say(f"{collection.name}: {len(collection.queries)} queries")
                results["relevance"][collection.name] = {
                    "articles": len(collection.articles),
                    "queries": len(collection.queries),
                    "engines": relevance(browser, chosen, collection, work, not names),
                }
                yield results
        if only != "relevance":
            for size in sizes:
                corpus = generated.generate(size)
                results["sizes"][str(size)] = {
                    engine.title: at_size(browser, engine, corpus, work, QUICK if quick else ASKED)
                    for engine in chosen
                    if size <= engine.most
                }
                yield results


def relevance(
    browser: Browser, chosen: Sequence[Engine], collection: Corpus, work: Path, servers: bool
) -> dict[str, Any]:
    """nDCG, recall and zero-result rate of each engine, clean and with a typo in each query."""
    site = work / "sites" / collection.name.replace(" ", "-")
    asked = {"clean": list(collection.queries)}
    if collection.language != "ja":
        asked["typo"] = queries.misspelt(collection.queries)
    found: dict[str, Any] = {}
    for engine in chosen:
        if len(collection.articles) * len(collection.queries) > engine.most_judged:
            continue
        _say(f"  {engine.title}")
        engines.build(engine, collection, site)
        with chromium.asking(browser, engine, site, collection.language) as asking:
            found[engine.title] = {
                state: asdict(measures.relevance(chromium.rankings(asking, collection, some)))
                for state, some in asked.items()
            }
    for name, opened in references.REFERENCES.items():
        if servers and collection.language in references.LANGUAGES:
            ask = opened(collection)
            found[name] = {
                state: asdict(measures.relevance([(ask(q.text), q.relevant) for q in some]))
                for state, some in asked.items()
            }
    return found


def at_size(
    browser: Browser, engine: Engine, corpus: Corpus, work: Path, count: int
) -> dict[str, Any]:
    """What an engine takes to index a help center, and to answer in the browser."""
    site = work / "sites" / corpus.name
    _say(f"{engine.title}: {len(corpus.articles):,} articles")
    effort, size = engines.build(engine, corpus, site)
    found: dict[str, Any] = {"build": asdict(effort), "index": size, "wire": {}, "times": {}}
    renewed = engines.renew(engine, corpus, site)
    if renewed:
        found["rebuild"] = asdict(renewed)
    asked = {
        "short": queries.short(corpus, count),
        "question": queries.questions(corpus, count),
    }
    # As customers type: every fourth query has a typo.
    asked = {kind: _with_typos(some) for kind, some in asked.items()}
    with chromium.asking(browser, engine, site, corpus.language) as asking:
        for kind, some in asked.items():
            first, following = chromium.loads(asking, some)
            found["wire"][kind] = {"first": _loads(first), "next": _loads(following)}
            found["times"][kind] = _times(asking, some)
        found["phone"] = measures.percentile(chromium.phone(asking, asked["short"][:PHONE]), 0.5)
    return found


def _times(asking: Asking, some: Sequence[str]) -> dict[str, Any]:
    opening, new, again = chromium.times(asking, some, BUDGET)
    return {"open": opening, "new": _spread(new), "again": _spread(again), "measured": len(again)}


def _loads(loads: Sequence[Load]) -> dict[str, float]:
    requests = measures.percentile([load.requests for load in loads], 0.5)
    return {
        **_spread([load.head + load.body for load in loads]),
        "body": measures.percentile([load.body for load in loads], 0.5),
        "requests": requests,
    }


def _spread(figures: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": measures.percentile(figures, share / 100) for share in (50, 95)}


def _with_typos(some: Sequence[str]) -> list[str]:
    source = random.Random(5)
    return [text if n % 4 else queries.misspell(text, source) for n, text in enumerate(some)]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
