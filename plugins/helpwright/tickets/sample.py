"""A made-up Zendesk export for trying things out: no real person, message or mail domain in it.

Customers ask about articles with a popularity that falls like Zipf's law, more on working days;
agents answer and often link, in all the ways in which agents do, also the wrong ones. Bots and
customers send links, too, one much linked article is out of date, so that its tickets come back,
and where an article is published meanwhile its category's tickets fall.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from pathlib import Path
from urllib.parse import urljoin

from helpwright.files import write_atomically
from helpwright.tickets import sample_text as words
from helpwright.tickets.model import Progress

_PAGE = 500
_WEEK = (1.25, 1.2, 1.1, 1.05, 0.95, 0.35, 0.3)  # from Monday
_CHANNELS = {"web": 50, "email": 33, "chat": 12, "api": 5}
_AGENTS = 14
_BOT = -1
_SAVED = 0.35  # of a category's tickets, from the day one of its articles is published
_STALE = 2  # the place of the article that is out of date among the popular ones
_SIGNING_AGENT = 900_004
_FIRST_AGENT, _FIRST_CUSTOMER, _FIRST_GROUP, _FIRST_TICKET = 900_001, 100_001, 71, 10_001


@dataclass(frozen=True)
class SampleArticle:
    """An article that the sample's tickets are about.

    `terms` are words customers use. Before `published_on` nobody links it.
    """

    id: str
    title: str
    url: str
    category: str
    terms: Sequence[str] = ()
    published_on: date | None = None


@dataclass
class _Export:
    """The pages being filled, and the numbers given out."""

    chance: random.Random
    site_url: str
    end: datetime
    tickets: list[dict[str, object]] = field(default_factory=list)
    events: list[dict[str, object]] = field(default_factory=list)
    customers: dict[int, None] = field(default_factory=dict)
    footer: str = ""
    stale: str = ""
    last_id: int = 5_000_000

    def number(self) -> int:
        self.last_id += 1
        return self.last_id


def write_sample(
    folder: Path,
    articles: Sequence[SampleArticle],
    *,
    site_url: str,
    seed: int = 7,
    tickets: int = 3000,
    months: int = 12,
    today: date,
    progress: Progress | None = None,
) -> Path:
    """Write an export of whole months and the days of this one before `today`.

    The same arguments give the same bytes. Where articles are published in these months, some of
    the tickets are never written.

    Returns:
        The folder, with pages of tickets, ticket events (comments, status changes), users, groups.
    """
    end = datetime.combine(today, time(), UTC)
    # A seeded generator is the point here: the same export every time.
    export = _Export(random.Random(seed), site_url.rstrip("/") + "/", end)
    popular = list(articles)
    export.chance.shuffle(popular)
    if popular:
        export.footer = words.footer(export.site_url, popular[0].id)
        export.stale = popular[min(_STALE, len(popular) - 1)].id
    weights = [1 / rank for rank in range(1, len(popular) + 1)]
    published: dict[str, date] = {}
    for article in articles:
        if article.published_on:
            first = published.get(article.category, article.published_on)
            published[article.category] = min(first, article.published_on)
    for index, opened in enumerate(_opening_times(export, tickets, months)):
        topic = None
        # One in seven asks for something no article is about.
        if popular and export.chance.random() > 0.14:
            topic = export.chance.choices(popular, weights)[0]
        since = published.get(topic.category) if topic else None
        if since and opened.date() >= since and export.chance.random() < _SAVED:
            continue
        there = popular
        if published:
            there = [a for a in popular if not a.published_on or a.published_on <= opened.date()]
        _add_ticket(export, _FIRST_TICKET + index, opened, topic, there)
        if progress and index % _PAGE == 0:
            progress(index, "tickets")
    _write_pages(folder, "tickets", export.tickets)
    _write_pages(folder, "ticket_events", export.events)
    _write_pages(folder, "users", _people(export))
    _write_pages(
        folder,
        "groups",
        [{"id": _FIRST_GROUP + index, "name": name} for index, name in enumerate(words.TEAMS)],
    )
    return folder


def _opening_times(export: _Export, count: int, months: int) -> list[datetime]:
    place = export.end.year * 12 + export.end.month - 1 - months
    start = export.end.replace(year=place // 12, month=place % 12 + 1, day=1)
    days = [start + timedelta(days=count) for count in range((export.end - start).days)]
    growth = 0.25 / len(days)
    weights = [_WEEK[day.weekday()] * (1 + growth * index) for index, day in enumerate(days)]
    chosen = export.chance.choices(days, weights, k=count)
    hours = [min(23, max(0, round(export.chance.gauss(14, 3.5)))) for _ in chosen]
    return sorted(
        day + timedelta(hours=hour, seconds=export.chance.randrange(3600))
        for day, hour in zip(chosen, hours, strict=True)
    )


def _add_ticket(
    export: _Export,
    ticket: int,
    opened: datetime,
    topic: SampleArticle | None,
    articles: Sequence[SampleArticle],
) -> None:
    chance = export.chance
    kind = chance.choices(["normal", "deleted", "spam", "merged"], [95, 1.2, 1.8, 2])[0]
    customer = _FIRST_CUSTOMER + int(chance.paretovariate(1.1) * 400) % 2_400
    export.customers[customer] = None
    agent = _FIRST_AGENT + chance.randrange(_AGENTS)
    team = (agent - _FIRST_AGENT) % len(words.TEAMS)
    history = _History(export, ticket, opened)
    question = words.question(chance, topic.title if topic else "", _terms(topic))
    known = topic if topic in articles else None
    if known and chance.random() < 0.06:
        question += f" I have read {export.site_url}a/{known.id}/ already."
    history.say(customer, question)
    if known and chance.random() < 0.15:
        history.say(_BOT, f"This may help meanwhile: {export.site_url}a/{known.id}/")
    if kind == "normal":
        _converse(export, history, customer, agent, topic, articles)
    elif kind == "merged":
        history.wait(2)
        text = f"This request was closed and merged into request #{max(ticket - 1, _FIRST_TICKET)}."
        history.say(agent, text, public=False)
        history.turn("closed", agent)
    elif kind == "deleted":
        history.wait(5)
        history.say(agent, _answer_text(export, topic, articles))
    tags = [words.tag(topic.category)] if topic else ["other"]
    tags += {"merged": ["closed_by_merge"], "spam": ["spam"]}.get(kind, [])
    export.tickets.append(
        {
            "id": ticket,
            "created_at": _stamp(opened),
            "updated_at": _stamp(history.now),
            "subject": topic.title if topic else "A question",
            "status": {"deleted": "deleted", "spam": "closed"}.get(kind, history.status),
            "via": {
                "channel": chance.choices(list(_CHANNELS), list(_CHANNELS.values()))[0],
                "source": {"from": {}, "to": {}, "rel": None},
            },
            "requester_id": customer,
            "submitter_id": customer,
            "assignee_id": agent,
            "group_id": _FIRST_GROUP + team,
            "tags": sorted(tags),
            "is_public": True,
        }
    )


def _converse(
    export: _Export,
    history: _History,
    customer: int,
    agent: int,
    topic: SampleArticle | None,
    articles: Sequence[SampleArticle],
) -> None:
    chance = export.chance
    history.wait(9)
    if chance.random() < 0.12:
        history.say(agent, _note(export, topic), public=False)
    answer = _answer_text(export, topic, articles)
    history.say(agent, answer)
    history.turn("pending", agent)
    if chance.random() < 0.45:
        history.wait(14)
        # A reply often carries the agent's mail below it; its links are not the customer's.
        quoted = f"<blockquote>{answer}</blockquote>" if "<" in answer else words.quote(answer)
        reply = words.reply(chance)
        history.say(customer, f"{reply}\n\n{quoted}" if chance.random() < 0.5 else reply)
        history.wait(6)
        history.say(agent, words.closing(chance))
    if chance.random() < 0.94:
        history.wait(4)
        history.turn("solved", agent)
        returns = 0.05 if topic else 0.11
        if topic and topic.id == export.stale:
            returns = 0.28
        if chance.random() < returns:
            history.wait(60)
            history.say(customer, words.complaint(chance))
            history.turn("open", customer)
            history.wait(10)
            history.say(agent, _answer_text(export, topic, articles))
            if chance.random() < 0.8:
                history.turn("solved", agent)
        if history.status == "solved" and history.now < export.end - timedelta(days=4):
            history.now += timedelta(days=4)
            history.turn("closed", -1)


def _answer_text(
    export: _Export, topic: SampleArticle | None, articles: Sequence[SampleArticle]
) -> str:
    """An agent's answer; about seven in ten that have a topic link its article."""
    chance = export.chance
    if not articles or chance.random() > (0.72 if topic else 0.1):
        return words.answer(chance, "", export.site_url)
    known = topic if topic in articles else None
    chosen = known if known and chance.random() < 0.93 else chance.choice(articles)
    url = urljoin(export.site_url, chosen.url.lstrip("/"))
    if chance.random() < 0.55:
        url = f"{export.site_url}a/{chosen.id}/"
    if chance.random() < 0.2:
        url += chance.choice(["?utm_source=support", "#steps", "?from=macro#top"])
    if chance.random() < 0.02:
        url = f"{export.site_url}{chance.choice(words.GONE)}"
    style = chance.choices(["html", "markdown", "broken", "text"], [45, 20, 15, 20])[0]
    if style == "html":
        link = f'<a href="{escape(url)}" rel="noopener">{escape(chosen.title)}</a>'
        return (
            "<p>"
            + words.answer(chance, link, export.site_url).replace("\n\n", "</p>\n<p>")
            + "</p>"
        )
    spaced = " " if style == "broken" else ""
    link = f"[{chosen.title}]{spaced}({url})" if style in ("markdown", "broken") else url
    return words.answer(chance, link, export.site_url)


def _note(export: _Export, topic: SampleArticle | None) -> str:
    link = f"{export.site_url}a/{topic.id}/" if topic else "none"
    return f"Internal: see {link} before answering."


def _terms(topic: SampleArticle | None) -> Sequence[str]:
    return topic.terms if topic else ()


@dataclass
class _History:
    """What happens in one ticket, in order."""

    export: _Export
    ticket: int
    now: datetime
    status: str = "new"

    def wait(self, mean_hours: float) -> None:
        # Whatever would happen after the export's end happens just before it.
        later = self.now + timedelta(hours=self.export.chance.expovariate(1 / mean_hours))
        self.now = max(self.now, min(later, self.export.end - timedelta(minutes=1)))

    def say(self, author: int, text: str, *, public: bool = True) -> None:
        if author == _SIGNING_AGENT and public:
            text += self.export.footer
        body = {"html_body": text} if "</" in text else {"body": text}
        self.add(author, {"event_type": "Comment", "author_id": author, "public": public, **body})

    def turn(self, status: str, author: int) -> None:
        change: dict[str, object] = {
            "event_type": "Change",
            "status": status,
            "previous_value": self.status,
        }
        self.add(author, change)
        self.status = status

    def add(self, author: int, event: dict[str, object]) -> None:
        number = self.export.number()
        self.export.events.append(
            {
                "id": number,
                "ticket_id": self.ticket,
                "timestamp": int(self.now.timestamp()),
                "updater_id": author,
                "child_events": [{"id": number, "created_at": _stamp(self.now), **event}],
            }
        )


def _people(export: _Export) -> list[dict[str, object]]:
    people: list[dict[str, object]] = []
    for index in range(_AGENTS):
        number = _FIRST_AGENT + index
        people.append(_person(number, "agent" if index else "admin", f"Agent {index + 1}"))
    for number in sorted(export.customers):
        people.append(_person(number, "end-user", f"Customer {number}"))
    return people


def _person(number: int, role: str, name: str) -> dict[str, object]:
    mail = f"{role}-{number}@example.org"
    return {"id": number, "name": name, "email": mail, "role": role, "suspended": False}


def _write_pages(folder: Path, name: str, rows: Sequence[dict[str, object]]) -> None:
    for number, start in enumerate(range(0, len(rows), _PAGE), start=1):
        page = {name: rows[start : start + _PAGE], "end_of_stream": start + _PAGE >= len(rows)}
        text = json.dumps(page, ensure_ascii=False, indent=1) + "\n"
        write_atomically(folder / f"{name}-{number:04}.json", text)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
