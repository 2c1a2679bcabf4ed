"""Days of the calendar as texts such as "2026-11-21", years 1 to 9999."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LENGTH = len("2026-11-21")
_LAST = date.max.toordinal()


def date_of(value: object) -> date | None:
    """The day that a value names; None if it names none."""
    return _day_in(value) if isinstance(value, str) and len(value) == _LENGTH else None


@lru_cache(maxsize=1024)
def _day_in(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    return day_of(*map(int, found.groups())) if found else None


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
