"""From records to the state tables of a store.

State only ever grows as a set, or keeps the greatest version, so the order of imports and of rows
within one cannot matter, and the same export twice changes nothing. Rows go through text files in
the import's private folder: the only fast way into DuckDB without pandas or Arrow. No text that is
stored holds a control character, so lines and cells need no quotes.

What no figure could ever need is not kept: who wrote a comment whose role is known to be no
agent's, and public comments by customers and machines that hold no link of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.errors import Finding
from helpwright.tickets.links import ArticleResolver, LinkFinder, link_finder
from helpwright.tickets.model import (
    Comment,
    CommentMark,
    Form,
    Merge,
    Outcome,
    Person,
    Record,
    Role,
    Skipped,
    StatusChange,
    Team,
    Ticket,
)
from helpwright.tickets.schema import NULLABLE, STATE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

UNIT = "\x1f"  # between the items of a list
_CELL = "\x1e"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_FINDINGS_OF_A_KIND = 50
_MOST_URLS = 200  # of one comment; a longer list is a crawl, not an answer
_LONGEST_URL = 1000
_COMMENTS_AT_ONCE = 128

Row = Sequence[str]
_TRUTH = {True: "t", False: "f"}


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
    records: Iterator[Record],
    folder: Path,
    source: str,
    resolver: ArticleResolver,
    staged: Staged | None = None,
) -> Staged:
    """Write records into a file for each state table; bodies end here."""
    staged = staged or Staged()
    write_lines(lines_of(records, source, link_finder(resolver), staged), folder)
    return staged


def write_lines(lines: Iterable[tuple[str, str]], folder: Path) -> None:
    """Write lines, each with its state table, for `load`."""
    with ExitStack() as stack:
        write: dict[str, Callable[[str], object]] = {}
        for table in STATE:
            path = folder / f"{table}.txt"
            # Half a letter (a lone surrogate) may stand in JSON, but in no file.
            stream = path.open("a", encoding="utf-8", errors="replace", newline="")
            write[table] = stack.enter_context(stream).write
        for table, line in lines:
            write[table](line)


def lines_of(
    records: Iterator[Record], source: str, finder: LinkFinder, staged: Staged
) -> Iterator[tuple[str, str]]:
    """What is kept of records, as lines of state tables; `staged` counts what was read."""
    people: set[Person] = set()  # the same few agents are told with every ticket
    # Some at a time: reading and searching in turn would push each other out of the CPU's caches.
    waiting: list[Comment] = []
    for record in records:
        if type(record) is Comment:
            waiting.append(record)
            if len(waiting) >= _COMMENTS_AT_ONCE:
                staged.comments += len(waiting)
                yield "comments", "".join([_comment(one, source, finder) for one in waiting])
                waiting.clear()
        elif isinstance(record, Skipped):
            staged.skipped += 1
            staged.add(record.finding)
        elif isinstance(record, Finding):
            staged.add(record)
        else:
            if type(record) is Person:
                if record in people:
                    continue
                people.add(record)
            staged.tickets += type(record) is Ticket
            if row := _row(record):
                table, cells = row
                yield table, f"{source}{_CELL}{_CELL.join(cells)}\n"
    staged.comments += len(waiting)
    yield "comments", "".join([_comment(one, source, finder) for one in waiting])


def empty_tables(con: DuckDBPyConnection) -> set[str]:
    """The state tables without a row."""
    tables = [(table, f"SELECT 1 FROM state.{table} LIMIT 1") for table in STATE]
    return {table for table, query in tables if not con.execute(query).fetchall()}


def load(con: DuckDBPyConnection, folder: Path, fresh: Collection[str] = ()) -> None:
    """Take the staged rows into the state; `fresh` are the tables that were empty before."""
    for table, columns in STATE.items():
        path = folder / f"{table}.txt"
        if not path.exists() or not path.stat().st_size:
            continue
        read = {n: "VARCHAR" if k.endswith("[]") else k for n, k in columns.items()}
        described = ", ".join(f"'{name}': '{kind}'" for name, kind in read.items())
        chosen = ", ".join(_read_column(table, name, kind) for name, kind in columns.items())
        take_in(
            con,
            table,
            f"SELECT {chosen} FROM read_csv('{_quoted(path)}', columns={{{described}}}, "
            "header=false, auto_detect=false, delim=chr(30), quote='', escape='', nullstr='', "
            "max_line_size=2000000, buffer_size=4000000, parallel=false)",
            append=table in fresh,
        )
        path.unlink()


def take_in(con: DuckDBPyConnection, table: str, query: str, *, append: bool = False) -> None:
    """Add the rows of a query to a state table, those that it does not hold yet.

    With `append` all of them: what repeats is then for `settle` to remove.
    """
    if append:
        con.execute(f"INSERT INTO state.{table} {query}")
        return
    con.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {query}")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE seen AS SELECT hash(s) AS mark FROM staged AS s "
        f"WHERE hash(s) IN (SELECT hash(t) FROM state.{table} AS t)"
    )
    con.execute(
        f"INSERT INTO state.{table} SELECT * FROM staged AS s "
        "WHERE hash(s) NOT IN (FROM seen) UNION ALL "
        "(SELECT * FROM staged AS s WHERE hash(s) IN (FROM seen) "
        f"EXCEPT SELECT * FROM state.{table} AS t WHERE hash(t) IN (FROM seen))"
    )
    con.execute("DROP TABLE staged")
    con.execute("DROP TABLE seen")


def settle(con: DuckDBPyConnection) -> None:
    """Make the state a set again, and keep of each ticket only the latest version."""
    for table in STATE:
        marks = f"SELECT hash(t) AS mark FROM state.{table} AS t"
        # Rows of different ids differ, which is told by less.
        key = _IDS.get(table)
        may_repeat = not key or _repeats(con, f"SELECT hash({key}) AS mark FROM state.{table}")
        if may_repeat and _repeats(con, marks):
            _rewrite(con, table, f"hash(t) IN ({_repeated(marks)})", "SELECT DISTINCT * FROM taken")
    marks = "SELECT hash(source, ticket) AS mark FROM state.ticket_versions"
    if _repeats(con, marks):
        # Of equal times the greatest row counts, always the same.
        ordered = ", ".join(f"'{name}': \"{name}\"" for name in _VERSION_ORDER)
        named = ", ".join(f'v."{name}"' for name in STATE["ticket_versions"])
        latest = (
            f"SELECT {named} FROM (SELECT max({{{ordered}}}) AS v FROM taken "
            "GROUP BY source, ticket)"
        )
        _rewrite(con, "ticket_versions", f"hash(source, ticket) IN ({_repeated(marks)})", latest)


_IDS = {"ticket_versions": "source, ticket", "comments": "source, comment"}
_VERSION_ORDER = ["updated_at", "deleted", "merged"] + [
    name for name in STATE["ticket_versions"] if name not in ("updated_at", "deleted", "merged")
]


def _repeats(con: DuckDBPyConnection, marks: str) -> bool:
    ((repeats,),) = con.execute(f"SELECT count(*) > count(DISTINCT mark) FROM ({marks})").fetchall()
    return bool(repeats)


def _repeated(marks: str) -> str:
    return f"SELECT mark FROM ({marks}) GROUP BY mark HAVING count(*) > 1"


def _rewrite(con: DuckDBPyConnection, table: str, where: str, query: str) -> None:
    """Put what a query makes of some rows, there called `taken`, into their place."""
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE taken AS SELECT * FROM state.{table} AS t WHERE {where}"
    )
    con.execute(f"DELETE FROM state.{table} AS t WHERE {where}")
    con.execute(f"INSERT INTO state.{table} {query}")
    con.execute("DROP TABLE taken")


def _read_column(table: str, name: str, kind: str) -> str:
    if kind.endswith("[]"):
        return f'CASE WHEN "{name}" IS NULL THEN [] ELSE string_split("{name}", chr(31)) END'
    if kind == "VARCHAR" and name not in NULLABLE:
        return f"coalesce(\"{name}\", '')"
    return f'"{name}"'


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _comment(record: Comment, source: str, finder: LinkFinder) -> str:
    """The line of a comment; "" if nothing of it is kept."""
    number, ticket, author, public, created_at, body, form, role, redacted, quoted = record
    urls = stored_urls(finder, body, form)
    if role is not None and role is not Role.AGENT:
        author = None
        if not urls and public and not redacted and not quoted:
            return ""
    return (
        f"{source}{_CELL}{_text(number)}{_CELL}{_text(ticket)}{_CELL}{author or ''}{_CELL}"
        f"{_TRUTH[public]}{_CELL}{created_at}{_CELL}{role or ''}{_CELL}{_TRUTH[redacted]}{_CELL}"
        f"{_TRUTH[quoted]}{_CELL}{urls}\n"
    )


def stored_urls(finder: LinkFinder, body: str, form: Form) -> str:
    """The distinct addresses of ours that a comment keeps, sorted, `UNIT` between them."""
    urls = finder.urls(body, form)
    if not urls:
        return ""
    if len(urls) == 1:
        return _text(urls[0]) if len(urls[0]) <= _LONGEST_URL else ""
    kept = sorted({_text(url) for url in urls if len(url) <= _LONGEST_URL})
    return UNIT.join(kept[:_MOST_URLS])


def _row(record: Record) -> tuple[str, Row] | None:
    """The state table of a record, and the cells behind the source."""
    match record:
        case Ticket():
            return "ticket_versions", (
                _text(record.id),
                str(record.created_at),
                str(record.updated_at),
                _text(record.status),
                _text(record.channel),
                UNIT.join([_text(tag) for tag in record.tags]),
                _text(record.team),
                record.requester or "",
                _TRUTH[record.deleted],
                _TRUTH[record.merged],
                _TRUTH[record.spam],
            )
        case Person():
            told = (record.role, _TRUTH[record.inferred], _time(record.updated_at))
            return "people", (record.pseudonym, *told)
        case StatusChange():
            changed = (_text(record.previous), _text(record.status))
            return "status_changes", (_text(record.ticket), str(record.at), *changed)
        case CommentMark():
            marks = (_TRUTH[record.redacted], _TRUTH[record.private])
            return "marks", (_text(record.comment), *marks)
        case Outcome():
            if record.solved_at is None and not record.reopens:
                return None
            solved, updated = _time(record.solved_at), _time(record.updated_at)
            return "outcomes", (_text(record.ticket), solved, str(record.reopens), updated)
        case Team():
            return "teams", (_text(record.id), _text(record.name))
        case Merge():
            return "merges", (_text(record.ticket), _text(record.survivor))
        case _:  # findings and comments are told apart before
            raise TypeError(type(record).__name__)


def _time(moment: datetime | None) -> str:
    return "" if moment is None else str(moment)


def _text(value: str) -> str:
    return value if value.isprintable() else _CONTROLS.sub(" ", value)
