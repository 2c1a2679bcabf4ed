"""A report over files, without importing them: everything in a private folder, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from helpwright.deflection.figures import Figures
from helpwright.deflection.metrics import Asked, figures_of
from helpwright.deflection.raw.canonical import Site, canonical_tables
from helpwright.deflection.raw.files import raw_files, rejected
from helpwright.deflection.warehouses.duck import Duck
from helpwright.errors import Finding, InputError, Place
from helpwright.tickets.model import Progress

_MEMORY = "600MB"


def measure_files(
    paths: Sequence[Path], site: Site, asked: Asked, progress: Progress | None = None
) -> tuple[Figures, list[Finding]]:
    """Compute every figure from files in the generic form; see `raw_files`.

    Messages stay in the files. Links, tickets and requesters are in a database in a private
    folder until the report is made.

    Raises:
        InputError: the files cannot be used, or DuckDB or Ibis is not installed.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="helpwright-report-") as folder:
        with closing(duckdb.connect(str(Path(folder) / "work.duckdb"))) as con:
            con.execute(f"SET memory_limit = '{_MEMORY}'")
            con.execute("SET TimeZone = 'UTC'")
            con.execute("SET preserve_insertion_order = false")
            raw, findings = raw_files(con, paths)
            engine = Duck(con, lambda: _readable(paths[0]), owns_database=True)
            tables = canonical_tables(engine, raw, site)
            figures = figures_of(engine, tables, asked, progress)
            return figures, [*findings, *rejected(con)]


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
