"""What the figures of a period share: its closed tickets, its links, its events.

These tables are kept, so that a report reads tickets, links and events once, whatever it asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from helpwright.deflection.figures import Period
from helpwright.deflection.tables import TICKET, Tables, load_ibis
from helpwright.deflection.warehouses.engine import Engine

CLOSED = ("solved", "closed")
REOPEN_DAYS = 14


@dataclass(frozen=True)
class Frame:
    """The tables of a period.

    Attributes:
        closed: One row for each ticket closed in the period: who asked, its team, whether an agent
            linked an article, and whether one of these is older than the ticket (`known`).
        linked: One row for each article that agents linked in an active ticket, with that
            ticket's facts.
        closing: Those of them whose ticket was closed in the period.
        classified: The categories of closed tickets: those whose tag a ticket carries, or, where it
            carries none, that of the article its first message asks for.
        opened: Tickets opened in the period: day and requester.
        events: What happened on the site in the period.
        viewed: What readers had read when they wrote a ticket: one row for each article.
        start: The first moment of the period, as a literal; `end` the first after it.
    """

    tables: Tables
    start: Any
    end: Any
    closed: Any
    linked: Any
    closing: Any
    classified: Any
    opened: Any
    events: Any
    viewed: Any

    @property
    def sent(self) -> Any:
        """Articles that agents first linked in a ticket in the period, one row each."""
        return self.within(self.linked)

    def within(self, links: Any) -> Any:
        """Links first sent in the period."""
        _ = load_ibis()._
        return links.filter(_.first_at >= self.start, _.first_at < self.end)


@dataclass(frozen=True)
class Query:
    """Rows counted by group, before any of it is shown.

    Attributes:
        name: Its name among all queries.
        keys: The columns that make a group; none for the whole site.
        rows: What is counted, one row each.
        counts: The columns of the answer: sums of columns of `rows`, "" for the number of rows.
        person: The column that tells people apart; "" where nothing does, as with events. Then the
            rows themselves must be as many as people would have to be.
    """

    name: str
    keys: tuple[str, ...]
    rows: Any
    counts: Mapping[str, str]
    person: str = "requester"
    floor: str = field(default="")

    def grouped(self) -> Any:
        """Counts for each group, and `people`, how many stand behind it."""
        deferred = load_ibis()._
        sums = {
            name: deferred[c].sum() if c else deferred.count() for name, c in self.counts.items()
        }
        if self.person:
            people = deferred[self.person].nunique()
        else:
            people = deferred[self.floor].sum() if self.floor else deferred.count()
        return self.rows.aggregate(by=list(self.keys), **sums, people=people)


def flag(condition: Any) -> Any:
    """1 where a condition holds, else 0: only PostgreSQL cannot make an integer of a boolean."""
    return load_ibis().cases((condition, 1), else_=0)


def with_linked(engine: Engine, tables: Tables) -> Tables:
    """Keep the links of active tickets with these tickets' facts, whatever the period."""
    if tables.linked is not None:
        return tables
    _ = load_ibis()._
    facts = tables.tickets.filter(_.state == "active").select(*TICKET, *_FACTS)
    links = tables.links.select(*TICKET, *_LINK)
    joined = links.inner_join(facts, TICKET).select(*TICKET, *_LINK, *_FACTS)
    return replace(tables, linked=engine.keep("linked", joined))


def frame_of(engine: Engine, tables: Tables, period: Period) -> Frame:
    """Keep the tables of a period."""
    tables = with_linked(engine, tables)
    ibis = load_ibis()
    _ = ibis._
    kind = tables.tickets.solved_at.type()
    start = ibis.literal(datetime.combine(period.first, time()), type=kind)
    end = ibis.literal(datetime.combine(period.last, time()) + timedelta(days=1), type=kind)
    active = tables.tickets.filter(_.state == "active")
    agents = tables.links.filter(_.sent_by == "agent")
    closes = _.status.isin(CLOSED) & (_.solved_at >= start) & (_.solved_at < end)
    linked = tables.linked.filter(_.sent_by == "agent")
    closing = linked.filter(closes)
    closed = engine.keep("closed", _closed(active.filter(closes), closing, agents, tables))
    opened = active.filter(_.created_at >= start, _.created_at < end)
    events = engine.keep("events", tables.events.filter(_["at"] >= start, _["at"] < end))
    return Frame(
        tables=tables,
        start=start,
        end=end,
        closed=closed,
        linked=linked,
        closing=closing,
        classified=engine.keep("classified", _classified(tables, closed)),
        opened=opened.select("requester", day=_.created_at.date()),
        events=events,
        viewed=engine.keep("viewed", _viewed(engine, events)),
    )


_LINK = ("article", "first_at", "sent_by")
_FACTS = ("requester", "status", "created_at", "solved_at", "reopened_at", "reopens")
_CLOSED = ("requester", "linked", "known", "reopens")


def _closed(closed: Any, closing: Any, agents: Any, tables: Tables) -> Any:
    """Closed tickets, with whether they link an article, and one that is older."""
    _ = load_ibis()._
    since = agents.aggregate(by=["article"], since=_.first_at.min())
    published = tables.report_articles.select("article", "published_on")
    ages = since.left_join(published, "article").select("article", "since", "published_on")
    dated = (
        closing.select(*TICKET, "article", "created_at")
        .inner_join(ages, "article")
        .select(*TICKET, "created_at", "since", "published_on")
    )
    older = (_.since < _.created_at) | (_.published_on <= _.created_at.date())
    flags = dated.aggregate(by=list(TICKET), older=flag(older.fill_null(False)).max())
    facts = ("requester", "team", "reopens")
    joined = closed.left_join(flags, TICKET).select(
        *dict.fromkeys((*TICKET, *tables.tagged_by)), *facts, "solved_at", "older"
    )
    return joined.select(
        *(*tables.tagged_by, *facts),
        month=_.solved_at.year() * 100 + _.solved_at.month(),
        linked=flag(_.older.notnull()),
        known=_.older.fill_null(0),
    )


def _classified(tables: Tables, closed: Any) -> Any:
    _ = load_ibis()._
    named = tables.report_articles.filter(_.category != "")
    tags = tables.ticket_tags.inner_join(named.select("category", "tag").distinct(), "tag")
    key = tables.tagged_by
    classified = tags.select(*key, "category").distinct()
    if key == TICKET:
        about = tables.topics.anti_join(classified, TICKET).inner_join(
            named.select("article", "category"), "article"
        )
        told = about.select(*TICKET, "category").distinct()
        classified = classified.union(told, distinct=False)
    return classified.inner_join(closed.select(*key, *_CLOSED), key).select("category", *_CLOSED)


def _viewed(engine: Engine, events: Any) -> Any:
    _ = load_ibis()._
    written = events.filter(_.name == "form-submit", _.viewed != "").select("viewed", "after")
    # A list of at most ten ids is the one place where taking a text apart cannot be helped.
    items = _items(engine, written)
    return items.filter(_.item != "").select("item", helped=flag(happened(_.after, "helped")))


def _items(engine: Engine, written: Any) -> Any:
    ibis = load_ibis()
    _ = ibis._
    if engine.dialect != "redshift":
        return written.select("after", item=_.viewed.split(",").unnest())
    numbers = engine.send("numbers", {"n": "int32"}, [(n,) for n in range(1, 11)])
    split_part = ibis.udf.scalar.builtin(_split_part, name="split_part")
    # Redshift has no unnest(), and every other engine no split_part() that Ibis knows.
    pairs = written.cross_join(numbers)
    return pairs.select("after", item=split_part(pairs.viewed, ",", pairs.n))


def _split_part(text: str, mark: str, number: int) -> str:
    """The function of this name in Redshift."""
    raise NotImplementedError


def happened(after: Any, name: str) -> Any:
    """Whether an event's list of what came before it holds a name."""
    return ("," + after + ",").contains(f",{name},")
