"""Apache Spark: one machine or a cluster; what is kept are cached views of the session."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from helpwright.deflection.tables import Columns, named
from helpwright.deflection.warehouses.engine import PREFIX, Rows, plain, schema_of, to_sql
from helpwright.errors import Finding, InputError, Place

_TYPES = {
    "string": "STRING",
    "int32": "INT",
    "float64": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


class Spark:
    """An engine over a session."""

    dialect = "spark"

    def __init__(self, session: Any, shown: str) -> None:
        """Run on a `SparkSession`, which findings call `shown`."""
        self.session, self.shown = session, shown

    def fetch(self, what: str, expression: Any) -> Rows:
        """The rows of an expression."""
        with _told(self.shown, what):
            frame = self.session.sql(to_sql(expression, self.dialect))
            return plain([tuple(row) for row in frame.collect()])

    def keep(self, name: str, expression: Any) -> Any:
        """The same rows as a view whose rows stay with the workers."""
        with _told(self.shown, name):
            frame = self.session.sql(to_sql(expression, self.dialect))
            self._replace(name, frame.persist())
        return named(f"{PREFIX}{name}", schema_of(expression))

    def send(self, name: str, columns: Columns, rows: Sequence[Sequence[object]]) -> Any:
        """Our rows as a view."""
        listed = ", ".join(f"`{column}` {_TYPES[kind]}" for column, kind in columns.items())
        with _told(self.shown, name):
            self._replace(name, self.session.createDataFrame([tuple(r) for r in rows], listed))
        return named(f"{PREFIX}{name}", columns)

    def _replace(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(f"{PREFIX}{name}")


@contextmanager
def open_spark(master: str, shown: str) -> Iterator[Spark]:
    """Start a session; times count in UTC.

    Raises:
        InputError: PySpark is not installed, or no cluster answers.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        message = "Spark needs PySpark, which is not installed"
        hint = 'pip install "helpwright[spark]"'
        raise InputError(Finding(Place("pyspark"), "missing-extra", message, hint)) from error
    with _told(shown, "connecting"):
        session = (
            SparkSession.builder.master(master)
            .appName("helpwright")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .getOrCreate()
        )
    try:
        yield Spark(session, shown)
    finally:
        session.stop()


@contextmanager
def _told(shown: str, what: str) -> Iterator[None]:
    from py4j.protocol import Py4JError  # type: ignore[import-untyped]
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        message = (
            f"Spark refuses {what}: {(str(error).strip() or 'no reason given').splitlines()[0]}"
        )
        hint = "check the address, `schema` and `map`, and that the cluster runs this Spark version"
        raise InputError(Finding(Place(shown), "backend-refuses", message, hint)) from error
