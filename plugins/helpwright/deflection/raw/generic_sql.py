"""The generic form's cells as DuckDB reads them: times, words for yes, roles and statuses.

Every meaning is that of the importer, `tickets.readers.generic`; here it is said in SQL, since
Python would read ten million comments in minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from helpwright.tickets.readers.fields import STATUSES
from helpwright.tickets.readers.generic import ROLES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Cells = Mapping[str, tuple[str, str]]  # canonical name -> the file's column and its type

COMMENTS = {
    "source": "string",
    "ticket": "string",
    "comment": "string",
    "author": "string",
    "sent_by": "string",
    "created_at": "timestamp",
    "public": "boolean",
    "body": "string",
}
_SENDERS = {"end_user": "customer"}
_YES = "('true', 't', 'yes', 'y', '1')"


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def select(kind: str, cells: Cells, source: str, told: str) -> str:
    """A query that gives rows of one kind; `told` is the column that tells the kind, if any."""
    chosen = _tickets(cells) if kind == "tickets" else _comments(cells)
    listed = ", ".join(f"{sql} AS {name}" for name, sql in chosen.items())
    where = f" WHERE {_word(cells, 'status')} <> ''" if kind == "tickets" else " WHERE true"
    if told:
        words = "('ticket', 'tickets')" if kind == "tickets" else (
            "('comment', 'comments', 'message', 'messages')"
        )
        where += f" AND lower(trim({_quoted(told)})) IN {words}"
    return f"SELECT {listed} FROM {source}{where}"


def keep_latest(con: DuckDBPyConnection) -> None:
    """Make `raw_latest_tickets`: of several versions of a ticket the latest one."""
    con.execute(
        "CREATE OR REPLACE TABLE raw_read_tickets AS SELECT * FROM raw_tickets "
        "WHERE ticket <> '' AND created_at IS NOT NULL"
    )
    ((total, distinct),) = con.execute(
        "SELECT count(*), count(DISTINCT ticket) FROM raw_read_tickets"
    ).fetchall()
    latest = "" if total == distinct else (
        " QUALIFY row_number() OVER (PARTITION BY ticket ORDER BY updated_at DESC, state, status)"
        " = 1"
    )
    con.execute(
        "CREATE OR REPLACE VIEW raw_latest_tickets AS SELECT * FROM raw_read_tickets" + latest
    )


def _tickets(cells: Cells) -> dict[str, str]:
    word = _word(cells, "status")
    solved, reopened, created = (_time(cells, n) for n in ("solved_at", "reopened_at", "created_at"))
    status = f"coalesce({_status(word)}, CASE WHEN {solved} IS NULL THEN 'open' ELSE 'solved' END)"
    updated = f"greatest({created}, {_time(cells, 'updated_at')}, {solved}, {reopened})"
    survivor = _text(cells, "merged_into")
    reopens = f"coalesce(TRY_CAST({_text(cells, 'reopens')} AS DOUBLE), 0)::INTEGER"
    tags = _text(cells, "tags")
    return {
        "source": "'generic'",
        "ticket": _text(cells, "ticket_id"),
        "created_at": created,
        "updated_at": updated,
        "solved_at": f"CASE WHEN {status} IN ('solved', 'closed') "
        f"THEN coalesce({solved}, {updated}) END",
        "reopened_at": reopened,
        "reopens": f"greatest({reopens}, CASE WHEN {reopened} IS NULL THEN 0 ELSE 1 END)",
        "status": status,
        "channel": _word(cells, "channel"),
        "team": _text(cells, "team"),
        "requester": f"nullif({_person(cells, 'requester')}, '')",
        "state": f"CASE WHEN {_yes(cells, 'deleted')} OR {word} = 'deleted' THEN 'deleted' "
        f"WHEN {_yes(cells, 'spam')} OR {word} = 'spam' OR {_has_spam(tags)} THEN 'spam' "
        f"WHEN {survivor} <> '' OR {word} = 'merged' THEN 'merged' ELSE 'active' END",
        "survivor": f"CASE WHEN {survivor} <> {_text(cells, 'ticket_id')} THEN {survivor} "
        "ELSE '' END",
        "tags": tags,
    }


def _comments(cells: Cells) -> dict[str, str]:
    role = f"replace({_word(cells, 'author_role')}, '-', '_')"
    senders = {word: _SENDERS.get(role, str(role)) for word, role in ROLES.items()}
    # A source without the column makes no comment private.
    public = _yes(cells, "public", otherwise="true")
    return {
        "source": "'generic'",
        "ticket": _text(cells, "ticket_id"),
        "comment": _text(cells, "comment_id"),
        "author": _person(cells, "author"),
        "sent_by": _case(role, senders, "''"),
        "created_at": _time(cells, "created_at"),
        "public": f"{public} AND NOT {_yes(cells, 'private')}" if "private" in cells else public,
        "body": _plain(cells, "body"),
    }


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _plain(cells: Cells, name: str) -> str:
    if name not in cells:
        return "''"
    column, kind = cells[name]
    return f"coalesce({_quoted(column)}{'' if kind == 'VARCHAR' else '::VARCHAR'}, '')"


def _text(cells: Cells, name: str) -> str:
    return f"trim({_plain(cells, name)})" if name in cells else "''"


def _word(cells: Cells, name: str) -> str:
    return f"lower({_text(cells, name)})" if name in cells else "''"


def _person(cells: Cells, name: str) -> str:
    text = _text(cells, name)
    return f"CASE WHEN contains({text}, '@') THEN lower({text}) ELSE {text} END"


def _time(cells: Cells, name: str) -> str:
    """A time in UTC, to the second. DuckDB's own cast drops an offset without a word."""
    if name not in cells:
        return "NULL::TIMESTAMP"
    column, kind = cells[name]
    cell = _quoted(column)
    if kind.startswith("TIMESTAMP"):
        zoned = "TIME ZONE" in kind
        moment = f"({cell} AT TIME ZONE 'UTC')" if zoned else f"{cell}::TIMESTAMP"
        return f"date_trunc('second', {moment})"
    if kind == "DATE":
        return f"{cell}::TIMESTAMP"
    number = f"TRY_CAST({cell} AS DOUBLE)"
    seconds = f"CASE WHEN abs({number}) >= 1e11 THEN {number} / 1000 ELSE {number} END"
    counted = f"make_timestamp((floor({seconds}) * 1000000)::BIGINT)"
    if kind != "VARCHAR":
        return counted
    zoned = f"date_trunc('second', TRY_CAST({cell} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    return (
        f"CASE WHEN length({cell}) = 20 AND ends_with({cell}, 'Z') OR length({cell}) = 19 "
        f"AND substr({cell}, 14, 1) = ':' THEN TRY_CAST({cell} AS TIMESTAMP) "
        f"ELSE coalesce({zoned}, {counted}) END"
    )


def _yes(cells: Cells, name: str, otherwise: str = "false") -> str:
    if name not in cells:
        return otherwise
    column, kind = cells[name]
    if kind == "BOOLEAN":
        return f"coalesce({_quoted(column)}, {otherwise})"
    word = f"lower(trim({_quoted(column)}{'' if kind == 'VARCHAR' else '::VARCHAR'}))"
    return f"CASE WHEN coalesce({word}, '') = '' THEN {otherwise} ELSE {word} IN {_YES} END"


def _status(word: str) -> str:
    tidy = f"trim(regexp_replace({word}, '[^a-z0-9]+', ' ', 'g'))"
    return _case(word, STATUSES, _case(tidy, STATUSES, "NULL"))


def _has_spam(tags: str) -> str:
    return (
        f"(contains({tags}, 'spam') AND "
        f"regexp_matches({tags}, '(^|[^A-Za-z0-9_-])spam($|[^A-Za-z0-9_-])'))"
    )


def _case(sql: str, words: Mapping[str, str], otherwise: str) -> str:
    """Words to their meanings; those with the same meaning in one list."""
    meanings: dict[str, list[str]] = {}
    for word, meaning in words.items():
        meanings.setdefault(str(meaning), []).append(literal(word))
    whens = " ".join(
        f"WHEN {sql} IN ({', '.join(listed)}) THEN {literal(meaning)}"
        for meaning, listed in meanings.items()
    )
    return f"CASE {whens} ELSE {otherwise} END"
