"""What the rows of all systems have in common: numbers, times, words, and what a status means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.model import Form, Pseudonymise, Record
from helpwright.tickets.readers.json_rows import Row
from helpwright.tickets.times import parse_time

ReadRow = Callable[[Row, Pseudonymise], Iterator[Record]]

_IDENTITY = re.compile(r"-?[0-9A-Za-z_]{1,64}")
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:p|div|br|a|span|table|ul|ol|li|blockquote|b|strong)\b", re.IGNORECASE
)
_MERGED_INTO = re.compile(
    r"merged into (?:request|ticket) (?:<a\b[^<>]{0,500}>)?#?([0-9]{1,20})", re.IGNORECASE
)
_TRUE = frozenset({"true", "t", "yes", "y", "1"})
_FALSE = frozenset({"false", "f", "no", "n", "0", ""})

# The words that systems use for the five statuses of the store, in small letters.
_WORDS_OF_STATUSES = {
    "new": "new, submitted, untriaged, unassigned",
    "open": "open, active, assigned, reopened, in progress, being processed, work in progress, "
    "waiting for support, escalated, to do, triage",
    "pending": "pending, hold, on hold, snoozed, waiting, waiting for customer, "
    "waiting on customer, waiting on third party, awaiting reply, replied, answered, "
    "pending reminder, pending close, pending action",
    "solved": "solved, resolved, done, fixed, completed, complete",
    "closed": "closed, archived, canceled, cancelled, declined, deleted, merged, spam, removed",
}
STATUSES: Mapping[str, str] = {
    word: status for status, words in _WORDS_OF_STATUSES.items() for word in words.split(", ")
}
ENDED = frozenset({"solved", "closed"})


class BadRow(Exception):
    """A row that cannot be used; the message says why."""


def nothing(_row: Row, _pseudonymise: Pseudonymise) -> Iterator[Record]:
    """For rows that say nothing about tickets."""
    return iter(())


def identity(row: Row, *names: str) -> str:
    """The first of some fields that holds an id.

    Raises:
        BadRow: none does.
    """
    for name in names:
        if found := optional_identity(row, name):
            return found
    raise BadRow(f'"{names[0]}" is missing or not a number')


def optional_identity(row: Row, name: str) -> str | None:
    """A field's id; None if it is missing or no id."""
    value = row.get(name)
    if type(value) is int:
        return str(value) if -(1 << 63) < value < 1 << 63 else None
    if isinstance(value, str) and _IDENTITY.fullmatch(value := value.strip()):
        return value
    return None


def person(row: Row, *names: str) -> str | None:
    """The first of some fields that names a person: a number, an account, a mail address."""
    for name in names:
        value = row.get(name)
        if type(value) is int and value:
            return str(value)
        if isinstance(value, str) and 0 < len(value := value.strip()) <= 200:
            return value.lower() if "@" in value else value
    return None


def time(row: Row, name: str, *others: str) -> datetime:
    """The first of some fields that is filled in, as a time.

    Raises:
        BadRow: none is, or it holds no time.
    """
    value = row.get(name)
    for other in others:
        if value not in (None, ""):
            break
        value, name = row.get(other), other
    try:
        return parse_time(value)
    except ValueError as error:
        raise BadRow(f'"{name}" is not a time ({error})') from error


def optional_time(row: Row, *names: str) -> datetime | None:
    """As `time`, but None if none of the fields is filled in.

    Raises:
        BadRow: what is filled in is no time.
    """
    if all(row.get(name) in (None, "") for name in names):
        return None
    return time(row, names[0], *names[1:])


def text(row: Row, *names: str) -> str:
    """The first of some fields that holds text; "" if none does."""
    for name in names:
        value = row.get(name)
        if value and isinstance(value, str):
            return value
    return ""


def name_of(row: Row, *names: str) -> str:
    """The name of a team or a channel, on one line."""
    return " ".join(text(row, *names).split())[:200]


def words(value: object) -> tuple[str, ...]:
    """Tags: distinct, sorted. Objects stand for their name."""
    items = value if isinstance(value, list) else []
    found = {_word(item).strip()[:200] for item in items}
    return tuple(sorted(word for word in found if word))


def _word(item: object) -> str:
    if isinstance(item, dict):
        return text(item, "name", "tag")
    return str(item) if isinstance(item, str | int) else ""


def rows(value: object) -> Iterator[Row]:
    """The objects of a list; nothing if it is none."""
    return (
        (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
    )


def inner(row: Row, *names: str) -> Row:
    """The first of some fields that holds an object; {} if none does."""
    for name in names:
        value = row.get(name)
        if isinstance(value, dict):
            return value
    return {}


def count(row: Row, name: str) -> int:
    """A number that counts something; 0 if it is missing or none."""
    value = row.get(name)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}(?:\.0+)?", value.strip()):
        return int(float(value))
    if isinstance(value, float) and 0 < value < 1_000_000:
        return int(value)
    return value if type(value) is int and 0 < value < 1_000_000 else 0


def truth(row: Row, name: str, *, otherwise: bool = False) -> bool:
    """Whether a field says yes; `otherwise` if it is empty.

    Raises:
        BadRow: it says neither yes nor no.
    """
    value = row.get(name)
    if isinstance(value, bool):
        return value
    if value is None or value == "":
        return otherwise
    word = str(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise BadRow(f'"{name}" must be true or false')


def form_of(body: str) -> Form:
    """Whether a body is HTML, where the system does not say."""
    return Form.HTML if "<" in body and _LOOKS_LIKE_HTML.search(body) else Form.TEXT


def survivor_in(body: str) -> str:
    """The ticket that this one was merged into, if an agent's or the system's message says so."""
    match = _MERGED_INTO.search(body)
    return match.group(1) if match else ""


def status_of(word: str) -> str | None:
    """The store's word for a status: new, open, pending, solved, closed; None if unknown."""
    return STATUSES.get(word) or STATUSES.get(re.sub(r"[^a-z0-9]+", " ", word.lower()).strip())


def unknown_status(word: str) -> Finding:
    """Says that a status is taken for open. The reader fills in the place and says it once."""
    message = f'the status "{word[:60]}" is not known; such tickets are taken for open'
    hint = "if they are solved, give the time in a field for it, or rename the status in the export"
    return Finding(Place(""), "unknown-status", message, hint, Severity.NOTICE)
