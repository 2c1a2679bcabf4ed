"""Files in the generic form as raw tables, read by DuckDB where they lie: CSV, JSON Lines, Parquet.

What a column may be called and what its words mean is the importer's; only the reading is another.
Rows that cannot be read are left out and listed.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from helpwright.deflection.raw import generic_sql
from helpwright.deflection.raw.shape import Raw
from helpwright.deflection.tables import SCHEMAS, load_ibis, named
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.tickets.readers.generic_columns import match_columns, score

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KINDS = {".csv": "csv", ".tsv": "csv", ".jsonl": "json", ".ndjson": "json", ".parquet": "parquet"}
_DELIMITERS = ",;\t|"
_HEAD = 1 << 20  # bytes that are looked at to know a file
_LISTED = 50


@dataclass(frozen=True)
class _Files:
    """Files with the same columns, and how DuckDB reads them."""

    kind: str
    delimiter: str
    columns: tuple[tuple[str, str], ...]
    paths: tuple[str, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _kind in self.columns)

    @property
    def types(self) -> dict[str, str]:
        """The DuckDB type of each column."""
        return dict(self.columns)


def raw_files(con: DuckDBPyConnection, given: Sequence[Path]) -> tuple[Raw, list[Finding]]:
    """Views over files or folders of them, and what is wrong with them.

    Raises:
        InputError: there are no such files, or they hold no tickets or no comments.
    """
    parts: dict[str, list[str]] = {"tickets": [], "comments": []}
    findings: list[Finding] = []
    for files in _alike(con, _listed(given)):
        types = files.types
        columns = match_columns(files.header, Place(files.paths[0], 1))
        findings += columns.findings
        if not columns.is_usable:
            continue
        source = _source(files)
        for kind, places in (("tickets", columns.tickets), ("comments", columns.comments)):
            if columns.kind not in ("", kind):
                continue
            cells = {
                name: (files.header[at], types[files.header[at]]) for name, at in places.items()
            }
            told = files.header[columns.kind_at] if not columns.kind else ""
            parts[kind].append(generic_sql.select(kind, cells, source, told))
    for kind, selects in parts.items():
        if not selects:
            raise _nothing(given, kind, findings)
        con.execute(f"CREATE OR REPLACE VIEW raw_{kind} AS {' UNION ALL '.join(selects)}")
    generic_sql.keep_latest(con)
    ibis = load_ibis()
    more = {"survivor": "string", "tags": "string", "requester": "int64"}
    tickets = {**SCHEMAS["tickets"], **more}
    raw = named("raw_latest_tickets", tickets)
    return (
        Raw(
            tickets=raw,
            tags=raw.select("tags"),
            comments=named("raw_comments", generic_sql.COMMENTS).filter(ibis._.public),
            kept=True,
        ),
        findings,
    )


def rejected(con: DuckDBPyConnection) -> list[Finding]:
    """Rows of CSV files that could not be read, the first ones with their places."""
    tables = con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'reject_errors'")
    if not tables.fetchall():
        return []
    rows = con.execute(
        "SELECT DISTINCT s.file_path, e.line, first(e.error_message) FROM reject_errors e "
        "JOIN reject_scans s USING (scan_id, file_id) GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    findings = [
        Finding(Place(path, line), "bad-row", f"a row was skipped: {message.splitlines()[0]}")
        for path, line, message in rows[:_LISTED]
    ]
    if len(rows) > _LISTED:
        message = f"{len(rows) - _LISTED:,} more of the same kind"
        findings.append(Finding(Place(rows[0][0]), "bad-row", message, severity=Severity.NOTICE))
    return findings


def _listed(given: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in given:
        if path.is_dir():
            found += [p for p in path.rglob("*") if p.is_file() and _kind(p)]
        elif path.is_file():
            found.append(path)
        else:
            # A pattern such as export/*.csv, from the root or from here.
            pattern = str(path.relative_to(path.anchor))
            found += [p for p in Path(path.anchor).glob(pattern) if p.is_file() and _kind(p)]
    if not found:
        message = "there is no CSV, JSON Lines or Parquet file"
        hint = "name files, a folder that holds them, or a pattern such as 'export/*.csv'"
        finding = Finding(Place(str(given[0])), "no-ticket-files", message, hint, Severity.ERROR)
        raise InputError(finding)
    return sorted(set(found))


def _kind(path: Path) -> str:
    name = path.with_suffix("") if path.suffix == ".gz" else path
    return _KINDS.get(name.suffix.lower(), "")


def _alike(con: DuckDBPyConnection, paths: Sequence[Path]) -> Iterator[_Files]:
    groups: dict[tuple[str, str, tuple[tuple[str, str], ...]], list[str]] = {}
    for path in paths:
        kind = _kind(path) or "csv"
        if kind == "parquet":
            found = con.execute(
                f"DESCRIBE SELECT * FROM read_parquet({generic_sql.literal(str(path))})"
            ).fetchall()
            delimiter, columns = "", tuple((str(row[0]), str(row[1])) for row in found)
        else:
            delimiter, header = _header(path, kind)
            columns = tuple((name, "VARCHAR") for name in header)
        groups.setdefault((kind, delimiter, columns), []).append(str(path))
    for (kind, delimiter, columns), listed in groups.items():
        yield _Files(kind, delimiter, columns, tuple(listed))


def _header(path: Path, kind: str) -> tuple[str, tuple[str, ...]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rb") as stream:
            head = stream.read(_HEAD).decode("utf-8-sig", "replace")
    except OSError as error:
        message = f"the file cannot be read: {error}"
        raise InputError(Finding(Place(str(path)), "unreadable-file", message)) from error
    if kind == "json":
        return "", _keys(head)
    rows = {
        mark: tuple(next(csv.reader(io.StringIO(head), delimiter=mark), ())) for mark in _DELIMITERS
    }
    best = max(_DELIMITERS, key=lambda mark: score(rows[mark]))
    return best, rows[best]


def _keys(head: str) -> tuple[str, ...]:
    keys: dict[str, None] = {}
    for line in head.splitlines()[:-1] or head.splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict):
            keys.update(dict.fromkeys(row))
    return tuple(keys)


def _source(files: _Files) -> str:
    listed = "[" + ", ".join(map(generic_sql.literal, files.paths)) + "]"
    if files.kind == "parquet":
        return f"read_parquet({listed})"
    columns = ", ".join(f"{generic_sql.literal(name)}: 'VARCHAR'" for name in files.header)
    if files.kind == "json":
        return (
            f"read_json({listed}, format = 'newline_delimited', columns = {{{columns}}}, "
            "ignore_errors = true, maximum_object_size = 33554432)"
        )
    return (
        f"read_csv({listed}, columns = {{{columns}}}, header = true, auto_detect = false, "
        f"delim = {generic_sql.literal(files.delimiter)}, quote = '\"', escape = '\"', "
        "store_rejects = true)"
    )


def _nothing(given: Sequence[Path], kind: str, findings: Sequence[Finding]) -> InputError:
    for finding in findings:
        if finding.severity is Severity.ERROR:
            return InputError(finding)
    message = f"the files hold no {kind}"
    hint = "the guide to importing tickets lists the columns of tickets and of comments"
    return InputError(Finding(Place(str(given[0])), "no-ticket-files", message, hint))
