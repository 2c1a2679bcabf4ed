"""The generic form's cells as DuckDB reads them: times, words for yes, roles and statuses.

Every meaning is that of the importer, `tickets.readers.generic`; here it is said in SQL, since
Python would read ten million comments in minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
_TIMES = ("created_at", "updated_at", "solved_at", "reopened_at")
_YES = ("true", "t", "yes", "y", "1")
# What has few values is a byte in the database, and text to every query.
_STATUS = "ENUM ('closed', 'solved', 'pending', 'open', 'new')"
_STATE = "ENUM ('active', 'deleted', 'merged', 'spam')"
_SENDER = "ENUM ('agent', 'customer', 'bot', '')"
_COMMENT_WORDS = ("comment", "comments", "message", "messages")


def literal(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def select(kind: str, cells: Cells, source: str, told: str) -> str:
    """A query that gives rows of one kind; `told` is the column that tells the kind, if any."""
    if told:
        words = ("ticket", "tickets") if kind == "tickets" else _COMMENT_WORDS
        listed = ", ".join(map(literal, words))
        source = f"(SELECT * FROM {source} WHERE lower(trim({_quoted(told)})) IN ({listed}))"
    if kind == "tickets":
        return _tickets(cells, source)
    return f"SELECT {_listed(_comments(cells))} FROM {source}"


def _listed(chosen: Mapping[str, str]) -> str:
    return ", ".join(f'{sql} AS "{name}"' for name, sql in chosen.items())


def keep_latest(con: DuckDBPyConnection) -> None:
    """Make `raw_latest_tickets`: of several versions of a ticket the latest one."""
    con.execute(
        "CREATE OR REPLACE TABLE raw_read_tickets AS SELECT * FROM raw_tickets "
        "WHERE ticket IS NOT NULL AND created_at IS NOT NULL"
    )
    ((total, distinct),) = con.execute(
        "SELECT count(*), count(DISTINCT ticket) FROM raw_read_tickets"
    ).fetchall()
    latest = ""
    if total != distinct:
        order = "PARTITION BY ticket ORDER BY updated_at DESC, state::VARCHAR, status::VARCHAR"
        latest = f" QUALIFY row_number() OVER ({order}) = 1"
    con.execute(
        # No figure reads the channel.
        "CREATE OR REPLACE VIEW raw_latest_tickets AS "
        "SELECT *, '' AS channel FROM raw_read_tickets" + latest
    )


def _tickets(cells: Cells, source: str) -> str:
    """Each cell is read once, below; what follows from cells stands above."""
    read = {
        "ticket": _key(_text(cells, "ticket_id")),
        "word": _word(cells, "status"),
        **{name: _time(cells, name) for name in _TIMES},
        "times": f"coalesce(TRY_CAST({_plain(cells, 'reopens')} AS DOUBLE), 0)::INTEGER",
        "survivor": _key(_text(cells, "merged_into")),
        **{name: _yes(cells, name) for name in ("deleted", "spam")},
        "requester": _number(_person(cells, "requester")),
        **{name: _text(cells, name) for name in ("team", "tags")},
    }
    tidy = "trim(regexp_replace(word, '[^a-z0-9]+', ' ', 'g'))"
    otherwise = f"CASE WHEN solved_at IS NULL THEN 'open'::{_STATUS} ELSE 'solved'::{_STATUS} END"
    unusual = _case(tidy, STATUSES, otherwise, _STATUS)
    known = f"*, {_case('word', STATUSES, unusual, _STATUS)} AS status"
    # greatest() is slow, and a ticket's last change is nearly always the latest of its times.
    usual = " AND ".join(f"(updated_at >= {n} OR {n} IS NULL)" for n in _TIMES if n != "updated_at")
    latest = f"CASE WHEN {usual} THEN updated_at ELSE greatest({', '.join(_TIMES)}) END"
    told = {
        "source": "0::UTINYINT",  # one system, so that its name need not be joined by
        "ticket": "ticket",
        "created_at": "created_at",
        "updated_at": latest,
        # Both that count as ended come first.
        "solved_at": f"CASE WHEN status <= 'solved'::{_STATUS} "
        f"THEN coalesce(solved_at, {latest}) END",
        "reopened_at": "reopened_at",
        "reopens": "CASE WHEN times = 0 AND reopened_at IS NOT NULL THEN 1 ELSE times END",
        "status": "status",
        "team": "team",
        "requester": "requester",
        "state": f"CASE WHEN deleted OR word = 'deleted' THEN 'deleted'::{_STATE} "
        f"WHEN spam OR word = 'spam' OR {_has_spam('tags')} THEN 'spam'::{_STATE} "
        f"WHEN survivor IS NOT NULL OR word = 'merged' THEN 'merged'::{_STATE} "
        f"ELSE 'active'::{_STATE} END",
        "survivor": "CASE WHEN survivor <> ticket THEN survivor END",
        "tags": "tags",
    }
    inner = f"SELECT {_listed(read)} FROM {source}"
    return f"SELECT {_listed(told)} FROM (SELECT {known} FROM ({inner}) WHERE word <> '')"


def _comments(cells: Cells) -> dict[str, str]:
    role = f"replace({_word(cells, 'author_role')}, '-', '_')"
    senders = {word: _SENDERS.get(role, str(role)) for word, role in ROLES.items()}
    # A source without the column makes no comment private.
    public = _yes(cells, "public", otherwise="true")
    return {
        "source": "0::UTINYINT",  # one system, so that its name need not be joined by
        "ticket": _key(_text(cells, "ticket_id")),
        "comment": _key(_text(cells, "comment_id")),
        "author": _key(_person(cells, "author")),
        "sent_by": _case(role, senders, f"''::{_SENDER}", _SENDER),
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
    plain = _plain(cells, name)
    # DuckDB's trim() is slow, and few cells need it.
    return f"CASE WHEN contains({plain}, ' ') THEN trim({plain}) ELSE {plain} END"


def _word(cells: Cells, name: str) -> str:
    return f"lower({_text(cells, name)})"


def _person(cells: Cells, name: str) -> str:
    text = _text(cells, name)
    return f"CASE WHEN contains({text}, '@') THEN lower({text}) ELSE {text} END"


def _key(text: str) -> str:
    """A text as a number of 64 bits that stands for it, NULL for "": joined and counted faster.

    No figure names a ticket or a comment. That two of a hundred million share a number is less
    likely than one in three thousand.
    """
    return f"CASE WHEN {text} <> '' THEN hash({text}) END"


def _number(text: str) -> str:
    """As `_key`, but with a sign, as every engine has it: people are counted many times."""
    return f"CASE WHEN {text} <> '' THEN (hash({text}) >> 1)::BIGINT END"


def _time(cells: Cells, name: str) -> str:
    """A time in UTC, to the second. DuckDB's own cast drops an offset without a word."""
    if name not in cells:
        return "NULL::TIMESTAMP"
    column, kind = cells[name]
    cell = _quoted(column)
    if kind.startswith("TIMESTAMP"):
        has_zone = "TIME ZONE" in kind
        moment = f"({cell} AT TIME ZONE 'UTC')" if has_zone else f"{cell}::TIMESTAMP"
        return f"date_trunc('second', {moment})"
    if kind == "DATE":
        return f"{cell}::TIMESTAMP"
    number = f"TRY_CAST({cell} AS DOUBLE)"
    seconds = f"CASE WHEN abs({number}) >= 1e11 THEN {number} / 1000 ELSE {number} END"
    counted = f"make_timestamp((floor({seconds}) * 1000000)::BIGINT)"
    if kind != "VARCHAR":
        return counted
    zoned = f"date_trunc('second', TRY_CAST({cell} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')"
    usual = (
        f"strlen({cell}) = 20 AND ends_with({cell}, 'Z') "
        f"OR strlen({cell}) = 19 AND substr({cell}, 14, 1) = ':'"
    )
    return (
        f"CASE WHEN {cell} = '' THEN NULL WHEN {usual} THEN TRY_CAST({cell} AS TIMESTAMP) "
        f"ELSE coalesce({zoned}, {counted}) END"
    )


def _yes(cells: Cells, name: str, otherwise: str = "false") -> str:
    if name not in cells:
        return otherwise
    column, kind = cells[name]
    if kind == "BOOLEAN":
        return f"coalesce({_quoted(column)}, {otherwise})"
    cell = f"{_quoted(column)}{'' if kind == 'VARCHAR' else '::VARCHAR'}"
    word = f"lower(trim({cell}))"
    # Ten million times the same two words: they are known before they are tidied.
    return (
        f"CASE WHEN {cell} = 'true' THEN true WHEN {cell} = 'false' THEN false "
        f"WHEN coalesce({word}, '') = '' THEN {otherwise} ELSE {_any(word, _YES)} END"
    )


def _has_spam(tags: str) -> str:
    return (
        f"(contains({tags}, 'spam') AND "
        f"regexp_matches({tags}, '(^|[^A-Za-z0-9_-])spam($|[^A-Za-z0-9_-])'))"
    )


def _case(sql: str, words: Mapping[str, str], otherwise: str, kind: str) -> str:
    """Words to their meanings as values of an enumeration, first those that mean themselves.

    One comparison each, as DuckDB makes a join of every longer list.
    """
    # Most tickets of an export are closed, and the lists of words end there.
    ordered = sorted(reversed(list(words)), key=lambda word: word != words[word])
    whens = " ".join(
        f"WHEN {literal(word)} THEN {literal(words[word])}::{kind}" for word in ordered
    )
    return f"CASE {sql} {whens} ELSE {otherwise} END"


def _any(sql: str, words: Sequence[str]) -> str:
    return "(" + " OR ".join(f"{sql} = {literal(word)}" for word in words) + ")"
