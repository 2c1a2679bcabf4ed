"""Edits to titles, descriptions and the like go into all pages that show them, byte for byte."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

INVOICE = "docs/billing/invoice.md"
SEAT = "docs/learning/seat.md"
TITLE = "title: All about the invoice"
ABOUT = "description: About the invoice and what to do with it."
Step = Callable[[Any, random.Random], None]


@pytest.fixture
def center(center: Any) -> Any:
    """The help center, with more that shows what articles are called."""
    center.edit(
        "troubleshooters/lamp.yml",
        "bulb: {solution: Change the bulb}",
        "bulb: {solution: See below, article: billing/team.md}",
    )
    center.write(
        "docs/billing/promoted.md",
        "---\nid: prom1\ntitle: Read this first\ndescription: It helps.\npromoted: true\n"
        "type: how-to\napplies_to: [Business]\nlast_reviewed: 2026-10-01\n"
        "related: [art1, learning/seat.md]\nredirect_from: [old/first, '#then -> #now']\n---\n"
        "## Now\n\nText about money.\n",
    )
    center.write(
        "docs/billing/long.md",
        '---\nid: long1\ntitle: "A \\"long\\" one & <more>"\ndescription: It has parts.\n---\n'
        "See [why](invoice.md) and [how](/a/prom1/).\n",
    )
    center.write(
        "docs/billing/deep/below.md",
        "---\nid: deep1\ntitle: Far below\ndescription: It is deep.\n---\nDeep text.\n",
    )
    center.write(
        "docs/billing/hush.md",
        "---\nid: hush1\ntitle: Prices of the coming year\nstatus: draft\ndescription: No.\n---\n"
        "Not yet.\n",
    )
    return center


PROMOTED = "docs/billing/promoted.md"
GO_IN = [
    (INVOICE, TITLE, "title: How to read an invoice"),
    (INVOICE, TITLE, "title: Zebras & <b>bills</b> on 'your' \"invoice\""),
    (INVOICE, TITLE, "title: ALL ABOUT THE INVOICE"),
    (INVOICE, TITLE, "title: 'Refunds: what to expect'"),
    (INVOICE, TITLE, "title: A title on\n  two lines"),
    (INVOICE, ABOUT, "description: Something else & more."),
    (INVOICE, f"{TITLE}\n{ABOUT}", "description: Turned around.\ntitle: Another order"),
    (INVOICE, ABOUT, f"{ABOUT}\ntype: how-to\napplies_to: [Business, Schools]"),
    (INVOICE, ABOUT, f"{ABOUT}\nlast_reviewed: 2026-10-30"),
    (INVOICE, ABOUT, f"{ABOUT}\npromoted: true"),
    (SEAT, "title: All about the seat", "title: What a seat is"),
    (PROMOTED, "title: Read this first", "title: Read this at once"),
    (PROMOTED, "description: It helps.", "description: It helps everybody."),
    (PROMOTED, "type: how-to\napplies_to: [Business]\nlast_reviewed: 2026-10-01\n", ""),
    ("docs/billing/long.md", 'title: "A \\"long\\" one & <more>"', "title: A shorter one"),
    ("docs/billing/deep/below.md", "title: Far below", "title: Not far below"),
    ("docs/learning/steps.md", "title: With a snippet", "title: With one snippet"),
]


def test_edits_to_titles_and_the_like_go_into_all_pages_that_show_them(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    before = center.build()
    for path, old, new in GO_IN:
        text = (center.folder / path).read_text("utf-8")
        center.edit(path, old, new)
        now = center.build_both(tmp_path / "clean")
        assert (path, old, new, ways[-2]) == (path, old, new, "")
        assert now.tree != before.tree
        center.write(path, text)
        assert center.build().tree == before.tree
        assert (path, old, new, ways[-1]) == (path, old, new, "")


@pytest.mark.parametrize(
    ("path", "old", "new", "reason"),
    [
        ("docs/billing/team.md", "title: All about the team", "title: Teams", "in their text"),
        (INVOICE, TITLE, "title: All about the refund", "another article has its title"),
        (INVOICE, TITLE, "title: Prices of the coming year", "hidden articles say"),
        (INVOICE, TITLE, "title: ''", "something to mend"),
        (INVOICE, TITLE, "title: &a All about it", "its front matter changed"),
        (INVOICE, f"{TITLE}\n", "", "its front matter changed"),
        (INVOICE, f"{ABOUT}\n", "", "something to mend"),
        (INVOICE, ABOUT, f"{ABOUT}\ntype: nonsense", "something to mend"),
        (INVOICE, ABOUT, f"{ABOUT}\naudience: agents", "its front matter changed"),
        (INVOICE, ABOUT, f"{ABOUT}\nrelated: [seat]", "its front matter changed"),
        (INVOICE, TITLE, "title: Test", "its front matter changed"),
        ("docs/learning/heading.md", "# A title", "# Another title", "its title changed"),
        (PROMOTED, "promoted: true\n", "", "a list begins or ends"),
    ],
)
def test_what_a_title_may_change_elsewhere_is_left_to_a_whole_build(
    center: Any, stand: Any, ways: list[str], path: str, old: str, new: str, reason: str
) -> None:
    center = stand(center)
    center.edit(path, old, new)
    now, clean = center.build(), center.clean()
    assert (now.code, now.said) == (clean.code, clean.said)
    assert now.code or now.tree == clean.tree
    assert reason in ways[-2]


def test_an_introduction_of_a_category_takes_a_whole_build(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    text = "---\nid: intro1\ntitle: About money\ndescription: What it is.\n---\nWelcome.\n"
    center.write("docs/billing/index.md", text)
    center.build()
    center.edit("docs/billing/index.md", "title: About money", "title: On money")
    center.build_both(tmp_path / "clean")
    assert "its front matter changed" in ways[1]


def test_a_list_of_helpful_articles_in_a_text_takes_a_whole_build(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.write("docs/.most-helpful.yml", "articles:\n- art1\n- prom1\n")
    center.build()
    center.edit(INVOICE, TITLE, "title: Bills")
    center.build_both(tmp_path / "clean")
    assert ways[1] == ""
    assert ">Bills</a>" in (center.folder / "site/index.html").read_text("utf-8")
    center.edit("docs/billing/long.md", "See", "<!-- helpwright:most-helpful -->\n\nSee")
    center.build()
    center.edit(INVOICE, "title: Bills", "title: Bills and sums")
    center.build_both(tmp_path / "clean")
    assert "in their text" in ways[-2]


def test_a_site_without_categories_offers_its_articles_in_search(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    for path in sorted((center.folder / "docs").rglob("*")):
        if path.is_file():
            path.unlink()
    center.edit("troubleshooters/lamp.yml", ", article: billing/team.md", "")
    center.write("docs/index.md", "---\nid: top1\ntitle: Home\ndescription: H.\n---\n[B](b.md).\n")
    center.write("docs/b.md", "---\nid: bees1\ntitle: Bees\ndescription: They fly.\n---\nText.\n")
    assert center.build().code == 0
    center.edit("docs/b.md", "title: Bees", "title: Wasps")
    center.build_both(tmp_path / "clean")
    assert "in their text" in ways[1]


def test_a_heading_that_a_finding_names_by_its_page_takes_a_whole_build(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.edit("docs/billing/long.md", "(invoice.md)", "(invoice.md#nowhere)")
    assert '"All about the invoice" has no' in center.build().said
    center.edit(INVOICE, TITLE, "title: Bills")
    assert '"Bills" has no' in center.build_both(tmp_path / "clean").said
    assert "something to mend that names its title" in ways[1]


def test_a_notice_of_a_section_that_moved_says_the_new_title(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    claim = "id: prom1\nredirect_from: ['billing/invoice/#gone -> #now']\n"
    center.edit(PROMOTED, "redirect_from: [old/first, '#then -> #now']\n", "")
    center.edit(PROMOTED, "id: prom1\n", claim)
    center.build()
    center.edit(PROMOTED, "title: Read this first", "title: Read me")
    center.build_both(tmp_path / "clean")
    assert "in their text" in ways[1]


SITES = {
    "with files for addresses": "use_directory_urls: false\n",
    "in several languages": (
        "extra:\n  alternate:\n  - {name: English, lang: en, link: https://help.example.org/}\n"
        "  - {name: Deutsch, lang: de, link: https://help.example.org/de/}\n"
    ),
    "with values that are no texts": (
        "extra:\n  since: 2026-01-01\n  alternate:\n"
        "  - {name: English, lang: en, link: /en/, since: 2026-01-01}\n"
    ),
    "with a name and a description": "site_author: We\nsite_description: All about us\n",
}
SAID = (
    "Apples",
    "Bills & sums",
    "Zero <b>cost</b>",
    "Über alles",
    'The "best"',
    "An invoice's end",
)


def _retitle(center: Any, draw: random.Random) -> None:
    path = draw.choice(sorted((center.folder / "docs").rglob("*/*.md")))
    lines = path.read_text("utf-8").split("\n")
    key = draw.choice(("title", "description"))
    said = f"{draw.choice(SAID)} {draw.randrange(10_000)}"
    lines = [f"{key}: {said}" if line.startswith(f"{key}:") else line for line in lines]
    path.write_text("\n".join(lines), encoding="utf-8")


def _promote(center: Any, draw: random.Random) -> None:
    path = draw.choice(sorted((center.folder / "docs/many").glob("*.md")))
    text = path.read_text("utf-8")
    line = "promoted: true\n"
    changed = text.replace(line, "") if line in text else text.replace("---\n", f"---\n{line}", 1)
    path.write_text(changed, encoding="utf-8")


def _retell(center: Any, draw: random.Random) -> None:
    path = draw.choice(sorted((center.folder / "docs/many").glob("*.md")))
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n## Part {draw.randrange(100)}\n\nMore.\n", encoding="utf-8")


@pytest.mark.parametrize("kind", SITES)
def test_any_sequence_of_titles_and_texts_ends_in_the_site_of_a_clean_build(
    center: Any, ways: list[str], tmp_path: Path, kind: str
) -> None:
    draw = random.Random(kind)
    lines = "helpwright/articles:\n      category_page_size: 12\n"
    center.edit("mkdocs.yml", "helpwright/articles:\n", lines)
    center.write("mkdocs.yml", (center.folder / "mkdocs.yml").read_text("utf-8") + SITES[kind])
    for number in range(32):
        about = f"title: Number {number} of many\ndescription: It is one of many.\n"
        related = f"related: [many{(number * 7) % 32}]\n" if number % 5 == 0 else ""
        center.write(
            f"docs/many/n{number:02}.md",
            f"---\nid: many{number}\n{about}{related}---\n[One](n{number * 3 % 32:02}.md) more "
            f"{SAID[number % 6].lower()} of {SAID[number % 5].lower()}.\n",
        )
    center.build()
    for _ in range(7):
        for _ in range(draw.choice((1, 1, 2, 4))):
            draw.choice((_retitle, _retitle, _promote, _retell))(center, draw)
        center.build_both(tmp_path / "clean")
    went_in = [way for way in ways[1:] if not way]
    assert len(went_in) >= 4, ways
