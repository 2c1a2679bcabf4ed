"""Zendesk's pages go through DuckDB, odd rows and files row by row; the store is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.tickets.pages import Pages
from helpwright.tickets.schema import STATE
from helpwright.tickets.store import ImportResult, import_tickets, open_store

HOST = "help.example.org"
LINKED = f"See https://{HOST}/a/pay/ for more."
AT = "2026-03-01T10:00:00Z"


class Site:
    """help.example.org, where /a/ID/ is an article."""

    link_hosts = (HOST,)

    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == HOST

    def article_id(self, url: str) -> str | None:
        parts = urlsplit(url).path.strip("/").split("/")
        return parts[1] if len(parts) == 2 and parts[0] == "a" else None


def take_in(folder: Path, files: dict[str, str], *, bulk: bool) -> tuple[ImportResult, Any]:
    export = folder / "export"
    export.mkdir(exist_ok=True, parents=True)
    for name, text in files.items():
        (export / name).write_bytes(text.encode())
    store = folder / ("bulk" if bulk else "rows") / "tickets.duckdb"
    store.unlink(missing_ok=True)
    result = import_tickets(
        store,
        export,
        system="zendesk",
        resolver=Site(),
        key=b"k" * 32,
        bulk_from=0 if bulk else 1 << 60,
    )
    with open_store(store) as con:
        tables = [f"state.{name}" for name in STATE]
        tables += ["tickets", "links", "unresolved", "ticket_tags"]
        held = {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in tables}
    return result, held


def told(result: ImportResult) -> list[str]:
    return sorted(
        f"{one.place.path.rpartition('/')[2]}:{one.place.line} {one.code} {one.message}"
        for one in result.findings
        if not one.place.path.endswith(".duckdb")
    )


def assert_same(folder: Path, files: dict[str, str]) -> ImportResult:
    rows, held_by_rows = take_in(folder, files, bulk=False)
    bulk, held_by_bulk = take_in(folder, files, bulk=True)
    assert held_by_bulk == held_by_rows
    assert told(bulk) == told(rows)
    assert (bulk.tickets, bulk.comments, bulk.links) == (rows.tickets, rows.comments, rows.links)
    assert bulk.skipped == rows.skipped
    return bulk


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


def test_regular_pages_are_read_by_duckdb(tmp_path: Path, taken: list[str]) -> None:
    files = pages(event(1, comment(70)), event(2, comment(71, "no link", public=False), CHANGE))
    result = assert_same(tmp_path, files)
    assert (result.tickets, result.comments, result.links) == (1, 2, 1)
    assert taken == ["e.json", "t.json", "u.json"]


def test_odd_rows_of_a_page_are_read_one_by_one(tmp_path: Path, taken: list[str]) -> None:
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
    assert assert_same(tmp_path, pages(*odd)).comments == 6
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
    tmp_path: Path, taken: list[str], rows: list[Any]
) -> None:
    files = pages() | {"e.json": page("ticket_events", rows), "x.json": pages(event(9))["e.json"]}
    assert assert_same(tmp_path, files).skipped == 1
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
    tmp_path: Path, taken: list[str], text: str
) -> None:
    assert_same(tmp_path, pages() | {"e.json": text})
    assert "e.json" not in taken


def test_a_second_import_of_pages_changes_nothing(tmp_path: Path) -> None:
    files = pages(event(1, comment(70), comment(71)), event(2, comment(70, public=False)))
    take_in(tmp_path, files, bulk=True)
    for least in (0, 1 << 60):
        again = import_tickets(
            tmp_path / "bulk" / "tickets.duckdb",
            tmp_path / "export",
            system="zendesk",
            resolver=Site(),
            key=b"k" * 32,
            bulk_from=least,
        )
        assert not again.changed


def test_pages_may_be_few_in_many_files(tmp_path: Path, taken: list[str]) -> None:
    files = {f"e{n}.json": pages(event(n, comment(n)))["e.json"] for n in range(1, 12)}
    files["e5.json"] = files["e5.json"][:-5]
    assert_same(tmp_path, files | pages())
    assert len(taken) == 13
    assert "e5.json" not in taken


ODD = st.sampled_from(
    [
        *(
            None,
            True,
            False,
            0,
            -1,
            7,
            10**20,
            1.5,
            "",
            " ",
            "7",
            " 8 ",
            "x",
            [],
            {},
            ["a"],
            "null",
        ),
        *(AT, "2026-03-01T10:00:00+02:00", "1989-01-01T00:00:00Z", 1772359200, "2026-02-30"),
        *({"channel": "rule"}, {"channel": "web", "source": {"rel": "merge"}}, "answer_bot", "Web"),
        *(["spam"], ["closed_by_merge", "b", "a", "a"], [" x", ""], [3, None, {"name": "n"}]),
        *("agent", "admin", "hold", "Closed", "deleted", "odd", "Comment", "\u2587", "\u017f"),
        *({"reopens": 2, "solved_at": AT}, {"channel": "Chat \u00e9"}, {"channel": None}, "a\tb"),
        *("merged into request #12", "This was merged into this request", LINKED, "true"),
    ]
)
BODY_PARTS = st.sampled_from(
    [
        *(LINKED, f"https://{HOST}/a/x/", f"({HOST}/a/y/)", f"HTTPS://{HOST.upper()}/a/z/", "\n"),
        *("> ", '"', "<p>", "</p>", "<blockquote>", "</blockquote>", "<wbr>", "&amp;", "&gt;"),
        *(f'<a href="https://{HOST}/a/h/?b=1&amp;c#d">t</a>', f'<a href="https://{HOST}/a/i/">'),
        *(f">https://{HOST}/a/i/</a>", "On ", "From: ", "<b>", "</b>", '<p class="gmail_quote">'),
        *("-- \n", "On Tue, she wrote:\n", "&#58;", "&#39;", "\r\n", "<!-- ", "-->", "\u0130", "["),
        *("](", ")", ".", "&nbsp;", "\u2587", "\xa0", "https://", "/a/j", "a", "{", '{"a": 1}'),
    ]
)
BODIES = st.lists(BODY_PARTS, max_size=6).map("".join)


def changed(row: dict[str, Any], *more: str) -> st.SearchStrategy[dict[str, Any]]:
    """A row, in which perhaps a value is odd or a field is missing."""
    names = st.sampled_from([*row, *more])
    odd = st.dictionaries(names, ODD, max_size=1).map(lambda change: row | change)
    gone = names.map(lambda name: {key: row[key] for key in row if key != name})
    return st.just(row) | odd | gone


COMMENTS = st.tuples(
    BODIES, changed(comment(70), "ticket_id", "created_at", "comment_public"), st.booleans()
).map(lambda parts: parts[1] | ({"html_body": parts[0]} if parts[2] else {"body": parts[0]}))
CHILDREN = st.lists(
    COMMENTS | changed(CHANGE, "field_name", "value", "comment_id", "public"), max_size=3
)
EVENTS = st.tuples(changed(event(1)), CHILDREN).map(
    lambda parts: {**parts[0], "child_events": parts[1]} if parts[1] else parts[0]
)


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    events=st.lists(EVENTS, min_size=1, max_size=3),
    tickets=st.lists(
        changed(TICKET, "assignee_id", "metric_set", "deleted_at", "generated_timestamp"),
        max_size=2,
    ),
    users=st.lists(changed(USERS[0], "created_at"), max_size=2),
    rest=st.dictionaries(st.sampled_from(["id", "status", "users", "links"]), ODD, max_size=1),
)
def test_both_ways_make_the_same_store_of_any_pages(
    tmp_path: Path, events: Any, tickets: Any, users: Any, rest: Any
) -> None:
    files = {
        "e.json": page("ticket_events", events),
        "t.json": page("tickets", tickets),
        "u.json": page("users", users, **rest),
    }
    assert_same(tmp_path, files)
