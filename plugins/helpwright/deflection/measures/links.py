"""Who links what: link rate, reuse, link accuracy, and addresses that lead nowhere."""

from __future__ import annotations

from helpwright.deflection.measures.frame import Frame, Query
from helpwright.deflection.tables import TICKET, load_ibis

RATE = {"closed": "", "linked": "linked", "known": "known"}


def site(frame: Frame) -> Query:
    """Closed tickets of the site, those with a link, those with one to an older article."""
    return Query("site", (), frame.closed, RATE)


def months(frame: Frame) -> Query:
    """The same by the month in which a ticket was solved, as 202603."""
    return Query("months", ("month",), frame.closed, RATE)


def teams(frame: Frame) -> Query:
    """The same by team."""
    return Query("teams", ("team",), frame.closed, RATE)


def shares(frame: Frame) -> Query:
    """Closed tickets that link an article, whenever it was linked, by article."""
    rows = frame.closing.select("article", "requester")
    return Query("shares", ("article",), rows, {"linking": ""})


def reuse_by_category(frame: Frame) -> Query:
    """Tickets that link an article of a category, each once."""
    known = frame.tables.report_articles.select("article", "category")
    rows = frame.sent.select(*TICKET, "article", "requester").inner_join(known, "article")
    once = rows.select(*TICKET, "category", "requester").distinct()
    return Query("reuse_by_category", ("category",), once, {"reuse": ""})


def senders(frame: Frame) -> Query:
    """Links of the period by who sent them (agent, bot, customer), one for ticket and article."""
    rows = frame.within(frame.tables.linked).select("sent_by", "requester")
    return Query("senders", ("sent_by",), rows, {"links": ""})


def lost(frame: Frame) -> Query:
    """Tickets in which agents sent an address of ours that no article answers, by address."""
    _ = load_ibis()._
    active = frame.tables.tickets.filter(_.state == "active").select(*TICKET, "requester")
    rows = frame.within(frame.tables.unresolved).inner_join(active, TICKET)
    return Query("lost", ("url",), rows.select("url", "requester"), {"tickets": ""})


def accuracy(frame: Frame) -> Query:
    """Links that people judged, and those they found right, by team."""
    _ = load_ibis()._
    active = frame.tables.tickets.filter(_.state == "active").select(*TICKET, "team", "requester")
    linked = frame.tables.links.filter(_.sent_by == "agent").select(*TICKET, "article")
    rows = frame.tables.judged.inner_join(linked, (*TICKET, "article")).inner_join(active, TICKET)
    rows = rows.select("team", "requester", "is_right")
    return Query("accuracy", ("team",), rows, {"judged": "", "right": "is_right"})
