"""The report as tables: CSV and Parquet of the same rows."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from helpwright.reports import Report, tables_of, to_csv

NAMES = [
    *("articles", "changes", "effects", "figures", "never-linked", "reuse-by-month", "worklist"),
]


def test_each_table_is_a_csv_and_a_parquet_file(folder: Path) -> None:
    found = sorted(path.name for path in (folder / "tables").iterdir())
    assert found == sorted(f"{name}.{kind}" for name in NAMES for kind in ("csv", "parquet"))


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_parquet_hold_the_same_rows(folder: Path, name: str) -> None:
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = list(csv.reader(stream))
    with duckdb.connect() as con:
        found = con.execute(f"FROM '{folder / 'tables' / name}.parquet'")
        assert [column[0] for column in found.description or []] == head
        same = found.fetchall()
    assert len(same) == len(rows)
    for row, packed in zip(rows, same, strict=True):
        for cell, value in zip(row, packed, strict=True):
            if isinstance(value, float | int) and not isinstance(value, bool):
                assert float(cell) == pytest.approx(value, abs=1e-6)
            elif value is None:
                assert cell == ""


def test_a_cell_is_never_a_formula(report: Report) -> None:
    row = report.figures.articles[0]
    evil = replace(row, article=replace(row.article, title="=HYPERLINK(1)"))
    figures = replace(report.figures, articles=(evil,))
    table = next(t for t in tables_of(replace(report, figures=figures)) if t.name == "articles")
    assert ",'=HYPERLINK(1)," in to_csv(table)
