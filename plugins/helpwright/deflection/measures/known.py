"""How much of what customers ask was known before they asked, by category."""

from __future__ import annotations

from helpwright.deflection.measures.frame import Frame, Query
from helpwright.deflection.measures.links import RATE


def categories(frame: Frame) -> Query:
    """Closed tickets classified into a category, linked ones, those with an older article."""
    return Query("categories", ("category",), frame.classified, RATE)
