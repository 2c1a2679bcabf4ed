"""PostgreSQL, and what speaks its language; what is kept are temporary tables of the session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from helpwright.deflection.tables import Columns, named
from helpwright.deflection.warehouses.engine import PREFIX, Rows, plain, schema_of, to_sql
from helpwright.errors import Finding, InputError, Place

if TYPE_CHECKING:
    from psycopg import Connection

_TYPES = {
    "string": "text",
    "int32": "integer",
    "float64": "double precision",
    "date": "date",
    "timestamp": "timestamp",
}


class Postgres:
    """An engine over a connection."""

    dialect = "postgres"

    def __init__(self, con: Connection[tuple[Any, ...]], shown: str) -> None:
        """Run on `con`, which findings call `shown`."""
        self.con, self.shown = con, shown

    def fetch(self, what: str, expression: Any) -> Rows:
        """The rows of an expression."""
        with _told(self.shown, what):
            return plain(self._run(to_sql(expression, self.dialect)).fetchall())

    def keep(self, name: str, expression: Any) -> Any:
        """The same rows as a temporary table."""
        sql = to_sql(expression, self.dialect)
        with _told(self.shown, name):
            self._run(f"DROP TABLE IF EXISTS pg_temp.{PREFIX}{name}")
            self._run(f"CREATE TEMPORARY TABLE {PREFIX}{name} AS {sql}")
            # Without figures about it, the planner takes a fresh table for a small one.
            self._run(f"ANALYZE {PREFIX}{name}")
        return named(f"{PREFIX}{name}", schema_of(expression))

    def send(self, name: str, columns: Columns, rows: Sequence[Sequence[object]]) -> Any:
        """Our rows as a temporary table."""
        listed = ", ".join(f'"{column}" {_TYPES[kind]}' for column, kind in columns.items())
        with _told(self.shown, name):
            self._run(f"DROP TABLE IF EXISTS pg_temp.{PREFIX}{name}")
            self._run(f"CREATE TEMPORARY TABLE {PREFIX}{name} ({listed})")
            copy = f"COPY {PREFIX}{name} FROM STDIN"
            with self.con.cursor() as cursor, cursor.copy(_ours(copy)) as stream:
                for row in rows:
                    stream.write_row(row)
        return named(f"{PREFIX}{name}", columns)

    def _run(self, sql: str) -> Any:
        return self.con.execute(_ours(sql))


@contextmanager
def open_postgres(address: str, shown: str) -> Iterator[Postgres]:
    """Connect; times count in UTC, and the session may write nothing but temporary tables.

    Raises:
        InputError: psycopg is not installed, or nobody answers.
    """
    try:
        import psycopg
    except ImportError as error:
        message = "PostgreSQL needs psycopg, which is not installed"
        hint = 'pip install "helpwright[postgres]"'
        raise InputError(Finding(Place("psycopg"), "missing-extra", message, hint)) from error
    with _told(shown, "connecting"):
        con = psycopg.connect(address, autocommit=True, application_name="helpwright")
    with con:
        con.execute("SET TIME ZONE 'UTC'")
        yield Postgres(con, shown)


@contextmanager
def _told(shown: str, what: str) -> Iterator[None]:
    import psycopg

    try:
        yield
    except psycopg.OperationalError as error:
        message = f"the database does not answer: {_first_line(error)}"
        hint = "check the address, the user and the password (PGPASSWORD or ~/.pgpass)"
        raise InputError(Finding(Place(shown), "backend-unreachable", message, hint)) from error
    except psycopg.Error as error:
        message = f"the database refuses {what}: {_first_line(error)}"
        hint = "check `schema` and `map` in the address, and that you may read these tables"
        raise InputError(Finding(Place(shown), "backend-refuses", message, hint)) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _ours(sql: str) -> bytes:
    """SQL of our own making; psycopg takes text only where it can see that nobody wrote it."""
    return sql.encode()
