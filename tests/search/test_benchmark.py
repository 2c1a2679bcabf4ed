"""The search benchmark runs from end to end, on little."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks/search"
CHROMIUM = Path("/usr/bin/chromium")


def test_a_quick_run_measures_every_engine(tmp_path: Path) -> None:
    installed = all((BENCHMARK / name).is_dir() for name in ("node_modules", ".python"))
    if not installed:
        pytest.skip("the other engines are not installed (see tests/benchmarks/search/README.md)")
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium here")
    done = subprocess.run(
        [sys.executable, BENCHMARK, "run", "--quick", "--work", tmp_path],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    sizes = results["sizes"]["100"]
    assert list(sizes) == ["Helpwright", "Pagefind", "MiniSearch", "Material (lunr)"]
    for engine, figures in sizes.items():
        assert figures["build"]["cpu"] > 0, engine
        assert figures["wire"]["question"]["first"]["p50"] > 0, engine
        assert figures["times"]["short"]["measured"] > 0, engine
    for collection in results["relevance"].values():
        found = collection["engines"]["Helpwright"]
        assert found["clean"]["ndcg"] > found["typo"]["ndcg"] - 0.05
        assert found["clean"]["zero"] < 0.1
    assert "| Helpwright |" in done.stdout
