"""Of any pages of Zendesk's exports DuckDB and the row reader make the same store."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HOST = "help.example.org"
LINKED = f"See https://{HOST}/a/pay/ for more."
AT = "2026-03-01T10:00:00Z"
LATER = "2026-03-02T11:30:00Z"

COMMENT: dict[str, Any] = {"id": 70, "author_id": 9, "public": True, "html_body": LINKED}
COMMENT |= {"body": LINKED, "plain_body": LINKED}
COMMENT |= {"via": {"channel": "web", "source": {"from": {}, "to": {}, "rel": None}}}
TICKET: dict[str, Any] = {"id": 7, "created_at": AT, "updated_at": AT, "status": "solved"}
TICKET |= {"requester_id": 5, "group_id": 3, "tags": ["b", "a"], "via": {"channel": "email"}}
METRICS = {"ticket_id": 7, "reopens": 2, "solved_at": AT, "updated_at": LATER}
USER = {"id": 9, "role": "agent", "updated_at": AT}
EVENT = {"id": 1, "ticket_id": 7, "created_at": AT, "timestamp": 1772359200, "updater_id": 9}
AUDIT = {"id": 1, "ticket_id": 7, "created_at": AT, "author_id": 9, "via": COMMENT["via"]}
CHANGES = (
    {"id": 71, "status": "open", "previous_value": "solved"},
    {"id": 72, "field_name": "status", "value": "closed", "previous_value": "hold"},
    {"id": 73, "tags": ["a"], "added_tags": ["a"], "previous_value": []},
    {"id": 74, "assignee_id": 9, "previous_value": None},
    {"id": 75, "field_name": "priority", "value": "high", "previous_value": None},
)


def page(key: str, rows: list[Any], **rest: Any) -> dict[str, Any]:
    return {key: rows, "count": len(rows), "next_page": None, **rest}


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
        *("status", "Change", "VoiceComment", "merge", "007", {"rel": "merge"}),
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


def comments(**kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    rows = changed({**COMMENT, **kind}, "ticket_id", "created_at", "comment_public")
    return st.tuples(BODIES, rows, st.booleans()).map(
        lambda parts: parts[1] | ({"html_body": parts[0]} if parts[2] else {"body": parts[0]})
    )


def children(kind: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Children of events or audits: comments, and changes of several fields."""
    more = ("field_name", "value", "status", "comment_id", "public", "ticket_id", "created_at")
    change = st.sampled_from(CHANGES).flatmap(lambda row: changed({kind: "Change", **row}, *more))
    return st.lists(comments(**{kind: "Comment"}) | change, max_size=4)


EVENTS = st.tuples(changed(EVENT), children("event_type")).map(
    lambda parts: {**parts[0], "child_events": parts[1]} if parts[1] else parts[0]
)
AUDITS = st.tuples(changed(AUDIT, "metadata"), children("type")).map(
    lambda parts: {**parts[0], "events": parts[1]}
)
TICKETS = st.tuples(
    changed(
        TICKET | {"assignee_id": 9}, "metric_set", "deleted_at", "generated_timestamp", "subject"
    ),
    changed(METRICS, "reply_time_in_minutes"),
    st.booleans(),
).map(lambda parts: parts[0] | ({"metric_set": parts[1]} if parts[2] else {}))
REST = st.dictionaries(
    st.sampled_from(["id", "status", "users", "links", "ticket_id"]), ODD, max_size=1
)
ONE = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
FORMS = st.sampled_from(["{}", "{}", "{}\n", "\n{}\r\n\n", "{}{}", "{}\n{}", "{} {}\n", "[{}]"])


def written(form: str, what: dict[str, Any], *, indent: bool) -> str:
    """A page in one line or many, perhaps twice in its file."""
    return form.replace("{}", json.dumps(what, indent=1 if indent else None))


@ONE
@given(
    events=st.lists(EVENTS, min_size=1, max_size=3),
    tickets=st.lists(TICKETS, max_size=2),
    users=st.lists(changed(USER, "created_at"), max_size=2),
    rest=REST,
    form=FORMS,
    indent=st.booleans(),
)
def test_both_ways_make_the_same_store_of_any_pages(
    both_ways: Any, events: Any, tickets: Any, users: Any, rest: Any, form: str, indent: bool
) -> None:
    files = {
        "e.json": written(form, page("ticket_events", events), indent=indent),
        "t.json": json.dumps(page("tickets", tickets)),
        "u.json": json.dumps(page("users", users, **rest)),
    }
    both_ways.compare("zendesk", files)


@ONE
@given(
    audits=st.lists(AUDITS, max_size=3),
    named=st.lists(comments(type="Comment", created_at=AT), max_size=3),
    others=st.lists(comments(ticket_id=8, created_at=AT), max_size=2),
    rest=REST,
    form=FORMS,
)
def test_both_ways_make_the_same_store_of_any_audits_and_comments(
    both_ways: Any, audits: Any, named: Any, others: Any, rest: Any, form: str
) -> None:
    files = {
        "a.json": json.dumps(page("audits", audits)),
        "ticket_7_comments.json": written(form, page("comments", named), indent=False),
        "o.json": json.dumps(page("comments", others, **rest)),
        "comments/007.json": json.dumps(page("comments", named[:1])),
    }
    both_ways.compare("zendesk", files)
