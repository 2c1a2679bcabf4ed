"""Large generic files go through DuckDB, small or odd ones row by row; the store is the same."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from helpwright.tickets.bulk import Bulk

HOST = "help.example.org"


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


def test_regular_files_are_read_by_duckdb(both_ways: Any, taken: list[bool]) -> None:
    files = {"t.csv": TICKETS, "c.csv": comments_csv(LINKED, "nothing")}
    result = both_ways.compare("generic", files)
    assert result.links == 1
    assert taken == [True, True]


def test_json_lines_are_read_by_duckdb(both_ways: Any, taken: list[bool]) -> None:
    ticket = {"ticket_id": 7, "created_at": 1772359200, "status": "solved", "tags": ["b", "a"]}
    comment = {"comment_id": 1, "ticket_id": 7, "author_role": "agent", "author": 5}
    comment |= {"created_at": "2026-03-01T10:00:00Z", "body": LINKED, "public": True}
    files = {"t.jsonl": json.dumps(ticket) + "\n", "c.jsonl": json.dumps(comment) + "\n"}
    assert both_ways.compare("generic", files).links == 1
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
    both_ways: Any, taken: list[bool], comments: str
) -> None:
    files = {"t.csv": TICKETS, "c.csv": comments}
    both_ways.compare("generic", files)
    assert taken == [False, True]


def test_a_row_without_a_body_is_left_to_the_row_reader(both_ways: Any, taken: list[bool]) -> None:
    whole = {"comment_id": 1, "ticket_id": 7, "author_role": "agent", "body": LINKED}
    whole |= {"author": 5, "created_at": "2026-03-01T10:00:00Z"}
    rows = [whole, {name: value for name, value in whole.items() if name != "body"}]
    result = both_ways.compare(
        "generic", {"c.jsonl": "".join(f"{json.dumps(row)}\n" for row in rows)}
    )
    assert (result.comments, result.skipped, taken) == (1, 1, [False])


def test_an_irregular_file_takes_nothing_of_the_others_away(
    both_ways: Any, taken: list[bool]
) -> None:
    files = {"a.csv": comments_csv(LINKED), "b.csv": comments_csv("x", at="?"), "t.csv": TICKETS}
    result = both_ways.compare("generic", files)
    assert taken == [True, False, True]
    assert (result.links, result.skipped) == (1, 1)


def test_a_second_import_changes_nothing_in_either_way(both_ways: Any) -> None:
    files = {"t.csv": TICKETS, "c.csv": comments_csv(LINKED, "nothing", LINKED)}
    both_ways.take_in("generic", files, bulk=True)
    assert not both_ways.repeat("generic", bulk=True).changed
    assert not both_ways.repeat("generic", bulk=False, into_bulk=True).changed
