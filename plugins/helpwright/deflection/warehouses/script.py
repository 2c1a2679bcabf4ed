"""No engine at all: the SQL that one would run, in order, for a person to review and run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from helpwright.deflection.tables import Columns, named
from helpwright.deflection.warehouses.engine import PREFIX, Rows, schema_of, to_sql

_CREATE = {
    "databricks": "CREATE OR REPLACE TEMPORARY VIEW",
    "spark": "CACHE TABLE",
    "trino": "CREATE TABLE",
    "bigquery": "CREATE TEMP TABLE",
}
# Everything is counted in UTC; ClickHouse gives a row without a partner zeros unless told not to.
_BEFORE = {
    "clickhouse": ("SET join_use_nulls = 1", "SET session_timezone = 'UTC'"),
    "postgres": ("SET TIME ZONE 'UTC'",),
    "redshift": ("SET TIME ZONE 'UTC'",),
    "snowflake": ("ALTER SESSION SET TIMEZONE = 'UTC'",),
    "spark": ("SET TIME ZONE 'UTC'",),
    "databricks": ("SET TIME ZONE 'UTC'",),
    "trino": ("SET TIME ZONE 'UTC'",),
}
_TYPES = {
    "string": "VARCHAR",
    "int32": "INT",
    "float64": "DOUBLE PRECISION",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


class Script:
    """Collects statements; every query gives no rows."""

    def __init__(self, dialect: str) -> None:
        """Write SQL of this dialect."""
        self.dialect = dialect
        self.statements = [("session", sql) for sql in _BEFORE.get(dialect, ())]
        self.kept: list[str] = []

    def fetch(self, what: str, expression: Any) -> Rows:
        """Note the query."""
        self.statements.append((what, to_sql(expression, self.dialect)))
        return []

    def keep(self, name: str, expression: Any) -> Any:
        """Note how the table is made."""
        self._create(name, to_sql(expression, self.dialect))
        return named(f"{PREFIX}{name}", schema_of(expression))

    def send(self, name: str, columns: Columns, rows: Sequence[Sequence[object]]) -> Any:
        """Note the rows, or at least the table's columns."""
        from sqlglot import parse_one

        lines = [self._row(columns, row) for row in rows]
        if not lines:
            lines = [f"{self._row(columns, [None] * len(columns))} WHERE 1 = 0"]
        target = {"spark": "spark"}.get(self.dialect, self.dialect)
        told = [parse_one(line, read="duckdb").sql(dialect=target) for line in lines]
        self._create(name, "\nUNION ALL ".join(told))
        return named(f"{PREFIX}{name}", columns)

    def text(self) -> str:
        """The whole script."""
        parts = [f"-- {what}\n{sql};\n" for what, sql in self.statements]
        if self.dialect == "trino":
            parts += [f"DROP TABLE {self._quoted(name)};\n" for name in reversed(self.kept)]
        return "\n".join(parts)

    def _create(self, name: str, sql: str) -> None:
        create = _CREATE.get(self.dialect, "CREATE TEMPORARY TABLE")
        self.kept.append(name)
        self.statements.append((name, f"{create} {self._quoted(name)} AS\n{sql}"))

    def _quoted(self, name: str) -> str:
        """A name as the queries write it: Snowflake makes capitals of what is not quoted."""
        from sqlglot import exp

        return exp.to_identifier(f"{PREFIX}{name}", quoted=True).sql(dialect=self.dialect)

    @staticmethod
    def _row(columns: Columns, row: Sequence[object]) -> str:
        """A row as DuckDB writes it, to be transpiled."""
        cells = [
            f'CAST({_literal(value)} AS {_TYPES[kind]}) AS "{name}"'
            for (name, kind), value in zip(columns.items(), row, strict=True)
        ]
        return "SELECT " + ", ".join(cells)


def _literal(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int | float):
        return str(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return "'" + text.replace("'", "''") + "'"
