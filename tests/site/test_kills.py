"""A process that is killed leaves what was there before, and nothing beside it for long."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MOMENTS = 8
IMPORT_MOMENTS = 6
ENOUGH = 3  # a busy machine may slow down or speed up while this runs
ARTICLE = """---
id: a{number}
title: Article {number}
description: About {number}.
---
Text of edition {edition}.
"""


def kill_after(seconds: float, *arguments: str, cwd: Path, **environment: str) -> bool:
    """Run the command line and kill it; whether it was still running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "helpwright.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def moments(duration: float, count: int) -> list[float]:
    """Moments of a run of this duration; the second half, where files are written, is denser."""
    return [duration * (0.4 + 0.65 * number / (count - 1)) for number in range(count)]


def test_a_killed_build_leaves_the_old_site_or_the_new_one(
    helpwright: Any, make: Any, tree: Any, tmp_path: Path
) -> None:
    def write(edition: int) -> None:
        files = {
            f"docs/faq/a{number}.md": ARTICLE.format(number=number, edition=edition)
            for number in range(80)
        }
        make(tmp_path, files)

    epoch = {"SOURCE_DATE_EPOCH": "1795305600"}
    write(0)
    started = time.monotonic()
    assert helpwright("build", cwd=tmp_path, **epoch).returncode == 0
    duration = time.monotonic() - started
    old = tree(tmp_path / "site")
    kills = 0
    for edition, moment in enumerate(moments(duration, MOMENTS), start=1):
        write(edition)
        kills += kill_after(moment, "build", cwd=tmp_path, **epoch)
        now = tree(tmp_path / "site")
        if now != old:
            assert helpwright("build", "-d", "again", cwd=tmp_path, **epoch).returncode == 0
            assert now == tree(tmp_path / "again")
            old = now
    assert kills >= ENOUGH
    assert helpwright("build", cwd=tmp_path, **epoch).returncode == 0
    assert f"edition {MOMENTS}" in (tmp_path / "site/faq/a1/index.html").read_text()
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".site")]


def test_a_killed_import_leaves_the_old_tickets_or_the_new_ones(
    helpwright: Any, make: Any, need: Any, tmp_path: Path
) -> None:
    need(find_spec("duckdb") is not None, "DuckDB is not installed")
    from helpwright.tickets.store import open_store

    files = {
        f"docs/faq/a{number}.md": ARTICLE.format(number=number, edition=1) for number in range(5)
    }
    site = make(tmp_path, files)
    key = {"HELPWRIGHT_KEY": "0123456789abcdef" * 4}
    for name, tickets in (("first", "200"), ("second", "900")):
        made = helpwright(
            *("tickets", "sample", name, "--tickets", tickets, "--seed", tickets),
            *("--today", "2026-11-22"),
            cwd=site,
        )
        assert made.returncode == 0, made.stderr

    store = site / ".helpwright/tickets.duckdb"

    def count() -> int:
        with open_store(store) as connection:
            return int(connection.execute("SELECT count(*) FROM links").fetchall()[0][0])

    def take_in(name: str) -> int:
        done = helpwright("tickets", "import", name, "--json", cwd=site, **key)
        assert done.returncode == 0, done.stderr
        return int(json.loads(done.stdout)["links"])

    old = take_in("first")
    first = store.read_bytes()
    started = time.monotonic()
    new = take_in("second")
    duration = time.monotonic() - started
    assert new > old
    kills = 0
    store.write_bytes(first)
    for moment in moments(duration, IMPORT_MOMENTS):
        kills += kill_after(moment, "tickets", "import", "second", cwd=site, **key)
        assert count() in {old, new}
        if count() == new:
            store.write_bytes(first)
    assert kills >= ENOUGH
    assert take_in("second") == new == count()
    left = [path.name for path in (site / ".helpwright").iterdir()]
    assert not [name for name in left if "import" in name]
