"""Addresses of ours that agents sent and that lead to no article, for a lead to mend."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from helpwright.tickets.database import open_store, readable

FEWEST_REQUESTERS = 5

_UNKNOWN = """
SELECT u.url, count(DISTINCT (u.source, u.ticket)), count(DISTINCT (t.source, t.requester)),
  min(u.first_at)::DATE, max(u.first_at)::DATE
FROM unresolved u JOIN tickets t ON t.source = u.source AND t.ticket = u.ticket
GROUP BY u.url ORDER BY 3 DESC, 2 DESC, 1
"""


@dataclass(frozen=True)
class UnknownAddress:
    """An address, the tickets and requesters it was sent in and to, its first and last day."""

    url: str
    tickets: int
    requesters: int
    first: date
    last: date


def list_unknown(store: Path) -> tuple[list[UnknownAddress], int]:
    """Unknown addresses, the most sent first, and how many more too few people stand behind.

    Raises:
        InputError: there is no store, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    with closing(open_store(store)) as con, readable(store):
        found = [UnknownAddress(*row) for row in con.execute(_UNKNOWN).fetchall()]
    shown = [one for one in found if one.requesters >= FEWEST_REQUESTERS]
    return shown, len(found) - len(shown)
