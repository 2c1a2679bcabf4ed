"""Zendesk's pages go through DuckDB, odd rows and files row by row; the store is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from helpwright.tickets import pages as pages_module
from helpwright.tickets.pages import Pages

HOST = "help.example.org"
LINKED = f"See https://{HOST}/a/pay/ for more."
AT = "2026-03-01T10:00:00Z"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that DuckDB took in."""
    found: list[str] = []
    take_all = Pages.take_all

    def watched(self: Pages, *args: Any, **options: Any) -> set[Path]:
        paths = take_all(self, *args, **options)
        found.extend(sorted(path.name for path in paths))
        return paths

    monkeypatch.setattr(Pages, "take_all", watched)
    return found


@pytest.fixture
def read_alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of rows of which DuckDB left one to the row reader."""
    found: list[str] = []

    def watched(kind: str, read: Any) -> Any:
        return lambda *row: found.append(kind) or read(*row)

    readers = {kind: watched(kind, read) for kind, read in pages_module.READERS.items()}
    monkeypatch.setattr(pages_module, "READERS", readers)
    return found


def event(number: int, *children: dict[str, Any], **change: Any) -> dict[str, Any]:
    shared = {"id": number, "ticket_id": 7, "created_at": AT, "timestamp": 1772359200}
    return {**shared, "updater_id": 9, "child_events": list(children), **change}


def comment(number: int, body: str = LINKED, **change: Any) -> dict[str, Any]:
    own = {"id": number, "event_type": "Comment", "author_id": 9, "public": True}
    via = {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}
    return {**own, "html_body": body, "body": body, "plain_body": body, "via": via} | change


TICKET: dict[str, Any] = {"id": 7, "created_at": AT, "updated_at": AT, "status": "solved"}
TICKET |= {"requester_id": 5, "group_id": 3, "tags": ["b", "a"], "via": {"channel": "email"}}
USERS = [{"id": 9, "role": "agent", "updated_at": AT}, {"id": 5, "role": "end-user"}]
CHANGE = {"id": 71, "event_type": "Change", "status": "open", "previous_value": "solved"}


def page(key: str, rows: list[Any], **rest: Any) -> str:
    return json.dumps({key: rows, "count": len(rows), "next_page": None, **rest})


def pages(*events: dict[str, Any], **rest: Any) -> dict[str, str]:
    return {
        "e.json": page("ticket_events", list(events), **rest),
        "t.json": page("tickets", [TICKET]),
        "u.json": page("users", USERS),
    }


def test_regular_pages_are_read_by_duckdb(both_ways: Any, taken: list[str]) -> None:
    files = pages(event(1, comment(70)), event(2, comment(71, "no link", public=False), CHANGE))
    result = both_ways.compare("zendesk", files)
    assert (result.tickets, result.comments, result.links) == (1, 2, 1)
    assert taken == ["e.json", "t.json", "u.json"]


def test_real_tickets_and_changes_are_no_odd_rows(
    both_ways: Any, taken: list[str], read_alone: list[str]
) -> None:
    metrics = {"ticket_id": 7, "reopens": 1, "solved_at": AT, "updated_at": AT}
    ticket = TICKET | {"assignee_id": 9, "metric_set": metrics, "custom_fields": [{"id": 1}]}
    changes = (
        CHANGE,
        {"id": 72, "event_type": "Change", "field_name": "status", "value": "hold"},
        {"id": 73, "event_type": "Change", "tags": ["a"], "previous_value": None},
        {"id": 74, "event_type": "Create", "status": "new"},
    )
    files = {
        "e.json": page("ticket_events", [event(1, comment(70), *changes)]),
        "t.json": page("tickets", [ticket]),
    }
    _, held = both_ways.take_in("zendesk", files, bulk=True)
    assert [row[3:] for row in held["state.status_changes"]] == [
        ("", "pending"),
        ("solved", "open"),
    ]
    assert len(held["state.outcomes"]) == len(held["state.people"]) == 1
    assert (taken, read_alone) == (["e.json", "t.json"], [])
    both_ways.compare("zendesk", files)


def test_audits_and_pages_of_comments_are_read_by_duckdb(
    both_ways: Any, taken: list[str], read_alone: list[str]
) -> None:
    told = {name: value for name, value in comment(80).items() if name != "event_type"}
    change = {"id": 71, "type": "Change", "field_name": "status", "value": "open"}
    audit = {"id": 1, "ticket_id": 7, "created_at": AT, "author_id": 9, "via": {"channel": "web"}}
    files = {
        "a.json": page("audits", [audit | {"events": [told | {"type": "Comment"}, change]}]),
        "ticket_8_comments.json": page("comments", [told | {"id": 81, "created_at": AT}]),
        "o.json": page("comments", [told | {"id": 82, "ticket_id": 9, "created_at": AT}]),
    }
    result = both_ways.compare("zendesk", files)
    assert result.comments == 3
    assert (taken, read_alone) == (["a.json", "o.json", "ticket_8_comments.json"], [])


def test_merges_in_audits_are_told_also_without_events(both_ways: Any, taken: list[str]) -> None:
    source = {"rel": "merge", "to": {"ticket_id": 9}, "from": {"ticket_ids": [3, 4]}}
    audit = {"id": 1, "ticket_id": 7, "created_at": AT, "via": {"source": source}}
    files = {"a.json": page("audits", [audit, audit | {"ticket_id": 8, "events": []}])}
    _, held = both_ways.take_in("zendesk", files, bulk=True)
    assert len(held["state.merges"]) == 6
    assert taken == ["a.json"]
    both_ways.compare("zendesk", files)


def test_comments_whose_ticket_only_the_pages_links_tell_are_left_to_the_row_reader(
    both_ways: Any, taken: list[str]
) -> None:
    links = {"next": "https://x.zendesk.com/api/v2/tickets/33/comments.json?page=2"}
    rows = [comment(70, created_at=AT)]
    result = both_ways.compare("zendesk", {"c.json": page("comments", rows, links=links)})
    assert (result.comments, taken) == (1, [])


def test_pages_in_many_lines_are_read_by_duckdb(both_ways: Any, taken: list[str]) -> None:
    files = {name: json.dumps(json.loads(text), indent=1) for name, text in pages(event(1)).items()}
    both_ways.compare("zendesk", files)
    assert taken == ["e.json", "t.json", "u.json"]


def test_odd_rows_of_a_page_are_read_one_by_one(both_ways: Any, taken: list[str]) -> None:
    merged = f"Request #8 was closed and merged into this request. https://{HOST}/a/m/"
    odd = [
        event(1, comment(70, merged)),
        event(2, comment(71, via={"channel": "rule"})),
        event(3, comment(72, author_id="12")),
        event(4, CHANGE, {"event_type": "CommentRedactionEvent", "comment_id": 70}),
        event(5, comment(73, "\u2587\u2587 " + LINKED)),
        event(6, comment(74, created_at="2026-03-02T10:00:00+02:00")),
        event(7, comment(75, html_body=5, body="", plain_body=LINKED)),
    ]
    assert both_ways.compare("zendesk", pages(*odd)).comments == 6
    assert taken == ["e.json", "t.json", "u.json"]


@pytest.mark.parametrize(
    "rows",
    [
        [event(1, comment(70, created_at=None))],
        [event(1, comment(70, id=None))],
        [event(1, comment(70), ticket_id=None)],
        [event(1, comment(70)), None],
        [event(1, comment(70)), 5],
        [event(1, comment(70, created_at="2026-02-30T10:00:00Z"))],
    ],
    ids=["null", "id", "ticket", "nothing", "number", "day"],
)
def test_a_file_with_a_row_to_be_told_of_is_left_to_the_row_reader(
    both_ways: Any, taken: list[str], rows: list[Any]
) -> None:
    files = pages() | {"e.json": page("ticket_events", rows), "x.json": pages(event(9))["e.json"]}
    assert both_ways.compare("zendesk", files).skipped == 1
    assert taken == ["t.json", "u.json", "x.json"]


@pytest.mark.parametrize(
    "text",
    [
        page("ticket_events", [event(1, comment(70))], users=USERS),
        page("ticket_events", [event(1, comment(70))])[:-20],
        page("ticket_events", [event(1, comment(70))]).replace("See", "\n\x01See"),
        page("ticket_events", [event(1, comment(70))]) + "x",
        page("ticket_events", [event(1, comment(70, "\ud800"))]),
        page("ticket_events", [event(1, comment(70))]).replace("9", "NaN", 1),
    ],
    ids=["two lists", "cut off", "controls", "more", "half a letter", "no number"],
)
def test_a_page_that_is_not_a_plain_one_is_left_to_the_row_reader(
    both_ways: Any, taken: list[str], text: str
) -> None:
    both_ways.compare("zendesk", pages() | {"e.json": text})
    assert "e.json" not in taken


def test_a_second_import_of_pages_changes_nothing(both_ways: Any) -> None:
    files = pages(event(1, comment(70), comment(71)), event(2, comment(70, public=False)))
    both_ways.take_in("zendesk", files, bulk=True)
    assert not both_ways.repeat("zendesk", bulk=True).changed
    assert not both_ways.repeat("zendesk", bulk=False, into_bulk=True).changed


def test_pages_may_be_few_in_many_files(both_ways: Any, taken: list[str]) -> None:
    files = {f"e{n}.json": pages(event(n, comment(n)))["e.json"] for n in range(1, 12)}
    files["e5.json"] = files["e5.json"][:-5]
    both_ways.compare("zendesk", files | pages())
    assert len(taken) == 13
    assert "e5.json" not in taken
