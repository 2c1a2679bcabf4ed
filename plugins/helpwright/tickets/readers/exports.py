"""How every export is read: file by file, row by row, each row by what its system makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpwright.errors import Finding
from helpwright.tickets.model import Progress, Pseudonymise, Record, Skipped
from helpwright.tickets.readers.export_files import (
    JSON_SUFFIXES,
    SUFFIXES,
    is_table,
    list_files,
    read_text,
    stem_of,
)
from helpwright.tickets.readers.fields import BadRow, ReadRow
from helpwright.tickets.readers.json_rows import PageEnd, PageRow, Row, read_rows

_EVERY = 2000
_MOST_STATUSES = 1000  # told of; a column of free text is no status
_NO_TICKET = "nothing says to which ticket this comment belongs"
_NO_TICKET_HINT = "name the file after the ticket: ticket_123_comments.json or comments/123.json"

ReadTable = Callable[[Iterator[str], str, Pseudonymise], Iterator[Record]]


@dataclass(frozen=True)
class System:
    """A ticket system: which rows its exports hold, and how to read them.

    Attributes:
        title: Its name for people.
        kinds: What reads each kind of row.
        pages: The keys of lists that hold rows, and the kind; "" if each row has to tell.
        kind_of: The kind of a row by its fields; "" if it is none of this system.
        is_own: Whether a row can only be from this system, not from another one.
        orphans: Kinds whose rows may leave out their ticket, and the field that should name it.
            Then the file's name, its page's links or the ticket around them tell.
        parent: The ticket in the address of a page of such rows.
        around: Keys of objects in which lists of rows may stand.
        table: Reads a CSV file, if the system gives any.
        has_header: Whether a CSV file's header is of this system.
    """

    title: str
    kinds: Mapping[str, ReadRow]
    pages: Mapping[str, str]
    kind_of: Callable[[Row], str]
    is_own: Callable[[Row], bool]
    orphans: Mapping[str, str] = field(default_factory=dict)
    parent: re.Pattern[str] = re.compile(r"/tickets/([0-9]+)/")
    around: tuple[str, ...] = ()
    table: ReadTable | None = None
    has_header: Callable[[list[str]], bool] = lambda _header: False

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The names of files that may be part of an export end so."""
        return SUFFIXES if self.table else JSON_SUFFIXES


def read_export(
    system: System,
    source: Path,
    *,
    pseudonymise: Pseudonymise,
    progress: Progress | None = None,
    skip: Collection[Path] = (),
) -> Iterator[Record]:
    """Yield the records of an export: a folder or one file, also packed; but not of some files.

    Raises:
        InputError: there is nothing to read.
    """
    reading = _Reading(system, pseudonymise, progress)
    for path in list_files(source, system.suffixes):
        if path in skip:
            continue
        findings: list[Finding] = []
        chunks = read_text(path, findings)
        if system.table and is_table(path):
            yield from reading.table(system.table(chunks, str(path), pseudonymise), path)
        else:
            yield from reading.rows(chunks, path)
        yield from findings
        if progress:
            progress(reading.count, path.name)


@dataclass
class _Reading:
    system: System
    pseudonymise: Pseudonymise
    progress: Progress | None
    count: int = 0
    said: set[str] = field(default_factory=set)

    def rows(self, chunks: Iterator[str], path: Path) -> Iterator[Record]:
        system, orphans = self.system, self.system.orphans
        ticket = ticket_in_path(path)
        waiting: list[tuple[str, PageRow]] = []
        for item in read_rows(chunks, str(path), system.pages, system.around):
            if type(item) is PageRow:
                self.step(path)
                kind = system.pages.get(item.key) or system.kind_of(item.row)
                if kind in orphans and item.row.get(orphans[kind]) is None:
                    if not ticket:
                        waiting.append((kind, item))
                        continue
                    item.row[orphans[kind]] = ticket
                yield from self.row(kind, item)
            elif type(item) is PageEnd:
                yield from self.page_end(item, waiting)
                waiting = []
            elif isinstance(item, Skipped | Finding):
                yield item
        yield from self.waited(waiting, "")

    def table(self, records: Iterator[Record], path: Path) -> Iterator[Record]:
        for record in records:
            self.step(path)
            if type(record) is not Finding or self.is_new(record):
                yield record

    def page_end(self, end: PageEnd, waiting: list[tuple[str, PageRow]]) -> Iterator[Record]:
        kind = self.system.kind_of(end.rest)
        if kind:  # the page was a ticket with its comments in it
            yield from self.row(kind, PageRow("", end.rest, end.path, end.line))
        parent = _ticket_around(self.system, end.rest, is_ticket=bool(kind))
        yield from self.waited(waiting, parent)

    def waited(self, waiting: list[tuple[str, PageRow]], ticket: str) -> Iterator[Record]:
        for kind, item in waiting:
            if ticket:
                item.row[self.system.orphans[kind]] = ticket
                yield from self.row(kind, item)
            else:
                finding = Finding(item.place, "comment-without-ticket", _NO_TICKET, _NO_TICKET_HINT)
                yield Skipped(finding)

    def row(self, kind: str, item: PageRow) -> Iterator[Record]:
        try:
            for record in self.reader(kind)(item.row, self.pseudonymise):
                if type(record) is Finding:
                    if self.is_new(record):
                        yield replace(record, place=item.place)
                else:
                    yield record
        except BadRow as error:
            yield _skipped(item, error)

    def reader(self, kind: str) -> ReadRow:
        found = self.system.kinds.get(kind)
        if found is None:
            raise BadRow(f"it is none of: {', '.join(sorted(self.system.kinds))}")
        return found

    def is_new(self, finding: Finding) -> bool:
        """Whether an unknown status was not told of before."""
        if finding.code != "unknown-status":
            return True
        if finding.message in self.said or len(self.said) >= _MOST_STATUSES:
            return False
        self.said.add(finding.message)
        return True

    def step(self, path: Path) -> None:
        self.count += 1
        if self.progress and self.count % _EVERY == 0:
            self.progress(self.count, path.name)


def _skipped(item: PageRow, error: BadRow) -> Skipped:
    return Skipped(Finding(item.place, "bad-row", f"a row was skipped: {error}"))


def ticket_in_path(path: Path) -> str:
    """The ticket that a file's name or folder tells: `ticket_12_comments`, `comments/12`."""
    stem = stem_of(path)
    if match := _NAMED.fullmatch(stem) or _NUMBERED.fullmatch(stem):
        return match.group(1)
    in_folder = stem.startswith(_PARTS) and path.parent.name.isascii()
    return path.parent.name if in_folder and path.parent.name.isdigit() else ""


_PARTS = ("comments", "conversations", "threads", "articles", "parts", "events", "notes")
_NAMED = re.compile(
    r"(?:ticket|conversation|issue)[_-]?([0-9]+)"
    rf"(?:[_-](?:comment|{'|'.join(_PARTS)}).*)?"
)
_NUMBERED = re.compile(rf"([0-9]+)(?:[_-](?:comment|{'|'.join(_PARTS)}))?")


def _ticket_around(system: System, rest: Row, *, is_ticket: bool) -> str:
    """The ticket in which a page's rows stood, or that the links of the page tell."""
    if is_ticket:
        return next((str(rest[name]) for name in ("ticket_id", "id") if rest.get(name)), "")
    links = [rest.get("next_page"), rest.get("previous_page")]
    for name in ("links", "_links"):
        if isinstance(found := rest.get(name), dict):
            links += [
                link.get("href") if isinstance(link, dict) else link for link in found.values()
            ]
    for link in links:
        if isinstance(link, str) and (match := system.parent.search(link)):
            return match.group(1)
    return ""
