"""Which links count, and whose they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

Make = Callable[..., dict[str, Any]]
LINK = "See https://help.example.org/a/pay/"


def test_an_agents_public_link_counts_once_a_ticket(
    store: Any, ticket: Make, comment: Make, users: object
) -> None:
    early = "2026-03-01T12:00:00Z"
    comments = [comment(1, 1, LINK), comment(2, 1, f"{LINK}?again=1", created_at=early)]
    result = store.take_in({"tickets": [ticket(1)]}, {"comments": comments}, users)
    assert (result.tickets, result.comments, result.links) == (1, 2, 1)
    assert store.rows("SELECT article, first_at FROM links") == [("pay", datetime(2026, 3, 1, 12))]


@pytest.mark.parametrize(
    "change",
    [
        {"public": False},
        {"author_id": 1001},
        {"author_id": -1},
        {"author_id": 555},
        {"via": {"channel": "rule"}},
        {"body": "> " + LINK},
        {"body": "X was closed and merged into this request. Last: " + LINK},
        {"body": LINK + " \u2587\u2587\u2587", "html_body": "\u2587"},
    ],
)
def test_other_links_do_not_count(
    store: Any, ticket: Make, comment: Make, users: object, change: dict[str, Any]
) -> None:
    store.take_in({"tickets": [ticket(1)]}, {"comments": [comment(1, 1, LINK) | change]}, users)
    assert store.links() == []


@pytest.mark.parametrize(
    ("change", "sender"),
    [
        ({"author_id": 1001}, "customer"),
        ({"author_id": -1}, "bot"),
        ({"via": {"channel": "rule"}}, "bot"),
    ],
)
def test_links_by_customers_and_machines_stand_apart(
    store: Any, ticket: Make, comment: Make, users: object, change: dict[str, Any], sender: str
) -> None:
    comments = [comment(1, 1, LINK), comment(2, 1, LINK) | change]
    comments.append(comment(3, 1, "https://help.example.org/guides/gone/") | change)
    store.take_in({"tickets": [ticket(1)]}, {"comments": comments}, users)
    assert store.links_by() == [("1", "pay", "agent"), ("1", "pay", sender)]
    assert store.rows("SELECT * FROM unresolved") == []


def test_tags_are_told_in_the_form_of_category_tags(store: Any, ticket: Make) -> None:
    tags = ["Billing & invoices", "billing_invoices", "VIP", "--", "a-1"]
    store.take_in({"tickets": [ticket(1, tags=tags)]})
    assert store.rows("SELECT tag FROM ticket_tags ORDER BY tag") == [
        ("a_1",),
        ("billing_invoices",),
        ("vip",),
    ]


def test_the_same_address_in_most_comments_of_an_agent_is_a_signature(
    store: Any, ticket: Make, comment: Make, users: object
) -> None:
    foot = "Hello\n\nhttps://help.example.org/a/home/"
    comments = [comment(n, n, foot if n > 5 else LINK) for n in range(1, 31)]
    tickets = [ticket(n) for n in range(1, 31)]
    result = store.take_in({"tickets": tickets}, {"comments": comments}, users)
    assert store.links() == [(str(n), "pay") for n in range(1, 6)]
    assert "links-in-signatures" in {finding.code for finding in result.findings}


def test_an_assignee_is_an_agent_even_if_no_export_holds_the_users(
    store: Any, ticket: Make, comment: Make
) -> None:
    store.take_in({"tickets": [ticket(1, assignee_id=9)]}, {"comments": [comment(1, 1, LINK)]})
    assert store.links() == [("1", "pay")]


def test_unknown_addresses_of_ours_are_listed(
    store: Any, ticket: Make, comment: Make, users: object
) -> None:
    gone = "https://help.example.org/guides/gone/?x=1 https://elsewhere.example.org/"
    store.take_in({"tickets": [ticket(1)]}, {"comments": [comment(1, 1, gone)]}, users)
    assert store.rows("SELECT ticket, url FROM unresolved") == [
        ("1", "https://help.example.org/guides/gone/")
    ]


@pytest.mark.parametrize("newest_first", [False, True])
def test_deleting_a_ticket_takes_its_links_away(
    store: Any, ticket: Make, comment: Make, users: object, newest_first: bool
) -> None:
    before = [{"tickets": [ticket(1), ticket(2)]}, users]
    before.append({"comments": [comment(1, 1, LINK), comment(2, 2, LINK)]})
    after = [{"tickets": [ticket(1, status="deleted", updated_at="2026-04-01T00:00:00Z")]}]
    for pages in (after, before) if newest_first else (before, after):
        store.take_in(*pages)
    assert store.links() == [("2", "pay")]
    assert store.rows("SELECT state FROM tickets ORDER BY ticket") == [("deleted",), ("active",)]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize(
    "later",
    [
        {"comments": [{"id": 1, "ticket_id": 1, "public": True, "author_id": 9}
                      | {"created_at": "2026-03-02T10:00:00Z", "body": "See \u2587\u2587\u2587"}]},
        {"ticket_events": [{"ticket_id": 1, "timestamp": 1772362800, "child_events": [
            {"id": 5, "event_type": "CommentRedactionEvent", "comment_id": 1}]}]},
        {"audits": [{"ticket_id": 1, "created_at": "2026-04-01T10:00:00Z", "events": [
            {"id": 5, "type": "CommentPrivacyChange", "comment_id": 1, "public": False}]}]},
    ],
    ids=["redacted-body", "redaction-event", "made-private"],
)  # fmt: skip
def test_redacting_a_comment_takes_its_links_away(
    store: Any, ticket: Make, comment: Make, users: object, later: object, newest_first: bool
) -> None:
    before = [{"tickets": [ticket(1)]}, {"comments": [comment(1, 1, LINK)]}, users]
    for pages in ([later], before) if newest_first else (before, [later]):
        store.take_in(*pages)
    assert store.links() == []


def test_a_merged_tickets_links_belong_to_the_survivor(
    store: Any, ticket: Make, comment: Make, users: object
) -> None:
    merged = ticket(1, tags=["closed_by_merge"])
    note = "This request was closed and merged into request #2."
    comments = [comment(1, 1, LINK), comment(2, 1, note, public=False)]
    store.take_in({"tickets": [merged, ticket(2)]}, {"comments": comments}, users)
    assert store.links() == [("2", "pay")]
    assert store.rows("SELECT state FROM tickets ORDER BY ticket") == [("merged",), ("active",)]


def test_solved_and_reopened_times_come_from_the_history(store: Any, ticket: Make) -> None:
    changes = [("open", "solved", 2), ("solved", "open", 3), ("open", "solved", 5)]
    events = [
        {"id": day, "ticket_id": 1, "created_at": f"2026-03-0{day}T00:00:00Z", "child_events": [
            {"id": day, "event_type": "Change", "status": new, "previous_value": old}]}
        for old, new, day in changes
    ]  # fmt: skip
    store.take_in({"tickets": [ticket(1, status="solved")]}, {"ticket_events": events})
    assert store.rows("SELECT solved_at, reopened_at, reopens FROM tickets") == [
        (datetime(2026, 3, 5), datetime(2026, 3, 3), 1)
    ]
