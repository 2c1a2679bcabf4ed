"""The page about the report and the report's own words are the same."""

from __future__ import annotations

import re
from pathlib import Path

from helpwright.deflection.catalogue import CATALOGUE
from helpwright.deflection.worklist import ASSUMED_REACH, WEEKS, Kind
from helpwright.reports import Report, tables_of
from helpwright.reports.data import FORMAT
from helpwright.reports.pages.method import LEVELS
from helpwright.reports.pages.shell import PAGES

PAGE = (Path(__file__).parents[2] / "docs/helpwright/report.md").read_text(encoding="utf-8")


def test_every_figure_of_the_catalogue_is_in_the_page_and_nothing_else() -> None:
    figures = PAGE.partition("## Every figure\n")[2].partition("\n## ")[0]
    written = re.split(r"^### ", figures, flags=re.M)[1:]
    assert [part.partition("\n")[0] for part in written] == list(LEVELS.values())
    for level, part in zip(LEVELS, written, strict=True):
        rows = [
            f"| {m.name} | {m.formula} | {m.source} | {m.never} |"
            for m in CATALOGUE
            if m.level is level
        ]
        assert re.findall(r"^\| (?!Figure|---).*$", part, flags=re.M) == rows


def test_every_page_file_and_kind_of_work_is_named(report: Report) -> None:
    for name, _title in PAGES:
        assert f"`{name}`" in PAGE
    for table in tables_of(report):
        assert f"`tables/{table.name}`" in PAGE
    for kind in Kind:
        assert f"| {kind.capitalize()} |" in PAGE
    assert f"it is {FORMAT} now" in PAGE
    assert f"in {WEEKS} weeks" in PAGE
    assert f"assumed to be {ASSUMED_REACH * 100:.0f} %" in PAGE
