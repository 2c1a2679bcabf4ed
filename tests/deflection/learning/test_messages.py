"""Which message of a ticket is learned from."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from helpwright.cli.suggest_text import question
from helpwright.deflection.learning.messages import Known, Message, read_messages
from helpwright.tickets.model import Comment, CommentMark, Record, Role, Ticket
from helpwright.tickets.readers import reader_of

EXPORTS = Path(__file__).parents[2] / "tickets/exports"
DAYS = [datetime(2026, 1, day) for day in range(1, 10)]


def comment(number: int, author: str | None, body: str, **more: Any) -> Comment:
    return Comment(str(number), "7", author, True, DAYS[number], body, **more)


def first_of(*records: Record, **known: Any) -> Message | None:
    sets = {"answered": frozenset(), "agents": frozenset({"agent"}), "hidden": frozenset()}
    store = Known(**{"requesters": {"7": ("kim", DAYS[0])}, "articles": {}, **sets, **known})
    found = {
        tuple(read_messages(order, store, "s", question)) for order in (records, records[::-1])
    }
    (messages,) = found  # whatever their order
    return messages[0] if messages else None


def text_of(*records: Record, **known: Any) -> str:
    found = first_of(*records, **known)
    return found.question.body if found else ""


@pytest.mark.parametrize("system", ["freshdesk", "github", "helpscout", "jira", "zammad"])
def test_readers_tell_the_subject(system: str) -> None:
    tickets = [
        record
        for record in reader_of(system)(EXPORTS / system, pseudonymise=str)
        if isinstance(record, Ticket)
    ]
    assert tickets
    assert all(ticket.subject for ticket in tickets)


def test_zendesk_tells_the_subject(tmp_path: Path) -> None:
    row = {"id": 7, "created_at": "2026-01-01T00:00:00Z", "status": "open", "subject": "My card"}
    (tmp_path / "tickets.json").write_text(json.dumps({"tickets": [row]}))
    (ticket,) = [
        record
        for record in reader_of("zendesk")(tmp_path, pseudonymise=str)
        if isinstance(record, Ticket)
    ]
    assert ticket.subject == "My card"


def test_the_requesters_first_message_counts() -> None:
    assert text_of(comment(2, "kim", "second"), comment(1, "kim", "first")) == "first"
    assert text_of(comment(1, "agent", "we write to you"), comment(2, "kim", "mine")) == "mine"
    colleague = comment(1, "lou", "from a colleague", role=Role.END_USER)
    assert text_of(colleague, comment(2, "kim", "mine")) == "mine"
    assert text_of(colleague) == "from a colleague"


def test_what_is_not_the_customers_own_does_not_count() -> None:
    assert not first_of(comment(1, "agent", "by an agent"))
    assert not first_of(comment(1, "kim", "by a machine", role=Role.BOT))
    assert not first_of(comment(1, "kim", "copied by a merge", quoted=True))
    assert not first_of(comment(1, "kim", "a note")._replace(public=False))
    assert not first_of(comment(1, "kim", "not in the store")._replace(ticket="8"))


def test_a_redacted_first_message_lets_no_later_one_stand_in() -> None:
    first, second = comment(1, "kim", "secret"), comment(2, "kim", "as I said")
    assert not first_of(first, second, CommentMark("1", redacted=True))
    assert not first_of(first, first._replace(redacted=True), second)
    assert not first_of(first, second, hidden=frozenset({"1"}))


def test_greetings_and_signatures_are_told_apart() -> None:
    found = first_of(comment(1, "kim", "Hi Ann,\nwhere is my card\n\nThanks,\nKim"))
    assert found
    assert found.question.body.strip() == "where is my card"
    assert found.courtesies.split() == ["Hi", "Ann,", "Thanks,", "Kim"]
