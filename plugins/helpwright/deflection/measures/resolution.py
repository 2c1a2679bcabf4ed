"""What became of linked tickets: solved, stayed solved, reopened."""

from __future__ import annotations

from typing import Any

from helpwright.deflection.measures.frame import CLOSED, REOPEN_DAYS, Frame, Query, flag
from helpwright.deflection.tables import load_ibis

_COUNTS = {
    "reuse": "",
    "solved": "solved",
    "lasting": "lasting",
    "ever_solved": "ever_solved",
    "reopened": "reopened",
    "reopened_ever": "reopened_ever",
}


def articles(frame: Frame) -> Query:
    """Tickets that an article was first linked in, and what became of them, by article."""
    return Query("articles", ("article",), _outcomes(frame), _COUNTS)


def links(frame: Frame) -> Query:
    """The same for all links of the site."""
    return Query("links", (), _outcomes(frame), _COUNTS)


def unlinked(frame: Frame) -> Query:
    """Closed tickets of a category that link no article, and those once reopened."""
    _ = load_ibis()._
    rows = frame.classified.filter(_.linked == 0).select(
        "category", "requester", reopened_ever=flag(_.reopens > 0)
    )
    counts = {"unlinked": "", "reopened_ever": "reopened_ever"}
    return Query("unlinked", ("category",), rows, counts)


def _outcomes(frame: Frame) -> Any:
    """Solved and reopened as 0 or 1 for each link.

    `reopened_ever` says reopened after the link, whenever: what came before it is not its doing.
    Some systems only count reopenings and do not say when; then a reopened ticket counts as
    reopened soon. Whoever was reopened had been solved.
    """
    _ = load_ibis()._
    since = _.reopened_at.epoch_seconds() - _.first_at.epoch_seconds()
    soon = ((since >= 0) & (since <= REOPEN_DAYS * 86_400)).fill_null(_.reopens > 0)
    solved = _.status.isin(CLOSED)
    later = (since >= 0).fill_null(_.reopens > 0)
    return (
        frame.sent.mutate(soon=flag(soon), solved=flag(solved), reopened_ever=flag(later))
        .mutate(
            lasting=flag((_.solved == 1) & (_.soon == 0)),
            ever_solved=flag((_.solved == 1) | (_.reopens > 0)),
        )
        .mutate(reopened=flag((_.soon == 1) & (_.ever_solved == 1)))
        .select("article", "requester", *(name for name in _COUNTS.values() if name))
    )
