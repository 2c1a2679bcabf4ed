"""A process that is killed leaves what was there before, and nothing beside it for long."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# Pages in the stage at which a build is killed: when it begins, while it writes, near its end.
PAGES = (0, 1, 5, 20, 50, 80)
# Seconds after an import has begun to write beside the store.
DELAYS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.8)
ARTICLE = """---
id: a{number}
title: Article {number}
description: About {number}.
---
Text of edition {edition}.
"""


def kill_at(reached: Callable[[], bool], *arguments: str, cwd: Path, **environment: str) -> bool:
    """Run the command line and kill it as soon as `reached`; whether it was still running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "helpwright.cli", *arguments],
        cwd=cwd,
        env={**os.environ, "NO_COLOR": "1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None:
        if reached():
            process.kill()
            process.wait()
            return process.returncode == -signal.SIGKILL
    return False


def written(folder: Path, pattern: str, files: str) -> int:
    """How many files a run has written beside what it is going to replace; -1 before it began."""
    with contextlib.suppress(OSError):  # it goes on while we count
        stages = list(folder.glob(pattern))
        return sum(len(list(stage.rglob(files))) for stage in stages) if stages else -1
    return 0


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
    assert helpwright("build", cwd=tmp_path, **epoch).returncode == 0
    old = tree(tmp_path / "site")
    for edition, pages in enumerate(PAGES, start=1):
        write(edition)

        def reached(least: int = pages) -> bool:
            return written(tmp_path, ".site.building-*", "*.html") >= least

        assert kill_at(reached, "build", cwd=tmp_path, **epoch)
        now = tree(tmp_path / "site")
        if now != old:
            assert helpwright("build", "-d", "again", cwd=tmp_path, **epoch).returncode == 0
            assert now == tree(tmp_path / "again")
            old = now
    assert helpwright("build", cwd=tmp_path, **epoch).returncode == 0
    assert f"edition {len(PAGES)}" in (tmp_path / "site/faq/a1/index.html").read_text()
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
    new = take_in("second")
    assert new > old
    store.write_bytes(first)
    for delay in DELAYS:
        began: list[float] = []

        def reached(delay: float = delay, began: list[float] = began) -> bool:
            if not began and written(store.parent, ".*-import-*", "*") >= 0:
                began.append(time.monotonic())
            return bool(began) and time.monotonic() - began[0] >= delay

        kill_at(reached, "tickets", "import", "second", cwd=site, **key)
        assert count() in {old, new}
        if count() == new:
            store.write_bytes(first)
    assert take_in("second") == new == count()
    left = [path.name for path in (site / ".helpwright").iterdir()]
    assert not [name for name in left if "import" in name]
