"""What customers search for, and whether it leads anywhere."""

from __future__ import annotations

from typing import Any

from helpwright.deflection.measures.frame import Frame, Query, flag, happened
from helpwright.deflection.tables import load_ibis

_NAMES = ("search", "search-click", "contact-view")
_COUNTS = {
    "searches": "searched",
    "empty": "empty",
    "clicks": "clicked",
    "search_sessions": "search_session",
    "click_sessions": "click_session",
    "visits": "visit",
}


def searches(frame: Frame) -> Query:
    """Searches of the site and what followed, all in sessions that name nobody."""
    return Query("searches", (), _rows(frame), _COUNTS, person="", floor="searched")


def queries(frame: Frame) -> Query:
    """The same by the words searched for; a visit of the contact page names the last ones."""
    _ = load_ibis()._
    rows = _rows(frame).filter(_.query != "")
    return Query("queries", ("query",), rows, _COUNTS, person="", floor="searched")


def _rows(frame: Frame) -> Any:
    _ = load_ibis()._
    first = _.is_first == 1
    is_search, is_click = _.name == "search", _.name == "search-click"
    visit = (_.name == "contact-view") & first & happened(_.after, "click")
    return frame.events.filter(_.name.isin(_NAMES)).select(
        query=_.query.lower(),
        searched=flag(is_search),
        empty=flag(is_search & (_.results == 0)),
        clicked=flag(is_click),
        search_session=flag(is_search & first),
        click_session=flag(is_click & first),
        visit=flag(visit),
    )
