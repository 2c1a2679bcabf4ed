"""A store to import logs and exports into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from helpwright.events import EventsResult, import_events

ARTICLES = {"billing/refund/": "rfnd01x", "video/black.html": "vdeo01x"}
Import = Callable[..., EventsResult]


@pytest.fixture
def take_in(tmp_path: Path) -> Import:
    """Imports files that are given by their name and their lines."""

    def run(
        files: dict[str, list[str] | bytes], *, folder: str = "logs", **options: Any
    ) -> EventsResult:
        for name, lines in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = lines if isinstance(lines, bytes) else "".join(f"{x}\n" for x in lines).encode()
            path.write_bytes(data)
        options = {"find_article": ARTICLES.get, **options}
        return import_events(tmp_path / "tickets.duckdb", [tmp_path / folder], **options)

    return run


@pytest.fixture
def rows(tmp_path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Columns of the store's events, in the order of their times."""

    def read(*columns: str) -> list[tuple[Any, ...]]:
        listed = ", ".join(f'"{column}"' for column in columns)
        then = "".join(f', "{column}"' for column in columns)
        with duckdb.connect(str(tmp_path / "tickets.duckdb"), read_only=True) as con:
            return con.execute(f'SELECT {listed} FROM events ORDER BY "at"{then}').fetchall()

    return read
