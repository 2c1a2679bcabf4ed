"""Exports of analytics: what a site forwards comes back as the same events."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from helpwright.events import EventsResult

Import = Callable[..., EventsResult]
Rows = Callable[..., list[tuple[Any, ...]]]
DAY, TIME = datetime(2026, 11, 22), datetime(2026, 11, 22, 11, 0, 1)
SECONDS = 1795345201
COLUMNS = ("at", "name", "page", "query", "results", "is_first")
SEARCH = (TIME, "search", "search/", "get a refund", 3, 1)
FACTS = {"page": "search/", "query": "Get a refund", "results": "3", "is_first": "1"}
GA4 = {
    "event_timestamp": f"{SECONDS}000000",
    "event_name": "hw_search",
    "user_pseudo_id": "123.456",
    "event_params": [
        {"key": "hw_page", "value": {"string_value": "search/"}},
        {"key": "hw_query", "value": {"string_value": "Get a refund"}},
        {"key": "hw_results", "value": {"int_value": "3"}},
        {"key": "hw_is_first", "value": {"int_value": 1}},
        {"key": "page_location", "value": {"string_value": "https://help.example/?q=ann"}},
    ],
}
OTHER = {**GA4, "event_name": "page_view"}
ACTION = {
    **{"type": "event", "eventCategory": "helpwright", "eventAction": "search"},
    **{"eventName": urlencode(FACTS), "timestamp": SECONDS},
}
VISIT = {
    **{"idVisit": "7", "visitorId": "abc", "visitIp": "192.0.2.7"},
    "actionDetails": [{"type": "action", "url": "https://help.example/"}, ACTION],
}
FLAT = {
    "idVisit": "7",
    **{
        f"actionDetails_{n}_{key}": v
        for n, one in enumerate(VISIT["actionDetails"])
        for key, v in dict(one).items()
    },  # type: ignore[call-overload]
}


def table(*rows: dict[str, object]) -> list[str]:
    quoted = ['"{}"'.format(str(v).replace('"', '""')) for row in rows for v in row.values()]
    width = len(rows[0])
    cells = [quoted[i : i + width] for i in range(0, len(quoted), width)]
    return [",".join(rows[0]), *(",".join(one) for one in cells)]


FLAT_GA4 = {
    "event_timestamp": GA4["event_timestamp"],
    "event_name": "hw_search",
    **{f"hw_{key}": text for key, text in FACTS.items()},
}


@pytest.mark.parametrize(
    "lines",
    [
        [json.dumps(GA4), json.dumps(OTHER)],
        table(FLAT_GA4),
        [json.dumps([VISIT])],
        json.dumps([VISIT], indent=2).split("\n"),
        table(FLAT),
    ],
    ids=["ga4", "ga4-csv", "matomo", "matomo-indented", "matomo-csv"],
)
def test_an_event_that_was_forwarded_comes_back(
    take_in: Import, rows: Rows, lines: list[str]
) -> None:
    result = take_in({"export": lines})
    assert (result.events, result.findings) == (1, ())
    assert rows(*COLUMNS) == [SEARCH]
    again = take_in({"again": lines, "packed.gz": gzip.compress("\n".join(lines).encode())})
    assert (again.added, again.changed) == (0, False)


def test_plausible_gives_counts_by_day(take_in: Import, rows: Rows) -> None:
    answer = {
        "results": [
            {"dimensions": ["2026-11-22", "hw-search", "Get a refund", "3"], "metrics": [2]},
            {"dimensions": ["2026-11-22", "hw-search", "(none)", "(none)"], "metrics": [1]},
            {"dimensions": ["2026-11-22", "Signup", "x", "y"], "metrics": [9]},
        ],
        "query": {
            "dimensions": ["time:day", "event:goal", "event:props:query", "event:props:results"],
            "metrics": ["events"],
        },
    }
    result = take_in({"answer.json": [json.dumps(answer)]})
    assert (result.rows, result.events) == (3, 3)
    assert rows("at", "name", "query", "results") == [
        *(2 * [(DAY, "search", "get a refund", 3)]),
        (DAY, "search", "", None),
    ] or rows("query") == [("",), ("get a refund",), ("get a refund",)]


def test_a_longer_export_of_plausible_adds_what_is_new(take_in: Import, rows: Rows) -> None:
    head = "date,name,link_url,path,visitors,events"
    rows_ = ["2026-11-21,hw-view,,/billing/refund/,2,3", "2026-11-22,hw-view,,/billing/refund/,1,1"]
    take_in({"imported_custom_events_1.csv": [head, *rows_]})
    later = [head, *rows_[:1], "2026-11-22,hw-view,,/billing/refund/,4,5"]
    result = take_in({"imported_custom_events_2.csv": later})
    assert (result.added, len(rows("at"))) == (4, 8)
    assert set(rows("article", "page")) == {("rfnd01x", "billing/refund/")}


def test_what_cannot_be_used_is_skipped_and_shown_with_its_place(take_in: Import) -> None:
    bad = {**GA4, "event_timestamp": "soon"}
    unknown = {**GA4, "event_name": "hw_no_such_event"}
    lines = [json.dumps(GA4), json.dumps(bad), json.dumps(GA4)[:50], json.dumps(unknown), "[1]"]
    result = take_in({"export.jsonl": lines})
    assert (result.events, result.skipped) == (1, 4)
    places = {finding.code: finding.place.line for finding in reversed(result.findings)}
    assert places == {"event-time": 2, "log-line-unreadable": 3, "event-query": 4}


def test_a_list_that_is_cut_off_says_so(take_in: Import) -> None:
    result = take_in({"visits.json": [json.dumps([VISIT] * 3)[:-20]]})
    assert [finding.code for finding in result.findings] == ["export-damaged", "no-events"]
