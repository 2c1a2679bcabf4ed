"""Days of the calendar as texts such as "2026-11-21", years 1 to 9999."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LENGTH = len("2026-11-21")
OTHERWISE = (
    r"(?P<d>[0-9]{1,2})(?P<sign>[./-])(?P<m>[0-9]{1,2})(?P=sign)(?P<y>[0-9]{4})(?![0-9])"
    r"|(?P<y2>[0-9]{4})(?P<sign2>[./-])(?P<m2>[0-9]{1,2})(?P=sign2)(?P<d2>[0-9]{1,2})(?![0-9])"
)
"""Other forms of a day, in the orders that people use."""

_OTHERWISE = re.compile(OTHERWISE)
_LAST = date.max.toordinal()


def date_of(value: object) -> date | None:
    """The day that a value names; None if it names none."""
    return _day_in(value) if isinstance(value, str) and len(value) == _LENGTH else None


@lru_cache(maxsize=1024)
def _day_in(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    return day_of(*map(int, found.groups())) if found else None


def meant_by(text: str) -> str:
    """How a day is written that somebody wrote as 31.12.2026 or 12/31/2026; "" if it is none."""
    found = _OTHERWISE.fullmatch(text.strip())
    if not found:
        return ""
    year, month, day = (int(found[one] or found[f"{one}2"]) for one in ("y", "m", "d"))
    if month > 12:
        month, day = day, month
    named = day_of(year, month, day)
    return named.isoformat() if named else ""


def day_of(year: int, month: int, day: int) -> date | None:
    """A day, or None if there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1024)
def shifted(start: date, count: int, unit: str) -> str | None:
    """A day `count` "days" or "months" later, clamped to the last day of the month."""
    if unit == "days":
        ordinal = start.toordinal() + count
        return date.fromordinal(ordinal).isoformat() if 1 <= ordinal <= _LAST else None
    if unit != "months":
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).isoformat()
