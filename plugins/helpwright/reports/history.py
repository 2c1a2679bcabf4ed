"""Two counts that only a report needs: reuse by month, and tickets by what they ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from helpwright.deflection.figures import FEWEST_REQUESTERS, Period
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measures.frame import flag, with_linked
from helpwright.deflection.tables import TICKET, Tables, load_ibis
from helpwright.deflection.warehouses.engine import Engine
from helpwright.deflection.worklist import Demand
from helpwright.reports.model import Month


def reuse_by_month(
    engine: Engine, tables: Tables, period: Period, shown: Collection[str]
) -> dict[str, tuple[Month, ...]]:
    """Distinct tickets in which agents first linked an article, by article and month.

    Every month of the period is there.

    Args:
        engine: Runs the query.
        tables: The canonical tables.
        period: The days that count.
        shown: The articles with at least five people in the period.
    """
    _ = load_ibis()._
    start, end = _limits(tables, period)
    linked = with_linked(engine, tables).linked
    sent = linked.filter(_.sent_by == "agent", _.first_at >= start, _.first_at < end)
    rows = sent.select("article", "requester", month=_.first_at.year() * 100 + _.first_at.month())
    counted = rows.aggregate(
        by=["article", "month"], tickets=_.count(), people=_.requester.nunique()
    )
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    for article, month, tickets, many in engine.fetch("reuse by month", counted):
        if article not in shown:
            continue
        name = f"{int(month) // 100}-{int(month) % 100:02}"
        found[str(article)][name] = int(tickets) if many >= FEWEST_REQUESTERS else None
    names = months_of(period)
    return {
        article: tuple(Month(name, by_month.get(name, 0)) for name in names)
        for article, by_month in sorted(found.items())
    }


def demand(engine: Engine, tables: Tables, period: Period) -> dict[str, Demand]:
    """Tickets of the period by the article that their first message asks for."""
    _ = load_ibis()._
    start, end = _limits(tables, period)
    middle = period.first + timedelta(days=((period.last - period.first).days + 1) // 2)
    later = _moment(tables, middle)
    opened = tables.tickets.filter(
        _.state == "active", _.created_at >= start, _.created_at < end
    ).select(*TICKET, "requester", late=flag(_.created_at >= later))
    about = tables.topics.filter(_.article != "").select(*TICKET, "article")
    links = tables.links.filter(_.sent_by == "agent").select(*TICKET, "article").distinct()
    asked = about.inner_join(opened, TICKET).select(*TICKET, "article", "requester", "late")
    sent = links.select(*TICKET, "article", sent=load_ibis().literal(1))
    rows = asked.left_join(sent, (*TICKET, "article")).select(
        "article", "late", "requester", linked=_.sent.fill_null(0)
    )
    counted = rows.aggregate(
        by=["article", "late"],
        tickets=_.count(),
        linked=_.linked.sum(),
        people=_.requester.nunique(),
    )
    halves: dict[str, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for article, late, tickets, linked, people in engine.fetch("tickets by article", counted):
        halves[str(article)][int(late)] = (int(linked), int(tickets), int(people))
    nothing = (0, 0, 0)
    result = {}
    for article, half in sorted(halves.items()):
        early, late_half = half.get(0, nothing), half.get(1, nothing)
        many = max(early[2], late_half[2])
        if many >= FEWEST_REQUESTERS:
            pair = Proportion(*early[:2]), Proportion(*late_half[:2])
            result[article] = Demand(article, *pair, many)
    return result


def months_of(period: Period) -> list[str]:
    """The months that a period touches, as 2026-03."""
    first, last = period.first, period.last
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = range(first.month - 1, first.month - 1 + count)
    return [f"{first.year + place // 12}-{place % 12 + 1:02}" for place in places]


def _limits(tables: Tables, period: Period) -> tuple[Any, Any]:
    return _moment(tables, period.first), _moment(tables, period.last + timedelta(days=1))


def _moment(tables: Tables, day: date) -> Any:
    kind = tables.tickets.created_at.type()
    return load_ibis().literal(datetime.combine(day, time()), type=kind)
