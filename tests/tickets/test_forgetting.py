"""What is forgotten is gone from every byte, and stays away when the same export comes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.errors import InputError
from helpwright.tickets import privacy
from helpwright.tickets.database import remove_store
from helpwright.tickets.forgetting import forget_older, forget_requester, forget_ticket
from helpwright.tickets.store import import_tickets

Make = Callable[..., dict[str, Any]]
KEY = b"a key for tests, thirty-two bytes"
LINK = "See https://help.example.org/a/pay/"
OLD = {"created_at": "2024-03-01T10:00:00Z", "updated_at": "2024-03-05T10:00:00Z"}
GONE = "https://help.example.org/guides/gone/"


class Site:
    link_hosts = ("help.example.org",)

    def is_ours(self, url: str) -> bool:
        return "help.example.org" in url

    def article_id(self, url: str) -> str | None:
        return url.split("/")[4] if "/a/" in url else None


OPTIONS: dict[str, Any] = {"system": "zendesk", "key": KEY, "resolver": Site()}


def export(ticket: Make, comment: Make) -> list[Any]:
    """Two tickets each of two requesters; one of them also writes into another's ticket."""
    tickets = [
        ticket(777000101, requester_id=55501, tags=["red"]),
        ticket(777000102, requester_id=55501, tags=["closed_by_merge"]),
        ticket(777000103, requester_id=55502, **OLD),
        ticket(777000104, requester_id=55502),
    ]
    comments = [comment(n, t["id"], f"{LINK} {GONE}") for n, t in enumerate(tickets, 888000100)]
    comments.append(comment(888000200, 777000104, LINK, author_id=55501))
    comments.append(comment(888000201, 777000102, "merged into request #777000101", public=False))
    users = [{"id": 9, "role": "agent"}, {"id": 55501, "role": "end-user"}]
    events = [
        {"ticket_id": 777000101, "timestamp": 1772362800, "child_events": [
            {"id": 5, "event_type": "CommentRedactionEvent", "comment_id": 888000101},
            {"id": 6, "event_type": "Change", "status": "open", "previous_value": "solved"}]}
    ]  # fmt: skip
    return [
        {"tickets": tickets},
        {"comments": comments},
        {"users": users},
        {"ticket_events": events},
        {"ticket_metrics": [{"ticket_id": 777000101, "reopens": 2}]},
    ]


def everything(store: Any) -> str:
    """All that any table of the store says."""
    tables = store.rows("SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1")
    return "\n".join(str(store.rows(f"FROM {table}")) for (table,) in tables)


def assert_gone(store: Any, *secrets: str) -> None:
    held = everything(store)
    for path in store.path.parent.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        for secret in secrets:
            assert secret.encode() not in data, f"{secret} in {path.name}"
            assert secret not in held


def test_a_forgotten_requester_is_gone_and_stays_away(
    store: Any, ticket: Make, comment: Make
) -> None:
    pages = export(ticket, comment)
    store.take_in(*pages)
    pseudonym = privacy.pseudonymiser(KEY, "zendesk")("55501")
    secrets = ("777000101", "777000102", "888000100", "888000101", "888000200", pseudonym)
    assert pseudonym in everything(store)
    assert pseudonym.encode() in store.path.read_bytes()
    result = forget_requester(store.path, "55501", **OPTIONS)
    assert (result.tickets, result.comments) == (2, 4)
    assert_gone(store, *secrets)
    assert {t for t, _ in store.links()} == {"777000103", "777000104"}
    before = store.path.read_bytes()
    assert not store.take_in(*pages).changed
    assert store.path.read_bytes() == before
    store.take_in({"tickets": [ticket(777000105, requester_id=55501), ticket(1)]})
    store.take_in({"comments": [comment(888000300, 777000105, LINK)]})
    assert_gone(store, *secrets, "777000105", "888000300")


def test_a_forgotten_ticket_is_gone_and_stays_away(store: Any, ticket: Make, comment: Make) -> None:
    pages = export(ticket, comment)
    store.take_in(*pages)
    assert forget_ticket(store.path, "777000101", **OPTIONS).tickets == 1
    secrets = ("777000101", "888000100")
    assert_gone(store, *secrets)
    for page in pages:
        store.take_in(page)
    assert_gone(store, *secrets)
    assert {t for t, _ in store.links()} == {"777000103", "777000104"}
    assert store.rows("SELECT count(*) FROM ticket_tags WHERE tag = 'red'") == [(0,)]


def test_who_is_forgotten_before_the_first_ticket_is_never_taken_in(
    store: Any, ticket: Make, comment: Make
) -> None:
    store.take_in({"tickets": [ticket(1)]})
    assert forget_requester(store.path, " 55501 ", **OPTIONS).tickets == 0
    store.take_in(*export(ticket, comment))
    assert {t for (t,) in store.rows("SELECT ticket FROM tickets")} == {
        "1",
        "777000103",
        "777000104",
    }


@pytest.mark.parametrize("page_first", [0, 1])
def test_tickets_that_are_too_old_go_and_stay_away(
    store: Any, ticket: Make, comment: Make, page_first: int
) -> None:
    pages = export(ticket, comment)
    store.take_in(*pages)
    assert forget_older(store.path, date(2025, 1, 1), key=KEY, resolver=Site()).tickets == 1
    assert_gone(store, "777000103")
    forget_older(store.path, date(2024, 1, 1), key=KEY, resolver=Site())
    for page in (pages[page_first], pages[1 - page_first]):
        store.take_in(page)
    assert {t for (t,) in store.rows("SELECT ticket FROM tickets")} == {
        "777000101",
        "777000102",
        "777000104",
    }


def test_an_old_ticket_merged_into_a_recent_one_stays(
    store: Any, ticket: Make, comment: Make
) -> None:
    old = ticket(1, updated_at="2024-01-01T10:00:00Z", created_at="2024-01-01T10:00:00Z")
    note = comment(2, 1, "This request was closed and merged into request #2.", public=False)
    store.take_in({"tickets": [old, ticket(2, assignee_id=9)]})
    store.take_in({"comments": [comment(1, 1, LINK), note]})
    assert store.links() == [("2", "pay")]
    assert forget_older(store.path, date(2025, 1, 1), key=KEY, resolver=Site()).tickets == 0
    assert store.links() == [("2", "pay")]


def test_tickets_older_than_the_retention_are_not_taken_in(
    store: Any, ticket: Make, comment: Make, tmp_path: Path
) -> None:
    pages = export(ticket, comment)
    store.take_in(*pages)
    source = store.folder / "export-1"
    first = date(2025, 1, 1)
    result = import_tickets(store.path, source, **OPTIONS, first_day=first)
    assert result.changed
    assert_gone(store, "777000103")
    assert not import_tickets(store.path, source, **OPTIONS, first_day=first).changed


def test_forgetting_needs_the_stores_own_key_and_a_store(store: Any, ticket: Make) -> None:
    with pytest.raises(InputError, match="no-ticket-store"):
        forget_ticket(store.path, "1", **OPTIONS)
    store.take_in({"tickets": [ticket(1)]})
    before = store.path.read_bytes()
    with pytest.raises(InputError, match="another-key"):
        forget_ticket(store.path, "1", **{**OPTIONS, "key": b"quite another key, long enough"})
    assert store.path.read_bytes() == before


def test_a_store_is_removed_with_all_beside_it(store: Any, ticket: Make) -> None:
    store.take_in({"tickets": [ticket(1)]})
    left = store.path.parent / ".tickets.duckdb-import-x"
    left.mkdir()
    (left / "comments.txt").write_text("x", encoding="utf-8")
    assert remove_store(store.path)
    assert not remove_store(store.path)
    assert {path.name for path in store.path.parent.iterdir()} <= {
        ".gitignore",
        ".tickets.duckdb.lock",
    }


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    order=st.permutations(range(5)),
    moment=st.integers(0, 5),
    what=st.sampled_from(["requester", "ticket", "old"]),
)
def test_when_something_is_forgotten_does_not_matter(
    new_store: Callable[[], Any],
    ticket: Make,
    comment: Make,
    order: list[int],
    moment: int,
    what: str,
) -> None:
    """Forgetting before, between and after the pages of an export gives the same figures."""
    pages = export(ticket, comment)

    def forget(store: Any) -> None:
        if what == "requester":
            forget_requester(store.path, "55501", **OPTIONS)
        elif what == "ticket":
            forget_ticket(store.path, "777000101", **OPTIONS)
        else:
            forget_older(store.path, date(2025, 1, 1), key=KEY, resolver=Site())

    first, second = new_store(), new_store()
    first.take_in(*pages)
    forget(first)
    second.take_in({"tickets": [ticket(5, requester_id=55502)]})
    first.take_in({"tickets": [ticket(5, requester_id=55502)]})
    for at, page in enumerate(order):
        if at == moment:
            forget(second)
        second.take_in(pages[page])
    if moment == 5:
        forget(second)
    assert second.everything() == first.everything()
