"""What is to be forgotten: a requester, a ticket, everything older than a day.

The rows go, and the file is written anew, for DuckDB leaves deleted rows in its free blocks. What
stays is a mark, a keyed hash, by which the same rows are known and left out when an export that
holds them is imported again. Of tickets that are too old only the day stays from which on tickets
are kept.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Place
from helpwright.tickets import privacy
from helpwright.tickets.database import check_key, erase, open_store, update
from helpwright.tickets.derive import derive, write_survivors
from helpwright.tickets.links import ArticleResolver

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KEPT_FROM = "kept_from"
_OF_TICKETS = ("ticket_versions", "comments", "status_changes", "outcomes", "merges")


@dataclass(frozen=True)
class Forgotten:
    """How many tickets and comments a store held and holds no more."""

    tickets: int
    comments: int


def forget_requester(
    store: Path, requester: str, *, system: str, key: bytes, resolver: ArticleResolver
) -> Forgotten:
    """Erase a requester: the tickets, the comments on others' tickets, and who it was.

    Args:
        store: The store's file.
        requester: The number or mail address by which the ticket system knows the person.
        system: The ticket system, as named at the import.
        key: The key for pseudonyms with which the store began.
        resolver: Knows which addresses are articles; figures are computed anew.

    Raises:
        InputError: there is no store, or the key is another one.
        StoreError: the store cannot be read.
    """
    person = requester.strip()
    pseudonym = privacy.pseudonymiser(key, system)(person.lower() if "@" in person else person)
    return _forget(store, "person", system, pseudonym, key, resolver)


def forget_ticket(
    store: Path, ticket: str, *, system: str, key: bytes, resolver: ArticleResolver
) -> Forgotten:
    """Erase a ticket with its comments; arguments and errors as for `forget_requester`."""
    return _forget(store, "ticket", system, ticket.strip(), key, resolver)


def forget_older(store: Path, first: date, *, key: bytes, resolver: ArticleResolver) -> Forgotten:
    """Erase tickets that last changed before a day; arguments and errors as above."""

    def take_in(con: DuckDBPyConnection, _folder: Path) -> Forgotten:
        check_key(con, key, store)
        keep_from(con, first)
        return _purge_and_derive(con, key, resolver, store)

    open_store(store).close()
    return update(store, take_in)[0]


def keep_from(con: DuckDBPyConnection, first: date) -> None:
    """Note that tickets which last changed before a day are not kept; the day never goes back."""
    con.execute(
        "INSERT INTO meta VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = greatest(value, excluded.value)",
        [_KEPT_FROM, first.isoformat()],
    )


def purge(con: DuckDBPyConnection, key: bytes) -> Forgotten:
    """Take out of the state all that is to be forgotten, whoever brought it in."""
    secret = _secret(key)
    con.execute("CREATE OR REPLACE TEMP TABLE doomed (source VARCHAR, ticket VARCHAR)")
    con.execute("CREATE OR REPLACE TEMP TABLE nobody (source VARCHAR, person VARCHAR)")
    kinds = {
        kind for (kind,) in con.execute("SELECT DISTINCT kind FROM state.forgotten").fetchall()
    }
    if "person" in kinds:
        _doom_people(con, secret)
    if "ticket" in kinds or "person" in kinds:
        _doom_tickets(con, secret)
    _doom_old(con)
    forgotten = _delete(con, secret)
    con.execute("DROP TABLE doomed")
    con.execute("DROP TABLE nobody")
    return forgotten


def _forget(
    store: Path, kind: str, system: str, value: str, key: bytes, resolver: ArticleResolver
) -> Forgotten:
    def take_in(con: DuckDBPyConnection, _folder: Path) -> Forgotten:
        check_key(con, key, store)
        mark = _mark(_secret(key), kind, system, value)
        con.execute(
            "INSERT INTO state.forgotten SELECT ?, ? EXCEPT FROM state.forgotten", [kind, mark]
        )
        return _purge_and_derive(con, key, resolver, store)

    open_store(store).close()
    return update(store, take_in)[0]


def _purge_and_derive(
    con: DuckDBPyConnection, key: bytes, resolver: ArticleResolver, store: Path
) -> Forgotten:
    forgotten = purge(con, key)
    erase(con)
    derive(con, resolver, Place(str(store)))
    return forgotten


def _doom_people(con: DuckDBPyConnection, secret: str) -> None:
    """Find who is forgotten; all tickets of theirs are forgotten from now on, too."""
    con.execute(
        "INSERT INTO nobody SELECT source, person FROM ("
        "SELECT source, requester AS person FROM state.ticket_versions "
        "UNION SELECT source, author FROM state.comments "
        "UNION SELECT source, person FROM state.people) "
        f"WHERE person IS NOT NULL AND {_is_forgotten(secret, 'person', 'person')}"
    )
    con.execute(
        "INSERT INTO state.forgotten SELECT DISTINCT 'ticket', "
        f"{_mark_of(secret, 'ticket', 'ticket', 'v')} FROM state.ticket_versions v JOIN nobody n "
        "ON n.source = v.source AND n.person = v.requester EXCEPT FROM state.forgotten"
    )


def _doom_tickets(con: DuckDBPyConnection, secret: str) -> None:
    every = " UNION ".join(f"SELECT source, ticket FROM state.{table}" for table in _OF_TICKETS)
    con.execute(
        f"INSERT INTO doomed SELECT source, ticket FROM ({every} "
        "UNION SELECT source, survivor FROM state.merges) "
        f"WHERE {_is_forgotten(secret, 'ticket', 'ticket')}"
    )


def _doom_old(con: DuckDBPyConnection) -> None:
    """Old are tickets whose survivor is old too, and comments of tickets that nobody knows."""
    first = con.execute("SELECT value FROM meta WHERE name = ?", [_KEPT_FROM]).fetchall()
    if not first:
        return
    day = datetime.fromisoformat(first[0][0])
    write_survivors(con)
    con.execute(
        "INSERT INTO doomed SELECT v.source, v.ticket FROM state.ticket_versions v "
        "LEFT JOIN survivors s USING (source, ticket) LEFT JOIN state.ticket_versions w "
        "ON w.source = s.source AND w.ticket = s.survivor "
        "WHERE v.updated_at < ? AND (w.updated_at IS NULL OR w.updated_at < ?)",
        [day, day],
    )
    for table, moment in (("comments", "created_at"), ("status_changes", "changed_at")):
        con.execute(
            f"INSERT INTO doomed SELECT source, ticket FROM state.{table} c "
            "ANTI JOIN state.ticket_versions v USING (source, ticket) "
            f"GROUP BY source, ticket HAVING max({moment}) < ?",
            [day],
        )


def _delete(con: DuckDBPyConnection, secret: str) -> Forgotten:
    of_doomed = "(source, ticket) IN (SELECT (source, ticket) FROM doomed)"
    by_nobody = "(source, {name}) IN (SELECT (source, person) FROM nobody)"
    written = f"{of_doomed} OR {by_nobody.format(name='author')}"
    # A mark names its comment only, so it is known again by the comment.
    con.execute(
        "INSERT INTO state.forgotten SELECT DISTINCT 'comment', "
        f"{_mark_of(secret, 'comment', 'comment')} FROM state.comments "
        f"WHERE ({written}) AND EXISTS (FROM state.forgotten) "
        "AND (source, comment) IN (SELECT (source, comment) FROM state.marks) "
        "EXCEPT FROM state.forgotten"
    )
    marked = f"(source, comment) IN (SELECT (source, comment) FROM state.comments WHERE {written})"
    deleted = {
        "marks": f"{marked} OR {_is_forgotten(secret, 'comment', 'comment')}",
        "comments": written,
        "people": by_nobody.format(name="person"),
        "merges": f"{of_doomed} OR (source, survivor) IN (SELECT (source, ticket) FROM doomed)",
        **dict.fromkeys(("ticket_versions", "status_changes", "outcomes"), of_doomed),
    }
    counts = {}
    for table, where in deleted.items():
        ((count,),) = con.execute(f"DELETE FROM state.{table} WHERE {where}").fetchall()
        counts[table] = int(count)
    if any(counts.values()):
        erase(con)
    return Forgotten(counts["ticket_versions"], counts["comments"])


def _secret(key: bytes) -> str:
    return hmac.new(key, b"helpwright forgotten", hashlib.sha256).hexdigest()


def _mark(secret: str, kind: str, source: str, value: str) -> str:
    return hashlib.sha256(f"{secret}:{kind}:{source}:{value}".encode()).hexdigest()


def _mark_of(secret: str, kind: str, column: str, table: str = "") -> str:
    """The same mark in SQL, for a column beside `source`."""
    at = f"{table}." if table else ""
    return f"sha256(concat('{secret}:{kind}:', {at}source, ':', {at}{column}))"


def _is_forgotten(secret: str, kind: str, column: str) -> str:
    marks = f"SELECT mark FROM state.forgotten WHERE kind = '{kind}'"
    return f"{_mark_of(secret, kind, column)} IN ({marks})"
