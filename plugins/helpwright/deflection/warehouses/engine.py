"""What every engine offers, and how an expression becomes its SQL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Protocol

from helpwright.deflection.tables import Columns, load_ibis

Rows = list[tuple[Any, ...]]

# Ibis has no compiler for Redshift; its PostgreSQL is transpiled.
DIALECTS = (
    *("duckdb", "postgres", "redshift", "spark", "databricks"),
    *("bigquery", "snowflake", "clickhouse", "trino"),
)
_COMPILERS = {"spark": "pyspark", "redshift": "postgres"}
_BOUNDARY = "5f2f7853958f47daa6a3b59cf682a88d"  # a word that no text holds
PREFIX = "helpwright_"


class Engine(Protocol):
    """Runs expressions over tables that it knows by name."""

    dialect: str

    def fetch(self, what: str, expression: Any) -> Rows:
        """The rows of an expression; `what` names them in words."""

    def keep(self, name: str, expression: Any) -> Any:
        """The same rows as a table that is computed once, private to this run."""

    def send(self, name: str, columns: Columns, rows: Sequence[Sequence[object]]) -> Any:
        """A small table of our own rows, private to this run."""


def to_sql(expression: Any, dialect: str) -> str:
    """The SQL of an expression.

    Distinct people are always counted exactly; times are taken as they stand, in UTC.
    """
    ibis = load_ibis()
    fused, ibis.options.sql.fuse_selects = ibis.options.sql.fuse_selects, False
    try:
        # Merged steps would repeat the text of a step in each place that uses it.
        sql = str(ibis.to_sql(expression, dialect=_COMPILERS.get(dialect, dialect)))
    finally:
        ibis.options.sql.fuse_selects = fused
    if dialect == "snowflake":
        # Ibis 12 joins what it splits with a new word each time; the same SQL must come out.
        sql = re.sub(r"'[0-9a-f]{32}'", f"'{_BOUNDARY}'", sql)
    if dialect == "clickhouse":
        # Ibis 12 counts distinct values with uniq(), which estimates from 65,536 on.
        sql = re.sub(r"\buniq\(", "uniqExact(", sql)
    if dialect == "redshift":
        import sqlglot

        (sql,) = sqlglot.transpile(sql, read="postgres", write="redshift", pretty=True)
    return sql


def plain(rows: Sequence[Sequence[Any]]) -> Rows:
    """Rows as every engine gives them: whole numbers as int, whatever sums are called there."""
    return [tuple(map(_plain, row)) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def schema_of(expression: Any) -> Mapping[str, str]:
    """Names and types of an expression's columns, as Ibis writes them."""
    return {name: str(kind) for name, kind in expression.schema().items()}
