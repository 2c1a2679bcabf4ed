"""Of any generic files, also odd ones, DuckDB and the row reader make the same store."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HOST = "help.example.org"
LINKED = f"See https://{HOST}/a/pay/"

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
    both_ways: Any, comments: Any, tickets: Any, delimiter: str, end: str, quoted: bool
) -> None:
    files = {
        "c.csv": as_csv(comments, delimiter, end, quoted=quoted)
        or "comment_id,ticket_id,author,author_role,public,created_at,body",
        "t.csv": as_csv(tickets, delimiter, end, quoted=quoted)
        or "ticket_id,created_at,status,requester,team,tags",
    }
    both_ways.compare("generic", files)


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
    both_ways: Any, comments: Any, tickets: Any, change: dict[str, object], gone: str
) -> None:
    def lines(rows: list[dict[str, Any]]) -> str:
        if rows:
            rows[-1] = {k: v for k, v in (rows[-1] | change).items() if k != gone}
        return "".join(f"{json.dumps(row)}\n" for row in rows)

    files = {"c.jsonl": lines(comments), "t.jsonl": lines(tickets)}
    both_ways.compare("generic", files)
