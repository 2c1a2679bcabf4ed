"""What is particular to one system or another."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from helpwright.errors import Finding
from helpwright.tickets.model import (
    Comment,
    CommentMark,
    Merge,
    Outcome,
    Person,
    Role,
    Skipped,
    StatusChange,
    Team,
    Ticket,
)
from helpwright.tickets.readers import READERS

AT = "2026-03-01T10:00:00Z"


def read(tmp_path: Path, system: str, **files: object) -> list[Any]:
    """Read files that are named by keywords; `__` in a name parts folder and file."""
    for name, content in files.items():
        suffix = ".csv" if isinstance(content, str) else ".json"
        path = tmp_path / f"{name.replace('__', '/')}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
    return list(READERS[system](tmp_path, pseudonymise=lambda person: f"p{person}"))


def only(records: list[Any], kind: type) -> list[Any]:
    return [record for record in records if isinstance(record, kind)]


# --- Freshdesk ------------------------------------------------------------------------------------

CONVERSATION = {
    "id": 1,
    "ticket_id": 5,
    "user_id": 7,
    "incoming": False,
    "private": False,
    "created_at": AT,
    "body": "Hello",
}


def test_freshdesk_customers_cannot_merge_tickets_by_what_they_write(tmp_path: Path) -> None:
    body = "This ticket is closed and merged into ticket 9"
    rows = [{**CONVERSATION, "body": body}, {**CONVERSATION, "body": body, "incoming": True}]
    found = read(tmp_path, "freshdesk", conversations=rows)
    assert only(found, Merge) == [Merge("5", "9")]
    assert [comment.quoted for comment in only(found, Comment)] == [True, False]


def test_freshdesk_contacts_in_the_portal_are_customers_by_the_list_of_contacts(
    tmp_path: Path,
) -> None:
    contact = {"id": 7, "email": "c@example.com", "mobile": None, "name": "C"}
    found = read(tmp_path, "freshdesk", conversations=[CONVERSATION], contacts=[contact])
    assert [(p.role, p.inferred) for p in only(found, Person)] == [
        (Role.END_USER, False),
        (Role.AGENT, True),
    ]


def test_freshdesk_statuses_of_ones_own_are_pending(tmp_path: Path) -> None:
    row = {"id": 1, "requester_id": 2, "created_at": AT}
    rows = [{**row, "status": status} for status in (2, 3, 4, 5, 6, 12, 1, "open", None)]
    found = read(tmp_path, "freshdesk", tickets=rows)
    assert [t.status for t in only(found, Ticket)] == [
        *("open", "pending", "solved", "closed"),
        *("pending", "pending"),
    ]
    assert len(only(found, Skipped)) == 3


# --- Intercom -------------------------------------------------------------------------------------


def conversation(**part: object) -> dict[str, Any]:
    shared = {"id": "9", "created_at": 1772359200, "part_type": "comment", "body": "<p>Hi</p>"}
    parts = [{**shared, "author": {"type": "admin", "id": "7"}, **part}]
    return {
        "type": "conversation",
        "id": "5",
        "created_at": 1772359200,
        "updated_at": 1772359200,
        "state": "open",
        "conversation_parts": {"conversation_parts": parts},
    }


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({}, (Role.AGENT, True)),
        ({"author": {"type": "lead", "id": "u"}}, (Role.END_USER, True)),
        ({"author": {"type": "bot", "id": "1"}}, (Role.BOT, True)),
        (
            {"author": {"type": "admin", "id": "1", "email": "operator+a@intercom.io"}},
            (Role.BOT, True),
        ),
        ({"author": {"type": "admin", "id": "1", "from_ai_agent": True}}, (Role.BOT, True)),
        ({"part_type": "note"}, (Role.AGENT, False)),
        ({"part_type": "something_new"}, (Role.AGENT, False)),
    ],
)
def test_intercom_parts_tell_who_writes_and_who_reads(
    tmp_path: Path, part: dict[str, Any], expected: tuple[Role, bool]
) -> None:
    (comment,) = only(read(tmp_path, "intercom", page=conversation(**part)), Comment)
    assert (comment.role, comment.public) == expected


def test_intercom_redacted_messages_lose_their_text(tmp_path: Path) -> None:
    (comment,) = only(read(tmp_path, "intercom", page=conversation(redacted=True)), Comment)
    assert (comment.redacted, comment.body) == (True, "")


# --- Help Scout -----------------------------------------------------------------------------------


def test_help_scout_names_in_snake_case_mean_the_same(tmp_path: Path) -> None:
    conversation = {"id": 5, "mailbox_id": 4, "status": "closed", "state": "published"}
    conversation |= {"created_at": AT, "closed_at": "2026-03-02T10:00:00Z"}
    thread = {"id": 9, "conversation_id": 5, "type": "message", "state": "published"}
    thread |= {"created_by": {"id": 7, "type": "user"}, "created_at": AT, "body": "Hi"}
    found = read(tmp_path, "helpscout", conversations=[conversation], threads=[thread])
    assert only(found, Outcome)[0].solved_at == datetime(2026, 3, 2, 10)
    (comment,) = only(found, Comment)
    assert (comment.ticket, comment.author, comment.role) == ("5", "puser-7", Role.AGENT)


def test_help_scout_customers_and_users_of_one_number_are_two_people(tmp_path: Path) -> None:
    page = {
        "_embedded": {
            "users": [{"id": 7, "firstName": "A", "role": "user"}],
            "customers": [{"id": 7, "firstName": "B"}],
        }
    }
    assert only(read(tmp_path, "helpscout", page=page), Person) == [
        Person("puser-7", Role.AGENT),
        Person("pcustomer-7", Role.END_USER),
    ]


def test_help_scout_threads_of_no_conversation_are_skipped_with_a_hint(tmp_path: Path) -> None:
    thread = {"id": 9, "type": "message", "createdBy": {"id": 7, "type": "user"}, "createdAt": AT}
    (skipped,) = read(tmp_path, "helpscout", page={"_embedded": {"threads": [thread]}})
    assert skipped.finding.code == "comment-without-ticket"
    (comment,) = only(read(tmp_path, "helpscout", threads__5=[thread]), Comment)
    assert comment.ticket == "5"


# --- Zammad ---------------------------------------------------------------------------------------

ZAMMAD = {"id": 5, "customer_id": 2, "created_at": AT}


def test_zammad_states_of_ones_own_count_as_their_type(tmp_path: Path) -> None:
    states = [
        {"id": 20, "name": "wartet", "state_type_id": 3},
        {"id": 21, "name": "fertig", "state_type": "closed", "next_state_id": None},
    ]
    tickets = [{**ZAMMAD, "state_id": state} for state in (20, 21, 22)]
    found = read(tmp_path, "zammad", a_tickets=tickets, z_ticket_states=states)
    assert [t.status for t in only(found, Ticket)] == ["pending", "closed", "open"]
    (finding,) = only(found, Finding)
    assert finding.code == "unknown-status"
    assert "state 22" in finding.message


def test_zammad_expanded_tickets_need_no_other_list(tmp_path: Path) -> None:
    row = {**ZAMMAD, "state": "pending close", "group": "Billing", "group_id": 4, "tags": "a,b"}
    found = read(tmp_path, "zammad", tickets=[row])
    assert only(found, Team) == [Team("4", "Billing")]
    (ticket,) = only(found, Ticket)
    assert (ticket.status, ticket.tags) == ("pending", ("a", "b"))


# --- Jira -----------------------------------------------------------------------------------------


def issue(**fields: object) -> dict[str, Any]:
    shared = {
        "created": "2026-03-01T10:00:00.000+0000",
        "status": {"name": "Open", "statusCategory": {"key": "new"}},
        "reporter": {"accountId": "c", "accountType": "atlassian"},
    }
    return {"id": "5", "key": "HELP-5", "fields": {**shared, **fields}}


def said(author: dict[str, str], **more: object) -> dict[str, Any]:
    shared = {"id": "9", "body": "Hi", "created": "2026-03-01T10:00:00.000+0000"}
    return {"comments": [{**shared, "author": author, **more}]}


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (said({"accountId": "a", "accountType": "atlassian"}), (Role.AGENT, True)),
        (said({"accountId": "c", "accountType": "atlassian"}), (Role.END_USER, True)),
        (said({"accountId": "x", "accountType": "customer"}), (Role.END_USER, True)),
        (said({"accountId": "x", "accountType": "app"}), (Role.BOT, True)),
        (said({"name": "anna", "key": "JIRAUSER1"}), (Role.AGENT, True)),
        (said({"accountId": "a"}, jsdPublic=False), (Role.AGENT, False)),
        (said({"accountId": "a"}, visibility={"type": "role", "value": "x"}), (Role.AGENT, False)),
        (
            said(
                {"accountId": "a"},
                properties=[{"key": "sd.public.comment", "value": {"internal": True}}],
            ),
            (Role.AGENT, False),
        ),
    ],
)
def test_jira_comments_tell_who_writes_and_who_reads(
    tmp_path: Path, comment: dict[str, Any], expected: tuple[Role, bool]
) -> None:
    found = read(tmp_path, "jira", issues={"issues": [issue(comment=comment)]})
    (record,) = only(found, Comment)
    assert (record.role, record.public) == expected


def test_jira_statuses_of_ones_own_count_as_their_category(tmp_path: Path) -> None:
    names = [("Neu", "new"), ("In Arbeit", "indeterminate"), ("Fertig", "done"), ("Done", "done")]
    rows = [
        issue(status={"name": name, "statusCategory": {"key": category}})
        for name, category in names
    ]
    found = read(tmp_path, "jira", issues={"issues": rows})
    assert [t.status for t in only(found, Ticket)] == ["new", "open", "closed", "solved"]


def test_jira_deleted_comments_take_their_links_away(tmp_path: Path) -> None:
    comment = said({"accountId": "a"})["comments"][0]
    hook = {"webhookEvent": "comment_deleted", "comment": comment, "issue": {"id": "5"}}
    assert read(tmp_path, "jira", hook=hook) == [CommentMark("9", redacted=True)]


# --- GitHub ---------------------------------------------------------------------------------------


def test_github_events_of_one_issue_are_told_by_the_file(tmp_path: Path) -> None:
    url = "https://api.github.com/repos/larkfield/courses/issues/events/1"
    event = {"id": 1, "node_id": "x", "url": url, "actor": None, "created_at": AT}
    rows = [{**event, "event": name} for name in ("labeled", "closed", "reopened")]
    found = read(tmp_path, "github", issue_12_events=rows)
    assert only(found, StatusChange) == [
        StatusChange("larkfield/courses#12", datetime(2026, 3, 1, 10), "open", "closed"),
        StatusChange("larkfield/courses#12", datetime(2026, 3, 1, 10), "closed", "open"),
    ]
    assert len(only(read(tmp_path / "x", "github", page=rows), Skipped)) == 3


def test_github_deleted_comments_take_their_links_away(tmp_path: Path) -> None:
    row = {"number": 5, "state": "open", "created_at": AT, "pull_request": {}}
    comment = {"id": 9, "body": "", "created_at": AT}
    hook = {"action": "deleted", "issue": row, "comment": comment}
    assert read(tmp_path, "github", hook=hook) == [], "a pull request is no ticket"
    del row["pull_request"]
    found = read(tmp_path, "github", hook=hook)
    assert only(found, CommentMark) == [CommentMark("9", redacted=True)]
    assert [ticket.deleted for ticket in only(found, Ticket)] == [False]


# --- Zendesk --------------------------------------------------------------------------------------


def test_zendesk_statuses_are_those_of_the_store(tmp_path: Path) -> None:
    words = ("new", "open", "pending", "hold", "solved", "closed", "deleted", "odd", "", 2)
    rows = [{"id": 1, "created_at": AT, "status": word} for word in words]
    found = read(tmp_path, "zendesk", tickets={"tickets": rows})
    assert [t.status for t in only(found, Ticket)] == [
        *("new", "open", "pending", "pending", "solved", "closed", "closed", "open")
    ]
    assert [t.deleted for t in only(found, Ticket)].index(True) == 6
    assert len(only(found, Skipped)) == 2
    assert [finding.code for finding in only(found, Finding)] == ["unknown-status"]


def test_zendesk_csv_headers_are_matched_whatever_their_case(tmp_path: Path) -> None:
    text = "ID,STATUS,Created At,Ticket type,TAGS\n7,Solved,2026-03-01 10:00,Question,b a\n"
    *_, ticket = read(tmp_path, "zendesk", tickets=text)
    assert (ticket.id, ticket.status, ticket.tags) == ("7", "solved", ("a", "b"))
    (finding,) = read(tmp_path, "zendesk", tickets="Id,Status,Creatd at\n7,Open,x\n")
    assert (finding.code, finding.hint) == ("missing-column", 'did you mean "creatd at"?')
