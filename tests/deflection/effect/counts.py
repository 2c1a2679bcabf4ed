"""Weekly counts of tickets for tests, from Monday, 2 January 2023 on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from helpwright.deflection.effect import WeeklyCounts

MONDAY = date(2023, 1, 2)


def day(week: int) -> date:
    """The Thursday of a week."""
    return MONDAY + timedelta(weeks=week, days=3)


def weekly(tickets: Any, *, people: Any = None, topics: Any = None) -> WeeklyCounts:
    """Counts in which every ticket is someone else's, unless said otherwise."""
    tickets = np.asarray(tickets, dtype=np.int64)
    names = topics or tuple(f"t{row}" for row in range(len(tickets)))
    people = tickets if people is None else np.asarray(people, dtype=np.int64)
    return WeeklyCounts(names, MONDAY, tickets, people, people)
