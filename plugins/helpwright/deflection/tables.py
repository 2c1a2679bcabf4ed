"""The canonical tables that figures read, as unbound Ibis tables.

Expressions are written without a connection and compiled to SQL, so that the same ones run where
tickets already lie. No column is an array: arrays differ most from one SQL to another. Times are
UTC without a zone. Ibis is imported lazily (0.35 s) and is Any beyond this line, as its types do
not survive its own method chains.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from helpwright.errors import Finding, InputError, Place

Columns = Mapping[str, str]
TICKET = ("source", "ticket")

SCHEMAS: Mapping[str, Columns] = {
    "tickets": {
        "source": "string",
        "ticket": "string",
        "created_at": "timestamp",
        "updated_at": "timestamp",
        "solved_at": "timestamp",
        "reopened_at": "timestamp",
        "reopens": "int32",
        "status": "string",
        "channel": "string",
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
        "sent_by": "string",
    },
    "unresolved": {
        "source": "string",
        "ticket": "string",
        "url": "string",
        "first_at": "timestamp",
    },
    "ticket_tags": {"source": "string", "ticket": "string", "tag": "string"},
    "topics": {"source": "string", "ticket": "string", "article": "string", "score": "float64"},
    "events": {
        "at": "timestamp",
        "name": "string",
        "page": "string",
        "article": "string",
        "language": "string",
        "query": "string",
        "results": "int32",
        "position": "int32",
        "value": "string",
        "reason": "string",
        "troubleshooter": "string",
        "step": "string",
        "outcome": "string",
        "is_first": "int32",
        "after": "string",
        "viewed": "string",
        "channel": "string",
    },
    "report_articles": {
        "article": "string",
        "category": "string",
        "tag": "string",
        "audience": "string",
        "published_on": "date",
    },
    "judged": {"source": "string", "ticket": "string", "article": "string", "is_right": "int32"},
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
    """The tables that expressions start from; any may be an expression over others.

    Attributes:
        tagged_by: The columns of `tickets` by which `ticket_tags` has its rows. Where these are
            not the ticket's own, many tickets share a row, and there are no `topics`.
        linked: The links of active tickets with these tickets' facts, once they are kept.
    """

    tickets: Any
    links: Any
    unresolved: Any
    ticket_tags: Any
    topics: Any
    events: Any
    report_articles: Any
    judged: Any
    tagged_by: tuple[str, ...] = TICKET
    linked: Any = None


def unbound(dialect: str = "duckdb", schema: str = "") -> Tables:
    """The tables by their names, without a connection."""
    listed = [field.name for field in fields(Tables) if field.name in SCHEMAS]
    return Tables(**{name: named(name, columns(name, dialect), schema) for name in listed})


def columns(name: str, dialect: str) -> Columns:
    """The columns of a canonical table as an engine has them."""
    return {column: type_of(kind, dialect) for column, kind in SCHEMAS[name].items()}


def type_of(kind: str, dialect: str) -> str:
    """A type as an engine has it."""
    # In BigQuery only times with a zone can be counted in seconds; loaders write them so, too.
    return "timestamp('UTC')" if (kind, dialect) == ("timestamp", "bigquery") else kind


def named(name: str, columns: Columns, schema: str = "") -> Any:
    """A table by its name, in a schema of the database if it is in one."""
    catalog, _, database = schema.rpartition(".")
    return load_ibis().table(
        dict(columns), name=name, catalog=catalog or None, database=database or None
    )
