"""Numbers and dates as a reader meets them."""

from __future__ import annotations

from datetime import date

from helpwright.deflection.figures import FEWEST_REQUESTERS
from helpwright.deflection.intervals import Proportion

FOLDED = f"fewer than {FEWEST_REQUESTERS} requesters"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def count(number: int) -> str:
    """1,840."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """`1 article`, `1,840 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """61.2 %, with a space that does not break."""
    return f"{share * 100:.1f}\N{NO-BREAK SPACE}%"


def interval(proportion: Proportion) -> str:
    """`59.4-63.0 %`; empty under 30 trials."""
    bounds = proportion.interval
    if bounds is None:
        return ""
    return f"{bounds[0] * 100:.1f}\N{EN DASH}{percent(bounds[1])}"


def of(proportion: Proportion) -> str:
    """1,840 of 3,006."""
    return f"{count(proportion.numerator)} of {count(proportion.denominator)}"


def sentence(proportion: Proportion, unit: str) -> str:
    """`61.2 % (59.4-63.0 %), 1,840 of 3,006 closed tickets`."""
    if proportion.value is None:
        return f"{of(proportion)} {unit}"
    return f"{percent(proportion.value)} ({interval(proportion)}), {of(proportion)} {unit}"


def day(moment: date) -> str:
    """22 November 2026."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def month(name: str) -> str:
    """`2026-03` as March 2026."""
    year, number = name.split("-")
    return f"{_MONTHS[int(number) - 1]} {year}"


def short_month(name: str) -> str:
    """`2026-03` as Mar."""
    return _MONTHS[int(name.split("-")[1]) - 1][:3]
