"""Whole builds over a site that stands: they write, and search for secrets, only what changes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from helpwright.mkdocs_plugins import permanence

TITLE = "title: All about the invoice"
# Another address takes a whole build.
MOVED = "title: What an invoice is\nredirect_from: [bills/old]"


def inodes(site: Path) -> dict[str, int]:
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino
        for path in site.rglob("*")
        if path.is_file()
    }


def test_a_whole_build_replaces_only_the_files_that_change(center: Any, tmp_path: Path) -> None:
    first = center.build()
    before = inodes(center.folder / "site")
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    built = center.build()
    after = inodes(center.folder / "site")
    replaced = {name for name in after if before.get(name) != after[name]}
    differing = {name for name in built.tree if first.tree.get(name) != built.tree[name]}
    assert replaced == differing
    assert "billing/invoice/index.html" in replaced
    assert "404.html" not in replaced
    assert built.tree == center.anew(tmp_path / "clean").tree


def test_new_and_removed_articles_come_and_go_with_their_permanent_links(
    center: Any, tmp_path: Path
) -> None:
    center.build()
    center.write("docs/billing/tax.md", "---\nid: tax1\ntitle: Taxes\n---\nWhat they are.\n")
    assert "a/tax1/index.html" in center.build().tree
    (center.folder / "docs/billing/tax.md").unlink()
    built = center.build()
    assert "a/tax1/index.html" not in built.tree
    assert not (center.folder / "site/billing/tax").exists()
    assert built.tree == center.anew(tmp_path / "clean").tree


def test_what_becomes_secret_is_found_on_pages_that_did_not_change(
    center: Any, tmp_path: Path
) -> None:
    center.edit("docs/billing/team.md", "## Change", "See All about the refund.\n\n## Change")
    before = center.build()
    center.edit("docs/learning/refund.md", "id: art0", "id: art0\naudience: agents")
    for path in (center.folder / "docs").rglob("*.md"):
        if path.name != "refund.md":
            path.write_text(path.read_text("utf-8").replace("(../learning/refund.md)", "(#)"))
    failed = center.build()
    assert failed.code == 1
    assert "leak" in failed.said or "internal" in failed.said
    assert failed.tree == before.tree
    clean = center.anew(tmp_path / "clean")
    assert clean.code == 1
    assert said(failed.said) == said(clean.said)


def said(text: str) -> list[str]:
    return sorted(line for line in text.splitlines() if line.startswith(("error:", "warning:")))


def test_a_whole_build_that_is_killed_at_any_moment_is_made_up_for(
    center: Any, tmp_path: Path
) -> None:
    center.build()
    for step in range(7):
        text = (center.folder / "docs/billing/invoice.md").read_text("utf-8")
        lines = [
            f"title: Title {step}\nredirect_from: [bills/{step}]" if line[:6] == "title:" else line
            for line in text.splitlines()
            if not line.startswith("redirect_from")
        ]
        center.write("docs/billing/invoice.md", "\n".join(lines) + "\n")
        center.kill_a_build(after=0.9 + 0.2 * step)  # while it reads, renders, writes, publishes
    assert center.build().tree == center.anew(tmp_path / "clean").tree


def test_a_build_whose_site_another_one_replaces_begins_again(
    center: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    center.build()
    site = center.folder / "site"
    original, replaced = permanence.write_pages, list[str]()

    def overtaken(*arguments: Any) -> None:
        if not replaced:
            replaced.append("once")
            shutil.copytree(site, tmp_path / "other")
            (tmp_path / "other/index.html").write_text("from another build")
            shutil.rmtree(site)
            (tmp_path / "other").rename(site)
        original(*arguments)

    monkeypatch.setattr(permanence, "write_pages", overtaken)
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    built = center.build()
    assert built.code == 0
    assert replaced == ["once"]
    assert built.tree == center.anew(tmp_path / "clean").tree
