"""The file of a ticket store: one DuckDB file, `.helpwright/tickets.duckdb`, without a message.

A change works on a copy in a private folder beside the store and renames it over the store when
all is done: a killed process leaves the store as it was.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from helpwright.errors import Finding, InputError, Place, Severity, StoreError
from helpwright.tickets import privacy
from helpwright.tickets.schema import FORMAT, create, digests, sizes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Taken = TypeVar("Taken")
TakeIn = Callable[["DuckDBPyConnection", Path], Taken]
IMPORT_AGAIN = "move the file away and import your exports again"
_MEMORY = "600MB"  # more than that is written to the private folder and read again
_ERASED = "erased"


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


def update(
    store: Path,
    take_in: TakeIn[Taken],
    *,
    record: Callable[[DuckDBPyConnection, Taken], None] | None = None,
) -> tuple[Taken, bool]:
    """Change a store as a whole or not at all, also if the process is killed.

    Args:
        store: The store's file, made if it is not there.
        take_in: Gets a connection to a copy, and a private folder beside the store for what it
            needs meanwhile. When it returns, the copy takes the store's place.
        record: Called before that if the store changed, to note by what.

    Returns:
        What `take_in` returned, and whether the store changed.

    Raises:
        InputError: another import is at work, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    _require_duckdb()
    store.parent.mkdir(parents=True, exist_ok=True)
    if store.parent.name == ".helpwright" and not (store.parent / ".gitignore").exists():
        (store.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    with _only_change(store), _private_folder(store) as folder:
        copy = folder / "tickets.duckdb"
        is_new = not store.exists()
        if not is_new:
            shutil.copyfile(store, copy)
        with readable(store):
            con = _connect(copy, read_only=False, shown=store)
            try:
                con.execute(f"SET memory_limit = '{_MEMORY}'")
                con.execute("SET temp_directory = ?", [str(folder / "spill")])
                # A second thread would mostly wait for Python, and cost half as much again.
                con.execute("SET threads = 1")
                con.execute("SET checkpoint_threshold = '1TB'")  # once, at the end
                # Trying it costs a tenth of an import, and the store is hardly smaller by it.
                con.execute("SET disabled_compression_methods = 'fsst'")
                before = sizes(con)
                taken = take_in(con, folder)
                unmark = f"DELETE FROM meta WHERE name = '{_ERASED}' RETURNING 1"
                is_erased = bool(con.execute(unmark).fetchall())
                changed = is_new or sizes(con) != before or _differs(con, store)
                if changed and record:
                    record(con, taken)
                con.execute("CHECKPOINT")
            finally:
                con.close()
            if changed and is_erased:
                copy = _rewritten(copy)
        if changed:
            _put_in_place(copy, store)
    return taken, changed


def _differs(con: DuckDBPyConnection, store: Path) -> bool:
    """Whether any table differs from what the store still holds."""
    quoted = str(store).replace("'", "''")
    con.execute(f"ATTACH '{quoted}' AS stored (READ_ONLY)")
    try:
        return digests(con) != digests(con, "stored.")
    finally:
        con.execute("DETACH stored")


def erase(con: DuckDBPyConnection) -> None:
    """Have the file written anew after this change; free blocks still hold deleted rows."""
    con.execute(f"INSERT OR REPLACE INTO meta VALUES ('{_ERASED}', '')")


def check_key(con: DuckDBPyConnection, key: bytes, store: Path) -> None:
    """See to it that a store gets pseudonyms of one key only.

    Raises:
        InputError: it began with another key.
    """
    mark = privacy.fingerprint(key)
    con.execute("INSERT OR IGNORE INTO meta VALUES ('key', ?)", [mark])
    if con.execute("SELECT value FROM meta WHERE name = 'key'").fetchall() != [(mark,)]:
        message = "this store was begun with another key, so people could not be matched"
        hint = f"use the key it began with ({privacy.VARIABLE} or the key file), or {IMPORT_AGAIN}"
        raise InputError(Finding(Place(str(store)), "another-key", message, hint, Severity.ERROR))


def remove_store(store: Path) -> bool:
    """Delete a store with all that lies beside it; whether there was anything.

    Raises:
        InputError: an import is at work.
    """
    if not store.parent.is_dir():
        return False
    with _only_change(store):
        _remove_leftovers(store)
        was_there = store.exists()
        store.unlink(missing_ok=True)
    return was_there


def _rewritten(copy: Path) -> Path:
    fresh = copy.with_name("fresh.duckdb")
    con: DuckDBPyConnection = _require_duckdb().connect()
    try:
        for name, path in (("old", copy), ("fresh", fresh)):
            quoted = str(path).replace("'", "''")
            con.execute(f"ATTACH '{quoted}' AS {name}")
        con.execute("COPY FROM DATABASE old TO fresh")
        con.execute("CHECKPOINT fresh")
    finally:
        con.close()
    return fresh


def _connect(path: Path, *, read_only: bool, shown: Path | None = None) -> DuckDBPyConnection:
    duckdb = _require_duckdb()
    with readable(shown or path):
        con: DuckDBPyConnection = duckdb.connect(str(path), read_only=read_only)
        try:
            con.execute("SET enable_progress_bar = false")
            known = [
                name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            ]
            if not known and not read_only:
                create(con)
            _check_format(con, known or ["meta"], shown or path)
        except BaseException:
            con.close()
            raise
    return con


def _check_format(con: DuckDBPyConnection, tables: list[str], path: Path) -> None:
    if "meta" not in tables:
        raise _damaged(path)
    found = con.execute("SELECT value FROM meta WHERE name = 'format'").fetchall()
    if found != [(str(FORMAT),)]:
        message = "the ticket store was written by another version of Helpwright"
        raise StoreError(
            Finding(Place(str(path)), "store-format", message, IMPORT_AGAIN, Severity.ERROR)
        )


def _put_in_place(copy: Path, store: Path) -> None:
    with copy.open("rb") as stream:
        os.fsync(stream.fileno())
    copy.chmod(0o600)
    copy.replace(store)


@contextmanager
def _private_folder(store: Path) -> Iterator[Path]:
    _remove_leftovers(store)
    folder = Path(tempfile.mkdtemp(prefix=f".{store.name}-import-", dir=store.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_leftovers(store: Path) -> None:
    """Under the lock nobody else works here, so what lies about is a killed import's."""
    for left in store.parent.glob(f".{store.name}-import-*"):
        shutil.rmtree(left, ignore_errors=True)


def _lock_of(store: Path) -> Path:
    return store.parent / f".{store.name}.lock"


@contextmanager
def _only_change(store: Path) -> Iterator[None]:
    """Let one process at a time change a store; the lock falls when it ends."""
    with _lock_of(store).open("w") as stream:
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
        Finding(Place(str(path)), "store-damaged", message, IMPORT_AGAIN, Severity.ERROR)
    )
