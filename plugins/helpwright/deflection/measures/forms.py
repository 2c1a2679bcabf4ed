"""What the contact form suggests, and how many customers then need no ticket."""

from __future__ import annotations

from typing import Any

from helpwright.deflection.measures.frame import Frame, Query, flag, happened
from helpwright.deflection.tables import load_ibis

_COUNTS = {
    "sessions": "session",
    "suggested": "suggested",
    "opened": "opened",
    "resolved": "resolved",
    "submitted": "submitted",
    "opened_lost": "opened_lost",
    "resolved_lost": "resolved_lost",
}


def site(frame: Frame) -> Query:
    """Form sessions of the whole site."""
    return Query("form_sessions", (), _rows(frame), _COUNTS, person="", floor="session")


def forms(frame: Frame) -> Query:
    """Form sessions by the page that holds the form."""
    return Query("forms", ("page",), _rows(frame), _COUNTS, person="", floor="session")


def _rows(frame: Frame) -> Any:
    """Each session counts once for each thing that happened in it.

    `opened_lost` are tickets written although a suggestion had been opened, `resolved_lost` those
    written although one had been called the answer.
    """
    _ = load_ibis()._
    first = _.is_first == 1
    said_yes = (_.name == "suggest-answered") & (_.value == "yes") & ~happened(_.after, "helped")
    submitted = (_.name == "form-submit") & first
    listed = ("form-start", "suggest-shown", "suggest-open", "suggest-answered", "form-submit")
    return frame.events.filter(_.name.isin(listed)).select(
        "page",
        session=flag((_.name == "form-start") & first),
        suggested=flag((_.name == "suggest-shown") & first & (_.results.fill_null(1) > 0)),
        opened=flag((_.name == "suggest-open") & first),
        resolved=flag(said_yes),
        submitted=flag(submitted),
        opened_lost=flag(submitted & happened(_.after, "suggest")),
        resolved_lost=flag(submitted & happened(_.after, "helped")),
    )
