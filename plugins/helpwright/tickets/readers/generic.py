"""The generic form: tickets and comments as CSV or JSON Lines, from any system.

There is one row for each ticket and one for each comment, in two files or in one with a column
`kind`. The columns, and what else they may be called, are in `generic_columns`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial

from helpwright.errors import Finding, Place
from helpwright.tickets.model import (
    Comment,
    Form,
    Merge,
    Outcome,
    Pseudonymise,
    Record,
    Role,
    Skipped,
    StatusChange,
    Team,
    Ticket,
)
from helpwright.tickets.readers.csv_rows import CsvRow, read_table
from helpwright.tickets.readers.exports import System, read_export
from helpwright.tickets.readers.fields import (
    BadRow,
    count,
    form_of,
    name_of,
    optional_time,
    person,
    rows,
    status_of,
    text,
    time,
    truth,
    unknown_status,
    words,
)
from helpwright.tickets.readers.generic_columns import (
    KIND,
    REQUIRED,
    Columns,
    match_columns,
    score,
)
from helpwright.tickets.readers.json_rows import Row

_WORDS_OF_ROLES = {
    Role.AGENT: "agent staff support operator admin outgoing outbound out",
    Role.END_USER: "customer end_user enduser requester contact client lead incoming inbound in",
    Role.BOT: "bot system automation automated machine app",
}
ROLES = {word: role for role, words in _WORDS_OF_ROLES.items() for word in words.split()}
_FORMS = {
    **{"html": Form.HTML, "text_html": Form.HTML},
    **{"markdown": Form.TEXT, "md": Form.TEXT, "text": Form.TEXT, "plain": Form.TEXT},
    **{"text_plain": Form.TEXT, "text_markdown": Form.TEXT},
}
_KINDS = {"ticket": "tickets", "comment": "comments", "message": "comments"}


def _ticket_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    ticket = _id(row, "ticket_id")
    created = time(row, "created_at")
    solved = optional_time(row, "solved_at")
    reopened = optional_time(row, "reopened_at")
    known = filter(None, (created, optional_time(row, "updated_at"), solved, reopened))
    updated = max(known)
    word = _word(row, "status")
    status = status_of(word)
    if not word:
        raise BadRow('"status" is empty')
    if status is None:
        status = "solved" if solved else "open"
        if not solved:
            yield unknown_status(word)
    deleted = truth(row, "deleted") or word == "deleted"
    survivor = _optional_id(row, "merged_into")
    if survivor and survivor != ticket:
        yield Merge(ticket, survivor)
    team = name_of(row, "team")
    if team:
        yield Team(team, team)
    if reopened:
        yield StatusChange(ticket, reopened, "solved", "open")
    yield Outcome(ticket, solved, count(row, "reopens"), updated)
    requester = person(row, "requester")
    tags = _tags(row.get("tags"))
    yield Ticket(
        id=ticket,
        created_at=created,
        updated_at=updated,
        status=status,
        channel=_word(row, "channel")[:60],
        tags=tags,
        team=team,
        requester=pseudonymise(requester) if requester else None,
        deleted=deleted,
        merged=bool(survivor) or word == "merged",
        spam=truth(row, "spam") or word == "spam" or "spam" in tags,
        subject=text(row, "subject"),
    )


def _comment_records(row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    author = person(row, "author")
    word = _word(row, "author_role").replace("-", "_")
    role = ROLES.get(word)
    if word and role is None:
        raise BadRow('"author_role" is none of agent, customer, bot')
    if role is None and author is None:
        raise BadRow('neither "author" nor "author_role" is filled in')
    body = text(row, "body")
    yield Comment(
        id=_id(row, "comment_id"),
        ticket=_id(row, "ticket_id"),
        author=pseudonymise(author) if author else None,
        public=truth(row, "public", otherwise=True) and not truth(row, "private"),
        created_at=time(row, "created_at"),
        body=body,
        form=form_in(_word(row, "format"), body),
        role=role,
    )


def form_in(word: str, body: str) -> Form:
    """How a body is written: as its column `format` says, or else as it looks."""
    name = re.sub(r"[^a-z]+", "_", word.lower().partition(";")[0]).strip("_")
    return _FORMS.get(name) or form_of(body)


_READ = {"tickets": _ticket_records, "comments": _comment_records}


def _read_table(chunks: Iterator[str], path: str, pseudonymise: Pseudonymise) -> Iterator[Record]:
    columns: Columns | None = None
    for item in read_table(chunks, path, score):
        if not isinstance(item, CsvRow):
            yield item
        elif columns is None:
            columns = match_columns(item.cells, Place(path, item.line))
            yield from columns.findings
            if not columns.is_usable:
                return
        else:
            yield from _read_cells(item, columns, path, pseudonymise)


def _read_cells(
    item: CsvRow, columns: Columns, path: str, pseudonymise: Pseudonymise
) -> Iterator[Record]:
    cells = item.cells
    try:
        kind = columns.kind or _kind(cells[columns.kind_at])
        places = columns.comments if kind == "comments" else columns.tickets
        row: Row = {name: cells[at] for name, at in places.items()}
        for record in _READ[kind](row, pseudonymise):
            if type(record) is Finding:
                record = replace(record, place=Place(path, item.line))
            yield record
    except BadRow as error:
        message = f"a row was skipped: {error}"
        yield Skipped(Finding(Place(path, item.line), "bad-row", message))


def _kind(word: object) -> str:
    kind = _KINDS.get(str(word).strip().lower().removesuffix("s"))
    if kind is None:
        raise BadRow('"kind" is neither ticket nor comment')
    return kind


@lru_cache(maxsize=256)
def _columns_of(names: tuple[str, ...]) -> Columns:
    return match_columns(names, Place(""))


def _renamed(kind: str, row: Row) -> Row:
    names = tuple(row)
    columns = _columns_of(names)
    places: Mapping[str, int] = columns.comments if kind == "comments" else columns.tickets
    found: Row = {name: row[names[at]] for name, at in places.items()}
    for name in REQUIRED[kind]:
        if name not in found:
            faults = [f for f in columns.findings if f'"{name}"' in f.message]
            raise BadRow(f'"{name}" is missing; {faults[0].hint}' if faults else f'no "{name}"')
    return found


def _json_records(kind: str, row: Row, pseudonymise: Pseudonymise) -> Iterator[Record]:
    yield from _READ[kind](_renamed(kind, row), pseudonymise)
    if kind == "tickets":
        for comment in rows(row.get("comments")):
            ticket = _renamed(kind, row)["ticket_id"]
            named = _renamed("comments", {"ticket_id": ticket, **comment})
            yield from _comment_records(named, pseudonymise)


def _kind_of(row: Row) -> str:
    if KIND in row:
        return _KINDS.get(str(row[KIND]).strip().lower().removesuffix("s"), "")
    columns = _columns_of(tuple(row))
    return columns.kind if columns.tickets or columns.comments else ""


def _is_own(row: Row) -> bool:
    if _KINDS.get(str(row.get(KIND, "")).lower()):
        return True
    if "ticket_id" not in row or "id" in row:
        return False
    is_ticket = "status" in row and "created_at" in row
    return is_ticket or ("comment_id" in row and "body" in row)


def _has_header(header: list[str]) -> bool:
    return match_columns(header, Place("")).is_usable


def _id(row: Row, name: str) -> str:
    found = _optional_id(row, name)
    if not found:
        raise BadRow(f'"{name}" is missing or no id')
    return found


def _optional_id(row: Row, name: str) -> str | None:
    value = row.get(name)
    if type(value) is int:
        return str(value)[:64] if abs(value) < 1 << 63 else None
    if isinstance(value, str) and 0 < len(value := value.strip()) <= 64 and value.isprintable():
        return value
    return None


def _word(row: Row, name: str) -> str:
    return text(row, name).strip().lower()


def _tags(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value[:20_000]
        return words(value.split("|") if "|" in value else re.split(r"[,;]", value))
    return words(value)


SYSTEM = System(
    title="the generic form",
    kinds={kind: partial(_json_records, kind) for kind in _READ},
    pages={"tickets": "tickets", "comments": "comments"},
    kind_of=_kind_of,
    is_own=_is_own,
    orphans={"comments": "ticket_id"},
    table=_read_table,
    has_header=_has_header,
)

read = partial(read_export, SYSTEM)
