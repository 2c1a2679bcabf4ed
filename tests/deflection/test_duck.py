"""Rows that are sent to DuckDB arrive as they are."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, datetime

import duckdb
import pytest

from helpwright.deflection.warehouses.duck import Duck

COLUMNS = {
    "text": "string",
    "number": "int32",
    "share": "float64",
    "day": "date",
    "moment": "timestamp",
}
ROWS = [
    ("it's \"quoted\" \\ and; more -- 'x'", 1, 0.1, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4)),
    ("line\nbreak\ttab \N{GRINNING FACE} \u00df", -7, 1e-9, date(1999, 12, 31), None),
    ("a \0 in it", 2, 0.0, None, None),
    ("", 0, 12345678.5, None, datetime(2026, 11, 22, 23, 59, 59, 123456)),
    (None, None, None, None, None),
]


@pytest.mark.parametrize("owns_database", [False, True])
def test_all_kinds_of_values_arrive_as_they_are(owns_database: bool) -> None:
    with duckdb.connect() as con:
        engine = Duck(con, nullcontext, owns_database=owns_database)
        sent = engine.send("odd", COLUMNS, ROWS)
        found = engine.fetch("all", sent)
    assert sorted(map(tuple, found), key=str) == sorted(ROWS, key=str)


def test_no_rows_are_a_table_without_rows() -> None:
    with duckdb.connect() as con:
        engine = Duck(con, nullcontext)
        assert engine.fetch("all", engine.send("none", COLUMNS, ())) == []
