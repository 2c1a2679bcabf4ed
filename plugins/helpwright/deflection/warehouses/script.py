"""No engine at all: the SQL that one would run, in order, for a person to review and run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from helpwright.deflection.tables import Columns, named
from helpwright.deflection.warehouses.engine import PREFIX, Rows, schema_of, to_sql

_KEEP = {
    "databricks": "CREATE OR REPLACE TEMPORARY VIEW",
    "spark": "CACHE TABLE",
    "trino": "CREATE TABLE",
}
_BEFORE = {
    "clickhouse": "SET join_use_nulls = 1",  # without it a row without a partner counts as one
    "postgres": "SET TIME ZONE 'UTC'",
    "redshift": "SET TIME ZONE 'UTC'",
    "snowflake": "ALTER SESSION SET TIMEZONE = 'UTC', WEEK_START = 1",
    "spark": "SET spark.sql.session.timeZone = UTC",
    "databricks": "SET TIME ZONE 'UTC'",
}
_TYPES = {"string": "VARCHAR", "int32": "INTEGER", "date": "DATE"}
_BIGQUERY_TYPES = {"string": "STRING", "int32": "INT64", "date": "DATE"}
_CLICKHOUSE_TYPES = {"string": "Nullable(String)", "int32": "Nullable(Int32)"}


class Script:
    """Collects statements; every query gives no rows."""

    def __init__(self, dialect: str) -> None:
        """Write SQL of this dialect."""
        self.dialect = dialect
        self.statements: list[tuple[str, str]] = []
        if dialect in _BEFORE:
            self.statements.append(("session", _BEFORE[dialect]))

    def fetch(self, what: str, expression: Any) -> Rows:
        """Note the query."""
        self.statements.append((what, to_sql(expression, self.dialect)))
        return []

    def keep(self, name: str, expression: Any) -> Any:
        """Note how the table is made."""
        create = _KEEP.get(self.dialect, "CREATE TEMPORARY TABLE")
        sql = to_sql(expression, self.dialect)
        self.statements.append((name, f"{create} {PREFIX}{name} AS\n{sql}"))
        return named(f"{PREFIX}{name}", schema_of(expression))

    def send(self, name: str, columns: Columns, rows: Sequence[Sequence[object]]) -> Any:
        """Note the rows, or at least the table's columns."""
        create = _KEEP.get(self.dialect, "CREATE TEMPORARY TABLE")
        lines = [self._row(columns, row) for row in rows]
        if not lines:
            lines = [f"{self._row(columns, [None] * len(columns))} WHERE 1 = 0"]
        body = "\nUNION ALL ".join(lines)
        self.statements.append((name, f"{create} {PREFIX}{name} AS\n{body}"))
        return named(f"{PREFIX}{name}", columns)

    def text(self) -> str:
        """The whole script."""
        parts = [f"-- {what}\n{sql};\n" for what, sql in self.statements]
        if self.dialect == "trino":
            kept = [s.split()[2] for _, s in self.statements if s.startswith("CREATE TABLE")]
            parts += [f"DROP TABLE {name};\n" for name in reversed(kept)]
        return "\n".join(parts)

    def _row(self, columns: Columns, row: Sequence[object]) -> str:
        types = {"bigquery": _BIGQUERY_TYPES, "clickhouse": _CLICKHOUSE_TYPES}
        known = types.get(self.dialect, _TYPES)
        if self.dialect in ("spark", "databricks"):
            known = known | {"string": "STRING", "int32": "INT"}
        cells = [
            f"CAST({self._literal(value)} AS {known.get(kind, 'Nullable(Date)')}) AS {name}"
            for (name, kind), value in zip(columns.items(), row, strict=True)
        ]
        return "SELECT " + ", ".join(cells)

    def _literal(self, value: object) -> str:
        if value is None:
            return "NULL"
        if isinstance(value, str):
            from sqlglot import exp

            dialect = {"spark": "spark"}.get(self.dialect, self.dialect)
            return exp.Literal.string(value).sql(dialect=dialect)
        return f"'{value.isoformat()}'" if isinstance(value, date) else str(value)
