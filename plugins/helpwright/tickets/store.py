"""The ticket store: one DuckDB file, `.helpwright/tickets.duckdb`, without a single message.

An import works on a copy in a private folder beside the store and renames it over the store when
all is done: a killed import leaves the store as it was.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from helpwright.errors import Finding, InputError, Place, Severity, StoreError
from helpwright.tickets import privacy
from helpwright.tickets.derive import derive
from helpwright.tickets.links import ArticleResolver
from helpwright.tickets.model import Progress
from helpwright.tickets.readers import reader_of
from helpwright.tickets.staging import STATE, Staged, create_state, digest, load, stage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT = 1
_DERIVED = ("tickets", "links", "unresolved")
_IMPORTS = (
    "source VARCHAR, name VARCHAR, fingerprint VARCHAR, tickets BIGINT, comments BIGINT, "
    "skipped BIGINT, reaches_to TIMESTAMP"
)
_IMPORT_AGAIN = "move the file away and import your exports again"


@dataclass(frozen=True)
class ImportResult:
    """What an import did.

    Attributes:
        tickets: Versions of tickets read.
        comments: Comments read, of any author.
        links: Links (ticket, article) that the store holds now.
        skipped: Rows that could not be used; the first ones of each kind are among the findings.
        findings: What was wrong, and what an administrator should know.
        changed: Whether the store changed.
    """

    tickets: int
    comments: int
    links: int
    skipped: int
    findings: tuple[Finding, ...]
    changed: bool


def import_tickets(
    store: Path,
    source: Path,
    *,
    system: str,
    resolver: ArticleResolver,
    key: bytes,
    progress: Progress | None = None,
) -> ImportResult:
    """Take an export into the store; the same export again changes nothing.

    Args:
        store: The store's file, made if it is not there.
        source: The export: a folder or a file.
        system: The ticket system it comes from, such as "zendesk".
        resolver: Knows which addresses are articles.
        key: The key for pseudonyms; a store takes only the key it began with.
        progress: Called with the rows read so far and the file being read.

    Raises:
        InputError: the export, the system or the key cannot be used, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    read = reader_of(system)
    records = read(source, pseudonymise=privacy.pseudonymiser(key, system), progress=progress)

    def take_in(con: DuckDBPyConnection, folder: Path) -> Staged:
        _check_key(con, key, store)
        staged = stage(records, folder, system, resolver)
        if progress:
            progress(staged.tickets + staged.comments, "computing links")
        mark = load(con, folder)
        counts = (staged.tickets, staged.comments, staged.skipped)
        con.execute(
            "INSERT INTO imports SELECT ?, ?, ?, ?, ?, ?, "
            "(SELECT max(updated_at) FROM state.ticket_versions) "
            "WHERE NOT EXISTS (SELECT 1 FROM imports WHERE source = ? AND fingerprint = ?)",
            [system, source.name, mark, *counts, system, mark],
        )
        return staged

    return _update(store, resolver, take_in)


def relink(store: Path, *, resolver: ArticleResolver) -> ImportResult:
    """Match the stored addresses anew, after articles moved or were added.

    Raises:
        InputError: there is no store yet, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    open_store(store).close()
    return _update(store, resolver, lambda _con, _folder: Staged())


def open_store(path: Path) -> DuckDBPyConnection:
    """Open a store for reading.

    Raises:
        InputError: there is no store yet, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    if not path.is_file():
        message = "there is no ticket store yet"
        hint = "import an export first: helpwright tickets import"
        raise InputError(Finding(Place(str(path)), "no-ticket-store", message, hint))
    return _connect(path, read_only=True)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what DuckDB says about a damaged file into a `StoreError`."""
    import duckdb

    try:
        yield
    except (duckdb.ParserException, duckdb.BinderException):
        raise  # our own query is wrong, not the file
    except duckdb.Error as error:
        if "No space left" in str(error):
            message = "the disk is full; the ticket store is as it was"
            raise StoreError(Finding(Place(str(path)), "disk-full", message)) from error
        raise _damaged(path) from error


def _update(
    store: Path, resolver: ArticleResolver, take_in: Callable[[DuckDBPyConnection, Path], Staged]
) -> ImportResult:
    _require_duckdb()
    place = Place(str(store))
    store.parent.mkdir(parents=True, exist_ok=True)
    if store.parent.name == ".helpwright" and not (store.parent / ".gitignore").exists():
        (store.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    with _only_import(store), _private_folder(store) as folder:
        copy = folder / "tickets.duckdb"
        if store.exists():
            shutil.copyfile(store, copy)
        with readable(store):
            con = _connect(copy, read_only=False, shown=store)
            try:
                before = _digests(con)
                staged = take_in(con, folder)
                findings = derive(con, resolver, place)
                changed = _digests(con) != before
                links = int(con.execute("SELECT count(*) FROM links").fetchall()[0][0])
                con.execute("CHECKPOINT")
            finally:
                con.close()
        if changed:
            _put_in_place(copy, store)
    findings += [
        Finding(place, code, f"{count:,} more of the same kind", severity=Severity.NOTICE)
        for code, count in sorted(staged.more.items())
    ]
    return ImportResult(
        staged.tickets,
        staged.comments,
        links,
        staged.skipped,
        (*staged.findings, *findings),
        changed,
    )


def _connect(path: Path, *, read_only: bool, shown: Path | None = None) -> DuckDBPyConnection:
    duckdb = _require_duckdb()
    with readable(shown or path):
        con: DuckDBPyConnection = duckdb.connect(str(path), read_only=read_only)
        try:
            known = [
                name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            ]
            if not known and not read_only:
                _create(con)
            _check_format(con, known or ["meta"], shown or path)
        except BaseException:
            con.close()
            raise
    return con


def _create(con: DuckDBPyConnection) -> None:
    create_state(con)
    con.execute(f"CREATE TABLE imports ({_IMPORTS})")
    con.execute("CREATE TABLE meta (name VARCHAR PRIMARY KEY, value VARCHAR)")
    con.execute("INSERT INTO meta VALUES ('format', ?)", [str(FORMAT)])


def _check_format(con: DuckDBPyConnection, tables: list[str], path: Path) -> None:
    if "meta" not in tables:
        raise _damaged(path)
    found = con.execute("SELECT value FROM meta WHERE name = 'format'").fetchall()
    if found != [(str(FORMAT),)]:
        message = "the ticket store was written by another version of Helpwright"
        raise StoreError(
            Finding(Place(str(path)), "store-format", message, _IMPORT_AGAIN, Severity.ERROR)
        )


def _check_key(con: DuckDBPyConnection, key: bytes, store: Path) -> None:
    mark = privacy.fingerprint(key)
    con.execute("INSERT OR IGNORE INTO meta VALUES ('key', ?)", [mark])
    if con.execute("SELECT value FROM meta WHERE name = 'key'").fetchall() != [(mark,)]:
        message = "this store was begun with another key, so people could not be matched"
        hint = f"use the key it began with ({privacy.VARIABLE} or the key file), or {_IMPORT_AGAIN}"
        raise InputError(Finding(Place(str(store)), "another-key", message, hint, Severity.ERROR))


def _digests(con: DuckDBPyConnection) -> dict[str, str]:
    known = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    tables = [f"state.{name}" for name in STATE] + [name for name in _DERIVED if name in known]
    return {table: digest(con, table) for table in [*tables, "imports"]}


def _put_in_place(copy: Path, store: Path) -> None:
    with copy.open("rb") as stream:
        os.fsync(stream.fileno())
    copy.chmod(0o600)
    copy.replace(store)


@contextmanager
def _private_folder(store: Path) -> Iterator[Path]:
    # Under the lock nobody else works here, so what lies about is a killed import's.
    for left in store.parent.glob(f".{store.name}-import-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{store.name}-import-", dir=store.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _only_import(store: Path) -> Iterator[None]:
    """Let one import at a time work on a store; the lock falls when its process ends."""
    with (store.parent / f".{store.name}.lock").open("w") as stream:
        try:
            import fcntl
        except ImportError:  # Windows: the rename still keeps the store whole
            yield
            return
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = "another import into this store is running"
            hint = "wait until it has ended"
            place = Place(str(store))
            raise InputError(Finding(place, "import-running", message, hint)) from error
        yield


def _require_duckdb() -> ModuleType:
    try:
        import duckdb
    except ImportError as error:
        message = "reading tickets needs DuckDB, which is not installed"
        hint = 'pip install "helpwright[tickets]"'
        raise InputError(Finding(Place("duckdb"), "missing-extra", message, hint)) from error
    return duckdb


def _damaged(path: Path) -> StoreError:
    message = "the ticket store is damaged or is not one"
    return StoreError(
        Finding(Place(str(path)), "store-damaged", message, _IMPORT_AGAIN, Severity.ERROR)
    )
