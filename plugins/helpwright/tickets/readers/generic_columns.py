"""The columns of the generic form: which there are, what else they may be called."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpwright.errors import Finding, Place, Severity, did_you_mean

KIND = "kind"

# Each column, and the names that exports of other systems have for it, as `plain` writes them.
_TICKETS = {
    "ticket_id": "id ticket ticket_number number case_id case_number conversation_id issue_key",
    "created_at": "created date_created created_date created_time creation_date opened_at "
    "opening_date created_datetime createdate",
    "updated_at": "updated last_updated last_update updated_date last_updated_time modified_at "
    "updated_datetime last_modified",
    "status": "state current_status ticket_status",
    "solved_at": "solved resolved_at resolved closed_at closed closed_date solved_on resolved_on "
    "resolution_date resolved_time closed_time closed_datetime resolutiondate",
    "reopened_at": "reopened last_reopened_at",
    "reopens": "reopen_count count_reopens times_reopened",
    "requester": "requester_id requester_email customer customer_id contact contact_id from_email "
    "raised_by reporter user_id email",
    "team": "group group_name department team_assigned queue inbox mailbox",
    "tags": "labels tag",
    "channel": "source via type_of_channel",
    "merged_into": "merged_into_ticket merged_to",
    "subject": "title summary",
    "deleted": "is_deleted",
    "spam": "is_spam",
}
_COMMENTS = {
    "comment_id": "id message_id reply_id",
    "ticket_id": "ticket ticket_number case_id case_number conversation_id issue_id",
    "author": "author_id user_id sender sender_id from author_email from_email",
    "author_role": "role author_type sender_type",
    "public": "is_public",
    "private": "is_private internal is_internal",
    "created_at": "created sent_at posted_at date date_created created_time created_datetime",
    "body": "message text content comment body_html html_body body_text comment_body",
    "format": "content_type body_format",
}
TICKET_COLUMNS: Mapping[str, tuple[str, ...]] = {n: tuple(w.split()) for n, w in _TICKETS.items()}
COMMENT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    name: tuple(words.split()) for name, words in _COMMENTS.items()
}
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "tickets": ("ticket_id", "created_at", "status"),
    "comments": ("comment_id", "ticket_id", "created_at", "body"),
}
_COLUMNS = {"tickets": TICKET_COLUMNS, "comments": COMMENT_COLUMNS}
_TELLING = frozenset({"comment_id", "message_id", "reply_id", "author_role", "author_type", "body"})
_KNOWN = frozenset({KIND}).union(
    *((name, *also) for table in _COLUMNS.values() for name, also in table.items())
)


@dataclass(frozen=True)
class Columns:
    """Where the columns of a header stand.

    Attributes:
        kind: "tickets" or "comments"; "" if the column `kind` tells for each row.
        tickets: Of each column of tickets, its place in the header, from 0.
        comments: The same for comments.
        kind_at: Where the column `kind` is; -1 if nowhere.
        findings: What is wrong with the header; no row can be read if one of them is an error.
    """

    kind: str
    tickets: Mapping[str, int]
    comments: Mapping[str, int]
    kind_at: int
    findings: tuple[Finding, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether rows can be read."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


def plain(header: str) -> str:
    """A column's name in the form in which names are compared."""
    return re.sub(r"[^a-z0-9]+", "_", header.strip().lower()).strip("_")


def match_columns(headers: Sequence[str], place: Place) -> Columns:
    """Find the columns of a header, under whatever name, and say what is wrong with it."""
    names = [plain(header) for header in headers]
    kind_at = names.index(KIND) if KIND in names else -1
    kind = "" if kind_at >= 0 else "tickets" if _TELLING.isdisjoint(names) else "comments"
    found = {key: _positions(names, table) for key, table in _COLUMNS.items()}
    findings = [*_repeated(names, place)]
    for key in ("tickets", "comments") if not kind else (kind,):
        findings += _missing(key, found[key], names, place)
    used = {at for key in ((kind,) if kind else tuple(found)) for at in found[key].values()}
    findings += _misspelt(names, used | {kind_at}, found[kind or "tickets"], kind, place)
    return Columns(kind, found["tickets"], found["comments"], kind_at, tuple(findings))


def score(headers: Sequence[str]) -> int:
    """How many names of a header are known."""
    return len(_KNOWN.intersection(map(plain, headers)))


def _positions(names: Sequence[str], table: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    positions: dict[str, int] = {}
    for name, also in table.items():
        # The column's own name goes before all others, wherever it stands.
        for word in (name, *also):
            if word in names and names.index(word) not in positions.values():
                positions[name] = names.index(word)
                break
    return positions


def _missing(
    kind: str, found: Mapping[str, int], names: Sequence[str], place: Place
) -> Iterator[Finding]:
    for name in REQUIRED[kind]:
        if name not in found:
            listed = ", ".join(name for name in names[:40] if name) or "nothing"
            message = f'{kind} need a column "{name}"; found: {listed[:400]}'
            rest = [word for at, word in enumerate(names) if at not in found.values() and word]
            hint = did_you_mean(name, rest, otherwise="add it, or rename the column that holds it")
            yield Finding(place, "missing-column", message, hint, Severity.ERROR)


def _misspelt(
    names: Sequence[str], used: set[int], found: Mapping[str, int], kind: str, place: Place
) -> Iterator[Finding]:
    """A column near to one that is not there; any other column is not ours to judge."""
    needed = REQUIRED[kind or "tickets"]
    absent = [n for n in _COLUMNS[kind or "tickets"] if n not in found and n not in needed]
    for at, name in enumerate(names):
        near = difflib.get_close_matches(name[:60], absent, n=1, cutoff=0.84)
        if at not in used and near:
            message = f'the column "{name[:60]}" is not read'
            hint = f'did you mean "{near[0]}"?'
            yield Finding(place, "misspelt-column", message, hint)


def _repeated(names: Sequence[str], place: Place) -> Iterator[Finding]:
    for name in sorted({name for name in names if names.count(name) > 1 and name in _KNOWN}):
        message = f'the column "{name}" is there more than once; the first is read'
        yield Finding(place, "duplicate-column", message)
