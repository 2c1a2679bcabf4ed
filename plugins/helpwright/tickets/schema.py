"""The tables of a store: the state that imports add up to, and the tables that figures read.

Figures read `CANONICAL` tables only. `tickets`, `links`, `unresolved` and `ticket_tags` are
computed anew from the state at each import; `topics` is written by learning and `events` by the
events' importer, and both may be empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT = 2

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

# Of the texts in the state, those that may be missing; others are "" then.
NULLABLE = frozenset({"author", "role", "requester"})

CANONICAL: Mapping[str, Mapping[str, str]] = {
    "tickets": {
        "source": "VARCHAR",
        "ticket": "VARCHAR",
        "created_at": "TIMESTAMP",
        "updated_at": "TIMESTAMP",
        "solved_at": "TIMESTAMP",
        "closed_at": "TIMESTAMP",
        "reopened_at": "TIMESTAMP",
        "reopens": "INTEGER",
        "status": "VARCHAR",
        "channel": "VARCHAR",
        "tags": "VARCHAR[]",
        "team": "VARCHAR",
        "requester": "VARCHAR",
        "state": "VARCHAR",
    },
    "links": {
        "source": "VARCHAR",
        "ticket": "VARCHAR",
        "article": "VARCHAR",
        "url": "VARCHAR",
        "first_at": "TIMESTAMP",
        "sent_by": "VARCHAR",
    },
    "unresolved": {
        "source": "VARCHAR",
        "ticket": "VARCHAR",
        "url": "VARCHAR",
        "first_at": "TIMESTAMP",
    },
    "ticket_tags": {"source": "VARCHAR", "ticket": "VARCHAR", "tag": "VARCHAR"},
    "topics": {"source": "VARCHAR", "ticket": "VARCHAR", "article": "VARCHAR", "score": "DOUBLE"},
    "events": {
        "at": "TIMESTAMP",
        "name": "VARCHAR",
        "page": "VARCHAR",
        "article": "VARCHAR",
        "language": "VARCHAR",
        "query": "VARCHAR",
        "results": "INTEGER",
        "position": "INTEGER",
        "value": "VARCHAR",
        "reason": "VARCHAR",
        "troubleshooter": "VARCHAR",
        "step": "VARCHAR",
        "outcome": "VARCHAR",
        "is_first": "INTEGER",
        "after": "VARCHAR",
        "viewed": "VARCHAR",
        "channel": "VARCHAR",
    },
}

# Keyed hashes of what must not come in again (see `forgetting`).
_FORGOTTEN = {"kind": "VARCHAR", "mark": "VARCHAR"}

_IMPORTS = {
    "source": "VARCHAR",
    "name": "VARCHAR",
    "tickets": "BIGINT",
    "comments": "BIGINT",
    "skipped": "BIGINT",
    "reaches_to": "TIMESTAMP",
}


# Dictionaries of ids would be as large as the ids, and take long to make.
_NEARLY_UNIQUE, _AS_IT_IS = frozenset({"comment", "ticket"}), " USING COMPRESSION uncompressed"
_ALL = (*(f"state.{name}" for name in STATE), "state.forgotten", *CANONICAL, "imports", "meta")


def create(con: DuckDBPyConnection) -> None:
    """Make every table of a new store."""
    con.execute("CREATE SCHEMA IF NOT EXISTS state")
    for table, columns in STATE.items():
        _create_table(con, f"state.{table}", columns)
    _create_table(con, "state.forgotten", _FORGOTTEN)
    for table, columns in CANONICAL.items():
        _create_table(con, table, columns)
    _create_table(con, "imports", _IMPORTS)
    con.execute("CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR)")
    con.execute("INSERT INTO meta VALUES ('format', ?)", [str(FORMAT)])


def digest(con: DuckDBPyConnection, table: str) -> str:
    """A mark of a table's rows, whatever their order."""
    query = f"SELECT count(*), coalesce(bit_xor(hash(t)), 0) FROM {table} AS t"
    count, mark = con.execute(query).fetchall()[0]
    return f"{count:x}.{mark:x}"


def digests(con: DuckDBPyConnection, database: str = "") -> dict[str, str]:
    """The marks of all tables; they change if and only if the store does."""
    return {table: digest(con, f"{database}{table}") for table in _ALL}


def sizes(con: DuckDBPyConnection) -> dict[str, int]:
    """How many rows each table has."""
    counted = [(table, f"SELECT count(*) FROM {table}") for table in _ALL]
    return {table: int(con.execute(query).fetchall()[0][0]) for table, query in counted}


def _create_table(con: DuckDBPyConnection, name: str, columns: Mapping[str, str]) -> None:
    listed = ", ".join(
        f'"{column}" {kind}{_AS_IT_IS if column in _NEARLY_UNIQUE else ""}'
        for column, kind in columns.items()
    )
    con.execute(f"CREATE TABLE {name} ({listed})")
