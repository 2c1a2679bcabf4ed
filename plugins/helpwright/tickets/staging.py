"""From records to the state tables of a store.

State only ever grows as a set, or keeps the greatest version, so the order of imports and of rows
within one cannot matter, and the same export twice changes nothing. Rows go through CSV files in
the import's private folder: the only fast way into DuckDB without pandas or Arrow.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpwright.errors import Finding
from helpwright.tickets.links import ArticleResolver, find_links
from helpwright.tickets.model import (
    Comment,
    CommentMark,
    Merge,
    Outcome,
    Person,
    Record,
    Skipped,
    StatusChange,
    Team,
    Ticket,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATE: Mapping[str, Mapping[str, str]] = {
    "ticket_versions": {
        "source": "VARCHAR",
        "ticket": "VARCHAR",
        "created_at": "TIMESTAMP",
        "updated_at": "TIMESTAMP",
        "status": "VARCHAR",
        "channel": "VARCHAR",
        "tags": "VARCHAR[]",
        "team": "VARCHAR",
        "requester": "VARCHAR",
        "deleted": "BOOLEAN",
        "merged": "BOOLEAN",
        "spam": "BOOLEAN",
    },
    "comments": {
        "source": "VARCHAR",
        "comment": "VARCHAR",
        "ticket": "VARCHAR",
        "author": "VARCHAR",
        "public": "BOOLEAN",
        "created_at": "TIMESTAMP",
        "role": "VARCHAR",
        "redacted": "BOOLEAN",
        "quoted": "BOOLEAN",
        "urls": "VARCHAR[]",
    },
    "marks": {
        "source": "VARCHAR",
        "comment": "VARCHAR",
        "redacted": "BOOLEAN",
        "private": "BOOLEAN",
    },
    "people": {
        "source": "VARCHAR",
        "person": "VARCHAR",
        "role": "VARCHAR",
        "inferred": "BOOLEAN",
        "updated_at": "TIMESTAMP",
    },
    "teams": {"source": "VARCHAR", "team": "VARCHAR", "name": "VARCHAR"},
    "status_changes": {
        "source": "VARCHAR",
        "ticket": "VARCHAR",
        "changed_at": "TIMESTAMP",
        "previous": "VARCHAR",
        "status": "VARCHAR",
    },
    "outcomes": {
        "source": "VARCHAR",
        "ticket": "VARCHAR",
        "solved_at": "TIMESTAMP",
        "reopens": "INTEGER",
        "updated_at": "TIMESTAMP",
    },
    "merges": {"source": "VARCHAR", "ticket": "VARCHAR", "survivor": "VARCHAR"},
}

_UNIT = "\x1f"  # between the items of a list; no text that is stored holds it
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_FINDINGS_OF_A_KIND = 50
_MOST_URLS = 200  # of one comment; a longer list is a crawl, not an answer
_LONGEST_URL = 1000


@dataclass
class Staged:
    """What one import read."""

    tickets: int = 0
    comments: int = 0
    skipped: int = 0
    findings: list[Finding] = field(default_factory=list)
    more: dict[str, int] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """Keep the first findings of a kind and count the others."""
        alike = sum(1 for known in self.findings if known.code == finding.code)
        if alike < _FINDINGS_OF_A_KIND:
            self.findings.append(finding)
        else:
            self.more[finding.code] = self.more.get(finding.code, 0) + 1


def stage(
    records: Iterator[Record], folder: Path, source: str, resolver: ArticleResolver
) -> Staged:
    """Write records into a CSV file for each state table; bodies end here."""
    staged = Staged()
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        for table in STATE:
            stream = stack.enter_context(
                (folder / f"{table}.csv").open("w", encoding="utf-8", newline="")
            )
            writers[table] = csv.writer(stream, lineterminator="\n")
        people: set[Person] = set()  # the same few agents are told with every ticket
        for record in records:
            if isinstance(record, Person):
                if record in people:
                    continue
                people.add(record)
            if isinstance(record, Skipped):
                staged.skipped += 1
                staged.add(record.finding)
            elif isinstance(record, Finding):
                staged.add(record)
            else:
                staged.tickets += isinstance(record, Ticket)
                staged.comments += isinstance(record, Comment)
                table, values = _row(record, resolver)
                writers[table].writerow([source, *map(_cell, values)])
    return staged


def create_state(con: DuckDBPyConnection) -> None:
    """Make the state tables of a new store."""
    con.execute("CREATE SCHEMA IF NOT EXISTS state")
    for table, columns in STATE.items():
        listed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        con.execute(f"CREATE TABLE IF NOT EXISTS state.{table} ({listed})")


def load(con: DuckDBPyConnection, folder: Path) -> str:
    """Take the staged rows into the state; returns a fingerprint of what was read."""
    fingerprints = []
    for table, columns in STATE.items():
        read = {n: "VARCHAR" if k.endswith("[]") else k for n, k in columns.items()}
        described = ", ".join(f"'{name}': '{kind}'" for name, kind in read.items())
        chosen = ", ".join(
            f'string_split("{n}", chr(31)) AS "{n}"' if k.endswith("[]") else f'"{n}"'
            for n, k in columns.items()
        )
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE staged AS SELECT DISTINCT {chosen} FROM read_csv(?, "
            f"columns={{{described}}}, header=false, auto_detect=false, delim=',', quote='\"', "
            "escape='\"', nullstr='\\N', parallel=false)",
            [str(folder / f"{table}.csv")],
        )
        fingerprints.append(digest(con, "staged"))
        con.execute(f"INSERT INTO state.{table} SELECT * FROM staged EXCEPT FROM state.{table}")
    con.execute("DROP TABLE staged")
    # Of a ticket only the latest version counts; of equal times the greatest row, always the same.
    con.execute(
        "CREATE TEMP TABLE latest AS SELECT max(v) AS v FROM (SELECT {"
        + ", ".join(f"'{name}': \"{name}\"" for name in _VERSION_ORDER)
        + "} AS v FROM state.ticket_versions) GROUP BY v.source, v.ticket"
    )
    con.execute("DELETE FROM state.ticket_versions")
    named = ", ".join(f'v."{name}"' for name in STATE["ticket_versions"])
    con.execute(f"INSERT INTO state.ticket_versions SELECT {named} FROM latest")
    con.execute("DROP TABLE latest")
    return "-".join(fingerprints)


_VERSION_ORDER = ["updated_at", "deleted", "merged"] + [
    name for name in STATE["ticket_versions"] if name not in ("updated_at", "deleted", "merged")
]


def digest(con: DuckDBPyConnection, table: str) -> str:
    """A mark of a table's rows, whatever their order."""
    query = f"SELECT count(*), coalesce(bit_xor(hash(t)), 0) FROM {table} AS t"
    count, mark = con.execute(query).fetchall()[0]
    return f"{count:x}.{mark:x}"


def _row(record: Record, resolver: ArticleResolver) -> tuple[str, Sequence[object]]:
    match record:
        case Comment():
            links = find_links(record.body, record.form, resolver)
            urls = sorted({link.url for link in links if len(link.url) <= _LONGEST_URL})
            return "comments", (
                record.id,
                record.ticket,
                record.author,
                record.public,
                record.created_at,
                record.role,
                record.redacted,
                record.quoted,
                urls[:_MOST_URLS],
            )
        case Ticket():
            return "ticket_versions", (
                record.id,
                record.created_at,
                record.updated_at,
                record.status,
                record.channel,
                record.tags,
                record.team,
                record.requester,
                record.deleted,
                record.merged,
                record.spam,
            )
        case Person():
            return "people", (record.pseudonym, record.role, record.inferred, record.updated_at)
        case StatusChange():
            return "status_changes", (record.ticket, record.at, record.previous, record.status)
        case CommentMark():
            return "marks", (record.comment, record.redacted, record.private)
        case Outcome():
            return "outcomes", (record.ticket, record.solved_at, record.reopens, record.updated_at)
        case Team():
            return "teams", (record.id, record.name)
        case Merge():
            return "merges", (record.ticket, record.survivor)
        case _:  # findings are told apart before
            raise TypeError(type(record).__name__)


def _cell(value: object) -> object:
    if isinstance(value, str):
        return value if value.isprintable() else _CONTROLS.sub(" ", value)
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, Sequence):
        return _UNIT.join(_CONTROLS.sub(" ", str(item)) for item in value)
    return value
