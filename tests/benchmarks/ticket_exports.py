"""Large exports of invented tickets, quickly: the same seed gives the same bytes.

Comments have between 50 and 3,000 characters (median about 450), a third each in HTML, Markdown and
plain text. One in four links the help center; some quote the message before, some end in a
signature, some write their links in broken Markdown. Zendesk gives HTML and, twice, the text of it.
"""

from __future__ import annotations

import csv
import html
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

HOST = "help.larkfield.example"
ARTICLES = 600
_LINKED = {True: 0.45, False: 0.05}  # by agents, by customers: a quarter of all
_TEXT = """
the to and a of in is you for that it on your with we can this are not have be my
but if as please course account lesson team payment invoice progress video sign
again when after there should would could help thank thanks hello regards support
click open page button settings password email address learner manager certificate
download offline browser update version still error message tried nothing happens
yesterday today morning week month plan subscription change cancel refund charge
card bank transfer order number screen phone tablet laptop window chrome safari
firefox cache cookies clear restart install app mobile login access permission
admin owner group member invite link expired renew trial license seats user users
name company department report export import file upload limit size format quiz
answer question exercise score grade badge complete finished stuck loading slow
fast sound subtitle caption language
"""
_WORDS = _TEXT.split()
_ADDRESS = re.compile(r"https://[^\s<>()\"]+")
_TAG = re.compile("<[^<>]*>")


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=chance.randint(4, 18))
    return f"{' '.join(words).capitalize()}{chance.choice('...?!')}"


def _paragraphs(chance: random.Random) -> list[str]:
    length = min(2600.0, max(40.0, chance.lognormvariate(5.5, 0.85)))
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < length:
        paragraphs.append(" ".join(_sentence(chance) for _ in range(chance.randint(1, 4))))
    return paragraphs


def _body(chance: random.Random, *, linked: bool) -> str:
    """A message in which {url} stands for the link."""
    paragraphs = _paragraphs(chance)
    at = chance.randrange(len(paragraphs))
    form = chance.choice(("html", "markdown", "text"))
    if form == "html":
        if linked:
            label = chance.choice(("this article", "{url}", "how it works"))
            paragraphs[at] += f' See <a href="{{url}}" rel="noopener noreferrer">{label}</a>.'
        if chance.random() < 0.3:
            paragraphs[at] = (
                paragraphs[at].replace("not ", "don&#39;t ").replace("can ", "can&nbsp;")
            )
        text = "".join(f'<p dir="auto">{paragraph}</p>' for paragraph in paragraphs)
        if chance.random() < 0.2:
            text += f"<ul><li>{_sentence(chance)}</li><li><b>{_sentence(chance)}</b></li></ul>"
        if chance.random() < 0.25:
            text += f"<p>Kind regards<br>{chance.choice('ABCDEFGH')}. Agent<br>Larkfield</p>"
        if chance.random() < 0.15:
            text += f'<div class="gmail_quote"><blockquote>{_sentence(chance)}</blockquote></div>'
        return f'<div class="zd-comment" dir="auto">{text}</div>'
    if linked and form == "markdown":
        bracket = chance.choice(("](", "] ("))
        paragraphs[at] += f" Please see [this article{bracket}{{url}}) for more."
    elif linked:
        paragraphs[at] += " Please see {url} for more."
    text = "\n\n".join(paragraphs)
    if chance.random() < 0.25:
        text += f"\n\n-- \n{chance.choice('ABCDEFGH')}. Agent\nLarkfield support"
    if chance.random() < 0.2:
        quoted = "\n> ".join(_sentence(chance) for _ in range(3))
        text += f"\n\nOn Tue, Mar 3, 2026 at 10:11 A. Customer wrote:\n> {quoted}"
    return text


@dataclass(frozen=True)
class Row:
    """A comment, and of its ticket what a first comment tells."""

    number: int
    ticket: int
    is_agent: bool
    author: int
    day: int
    body: str


def rows(comments: int, seed: int = 7) -> Iterator[Row]:
    """Comments, four to a ticket, by customers and by 80 agents in turn."""
    chance = random.Random(seed)
    plain = [_body(chance, linked=False) for _ in range(3000)]
    linked = [_body(chance, linked=True) for _ in range(3000)]
    for number in range(comments):
        ticket = number // 4
        is_agent = number % 2 == 1
        if chance.random() < _LINKED[is_agent]:
            url = f"https://{HOST}/articles/{chance.randrange(ARTICLES)}-lesson-and-payment/"
            if chance.random() < 0.2:
                url += f"?utm_source=ticket{ticket % 50}#steps"
            body = chance.choice(linked).replace("{url}", url)
        else:
            body = chance.choice(plain)
        author = 300 + ticket % 80 if is_agent else 900_000 + ticket // 2
        yield Row(10_000_000_000 + number, 500_000 + ticket, is_agent, author, number % 360, body)


def moment(day: int, number: int) -> str:
    """A time in 2025, in the form of most systems."""
    return f"2025-{1 + day // 30 % 12:02}-{1 + day % 28:02}T{number % 24:02}:{number % 60:02}:00Z"


def _ticket(ticket: int) -> dict[str, Any]:
    return {
        "id": ticket,
        "created_at": moment(ticket % 360, ticket),
        "updated_at": moment(ticket % 360 + (2 if ticket % 28 < 26 else 0), ticket),
        "status": ("closed", "solved", "open", "closed")[ticket % 4],
        "requester_id": 900_000 + (ticket - 500_000) // 2,
        "group_id": 10 + ticket % 6,
        "tags": [_WORDS[60 + ticket % 70], _WORDS[70 + ticket % 60]],
    }


def write_csv(folder: Path, comments: int) -> None:
    """The generic form as CSV: tickets.csv and comments.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "comments.csv").open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream, lineterminator="\n").writerow
        write(("comment_id", "ticket_id", "author", "author_role", "public", "created_at", "body"))
        for row in rows(comments):
            role = "agent" if row.is_agent else "customer"
            at = moment(row.day, row.number)
            write((row.number, row.ticket, row.author, role, "true", at, row.body))
    with (folder / "tickets.csv").open("w", encoding="utf-8", newline="") as stream:
        write = csv.writer(stream, lineterminator="\n").writerow
        write(("ticket_id", "created_at", "updated_at", "status", "requester", "team", "tags"))
        for number in range((comments + 3) // 4):
            t = _ticket(500_000 + number)
            people = (t["requester_id"], f"Team {t['group_id']}", ",".join(t["tags"]))
            write((t["id"], t["created_at"], t["updated_at"], t["status"], *people))


def write_jsonl(folder: Path, comments: int) -> None:
    """The generic form as JSON Lines."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "comments.jsonl").open("w", encoding="utf-8") as stream:
        for row in rows(comments):
            item = {
                "comment_id": row.number,
                "ticket_id": row.ticket,
                "author": row.author,
                "author_role": "agent" if row.is_agent else "customer",
                "public": True,
                "created_at": moment(row.day, row.number),
                "body": row.body,
            }
            stream.write(f"{json.dumps(item)}\n")
    with (folder / "tickets.jsonl").open("w", encoding="utf-8") as stream:
        for number in range((comments + 3) // 4):
            t = _ticket(500_000 + number)
            t = {"ticket_id": t.pop("id"), "requester": t.pop("requester_id"), **t}
            t["team"] = f"Team {t.pop('group_id')}"
            stream.write(f"{json.dumps(t)}\n")


def write_zendesk(folder: Path, comments: int) -> None:
    """Zendesk's incremental exports: tickets, users, and ticket events with comments.

    A page has 1,000 rows. An event has one to three changes beside its comment.
    """
    folder.mkdir(parents=True, exist_ok=True)
    agents = [{"id": 300 + n, "role": "agent", "name": f"Agent {n}"} for n in range(80)]
    (folder / "users-0.json").write_text(json.dumps({"users": agents}), encoding="utf-8")
    _write_pages(folder, "ticket_events", map(_event, rows(comments)))
    tickets = (comments + 3) // 4
    _write_pages(folder, "tickets", map(_zendesk_ticket, range(500_000, 500_000 + tickets)))
    people = range(900_000, 900_000 + (tickets + 1) // 2)
    _write_pages(
        folder, "users", ({"id": n, "role": "end-user", "name": "Invented"} for n in people)
    )


def _event(row: Row) -> dict[str, Any]:
    """The event of a comment: the comment, and what changed with it."""
    at = moment(row.day, row.number)
    text = _text_of(row.body)
    comment = {
        "id": row.number,
        "type": "Comment",
        "author_id": row.author,
        "body": text,
        "html_body": _html_of(row.body),
        "plain_body": text,
        "public": True,
        "attachments": [],
        "audit_id": row.number * 8,
        "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": at,
        "event_type": "Comment",
    }
    turn = row.number // 4
    status = ("open", "pending") if row.is_agent else ("pending", "open")
    tags = [_WORDS[60 + turn % 70], _WORDS[70 + turn % 60]]
    changed: list[dict[str, Any]] = [
        {"status": status[1], "previous_value": status[0]},
        {"tags": tags, "added_tags": tags[:1], "removed_tags": [], "previous_value": tags[1:]},
        {"assignee_id": 300 + turn % 80, "previous_value": None},
    ]
    changes = [
        {
            "id": row.number * 8 + 1 + place,
            "via": "Mail",
            "via_reference_id": 0,
            **change,
            "event_type": "Change",
        }
        for place, change in enumerate(changed[row.number % 3 :])
    ]
    return {
        "child_events": [comment, *changes],
        "id": row.number * 8,
        "ticket_id": row.ticket,
        "timestamp": 1_740_000_000 + row.day * 86_400,
        "created_at": at,
        "updater_id": row.author,
        "via": "Mail",
        "system": {"client": "Invented", "location": "Somewhere", "latitude": 1.5},
        "metadata": {},
        "event_type": "Audit",
    }


def _zendesk_ticket(number: int) -> dict[str, Any]:
    ticket = _ticket(number)
    custom = [{"id": 360_000_000_000 + n, "value": _WORDS[n + number % 90]} for n in range(5)]
    return {
        "url": f"https://larkfield.zendesk.example/api/v2/tickets/{number}.json",
        "external_id": None,
        "via": {"channel": "email", "source": {"from": {}, "to": {}, "rel": None}},
        "type": "question",
        "subject": "Invented",
        "raw_subject": "Invented",
        "description": "Invented. " * 20,
        "priority": ("low", "normal", "high", None)[number % 4],
        "recipient": "support@larkfield.example",
        "submitter_id": ticket["requester_id"],
        "assignee_id": 300 + (number - 500_000) % 80,
        "organization_id": 40 + number % 200,
        "collaborator_ids": [],
        "has_incidents": False,
        "is_public": True,
        "custom_fields": custom,
        "satisfaction_rating": {"score": "unoffered"},
        "fields": custom,
        "brand_id": 360_000_000_900,
        "generated_timestamp": 1_780_000_000 + number,
        **ticket,
    }


def _html_of(body: str) -> str:
    """A body as the system gives it in HTML, where written addresses become links."""
    if body.startswith("<"):
        return body
    linked = _ADDRESS.sub(
        lambda found: f'<a href="{found[0]}" rel="noopener noreferrer">{found[0]}</a>',
        html.escape(body, quote=False),
    )
    paragraphs = linked.replace("\n\n", '</p>\n\n<p dir="auto">').replace("\n>", "\n<br>>")
    return f'<div class="zd-comment" dir="auto"><p dir="auto">{paragraphs}</p></div>'


def _text_of(body: str) -> str:
    """The text of a body."""
    if not body.startswith("<"):
        return body
    lines = body.replace("</p>", "\n\n").replace("<br>", "\n").replace("</li>", "\n")
    return html.unescape(_TAG.sub("", lines)).strip()


def _write_pages(folder: Path, key: str, items: Iterable[dict[str, Any]]) -> None:
    items = iter(items)
    for page in count(1):
        if not (batch := list(islice(items, 1000))):
            break
        path = folder / f"{key.replace('_', '-')}-{page:05}.json"
        path.write_text(json.dumps({key: batch, "count": len(batch)}), encoding="utf-8")
