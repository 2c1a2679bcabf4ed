"""Large generic files go through DuckDB, small or odd ones row by row; the store is the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.tickets.bulk import Bulk
from helpwright.tickets.store import ImportResult, import_tickets, open_store

HOST = "help.example.org"
STATE = ("ticket_versions", "comments", "teams", "status_changes", "outcomes", "merges", "people")


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
        (export / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    store = folder / ("bulk" if bulk else "rows") / "tickets.duckdb"
    store.unlink(missing_ok=True)
    least = 0 if bulk else 1 << 60
    result = import_tickets(
        store, export, system="generic", resolver=Site(), key=b"k" * 32, bulk_from=least
    )
    with open_store(store) as con:
        tables = [f"state.{name}" for name in STATE]
        tables += ["tickets", "links", "unresolved", "ticket_tags"]
        held = {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in tables}
    return result, held


def assert_same(folder: Path, files: dict[str, str]) -> ImportResult:
    rows, held_by_rows = take_in(folder, files, bulk=False)
    bulk, held_by_bulk = take_in(folder, files, bulk=True)
    assert held_by_bulk == held_by_rows
    assert (bulk.tickets, bulk.comments, bulk.links) == (rows.tickets, rows.comments, rows.links)
    assert bulk.skipped == rows.skipped
    return bulk


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether DuckDB took each file in."""
    found: list[bool] = []
    take = Bulk.take

    def watched(self: Bulk, path: Path, *rest: Any) -> bool:
        found.append(take(self, path, *rest))
        return found[-1]

    monkeypatch.setattr(Bulk, "take", watched)
    return found


COMMENT_HEAD = "comment_id,ticket_id,author,author_role,public,created_at,body"
TICKET_HEAD = "ticket_id,created_at,status,requester,team,tags"
LINKED = f"See https://{HOST}/a/pay/"


def comments_csv(*bodies: str, **change: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COMMENT_HEAD.split(","))
    for number, body in enumerate(bodies):
        row = {"id": str(number), "ticket": "7", "author": "ann@x.org", "role": "agent"}
        row |= {"public": "true", "at": "2026-03-01T10:00:00Z"} | change
        writer.writerow([*row.values(), body])
    return text.getvalue()


TICKETS = f"{TICKET_HEAD}\n7,2026-03-01 09:00:00,Closed,Bob@x.org,Billing team,a; b\n"


def test_regular_files_are_read_by_duckdb(tmp_path: Path, taken: list[bool]) -> None:
    files = {"t.csv": TICKETS, "c.csv": comments_csv(LINKED, "nothing")}
    result = assert_same(tmp_path, files)
    assert result.links == 1
    assert taken == [True, True]


def test_json_lines_are_read_by_duckdb(tmp_path: Path, taken: list[bool]) -> None:
    ticket = {"ticket_id": 7, "created_at": 1772359200, "status": "solved", "tags": ["b", "a"]}
    comment = {"comment_id": 1, "ticket_id": 7, "author_role": "agent", "author": 5}
    comment |= {"created_at": "2026-03-01T10:00:00Z", "body": LINKED, "public": True}
    files = {"t.jsonl": json.dumps(ticket) + "\n", "c.jsonl": json.dumps(comment) + "\n"}
    assert assert_same(tmp_path, files).links == 1
    assert taken == [True, True]


@pytest.mark.parametrize(
    "comments",
    [
        comments_csv(LINKED).replace("2026-03-01T10", "2026-02-30T10"),
        comments_csv(LINKED, at="yesterday"),
        comments_csv(LINKED, role="king"),
        comments_csv(LINKED, public="perhaps"),
        comments_csv(LINKED, id=""),
        comments_csv(LINKED) + "1,2\n",
        comments_csv(LINKED) + 'x,7,a,agent,true,2026-03-01T10:00:00Z,"open\n',
        "\n" + comments_csv(LINKED),
        comments_csv(LINKED).replace("See", "\udcff"),
    ],
    ids=["day", "time", "role", "public", "id", "width", "quote", "blank", "encoding"],
)
def test_odd_rows_are_left_to_the_row_reader(
    tmp_path: Path, taken: list[bool], comments: str
) -> None:
    files = {"t.csv": TICKETS, "c.csv": comments}
    assert_same(tmp_path, files)
    assert taken == [False, True]


def test_a_row_without_a_body_is_left_to_the_row_reader(tmp_path: Path, taken: list[bool]) -> None:
    whole = {"comment_id": 1, "ticket_id": 7, "author_role": "agent", "body": LINKED}
    whole |= {"author": 5, "created_at": "2026-03-01T10:00:00Z"}
    rows = [whole, {name: value for name, value in whole.items() if name != "body"}]
    result = assert_same(tmp_path, {"c.jsonl": "".join(f"{json.dumps(row)}\n" for row in rows)})
    assert (result.comments, result.skipped, taken) == (1, 1, [False])


def test_an_irregular_file_takes_nothing_of_the_others_away(
    tmp_path: Path, taken: list[bool]
) -> None:
    files = {"a.csv": comments_csv(LINKED), "b.csv": comments_csv("x", at="?"), "t.csv": TICKETS}
    result = assert_same(tmp_path, files)
    assert taken == [True, False, True]
    assert (result.links, result.skipped) == (1, 1)


def test_a_second_import_changes_nothing_in_either_way(tmp_path: Path) -> None:
    files = {"t.csv": TICKETS, "c.csv": comments_csv(LINKED, "nothing", LINKED)}
    take_in(tmp_path, files, bulk=True)
    store = tmp_path / "bulk" / "tickets.duckdb"
    for least in (0, 1 << 60):
        again = import_tickets(
            store,
            tmp_path / "export",
            system="generic",
            resolver=Site(),
            key=b"k" * 32,
            bulk_from=least,
        )
        assert not again.changed


WORDS = st.sampled_from(
    [
        "",
        " ",
        "agent",
        "Customer",
        "bot",
        "end-user",
        "END_USER",
        "x",
        "true",
        "False",
        "0",
        "no",
        "2026-03-01T10:00:00Z",
        "2026-03-01 10:00:00.5",
        "2026-03-01T10:00:00+02:00",
        "1772359200",
        "1772359200123",
        "2026-3-01T10:00:00Z",
        "2026-03-01T24:00:00Z",
        "1989-01-01T00:00:00Z",
        "2026-03-01",
        "solved",
        "On hold",
        "in_progress",
        "deleted",
        "merged",
        "spam",
        "Odd",
        "a,b",
        "a|b;c",
        " x ; x",
        "Team  two",
        "Zürich",
        "ann@X.org",
        "7",
        "8",
        "7.0",
        "3",
        "1e3",
        "\u017f",
        "\xa0",
        "a\u2003b",
        "İ",
        "'",
        '"',
        "=1",
        "\x7f",
        "a\tb",
        "true ",
        "-0",
        "007",
    ]
)
BODY_PARTS = st.sampled_from(
    [
        LINKED,
        f"https://{HOST}/a/x/",
        f"({HOST}/a/y/)",
        f"HTTPS://{HOST.upper()}/a/z/",
        "\n",
        "> ",
        '"',
        "<p>",
        "</p>",
        "<blockquote>",
        "</blockquote>",
        f'<a href="https://{HOST}/a/h/">t</a>',
        ",",
        "-- \n",
        "On Tue, she wrote:\n",
        "&#58;",
        "&#39;",
        "\r\n",
        "\r",
        "<!-- ",
        "-->",
        "İ",
        "|",
        "\t",
        f"https&#58;//{HOST}/a/e/",
        "https://safelinks.protection.outlook.com/?url=",
        "  ",
        "#",
        "'",
    ]
)
BODIES = st.lists(BODY_PARTS, max_size=6).map("".join)
TIMES = st.sampled_from(
    [
        "2026-03-01T10:00:00Z",
        "2026-03-02 10:00:00",
        "1772359200",
        "1772359200123",
        "2026-03-01T12:00:00+02:00",
        "2026-03-01T10:00:00.75Z",
    ]
)
COLUMNS = {
    "comment_id": st.integers(0, 4).map(str) | st.sampled_from(["a:1", "x/y#2", "007"]),
    "ticket_id": st.sampled_from(["7", "8", "9"]),
    "author": st.sampled_from(["ann", "Ann@X.org", "9", "Zürich Zoë", "a b"]),
    "author_role": st.sampled_from(["agent", "customer", "bot", "Agent", "end-user", ""]),
    "public": st.sampled_from(["true", "false", "", "Yes", "0"]),
    "private": st.sampled_from(["", "", "no", "TRUE"]),
    "created_at": TIMES,
    "format": st.sampled_from(["", "html", "text/plain", "Markdown"]),
    "body": BODIES,
}
TICKET_VALUES = {
    "ticket_id": st.sampled_from(["7", "8", "9"]),
    "created_at": TIMES,
    "updated_at": TIMES | st.just(""),
    "status": st.sampled_from(["solved", "closed", "Open", "On hold", "deleted", "MERGED", "spam"]),
    "solved_at": TIMES | st.just(""),
    "reopened_at": TIMES | st.just(""),
    "reopens": st.sampled_from(["", "0", "2", "12"]),
    "requester": st.sampled_from(["", "ann", "Bob@X.org", "5", "Zoë"]),
    "team": st.sampled_from(["", "Team two", "Zürich", "'x'"]),
    "tags": st.sampled_from(["", "b, a;a", "a|b, c", "Größe", " ,", "spam", "it's"]),
    "channel": st.sampled_from(["", "E-Mail", "Chat "]),
    "merged_into": st.sampled_from(["", "", "7", "8"]),
    "deleted": st.sampled_from(["", "", "yes"]),
    "spam": st.sampled_from(["", "", "no"]),
}


def rows_of(columns: dict[str, st.SearchStrategy[str]]) -> st.SearchStrategy[list[dict[str, str]]]:
    """Regular rows, of which some have one odd value."""
    odd = st.just({}) | st.dictionaries(st.sampled_from(sorted(columns)), WORDS, max_size=1)
    row = st.tuples(st.fixed_dictionaries(columns), odd).map(lambda parts: parts[0] | parts[1])
    return st.lists(st.fixed_dictionaries(columns), max_size=5) | st.lists(row, max_size=3)


ONE = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def as_csv(rows: list[dict[str, str]], delimiter: str, end: str, *, quoted: bool) -> str:
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    if rows:
        writer.writerow(rows[0])
        writer.writerows(row.values() for row in rows)
    return text.getvalue()


@ONE
@given(
    comments=rows_of(COLUMNS),
    tickets=rows_of(TICKET_VALUES),
    delimiter=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoted=st.booleans(),
)
def test_both_ways_make_the_same_store_of_any_csv(
    tmp_path: Path, comments: Any, tickets: Any, delimiter: str, end: str, quoted: bool
) -> None:
    files = {
        "c.csv": as_csv(comments, delimiter, end, quoted=quoted) or COMMENT_HEAD,
        "t.csv": as_csv(tickets, delimiter, end, quoted=quoted) or TICKET_HEAD,
    }
    assert_same(tmp_path, files)


JSON_VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
JSON_VALUES |= st.lists(WORDS, max_size=2) | st.dictionaries(WORDS, WORDS, max_size=1)


@ONE
@given(
    comments=rows_of(COLUMNS),
    tickets=rows_of(TICKET_VALUES),
    change=st.dictionaries(
        st.sampled_from(sorted({*COLUMNS, *TICKET_VALUES, "role", "id", "comments", "Body"})),
        JSON_VALUES | st.lists(JSON_VALUES, max_size=2),
        max_size=1,
    )
    | st.just({}),
    gone=st.sampled_from(["", "", "", "", "public", "author", "body", "tags", "status"]),
)
def test_both_ways_make_the_same_store_of_any_json_lines(
    tmp_path: Path, comments: Any, tickets: Any, change: dict[str, object], gone: str
) -> None:
    def lines(rows: list[dict[str, Any]]) -> str:
        if rows:
            rows[-1] = {k: v for k, v in (rows[-1] | change).items() if k != gone}
        return "".join(f"{json.dumps(row)}\n" for row in rows)

    files = {"c.jsonl": lines(comments), "t.jsonl": lines(tickets)}
    assert_same(tmp_path, files)
