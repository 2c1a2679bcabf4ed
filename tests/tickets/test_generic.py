"""The generic form: columns under many names, delimiters, and what is wrong with a header."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.model import Comment, Form, Outcome, Role, Skipped, Ticket
from helpwright.tickets.readers import READERS
from helpwright.tickets.readers.csv_rows import CsvRow, read_table
from helpwright.tickets.readers.generic_columns import (
    COMMENT_COLUMNS,
    TICKET_COLUMNS,
    match_columns,
    plain,
)

TICKET = {"ticket_id": "7", "created_at": "2026-03-01 10:00", "status": "open"}
COMMENT = {
    "comment_id": "70",
    "ticket_id": "7",
    "author_role": "agent",
    "created_at": "2026-03-01 10:00",
    "body": "Hello",
}


def read(path: Path, text: str) -> list[Any]:
    path.write_text(text, encoding="utf-8")
    return list(READERS["generic"](path, pseudonymise=lambda person: f"p{person}"))


def table(*rows: dict[str, str], delimiter: str = ",") -> str:
    lines = [delimiter.join(rows[0]), *(delimiter.join(row.values()) for row in rows)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_header(tmp_path: Path, delimiter: str) -> None:
    found = read(tmp_path / "t.csv", table(TICKET, delimiter=delimiter))
    assert [type(record) for record in found] == [Outcome, Ticket]


@pytest.mark.parametrize(
    "header",
    ["Ticket Number,Date Created,Current Status", "ID,Created at,STATUS", "id,created,state"],
)
def test_columns_may_have_the_names_of_other_systems(tmp_path: Path, header: str) -> None:
    *_, ticket = read(tmp_path / "t.csv", f"{header}\n7,2026-03-01 10:00,Resolved\n")
    assert (ticket.id, ticket.created_at, ticket.status) == (
        "7",
        datetime(2026, 3, 1, 10),
        "solved",
    )


def test_every_other_name_of_a_column_is_written_as_names_are_compared() -> None:
    for columns in (TICKET_COLUMNS, COMMENT_COLUMNS):
        for name, also in columns.items():
            assert [plain(word) for word in (name, *also)] == [name, *also]


def test_the_own_name_of_a_column_goes_before_all_others() -> None:
    header = ["state", "closed", "id", "created_at", "solved_at", "ticket_id", "status"]
    columns = match_columns(header, Place("t.csv"))
    assert columns.kind == "tickets"
    assert columns.tickets == {"ticket_id": 5, "created_at": 3, "status": 6, "solved_at": 4}
    assert columns.findings == ()


def test_a_missing_column_is_told_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    (finding,) = read(tmp_path / "t.csv", "ticket_id,creatd_at,status\n7,2026-03-01,open\n")
    assert finding.code == "missing-column"
    assert finding.severity is Severity.ERROR
    assert finding.hint == 'did you mean "creatd_at"?'
    assert "ticket_id, creatd_at, status" in finding.message


def test_a_misspelt_column_is_told_and_a_foreign_one_left_alone(tmp_path: Path) -> None:
    row = {**TICKET, "reopend_at": "", "priority": "high", "subject": "Hello"}
    first, *rest = read(tmp_path / "t.csv", table(row))
    assert (first.code, first.hint) == ("misspelt-column", 'did you mean "reopened_at"?')
    assert [type(record) for record in rest] == [Outcome, Ticket]


def test_of_a_column_that_is_there_twice_the_first_is_read(tmp_path: Path) -> None:
    text = "ticket_id,created_at,status,status\n7,2026-03-01,closed,open\n"
    finding, _, ticket = read(tmp_path / "t.csv", text)
    assert (finding.code, ticket.status) == ("duplicate-column", "closed")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ticket_id": ""}, "ticket_id"),
        ({"created_at": "2026-02-30 10:00"}, "created_at"),
        ({"created_at": "tomorrow"}, "created_at"),
        ({"status": ""}, "status"),
        ({"spam": "perhaps"}, "spam"),
        ({"solved_at": "31/03/2026"}, "solved_at"),
    ],
)
def test_a_bad_cell_costs_its_row_and_names_its_line(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    whole = {**TICKET, "spam": "", "solved_at": ""}
    found = read(tmp_path / "t.csv", table(whole, {**whole, **change}, whole))
    (skipped,) = [record.finding for record in found if isinstance(record, Skipped)]
    assert (skipped.code, skipped.place.line) == ("bad-row", 3)
    assert f'"{said}"' in skipped.message
    assert len([record for record in found if isinstance(record, Ticket)]) == 2


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, (Role.AGENT, True, Form.TEXT)),
        ({"author_role": "End-User"}, (Role.END_USER, True, Form.TEXT)),
        ({"author_role": "BOT"}, (Role.BOT, True, Form.TEXT)),
        ({"public": "0"}, (Role.AGENT, False, Form.TEXT)),
        ({"private": "yes"}, (Role.AGENT, False, Form.TEXT)),
        ({"format": "text/html; charset=utf-8"}, (Role.AGENT, True, Form.HTML)),
        ({"format": "Markdown", "body": "<p>"}, (Role.AGENT, True, Form.TEXT)),
        ({"body": "<p>"}, (Role.AGENT, True, Form.HTML)),
    ],
)
def test_roles_privacy_and_formats_are_read(
    tmp_path: Path, change: dict[str, str], expected: tuple[Role, bool, Form]
) -> None:
    (comment,) = read(tmp_path / "c.csv", table({**COMMENT, **change}))
    assert (comment.role, comment.public, comment.form) == expected


def test_an_unknown_role_is_a_bad_row(tmp_path: Path) -> None:
    (skipped,) = read(tmp_path / "c.csv", table({**COMMENT, "author_role": "user"}))
    assert "agent, customer, bot" in skipped.finding.message


def test_one_file_may_hold_both_kinds(tmp_path: Path) -> None:
    names = [*TICKET, "comment_id", "author_role", "body", "kind"]
    rows = [
        {name: {**TICKET, "kind": "ticket"}.get(name, "") for name in names},
        {name: {**COMMENT, "kind": "Comments"}.get(name, "") for name in names},
        {name: {**COMMENT, "kind": "note"}.get(name, "") for name in names},
    ]
    _, ticket, comment, skipped = read(tmp_path / "all.csv", table(*rows))
    assert (type(ticket), type(comment), type(skipped)) == (Ticket, Comment, Skipped)


def test_json_lines_say_which_field_is_missing(tmp_path: Path) -> None:
    rows = [{"ticket_id": 7, "created": 1772359200, "state": "done"}, {"ticket_id": 8, "status": 1}]
    text = "\n".join(json.dumps(row) for row in rows)
    _, ticket, skipped = read(tmp_path / "t.jsonl", text)
    assert (ticket.id, ticket.status) == ("7", "solved")
    assert (skipped.finding.place.line, '"created_at"' in skipped.finding.message) == (2, True)


def test_a_ticket_may_carry_its_comments(tmp_path: Path) -> None:
    comment = {name: value for name, value in COMMENT.items() if name != "ticket_id"}
    for row in ({**TICKET, "comments": [comment]}, {"comments": [comment], **TICKET}):
        found = read(tmp_path / "t.json", json.dumps(row))
        assert [r.ticket for r in found if isinstance(r, Comment)] == ["7"]
        assert [r.id for r in found if isinstance(r, Ticket)] == ["7"]


def test_tags_are_parted_by_bars_or_else_by_commas(tmp_path: Path) -> None:
    row = {**TICKET, "tags": "a b|c, d", "team": "x"}
    *_, ticket = read(tmp_path / "t.csv", table(row, delimiter=";"))
    assert ticket.tags == ("a b", "c, d")
    *_, ticket = read(tmp_path / "t.csv", table({**row, "tags": "b, a"}, delimiter=";"))
    assert ticket.tags == ("a", "b")


def test_a_solved_time_tells_what_an_unknown_status_means(tmp_path: Path) -> None:
    rows = [{**TICKET, "status": "Fertig", "solved_at": at} for at in ("2026-03-02 10:00", "", "")]
    found = read(tmp_path / "t.csv", table(*rows))
    assert [r.status for r in found if isinstance(r, Ticket)] == ["solved", "open", "open"]
    assert [r.code for r in found if isinstance(r, Finding)] == ["unknown-status"]


def cells(text: str) -> list[Any]:
    return [
        item.cells if isinstance(item, CsvRow) else getattr(item, "finding", item).code
        for item in read_table(iter([text]), "x.csv", len)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        ("\ufeffa,b\n".lstrip("\ufeff") + "\n\n1,2\n", [["a", "b"], ["1", "2"]]),
        ("sep=;\na;b\n1;2\n", [["a", "b"], ["1", "2"]]),
        ('a,b\n"1\n\n2","3 ""4"""\n', [["a", "b"], ["1\n\n2", '3 "4"']]),
        ("a,b\n1,2,3\n4,5\n", [["a", "b"], "bad-row", ["4", "5"]]),
        ('a,b\n"1,2\n3,4\n', [["a", "b"], "bad-row", ["3", "4"]]),
        ("a,b\n1,2\n3", [["a", "b"], ["1", "2"], "truncated-file"]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"], "no-line-end"]),
        ('a,b\n5" screen,2\n', [["a", "b"], ['5" screen', "2"]]),
        ("", []),
        ("\n\n", []),
    ],
)
def test_rows_of_csv_are_read_as_far_as_they_go(text: str, expected: list[Any]) -> None:
    assert cells(text) == expected
