"""DuckDB, over a ticket store or over files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from helpwright.deflection.tables import Columns, named
from helpwright.deflection.warehouses.engine import PREFIX, Rows, plain, schema_of, to_sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

_TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "float64": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


class Duck:
    """An engine over a connection.

    What it keeps are temporary tables, in memory; in a database of its own they are tables, which
    DuckDB packs and puts on disk.
    """

    dialect = "duckdb"

    def __init__(
        self,
        con: DuckDBPyConnection,
        guard: Callable[[], AbstractContextManager[None]],
        *,
        owns_database: bool = False,
    ) -> None:
        """Run on `con`, every query within a `guard` that names failures in the user's words."""
        self.con, self.guard = con, guard
        self.create = "CREATE OR REPLACE" + ("" if owns_database else " TEMP") + " TABLE"

    def fetch(self, what: str, expression: Any) -> Rows:
        """The rows of an expression."""
        with self.guard():
            return plain(self.con.execute(to_sql(expression, self.dialect)).fetchall())

    def keep(self, name: str, expression: Any) -> Any:
        """The same rows as a temporary table."""
        sql = to_sql(expression, self.dialect)
        with self.guard():
            self.con.execute(f"{self.create} {PREFIX}{name} AS {sql}")
        return named(f"{PREFIX}{name}", schema_of(expression))

    def send(self, name: str, columns: Columns, rows: Sequence[Sequence[object]]) -> Any:
        """Our rows as a temporary table."""
        types = [_TYPES[kind] for kind in columns.values()]
        listed = ", ".join(f'"{n}" {t}' for n, t in zip(columns, types, strict=True))
        self.con.execute(f"{self.create} {PREFIX}{name} ({listed})")
        if rows:
            # Parameters would make DuckDB import pandas, which takes longer than all of this.
            told = json.dumps([[None if v is None else str(v) for v in row] for row in rows])
            cells = ", ".join(f"row[{at}]::{kind}" for at, kind in enumerate(types, start=1))
            listed = "'" + told.replace("'", "''") + "'"
            self.con.execute(
                f"INSERT INTO {PREFIX}{name} SELECT {cells} FROM "
                f"(SELECT unnest(from_json({listed}, '[[\"VARCHAR\"]]')) AS row)"
            )
        return named(f"{PREFIX}{name}", columns)
