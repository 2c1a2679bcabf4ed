"""Asks the engines in Chromium: what they find, what they load, how long they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import host
from corpus import Corpus, Query
from engines import Engine
from host import Sent

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

EXECUTABLE = Path("/usr/bin/chromium")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
SHOWN = 6  # results below the field, as somebody types
TIMEOUT = 1_200_000  # ms; Material's worker takes half a minute to open 10,000 articles


@dataclass(frozen=True)
class Load:
    """Bytes and requests of one query."""

    head: int
    body: int
    requests: int


@dataclass(frozen=True)
class Asking:
    """A browser, and the address of an engine's site."""

    browser: Browser
    address: str
    sent: list[Sent]
    engine: Engine
    language: str

    @contextmanager
    def page(self) -> Iterator[Page]:
        """A page in a fresh profile, with nothing of the engine loaded."""
        context: BrowserContext = self.browser.new_context()
        page = context.new_page()
        page.set_default_timeout(TIMEOUT)
        page.goto(f"{self.address}/measured/page/{self.language}/{self.engine.name}")
        page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
        try:
            yield page
        finally:
            context.close()


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium where it is, else the one that Playwright brings."""
    from playwright.sync_api import sync_playwright

    executable = EXECUTABLE if EXECUTABLE.exists() else None
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield chromium
        chromium.close()


@contextmanager
def asking(browser: Browser, engine: Engine, site: Path, language: str) -> Iterator[Asking]:
    """An engine's site, served."""
    with host.serve(site) as (address, sent):
        yield Asking(browser, address, sent, engine, language)


def rankings(
    asking: Asking, corpus: Corpus, queries: Sequence[Query]
) -> list[tuple[list[str], frozenset[str]]]:
    """For each query, the ids of the first ten articles found, and of those that answer."""
    with asking.page() as page:
        return [
            ([corpus.articles[int(n)].id for n in _ask(page, query.text, 10)], query.relevant)
            for query in queries
        ]


def loads(asking: Asking, queries: Sequence[str]) -> tuple[list[Load], list[Load]]:
    """What the first query loads in a fresh profile, and what the next one does.

    Every query is once the first and once the next. An engine that loads its whole index is
    opened twice only: the others would give the same figures.
    """
    first, following = [], []
    chosen = queries[:2] if asking.engine.whole else queries
    for query, successor in zip(chosen, (*chosen[1:], chosen[0]), strict=True):
        with asking.page() as page:
            first.append(_load(asking, page, query))
            following.append(_load(asking, page, successor))
    return first, following


def times(
    asking: Asking, queries: Sequence[str], budget: float
) -> tuple[float, list[float], list[float]]:
    """Milliseconds: to open the engine and answer once; for each query new; and repeated.

    All files come from this machine. `budget` bounds each of the two rounds, in seconds.
    """
    with asking.page() as page:
        (opening,) = page.evaluate("q => time([q], 6, 1e9)", queries[0])
        arguments = [list(queries[1:]), SHOWN, budget * 1000]
        new: list[float] = page.evaluate("a => time(...a)", arguments)
        again: list[float] = page.evaluate("a => time(...a)", arguments)
        return opening, new, again


def phone(asking: Asking, queries: Sequence[str]) -> list[float]:
    """Milliseconds to the first answer of each query on a slow network, in a fresh profile.

    1.6 Mbit/s down, 0.75 up and 150 ms for an answer to begin: "slow 4G" of Chromium's
    developer tools, at full speed. The processor is not slowed down.
    """
    found = []
    for query in queries[:1] if asking.engine.whole else queries:
        with asking.page() as page:
            page.context.new_cdp_session(page).send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": 150,
                    "downloadThroughput": 1_600_000 / 8,
                    "uploadThroughput": 750_000 / 8,
                },
            )
            found += page.evaluate("q => time([q], 6, 1e9)", query)
    return found


def _ask(page: Page, query: str, limit: int) -> list[str]:
    found: list[str] = page.evaluate("([query, limit]) => ask(query, limit)", [query, limit])
    return found


def _load(asking: Asking, page: Page, query: str) -> Load:
    before = len(asking.sent)
    _ask(page, query, SHOWN)
    page.wait_for_load_state("networkidle")
    sent = asking.sent[before:]
    return Load(sum(s.head for s in sent), sum(s.body for s in sent), len(sent))
