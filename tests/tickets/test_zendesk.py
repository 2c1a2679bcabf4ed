"""Zendesk exports of every shape, whole and broken."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.errors import Finding, InputError
from helpwright.tickets.model import (
    Comment,
    CommentMark,
    Form,
    Merge,
    Outcome,
    Person,
    Role,
    Skipped,
    StatusChange,
    Ticket,
)
from helpwright.tickets.readers import reader_of, zendesk
from helpwright.tickets.times import parse_time

SAMPLES = Path(__file__).parents[2] / "../shared/data/ticket-samples/zendesk"

TICKET: dict[str, Any] = {
    "id": 7,
    "created_at": "2026-03-01T10:00:00Z",
    "updated_at": "2026-03-02T10:00:00Z",
    "status": "solved",
    "requester_id": 100,
    "tags": ["billing"],
    "via": {"channel": "email"},
    "group_id": 3,
}
COMMENT: dict[str, Any] = {
    "id": 70,
    "author_id": 9,
    "public": True,
    "created_at": "2026-03-01T11:00:00Z",
    "html_body": "<p>Hello</p>",
}


def records(source: Path) -> list[Any]:
    return list(zendesk.read(source, pseudonymise=lambda person: f"p{person}"))


def only(source: Path, kind: type) -> list[Any]:
    return [record for record in records(source) if isinstance(record, kind)]


@pytest.fixture
def page(tmp_path: Path) -> Callable[..., Path]:
    def write(name: str, content: object) -> Path:
        path = tmp_path / "export" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_ticket_comes_in_the_normal_form(page: Callable[..., Path]) -> None:
    (ticket,) = only(page("tickets.json", {"count": 1, "tickets": [TICKET]}), Ticket)
    assert ticket == Ticket(
        id="7",
        created_at=datetime(2026, 3, 1, 10),
        updated_at=datetime(2026, 3, 2, 10),
        status="solved",
        channel="email",
        tags=("billing",),
        team="3",
        requester="p100",
    )


@pytest.mark.parametrize(
    "name", ["ticket_7_comments.json", "comments/7.json", "tickets/7/comments.json"]
)
def test_the_file_name_tells_the_ticket_of_its_comments(
    page: Callable[..., Path], name: str
) -> None:
    (comment,) = only(page(name, {"comments": [COMMENT]}), Comment)
    assert (comment.id, comment.ticket, comment.form) == ("70", "7", Form.HTML)


def test_a_page_of_comments_may_tell_its_ticket_in_its_links(page: Callable[..., Path]) -> None:
    links = {"next": "https://x.zendesk.com/api/v2/tickets/33/comments.json?page=2"}
    (comment,) = only(page("page.json", {"comments": [COMMENT], "links": links}), Comment)
    assert comment.ticket == "33"


def test_comments_of_an_unknown_ticket_are_skipped_with_a_hint(page: Callable[..., Path]) -> None:
    (skipped,) = only(page("page.json", {"comments": [COMMENT]}), Skipped)
    assert skipped.finding.code == "comment-without-ticket"
    assert "ticket_123" in skipped.finding.hint


def test_ticket_events_hold_comments_and_status_changes(page: Callable[..., Path]) -> None:
    events = [
        {"id": 70, "event_type": "Comment", "body": "Hi", "public": True, "author_id": 9},
        {"id": 71, "event_type": "Change", "status": "open", "previous_value": "solved"},
        {"id": 72, "event_type": "CommentRedactionEvent", "comment_id": 70},
        {"id": 73, "event_type": "Change", "tags": ["x"]},
    ]
    event = {"id": 1, "ticket_id": 7, "timestamp": 1772362800, "child_events": events}
    source = page("events.json", {"ticket_events": [event], "end_of_stream": True})
    assert [c.created_at for c in only(source, Comment)] == [datetime(2026, 3, 1, 11)]
    assert only(source, StatusChange) == [
        StatusChange("7", datetime(2026, 3, 1, 11), "solved", "open")
    ]
    assert only(source, CommentMark) == [CommentMark("70", redacted=True)]


def test_audits_hold_comments_privacy_changes_and_merges(page: Callable[..., Path]) -> None:
    audit = {
        "ticket_id": 7,
        "created_at": "2026-03-01T11:00:00Z",
        "author_id": 9,
        "via": {"channel": "web", "source": {"rel": "merge", "from": {"ticket_ids": [5, 6]}}},
        "events": [
            {"id": 70, "type": "Comment", "body": "Hi", "public": True},
            {"id": 71, "type": "CommentPrivacyChange", "comment_id": 69, "public": False},
        ],
    }
    source = page("audits.json", {"audits": [audit]})
    (comment,) = only(source, Comment)
    assert comment.author == "p9"
    assert comment.quoted, "what a merge copies is nobody's answer"
    assert only(source, CommentMark) == [CommentMark("69", private=True)]
    assert only(source, Merge) == [Merge("5", "7"), Merge("6", "7")]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"status": "deleted"}, "deleted"),
        ({"tags": ["closed_by_merge"]}, "merged"),
        ({"via": {"channel": "web", "source": {"rel": "merge"}}}, "merged"),
        ({"tags": ["spam"]}, "spam"),
    ],
)
def test_signs_of_tickets_that_do_not_count_are_seen(
    page: Callable[..., Path], change: dict[str, Any], name: str
) -> None:
    (ticket,) = only(page("t.json", {"tickets": [{**TICKET, **change}]}), Ticket)
    assert getattr(ticket, name) is True


def test_json_lines_lists_and_packed_files_are_read(tmp_path: Path) -> None:
    rows = [{**TICKET, "id": number} for number in (1, 2, 3)]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "c.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "d.json").write_text(json.dumps({"ticket": rows[0]}), encoding="utf-8")
    assert [t.id for t in only(tmp_path, Ticket)] == ["1", "2", "3"] * 3 + ["1"]


def test_roles_metrics_and_machines_are_told(page: Callable[..., Path]) -> None:
    source = page(
        "u.json", {"users": [{"id": 9, "role": "admin"}, {"id": 100, "role": "end-user"}]}
    )
    assert [p.role for p in only(source, Person)] == [Role.AGENT, Role.END_USER]
    metric = {"ticket_id": 7, "reopens": 2, "solved_at": "2026-03-01T12:00:00Z"}
    assert only(page("m.json", {"ticket_metrics": [metric]}), Outcome)[0].reopens == 2
    rule = {**COMMENT, "ticket_id": 7, "via": {"channel": "rule"}}
    assert only(page("c.json", {"comments": [rule]}), Comment)[0].role is Role.BOT


@pytest.mark.parametrize(
    "row",
    [
        {**TICKET, "id": None},
        {**TICKET, "created_at": "2026-02-30T10:00:00Z"},
        {**TICKET, "created_at": "0001-01-01T00:00:00+10:00"},
        {**TICKET, "updated_at": 10**30},
        {**TICKET, "created_at": True},
        "a word",
        None,
    ],
)
def test_a_bad_row_is_skipped_with_its_line(page: Callable[..., Path], row: object) -> None:
    text = json.dumps({"tickets": [TICKET, row, {**TICKET, "id": 8}]}, indent=1)
    source = page("t.json", text)
    assert [t.id for t in only(source, Ticket)] == ["7", "8"]
    (skipped,) = only(source, Skipped)
    assert skipped.finding.place.path == str(source)
    assert skipped.finding.place.line > 10


def test_a_row_that_is_not_json_costs_only_itself(page: Callable[..., Path]) -> None:
    row = json.dumps(TICKET)
    broken = row.replace('"status"', '"status')
    source = page("t.json", f'{{"tickets": [{row}, {broken}, {row}]}}')
    assert len(only(source, Ticket)) == 2
    assert [s.finding.code for s in only(source, Skipped)] == ["bad-json"]
    lines = page("t.jsonl", f"{row}\n{broken}\n{row}\n")
    assert len(only(lines, Ticket)) == 2


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_cut_off_keeps_what_came_before(tmp_path: Path, packed: bool) -> None:
    rows = [{**TICKET, "id": number, "subject": f"{number * 7919:x}"} for number in range(1, 2000)]
    data = json.dumps({"tickets": rows}).encode()
    data = gzip.compress(data) if packed else data
    path = tmp_path / ("t.json.gz" if packed else "t.json")
    path.write_bytes(data[: len(data) * 2 // 3])
    assert 1000 < len(only(tmp_path, Ticket)) < 1999
    codes = {finding.code for finding in only(tmp_path, Finding)}
    assert codes == {"truncated-file"}


def test_other_encodings_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    text = json.dumps({"groups": [{"id": 3, "name": "Zürich"}]}, ensure_ascii=False)
    (tmp_path / "a.json").write_bytes(text.encode("utf-16"))
    (tmp_path / "b.json").write_bytes(text.encode("utf-8-sig"))
    (tmp_path / "c.json").write_bytes(text.encode("cp1252"))
    found = records(tmp_path)
    assert [r.name for r in found if not isinstance(r, Finding)] == [
        "Zürich",
        "Zürich",
        "Z\ufffdrich",
    ]
    assert [r.code for r in found if isinstance(r, Finding)] == ["not-utf-8"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[[[" * 100_000,
        '{"tickets": [' + "9" * 6000 + "]}",
        '{"a',
        "nonsense",
        "\x00\x01",
        "{}",
    ],
)
def test_nonsense_is_found_not_raised(page: Callable[..., Path], text: str) -> None:
    assert only(page("t.json", text), Ticket) == []


def test_a_missing_or_empty_export_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no-such-export"):
        records(tmp_path / "nowhere")
    with pytest.raises(InputError, match="empty-export"):
        records(tmp_path)
    with pytest.raises(InputError, match="zendesk"):
        reader_of("zendisk")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(["tickets", "users", "comments", "ticket_events", "audits", "groups"]),
    field=st.sampled_from(sorted({*TICKET, *COMMENT, "child_events", "events", "role"})),
    value=_JSON,
)
def test_no_value_in_any_field_breaks_the_reader(
    tmp_path: Path, kind: str, field: str, value: object
) -> None:
    row = {**TICKET, **COMMENT, "ticket_id": 7, field: value}
    (tmp_path / "t.json").write_text(json.dumps({kind: [row]}), encoding="utf-8")
    records(tmp_path)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-03-01T10:00:00Z", 10),
        ("2026-03-01T20:00:00+10:00", 10),
        ("2026-03-01T10:00:00+0000", 10),
        ("2026-03-01T10:00:00.123456Z", 10),
        ("2026-03-01 10:00:00", 10),
        ("2026/03/01 02:00:00 -0800", 10),
        (1772359200, 10),
        (1772359200.5, 10),
        (1772359200000, 10),
    ],
)
def test_every_way_to_write_a_time_means_the_same(written: object, hour: int) -> None:
    assert parse_time(written) == datetime(2026, 3, 1, hour)


def test_real_samples_are_read_without_a_skipped_row() -> None:
    if not SAMPLES.exists():
        pytest.skip("the sample payloads are not at hand")
    names = ["tickets_list", "ticket_comments", "ticket_audits", "incremental_users_cursor"]
    names += ["incremental_tickets_cursor", "airbyte_ticket_events_comments"]
    for name in names:
        found = records(SAMPLES / f"{name}.json")
        assert found, name
        assert not [r for r in found if isinstance(r, Skipped | Finding)], name
