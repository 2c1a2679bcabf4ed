"""The one seam to Ibis and DuckDB: tables as unbound expressions, results as tuples.

Expressions are written without a connection and compiled to SQL, so the same ones can run where
tickets already live. Ibis is imported lazily (0.35 s) and is Any beyond this line: its types do
not survive its own method chains.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpwright.deflection.figures import ReportArticle
from helpwright.errors import Finding, InputError, Place
from helpwright.tickets.store import readable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_SCHEMAS = {
    "tickets": {
        "source": "string",
        "ticket": "string",
        "created_at": "timestamp",
        "updated_at": "timestamp",
        "solved_at": "timestamp",
        "closed_at": "timestamp",
        "reopened_at": "timestamp",
        "reopens": "int32",
        "status": "string",
        "channel": "string",
        "tags": "array<string>",
        "team": "string",
        "requester": "string",
        "state": "string",
    },
    "links": {
        "source": "string",
        "ticket": "string",
        "article": "string",
        "url": "string",
        "first_at": "timestamp",
    },
    "unresolved": {
        "source": "string",
        "ticket": "string",
        "url": "string",
        "first_at": "timestamp",
    },
    "report_articles": {"article": "string", "category": "string", "tag": "string"},
}


def load_ibis() -> Any:
    """Ibis, or a finding that tells how to install it.

    Raises:
        InputError: Ibis is not installed.
    """
    try:
        import ibis  # type: ignore[import-untyped]
    except ImportError as error:
        message = "figures need Ibis, which is not installed"
        hint = 'pip install "helpwright[tickets]"'
        raise InputError(Finding(Place("ibis"), "missing-extra", message, hint)) from error
    return ibis


@dataclass(frozen=True)
class Tables:
    """The tables that expressions start from."""

    tickets: Any
    links: Any
    unresolved: Any
    report_articles: Any


def unbound() -> Tables:
    """The tables without a connection."""
    ibis = load_ibis()
    return Tables(**{name: ibis.table(schema, name=name) for name, schema in _SCHEMAS.items()})


def add_articles(
    con: DuckDBPyConnection, articles: Sequence[ReportArticle], tags: Sequence[str]
) -> None:
    """Give a connection the articles as a temporary table; `tags` go with the categories."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE report_articles AS SELECT unnest(?::VARCHAR[]) AS article, "
        "unnest(?::VARCHAR[]) AS category, unnest(?::VARCHAR[]) AS tag",
        [[a.id for a in articles], [a.category for a in articles], list(tags)],
    )


def fetch(con: DuckDBPyConnection, expression: Any, store: Path) -> list[tuple[Any, ...]]:
    """Run an expression; rows as tuples.

    Raises:
        StoreError: the store is damaged.
    """
    sql = str(load_ibis().to_sql(expression, dialect="duckdb"))
    with readable(store):
        return con.execute(sql).fetchall()
