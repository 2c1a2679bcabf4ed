"""What an import has heard so far: events in a temporary table, and what could not be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place, Severity
from helpwright.events.model import KEYS, NUMBERS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = ('"at"', *KEYS)  # a reserved word of DuckDB
_SHOWN = 3
_SKIPPED = ("unreadable", "query", "time")


@dataclass
class Hearing:
    """Counts of one import.

    Attributes:
        files: What is read, in order; a place names a file by its number.
        rows: Lines or rows read.
        counts: How many rows each fault kept out.
        places: Of each fault the first places: number of the file, line.
    """

    files: Sequence[Path]
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def note_faults(self, con: DuckDBPyConnection) -> None:
        """Remember the rows that are left out."""
        rows = con.execute(
            f"SELECT fault, sum(copies), list((file, n) ORDER BY file, n)[:{_SHOWN}] FROM heard "
            "WHERE fault <> '' GROUP BY fault ORDER BY fault"
        ).fetchall()
        self.counts = {fault: int(count) for fault, count, _ in rows}
        self.places = {fault: places for fault, _, places in rows}

    def skipped(self) -> int:
        """Rows that say to be events and could not be used, and lines that nobody can read."""
        return sum(self.counts.get(fault, 0) for fault in _SKIPPED)

    def all_findings(self) -> tuple[Finding, ...]:
        """What was wrong with files, then with rows: the first of each kind, and how many more."""
        found = list(self.findings)
        for fault in _SKIPPED:
            places = [
                Place(str(self.files[file]), line) for file, line in self.places.get(fault, [])
            ]
            found += [_finding(fault, place) for place in places]
            if more := self.counts.get(fault, 0) - len(places):
                first = _finding(fault, Place(places[-1].path))
                said = f"{more:,} more of the same kind"
                found.append(replace(first, message=said, severity=Severity.NOTICE))
        return tuple(found)


def _finding(fault: str, place: Place) -> Finding:
    if fault == "unreadable":
        message = "the line is cut off, or has another form than the rest"
        return Finding(place, "log-line-unreadable", message)
    if fault == "query":
        return Finding(place, "event-query", "it says to be an event and is none of ours")
    return Finding(place, "event-time", "the event has no time, or an impossible one")


def create(con: DuckDBPyConnection) -> None:
    """Make the table of what is heard: one row for each line, also for those with a fault.

    `file` and `n` are where it stands; `copies` is more than 1 where an export gives counts.
    """
    kinds = ['"at" TIMESTAMP', *(f"{c} {'INTEGER' if c in NUMBERS else 'VARCHAR'}" for c in KEYS)]
    con.execute(
        "CREATE TEMP TABLE heard (file INTEGER, n BIGINT, line UHUGEINT, copies INTEGER, "
        f"fault VARCHAR, {', '.join(kinds)})"
    )
