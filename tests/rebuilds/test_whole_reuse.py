"""Whole builds take over what the last one drew, read, and compared."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from helpwright.mkdocs_plugins import page_parts
from helpwright.search import related

TITLE = "title: All about the invoice"
# Another address takes a whole build.
MOVED = "title: What an invoice is\nredirect_from: [bills/old]"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the articles that the theme draws."""
    found: list[str] = []
    original = page_parts.Parts.render

    def listen(self: page_parts.Parts, template: Any, given: dict[str, Any]) -> str:
        found.append(given["page"].file.src_uri)
        return original(self, template, given)

    monkeypatch.setattr(page_parts.Parts, "render", listen)
    return found


def test_only_pages_that_show_a_new_title_are_drawn(
    center: Any, drawn: list[str], tmp_path: Path
) -> None:
    center.build()
    assert "learning/heading.md" in drawn
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    center.build()
    drawn.clear()
    center.edit("docs/billing/invoice.md", MOVED, TITLE)
    built = center.build()
    assert "billing/invoice.md" in drawn
    assert "learning/heading.md" not in drawn
    assert built.tree == center.anew(tmp_path / "clean").tree


@pytest.mark.parametrize("change", ["add", "remove", "move", "describe"])
def test_what_happens_in_one_category_draws_no_articles_of_others(
    center: Any, drawn: list[str], tmp_path: Path, change: str
) -> None:
    tax = center.folder / "docs/billing/tax.md"
    if change != "add":
        center.write("docs/billing/tax.md", "---\nid: tax1\ntitle: Zebras\n---\nStripes.\n")
    center.build()
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    center.build()
    drawn.clear()
    if change == "add":
        center.write("docs/billing/tax.md", "---\nid: tax1\ntitle: Zebras\n---\nStripes.\n")
    elif change == "remove":
        tax.unlink()
    elif change == "move":
        tax.rename(tax.with_name("zebra.md"))
    else:
        center.edit("docs/billing/category.yml", "What things cost", "Prices and plans")
    built = center.build()
    assert "learning/heading.md" not in drawn
    assert built.tree == center.anew(tmp_path / "clean").tree


def test_a_page_that_somebody_changed_in_the_site_is_drawn_again(
    center: Any, drawn: list[str], tmp_path: Path
) -> None:
    center.build()
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    center.build()
    page = center.folder / "site/learning/heading/index.html"
    page.write_text(page.read_text("utf-8").replace("Nobody", "Anyone"), encoding="utf-8")
    drawn.clear()
    center.edit("docs/billing/invoice.md", MOVED, TITLE)
    built = center.build()
    assert "learning/heading.md" in drawn
    assert built.tree == center.anew(tmp_path / "clean").tree


def test_pages_are_drawn_again_where_a_clock_counts_whole_seconds(
    center: Any, drawn: list[str]
) -> None:
    center.build()
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    for path in (center.folder / "site").rglob("*.html"):
        seconds = path.stat().st_mtime_ns // 1_000_000_000 * 1_000_000_000
        os.utime(path, ns=(seconds, seconds))
    center.build()
    drawn.clear()
    center.edit("docs/billing/invoice.md", MOVED, TITLE)
    center.build()
    assert "learning/heading.md" in drawn


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("site_name: Test", "site_name: Help"),
        ("site_name: Test", "site_name: Test\ncopyright: Ours"),
        ("name: helpwright\n", "name: helpwright\n  strings: {related: See also}\n"),
        ("email: help@example.org", "email: support@example.org"),
        ("  - helpwright/search\n", ""),
        ("/center/", "/other/"),
    ],
)
def test_another_configuration_draws_all_pages(
    center: Any, drawn: list[str], tmp_path: Path, old: str, new: str
) -> None:
    center.build()
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    center.build()
    drawn.clear()
    center.edit("mkdocs.yml", old, new)
    built = center.build()
    assert "learning/heading.md" in drawn
    assert built.tree == center.anew(tmp_path / "clean").tree


def test_a_hook_sees_all_pages_drawn(center: Any, tmp_path: Path) -> None:
    center.build()
    center.write("hook.py", "def on_post_page(output, page, config):\n    return output.upper()\n")
    center.edit("mkdocs.yml", "site_name: Test", "site_name: Test\nhooks: [hook.py]")
    built = center.build()
    assert "NOBODY GAVE" in (center.folder / "site/learning/heading/index.html").read_text("utf-8")
    assert built.tree == center.anew(tmp_path / "clean").tree


def test_a_new_title_and_a_new_article_compare_few_articles(
    center: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found: list[str] = []
    original = related.compare
    monkeypatch.setattr(
        related, "compare", lambda *given, **also: found.append("all") or original(*given, **also)
    )
    center.build()
    assert found == ["all"]
    center.edit("docs/billing/invoice.md", TITLE, MOVED)
    built = center.build()
    assert found == ["all"]
    assert built.tree == center.anew(tmp_path / "clean").tree
    found.clear()
    center.write("docs/billing/tax.md", "---\nid: tax1\ntitle: Taxes\n---\nThe refund of a plan.\n")
    built = center.build()
    assert found == []
    assert built.tree == center.anew(tmp_path / "clean").tree
    (center.folder / "docs/billing/tax.md").rename(center.folder / "docs/learning/tax.md")
    found.clear()
    built = center.build()
    assert found == []
    assert built.tree == center.anew(tmp_path / "clean").tree


def test_builds_for_agents_in_between_change_nothing(center: Any, tmp_path: Path) -> None:
    center.edit("docs/billing/team.md", "## Change", "See [this](secret.md).\n\n## Change")
    center.build()
    for number in range(2):
        agents = ("--audience", "agents", "--site-dir", str(tmp_path / "agents"))
        center.edit("docs/learning/seat.md", "title: ", f"title: {number} ")
        center.build(*agents)
        assert center.build().tree == center.anew(tmp_path / "clean").tree


def test_addresses_are_those_that_joining_them_gives(center: Any) -> None:
    names = ("a..b", "über uns", "x:y", "1~2", "a.b", "(c)", "d=e&f", "%41")
    for name in names:
        center.write(f"docs/billing/{name}.md", f"# The page {name}\n\nText.\n")
    center.build()
    addresses = [
        "https://help.example.org/center/billing/invoice/",
        *(
            urljoin("https://help.example.org/center/billing/", f"{quoted}/")
            for quoted in ("a..b", "%C3%BCber%20uns", "a.b", "%2541")
        ),
    ]
    pages = [path.read_text("utf-8") for path in (center.folder / "site/billing").rglob("*.html")]
    for address in addresses:
        link = f'<link rel="canonical" href="{address}">'
        assert sum(link in page for page in pages) == 1


def words(center: Any, chance: random.Random) -> Path:
    """Some article."""
    found: Path = chance.choice(sorted((center.folder / "docs").glob("*/[a-z]*.md")))
    return found


def replace_line(path: Path, start: str, new: str) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next((n for n, line in enumerate(lines) if line.startswith(start)), None)
    if at is not None:
        lines[at] = new
    path.write_text("".join(lines), encoding="utf-8")


def entitle(center: Any, chance: random.Random) -> None:
    replace_line(words(center, chance), "title:", f"title: Of things {chance.random()}\n")


def describe(center: Any, chance: random.Random) -> None:
    text = chance.choice(["description: About <more> things.\n", "type: faq\n", ""])
    replace_line(words(center, chance), "description:", text)


def promote(center: Any, chance: random.Random) -> None:
    line = chance.choice(["promoted: true\n", "related: [art1, art4]\n", "applies_to: [Pro]\n"])
    replace_line(words(center, chance), "labels:", line)


def rename(center: Any, chance: random.Random) -> None:
    values = [f"order: {chance.randrange(9)}\n", "icon: material/cash\n", "description: Costs.\n"]
    text = f"title: Money {chance.randrange(9)}\n{chance.choice(values)}"
    center.write(f"docs/{chance.choice(['billing', 'learning'])}/category.yml", text)


def add(center: Any, chance: random.Random) -> None:
    name = chance.randrange(10**6)
    text = f"---\nid: new{name}\ntitle: The {name}\n---\n## The refund\n\nSee [it](team.md).\n"
    center.write(f"docs/billing/new{name}.md", text)


def remove(center: Any, chance: random.Random) -> None:
    words(center, chance).unlink()


def reword(center: Any, chance: random.Random) -> None:
    with words(center, chance).open("a", encoding="utf-8") as file:
        file.write(f"\n## More of {chance.randrange(9)}\n\nThe refund of a seat.\n")


def hint(center: Any, chance: random.Random) -> None:
    center.write("docs/_snippets/hint.md", f"Wait **{chance.randrange(60)} minutes**.\n")


CHANGES: list[Callable[[Any, random.Random], None]] = [
    *(entitle, describe, promote, rename, add, remove, reword, hint, entitle, reword),
]


@pytest.mark.parametrize("seed", range(3))
def test_any_changes_give_what_a_clean_build_gives(center: Any, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    center.build()
    for _ in range(4):
        for change in chance.sample(CHANGES, chance.randint(1, 2)):
            change(center, chance)
        assert center.build().tree == center.anew(tmp_path / "clean").tree
