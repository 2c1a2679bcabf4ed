"""Customers who serve themselves: sessions, views, feedback, and tickets that came after all.

Events name nobody and no session. A session is counted by its first event of a kind, and a ticket
tells which articles were read before it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from helpwright.deflection.measures.frame import Frame, Query, flag, happened
from helpwright.deflection.tables import load_ibis

_NOBODY = ""


def sessions_by_day(frame: Frame) -> Query:
    """Sessions in which an article was read, by the day they began."""
    _ = load_ibis()._
    rows = frame.events.filter(_.name == "view", _.is_first == 1).select(day=_["at"].date())
    return Query("sessions_by_day", ("day",), rows, {"sessions": ""}, person=_NOBODY)


def requesters_by_day(frame: Frame, span: tuple[date, date] | None = None) -> Query:
    """People by the day of their first ticket; the days add up to all of them.

    Args:
        frame: The tables of the period.
        span: The first and the last day that count; all days of the period without it.
    """
    _ = load_ibis()._
    rows = frame.opened.filter(_.requester.notnull())
    if span:
        rows = rows.filter(_.day >= span[0], _.day <= span[1])
    first = rows.aggregate(by=["requester"], day=_.day.min())
    return Query("requesters_by_day", ("day",), first, {"requesters": ""})


def visits(frame: Frame) -> Query:
    """Views of the site, and tickets written in sessions that began with reading."""
    _ = load_ibis()._
    rows = frame.events.filter(_.name.isin(("view", "form-submit"))).select(
        view=flag(_.name == "view"),
        started=flag((_.name == "form-submit") & happened(_.after, "view")),
    )
    counts = {"views": "view", "started": "started"}
    return Query("visits", (), rows, counts, person=_NOBODY, floor="view")


def readings(frame: Frame) -> Query:
    """Views of an article, what readers said of it, and tickets that came all the same.

    `yes_lost` are tickets of readers who had said yes to something in their session.
    """
    ibis = load_ibis()
    _ = ibis._
    said = _.name == "feedback"
    seen = frame.events.filter(_.name.isin(("view", "feedback")), _.article != "").select(
        "article",
        view=flag(_.name == "view"),
        yes=flag(said & (_.value == "yes")),
        no=flag(said & (_.value == "no")),
        ticket=_zero(),
        yes_lost=_zero(),
    )
    articles = seen.select("article").distinct()
    # Troubleshooters were followed before a ticket, too.
    after = frame.viewed.inner_join(articles, [("item", "article")]).select("item", "helped")
    written = after.select(
        article=_.item, view=_zero(), yes=_zero(), no=_zero(), ticket=_one(), yes_lost=_.helped
    )
    rows = seen.union(written, distinct=False)
    counts = {"views": "view", "yes": "yes", "no": "no", "tickets": "ticket"}
    counts["yes_lost"] = "yes_lost"
    return Query("readings", ("article",), rows, counts, person=_NOBODY, floor="view")


def opinions(frame: Frame) -> Query:
    """What readers answered to "Was this helpful?", for the whole site."""
    _ = load_ibis()._
    rows = frame.events.filter(_.name == "feedback").select(
        yes=flag(_.value == "yes"), no=flag(_.value == "no")
    )
    return Query("opinions", (), rows, {"yes": "yes", "no": "no"}, person=_NOBODY)


def _zero() -> Any:
    return load_ibis().literal(0)


def _one() -> Any:
    return load_ibis().literal(1)
