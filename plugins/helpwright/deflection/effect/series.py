"""Weekly counts per topic from tickets: one small aggregate, wherever the tickets lie.

Every ticket counts once: for its topic, for the rarest of its topics if it has several, and for
`REST` if it has none. So the topics are apart from each other, and a topic's control holds no
ticket of its own. Weeks are ISO weeks in UTC, by when the ticket was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from helpwright.deflection.effect.weeks import Publication, WeeklyCounts
from helpwright.deflection.figures import ReportArticle
from helpwright.deflection.tables import TICKET, Tables, load_ibis
from helpwright.deflection.warehouses.engine import Engine

REST = ""
_NOWHERE = -1  # the place of a ticket without a topic


def by_category(tables: Tables) -> Any:
    """Tickets' categories: by their tags; without such a tag, of the article that fits best."""
    _ = load_ibis()._
    names = tables.report_articles.filter(_.category != "")
    tagged = tables.ticket_tags.inner_join(names.select("category", "tag").distinct(), "tag")
    tagged = tagged.select(*tables.tagged_by, topic=_.category)
    if tables.tagged_by != TICKET:
        return tagged
    about = (
        tables.topics.select(*TICKET, "article")
        .anti_join(tagged, TICKET)
        .inner_join(names.select("article", "category"), "article")
    )
    return tagged.union(about.select(*TICKET, topic=_.category))


def by_tag(tables: Tables, tags: Sequence[str]) -> Any:
    """Tickets' topics as some of their tags."""
    _ = load_ibis()._
    return tables.ticket_tags.filter(_.tag.isin(list(tags))).select(*tables.tagged_by, topic=_.tag)


def by_article(tables: Tables) -> Any:
    """Tickets' topics as the article that fits the customer's first message best."""
    _ = load_ibis()._
    return tables.topics.select(*TICKET, topic=_.article).filter(_.topic != "")


def weekly(tables: Tables, topics: Any) -> Any:
    """Tickets, requesters and newcomers by topic and Monday, in order.

    Args:
        tables: The canonical tables.
        topics: Rows (source, ticket, topic), any number a ticket, or `tagged_by` and topic.
    """
    opened = _opened(tables)
    return _counted(opened, _apart(opened, topics))


def _opened(tables: Tables) -> Any:
    _ = load_ibis()._
    person = _.requester
    if tables.tickets.requester.type().is_string():  # else a number stands for who asked
        person = person.nullif("")
    return tables.tickets.filter(_.state == "active").select(
        *dict.fromkeys((*TICKET, *tables.tagged_by)),
        person=person,
        week=_.created_at.truncate("W").date(),
    )


def _apart(opened: Any, topics: Any) -> Any:
    """Each topic of a ticket once, without those of tickets that do not count."""
    return topics.distinct().semi_join(opened, _key(topics))


def _key(topics: Any) -> list[str]:
    """By what tickets have their topics."""
    return [name for name in topics.columns if name != "topic"]


def _counted(opened: Any, found: Any) -> Any:
    ibis = load_ibis()
    _ = ibis._
    key = _key(found)
    if key == list(TICKET):
        sizes = found.aggregate(by=["topic"], size=_.count())
    else:
        alike = opened.aggregate(by=key, tickets=_.count())
        shared = found.inner_join(alike, key).select("topic", "tickets")
        sizes = shared.aggregate(by=["topic"], size=_.tickets.sum())
    # A ticket has the least of its topics' places: numbers are compared and grouped by fast.
    order = ibis.row_number().over(ibis.window(order_by=[_.size, _.topic]))
    places = sizes.select("topic", place=order)
    rarest = (
        found.inner_join(places, "topic")
        .select(*key, "place")
        .aggregate(by=key, place=_.place.min())
    )
    rows = opened.left_join(rarest, key).select("person", "week", place=_.place.fill_null(_NOWHERE))
    # Whoever wrote in a week is there once; from that both counts of people follow.
    wrote = rows.aggregate(by=["place", "week", "person"], tickets=_.count())
    each = wrote.aggregate(
        by=["place", "week"], tickets=_.tickets.sum(), requesters=_.person.count()
    )
    people = wrote.filter(_.person.notnull()).aggregate(by=["place", "person"], week=_.week.min())
    new = people.aggregate(by=["place", "week"], newcomers=_.count())
    counted = each.left_join(new, ["place", "week"]).select(
        *("place", "week", "tickets", "requesters"), newcomers=_.newcomers.fill_null(0)
    )
    joined = counted.left_join(places, "place").select(
        *("week", "tickets", "requesters", "newcomers"), topic=_.topic.fill_null(REST)
    )
    return joined.select("topic", "week", "tickets", "requesters", "newcomers").order_by(
        "topic", "week"
    )


def count_weeks(engine: Engine, tables: Tables, topics: Any, until: date) -> WeeklyCounts:
    """Run `weekly` on an engine, in two steps, and read its rows; `until` as for `read_counts`."""
    opened = _opened(tables)
    found = engine.keep("topics_of_tickets", _apart(opened, topics))
    return read_counts(engine.fetch("weekly tickets by topic", _counted(opened, found)), until)


def read_counts(rows: Iterable[Sequence[Any]], until: date) -> WeeklyCounts:
    """Whole weeks only: the first week and one that ends after `until` are cut off.

    Args:
        rows: What `weekly` gives.
        until: The last day that the data covers.
    """
    read = [(str(topic), _day(week), [int(n) for n in numbers]) for topic, week, *numbers in rows]
    read = [row for row in read if row[1] + timedelta(days=6) <= until]
    if not read:
        monday = until - timedelta(days=until.weekday())
        empty = np.zeros((0, 0), dtype=np.int64)
        return WeeklyCounts((), monday, empty, empty, empty)
    first = min(row[1] for row in read) + timedelta(weeks=1)
    stop = until + timedelta(days=1)
    weeks = max((stop - first).days // 7, 0)
    topics = tuple(sorted({row[0] for row in read}))
    place = {topic: index for index, topic in enumerate(topics)}
    arrays = np.zeros((3, len(topics), weeks), dtype=np.int64)
    for topic, week, numbers in read:
        column = (week - first).days // 7
        # Who came in the week cut off is no newcomer later: a lower bound stays one.
        if column >= 0:
            arrays[:, place[topic], column] = numbers
    return WeeklyCounts(topics, first, arrays[0], arrays[1], arrays[2])


def _day(value: date | datetime | str) -> date:
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return value.date() if isinstance(value, datetime) else value


def publications(articles: Iterable[ReportArticle], *, by: str) -> list[Publication]:
    """The publications of articles whose date is known; `by` is "category" or "article".

    Raises:
        ValueError: `by` is something else.
    """
    if by not in ("category", "article"):
        raise ValueError(f"publications are by category or by article, not by {by}")
    return [
        Publication(a.id, a.category if by == "category" else a.id, a.published_on)
        for a in articles
        if a.published_on is not None
    ]
