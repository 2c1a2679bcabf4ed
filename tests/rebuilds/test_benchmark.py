"""The benchmark of builds runs, and its table has a figure for each job."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).parents[1] / "benchmarks/build/run.py"


def test_it_measures_full_builds_and_edits_of_helpwright(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Builds\n\n## Figures\n\nOld.\n", encoding="utf-8")
    results = tmp_path / "results.json"
    arguments = [
        *("run", "--engines", "helpwright", "--sizes", "25", "--work", str(tmp_path / "work")),
        *("--json", str(results), "--page", str(page)),
    ]
    done = subprocess.run(
        [sys.executable, str(RUN), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(results.read_text("utf-8"))["rows"]
    assert [row["job"] for row in rows] == ["full", "edit", "title", "add", "serve", "serve, rest"]
    assert [row["reason"] for row in rows] == [""] * 6
    full, edit = rows[0]["effort"], rows[1]["effort"]
    assert full["user"] > edit["user"] > 0
    text = page.read_text("utf-8")
    assert "Old." not in text
    assert "| 25 |" in text
    assert "Helpwright" in text
