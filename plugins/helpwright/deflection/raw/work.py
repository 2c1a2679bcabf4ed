"""Files as an engine with canonical tables: a database in a private folder, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from helpwright.deflection.raw.canonical import Site, canonical_tables
from helpwright.deflection.raw.files import raw_files, rejected
from helpwright.deflection.tables import Tables
from helpwright.deflection.warehouses.duck import Duck
from helpwright.errors import Finding, InputError, Place

_MEMORY = "500MB"


@dataclass(frozen=True)
class Opened:
    """An engine, the canonical tables on it, and what was wrong with the files."""

    engine: Duck
    tables: Tables
    findings: tuple[Finding, ...]


@contextmanager
def open_files(paths: Sequence[Path], site: Site) -> Iterator[Opened]:
    """Read files in the generic form; see `raw_files`.

    Messages stay in the files. Links, times, teams and numbers that stand for people are in a
    database in a private folder until the report is made.

    Raises:
        InputError: the files cannot be used, or DuckDB or Ibis is not installed.
    """
    try:
        import duckdb
    except ImportError as error:
        message = "reading tickets needs DuckDB, which is not installed"
        hint = 'pip install "helpwright[tickets]"'
        raise InputError(Finding(Place("duckdb"), "missing-extra", message, hint)) from error
    with (
        tempfile.TemporaryDirectory(prefix="helpwright-report-") as folder,
        closing(duckdb.connect(str(Path(folder) / "work.duckdb"))) as con,
    ):
        con.execute(f"SET memory_limit = '{_MEMORY}'")
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET preserve_insertion_order = false")
        con.execute("SET force_compression = 'uncompressed'")  # it lives for seconds
        with _readable(paths[0]):
            raw, findings = raw_files(con, paths)
        engine = Duck(con, lambda: _readable(paths[0]), owns_database=True)
        tables = canonical_tables(engine, raw, site)
        yield Opened(engine, tables, (*findings, *rejected(con)))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what DuckDB says about a file into an `InputError`."""
    import duckdb

    try:
        yield
    except (duckdb.ParserException, duckdb.BinderException):
        raise  # our own query is wrong, not the file
    except duckdb.Error as error:
        message = f"the files cannot be read: {str(error).splitlines()[0]}"
        raise InputError(Finding(Place(str(path)), "unreadable-file", message)) from error
