"""A page with 40 steps is small: all of it, with the theme around it and the script for it."""

from __future__ import annotations

import gzip
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

TREES = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks/troubleshooter_trees.py"))
ARTICLE = "---\nid: {id}\ntitle: About {name}\ndescription: What to know of {name}.\n---\nText.\n"


@pytest.fixture(scope="module")
def site(make: Any, helpwright: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small help center with a plain and a rich troubleshooter of 40 steps."""
    files = {
        "troubleshooters/plain.yml": TREES["plain_text_of"](0),
        "troubleshooters/rich.yml": TREES["text_of"](0),
        f"troubleshooters/{TREES['OTHER']}.yml": TREES["TEXT_OF_OTHER"],
    }
    for number, path in enumerate(TREES["ARTICLES"]):
        files[f"docs/{path}"] = ARTICLE.format(id=f"article{number}", name=Path(path).stem)
    folder = make(tmp_path_factory.mktemp("size"), files)
    built = helpwright("build", cwd=folder)
    assert built.returncode == 0, built.stderr
    return Path(folder / "site")


@pytest.mark.parametrize("slug", ["plain", "rich"])
def test_a_page_with_40_steps_is_below_60_kilobytes(site: Path, slug: str) -> None:
    html = (site / f"troubleshooters/{slug}/index.html").read_text("utf-8")
    ids = re.findall(r'<section id="([\w.]+)"', html)
    assert len([one for one in ids if not one.startswith(("out_", "solved"))]) == TREES["STEPS"]
    assert len(html.encode()) < 60_000
    # What people read stands there once, and not again in the data of the script.
    program = re.search(r"data-program>(.*?)</script>", html)
    assert program is not None
    assert '"label"' not in program[1]


def test_its_script_is_below_15_kilobytes(site: Path) -> None:
    html = (site / "troubleshooters/rich/index.html").read_text("utf-8")
    names = re.findall(r'<script src="\.\./\.\./(assets/helpwright/troubleshooter/[^"]+)"', html)
    assert names
    sizes = [len(gzip.compress((site / name).read_bytes(), 9, mtime=0)) for name in names]
    assert sum(sizes) < 15 * 1024
