"""Whatever happens to what a build left, the next one makes a correct site."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from helpwright.rebuilds import record


def spoil_nothing(center: Any) -> None:
    center.record().unlink()


def cut_off(center: Any) -> None:
    path = center.record()
    path.write_bytes(path.read_bytes()[:5000])


def scramble(center: Any) -> None:
    path = center.record()
    data = bytearray(path.read_bytes())
    data[100:9000] = bytes(8900)
    path.write_bytes(data)


def lose_site(center: Any) -> None:
    shutil.rmtree(center.folder / "site")


def lose_a_page_folder(center: Any) -> None:
    shutil.rmtree(center.folder / "site/billing")
    (center.folder / "site/new").mkdir()


def change_page(center: Any) -> None:
    (center.folder / "site/billing/invoice/index.html").write_text("<p>Mine", encoding="utf-8")


def lose_search_store(center: Any) -> None:
    shutil.rmtree(center.folder / ".helpwright/search")


def cut_search_store(center: Any) -> None:
    path = center.folder / ".helpwright/search/state.npz"
    path.write_bytes(path.read_bytes()[:999])


@pytest.mark.parametrize(
    "spoil",
    [
        *(spoil_nothing, cut_off, scramble, lose_site, lose_a_page_folder, change_page),
        *(lose_search_store, cut_search_store),
    ],
)
def test_what_is_lost_or_damaged_takes_a_whole_build(
    center: Any, stand: Any, ways: list[str], spoil: Any
) -> None:
    center = stand(center)
    spoil(center)
    center.edit("docs/billing/invoice.md", "nobody", "no one")
    now = center.build()
    assert ways[-1] != ""
    assert now.tree == center.clean().tree
    center.edit("docs/billing/invoice.md", "no one", "but no one")
    ways.clear()
    assert center.build().tree == center.clean().tree
    assert ways[0] == ""


def test_another_version_begins_anew(
    center: Any, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    center.build()
    monkeypatch.setattr(record, "stamp", lambda: "another")
    center.edit("docs/billing/invoice.md", "nobody", "no one")
    center.build()
    assert ways[1] == "the record of the last build is of no use"


def test_another_day_another_audience_and_drafts_take_whole_builds(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    center.edit("docs/billing/invoice.md", "nobody", "no one")
    assert center.build("--today", "2026-11-23").code == 0
    center.build("--audience", "agents")
    center.build("--drafts")
    center.build("--fresh")
    assert "" not in ways
    assert center.build().tree == center.anew(tmp_path / "clean").tree


def test_a_build_that_fails_leaves_the_site_and_the_next_one_mends_it(
    center: Any, tmp_path: Path
) -> None:
    before = center.build()
    center.edit("docs/billing/invoice.md", "id: art1", "id: art2")
    failed = center.build()
    assert failed.code == 1
    assert failed.tree == before.tree
    center.edit("docs/billing/invoice.md", "id: art2", "id: art1")
    center.edit("docs/billing/invoice.md", "nobody", "no one")
    assert center.build().tree == center.anew(tmp_path / "clean").tree


def test_an_edit_that_is_killed_at_any_moment_is_made_up_for(center: Any, tmp_path: Path) -> None:
    center.build()
    texts = ["nobody", "no one", "none", "not a soul", "hardly anybody", "few", "no man"]
    for step, (old, new) in enumerate(pairwise(texts)):
        center.edit("docs/billing/invoice.md", old, new)
        center.kill_a_build(after=0.15 + 0.12 * step)  # while it starts, reads, renders, writes
    now = center.build()
    assert now.tree == center.anew(tmp_path / "clean").tree
    left = [path.name for path in center.folder.iterdir() if path.name.startswith(".site.")]
    assert left == []


def test_two_builds_at_once_end_in_a_correct_site(center: Any, tmp_path: Path) -> None:
    center.build()
    command = [sys.executable, "-m", "helpwright.cli", "build", "--today", "2026-11-22"]
    center.edit("docs/billing/invoice.md", "nobody", "no one")

    def build(*more: str) -> None:
        subprocess.run([*command, *more], cwd=center.folder, check=True, capture_output=True)

    runs = [threading.Thread(target=build, args=more) for more in ((), (), ("--fresh",), ())]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    clean = center.anew(tmp_path / "clean")
    assert center.build().tree == clean.tree


def test_a_checkout_and_a_site_out_of_an_archive_are_as_good_as_the_old_ones(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    for name in ("site", "docs"):
        shutil.copytree(center.folder / name, tmp_path / name)  # keeps times, as archives do
        shutil.rmtree(center.folder / name)
        shutil.copytree(tmp_path / name, center.folder / name)
    for path in (center.folder / "docs").rglob("*"):
        path.touch()  # as a checkout does
    center.edit("docs/billing/invoice.md", "nobody", "but nobody")
    now = center.build()
    assert ways[1] == ""
    assert now.tree == center.anew(tmp_path / "clean").tree
    (center.folder / "docs/billing/category.yml").write_text("title: Cash\n", encoding="utf-8")
    assert center.build().tree == center.anew(tmp_path / "clean").tree
    assert ways[3] == "billing/category.yml changed"
