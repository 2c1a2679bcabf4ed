"""Searches that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpwright.deflection.learning import FailedSearch, Site, failed_searches
from helpwright.tickets.store import open_store, update

Event = tuple[str, str, int | None]


@pytest.fixture
def failed(tmp_path: Path) -> Callable[..., tuple[FailedSearch, ...]]:
    store = tmp_path / "tickets.duckdb"

    def ask(events: list[Event], site: Site | None = None) -> tuple[FailedSearch, ...]:
        def take_in(con: Any, _folder: Path) -> None:
            con.executemany("INSERT INTO events (name, query, results) VALUES (?, ?, ?)", events)

        update(store, take_in)
        con = open_store(store)
        try:
            return failed_searches(con, *((site.library, site.names) if site else ()))
        finally:
            con.close()

    return ask


def searches(query: str, count: int, results: int, clicks: int = 0) -> list[Event]:
    return [("search", query, results)] * count + [("search-click", query, None)] * clicks


def test_a_query_without_results_or_clicks_has_failed(failed: Any) -> None:
    events = searches("moneyback", 12, 0) + searches("Money  Back", 20, 4, clicks=1)
    found = failed(events + searches("refund", 20, 5, clicks=15))
    assert [(one.query, one.searches, one.empty, one.clicks) for one in found] == [
        ("money back", 20, 0, 1),
        ("moneyback", 12, 12, 0),
    ]
    assert (found[0].share.numerator, found[0].share.denominator) == (19, 20)


def test_a_query_of_few_or_with_private_words_is_not_told(failed: Any) -> None:
    assert not failed(
        searches("moneyback", 4, 0)
        + searches("kim@example.net", 20, 0)
        + searches("4711123", 20, 0)
    )


def test_an_article_that_fits_is_named_and_otherwise_it_is_a_gap(
    failed: Any, small_site: Site
) -> None:
    found = failed(searches("reset my passwort", 12, 0) + searches("treadmill", 11, 0), small_site)
    assert [(one.query, one.suggestion, one.article) for one in found] == [
        ("reset my passwort", "alias", "login"),
        ("treadmill", "gap", ""),
    ]
