"""Edits to headings, links, images and labels go into the site that stands, byte for byte."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

INVOICE = "docs/billing/invoice.md"
QUIET = "docs/billing/quiet.md"
Step = Callable[[Any, random.Random], None]


@pytest.fixture
def center(center: Any) -> Any:
    """The help center, with more of what links lead to."""
    for name in ("plan.png", "unused.png", "old plan.png"):
        (center.folder / "docs/billing").mkdir(parents=True, exist_ok=True)
        (center.folder / "docs/billing" / name).write_bytes(b"\x89PNG " + name.encode())
    center.write("docs/billing/terms.txt", "Terms.\n")
    center.write(
        "docs/billing/long.md",
        "---\nid: long1\ntitle: A long one\ndescription: It has parts.\n---\n"
        "See [why](invoice.md#why-a-invoice-can-fail) and [below](#second) and\n"
        "[the refund](/a/art0/#change-the-refund).\n\n"
        "## First\n\nOne.\n\n### Deep & *deeper*\n\nTwo.\n\n## Second\n\nThree.\n",
    )
    center.write(
        "docs/billing/short.md",
        "---\nid: short1\ntitle: A short one\ndescription: It has no parts.\n---\nShort.\n",
    )
    center.write(
        "docs/billing/quiet.md",
        "---\nid: quiet1\ntitle: A quiet one\ndescription: It has parts.\nhide: [toc]\n"
        "last_reviewed: 2026-09-30\n"
        'redirect_from: ["#once -> #now"]\n---\n'
        "## Now\n\nOne.\n\n## Then\n\nTwo, see [this](https://example.org/a/b#c).\n",
    )
    center.write(
        "docs/billing/drafted.md",
        "---\nid: draft1\ntitle: Prices of next year\nstatus: draft\ndescription: Not yet.\n---\n"
        "![Picture](unused.png) and [old](terms.txt).\n",
    )
    return center


GO_IN = [
    (INVOICE, "## Change the invoice", "## See the *invoice* & pay"),
    (INVOICE, "## Change the invoice", "### Change the invoice"),
    (INVOICE, "## Change the invoice", "## Change the invoice {#change .big}"),
    (INVOICE, "## Change the invoice\n", ""),
    (INVOICE, "## Change the invoice", "## One more\n\nText.\n\n## Change the invoice"),
    ("docs/billing/long.md", "## First\n", "#### Even deeper\n\n## First\n"),
    ("docs/billing/long.md", "### Deep & *deeper*\n", ""),
    ("docs/billing/long.md", "## First\n", ""),
    ("docs/billing/short.md", "Short.", "## One\n\nShort.\n\n## Two\n\n[Up](#one)\n"),
    ("docs/billing/short.md", "Short.", "## One\n\nShort.\n"),
    ("docs/billing/quiet.md", "## Then", "## And then"),
    (INVOICE, "*plan*", "[plan](https://example.org/plan?a=1&b=2#top)"),
    (INVOICE, "*plan*", "<me@example.org> or [call](tel:+123) or [write](mailto:a@b.c)"),
    (INVOICE, "*plan*", "[plan](#change-the-invoice)"),
    (INVOICE, "*plan*", "[plan](../learning/refund.md#change-the-refund)"),
    (INVOICE, "*plan*", "[plan](long.md 'A title') and [itself](invoice.md)"),
    (INVOICE, "*plan*", "[plan](/a/long1/#second)"),
    (INVOICE, "*plan*", "[plan](https://help.example.org/center/a/long1/)"),
    (INVOICE, "*plan*", "[plan](index.md) and [all](../index.md)"),
    (INVOICE, "*plan*", "<a href='../../learning/refund/'>plan</a>"),
    (INVOICE, "*plan*", "[plan][1]\n\n[1]: ../learning/badge.md"),
    (INVOICE, "(../learning/seat.md)", "(../learning/refund.md)"),
    (INVOICE, "[next article](../learning/seat.md)", "next article"),
    ("docs/billing/long.md", "[the refund](/a/art0/#change-the-refund)", "the refund"),
    ("docs/billing/long.md", "Three.", "Three and four."),
    ("docs/billing/quiet.md", "Two,", "Two and three,"),
    (INVOICE, "*plan*", "![A plan](plan.png)"),
    (INVOICE, "*plan*", "![A plan](<old plan.png>) and [terms](../billing/plan.png)"),
    (INVOICE, "[next article]", "![next article]"),
    (INVOICE, "labels: [invoice]\n", "labels:\n- invoice\n- sums\naliases: [bill]\nowner: we\n"),
    (INVOICE, "labels: [invoice]\n", ""),
    (QUIET, "last_reviewed: 2026-09-30", "last_reviewed: 2026-11-02\nreview_in: 6 months"),
    (QUIET, "last_reviewed: 2026-09-30\n", ""),
    (INVOICE, "labels: [invoice]", "last_reviewed: 2026-11-02"),
]


def test_edits_to_links_headings_or_labels_go_into_their_pages(
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
        (INVOICE, "## Why a invoice", "## How a invoice", "another page may link"),
        ("docs/billing/quiet.md", "## Now", "## Later", "a redirect names"),
        ("docs/billing/quiet.md", "## Then", "## Once", "a redirect names"),
        (INVOICE, "## Change", '<b id="change-the-invoice">x</b>\n\n## Change', "to mend"),
        (INVOICE, "*plan*", "[plan](missing.md)", "leads to no file"),
        (INVOICE, "*plan*", "[plan](https://help.example.org/center/nowhere/)", ""),
        (INVOICE, "*plan*", "[plan](/nowhere/)", "something to mend"),
        (INVOICE, "*plan*", "[plan](long.md#third)", "something to mend"),
        (INVOICE, "*plan*", "[plan](#third)", "something to mend"),
        (INVOICE, "*plan*", "[plan](drafted.md)", "leads to no file"),
        (INVOICE, "*plan*", "[plan](/a/draft1/)", "something to mend"),
        (INVOICE, "*plan*", "![A plan](unused.png)", "leads to no file"),
        (INVOICE, "*plan*", "![](plan.png)", "something to mend"),
        (INVOICE, "*plan*", "![A plan](https://example.org/a.png)", "something to mend"),
        (INVOICE, "## Change the invoice", "## Prices of next year", "hidden articles say"),
        (INVOICE, "*plan*", "[plan](../learning/heading.md)", ""),
        (INVOICE, "labels: [invoice]", "labels: &a [invoice]", "its front matter changed"),
        (QUIET, "last_reviewed: 2026-09-30", "last_reviewed: soon", "something to mend"),
        (QUIET, "last_reviewed: 2026", "review_in: 1 month\nlast_reviewed: 2026", "to mend"),
        (INVOICE, "labels: [invoice]", "labels: 5\nstatus: draft", "its front matter changed"),
        (INVOICE, "labels: [invoice]", "labels: [invoice]\nhide: [toc]", "its front matter"),
    ],
)
def test_what_links_and_headings_mean_elsewhere_takes_a_whole_build(
    center: Any,
    stand: Any,
    ways: list[str],
    tmp_path: Path,
    path: str,
    old: str,
    new: str,
    reason: str,
) -> None:
    center = stand(center)
    center.edit(path, old, new)
    center.build_both(tmp_path / "clean")
    assert reason in ways[-2]


def test_a_new_file_and_an_image_of_it_take_a_whole_build(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    center.edit(INVOICE, "*plan*", "![A new one](new.png)")
    (center.folder / "docs/billing/new.png").write_bytes(b"\x89PNG")
    center.build_both(tmp_path / "clean")
    assert "added" in ways[1]


def test_a_link_and_the_heading_that_it_names_can_come_together(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    center.edit(INVOICE, "*plan*", "[plan](long.md#new)")
    center.edit("docs/billing/long.md", "## First", "## New\n\n## First")
    center.build_both(tmp_path / "clean")
    assert ways[1] == ""
    center.edit("docs/billing/long.md", "## New\n", "")
    center.build_both(tmp_path / "clean")
    assert "another page may link" in ways[3]


def test_a_heading_of_the_ledger_does_not_go_without_a_word(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    line = '"art1":{"urls":["billing/invoice/"],"anchors":["change-the-invoice"]},'
    text = '{"format":1,"articles":{\n' + line + '\n"":{}\n}}\n'
    center.write("docs/.permalinks.json", text)
    center.build()
    center.edit(INVOICE, "## Why a", "## More\n\n## Why a")
    center.build_both(tmp_path / "clean")
    assert ways[1] == ""
    center.edit(INVOICE, "## Change the", "## Look at the")
    assert "lost-anchor" in center.build_both(tmp_path / "clean").said
    assert "the ledger has a heading" in ways[3]
    center.edit(INVOICE, "## More", "## Even more")
    center.build_both(tmp_path / "clean")
    assert "to mend about its headings" in ways[5]


def test_an_article_that_no_category_lists_is_not_left_without_a_link(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.write("docs/lonely.md", "---\nid: lone1\ntitle: Lone\ndescription: Top.\n---\nText.\n")
    assert "[orphan]" in center.build().said
    center.edit(INVOICE, "*plan*", "[plan](../lonely.md)")
    assert "[orphan]" not in center.build_both(tmp_path / "clean").said
    assert "first link" in ways[1]
    center.edit(INVOICE, "[plan](../lonely.md)", "*plan*")
    assert "[orphan]" in center.build_both(tmp_path / "clean").said
    assert "last link" in ways[3]


def test_a_link_that_begins_in_an_edit_counts_among_related_articles(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    names = ("harbour", "ladder", "pepper", "violin", "meadow", "copper", "tunnel", "saddle")
    for number, name in enumerate(names):
        center.write(
            f"docs/other/{name}.md",
            f"---\nid: other{number}\ntitle: The {name} and the boat\n"
            f"description: Of a {name} by a boat.\n---\nA {name} stands by the boat.\n",
        )
    center.build()
    center.edit("docs/other/copper.md", "stands by", "[stands](tunnel.md) by")
    now = center.build_both(tmp_path / "clean")
    assert ways[1] == ""
    center.edit("docs/other/copper.md", "[stands](tunnel.md)", "stands")
    assert center.build_both(tmp_path / "clean").tree != now.tree
    assert ways[3] == ""


def test_an_article_that_stood_in_no_list_is_related_once_somebody_links_to_it(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    for name, title in (("zebra", "Zebras & <co>"), ("yak", "Yaks")):
        center.write(
            f"docs/other/{name}.md",
            f"---\nid: {name}1\ntitle: {title}\ndescription: Of a {name}.\nrelated: [art2]\n---\n"
            "Animals.\n",
        )
    center.build()
    center.edit("docs/other/yak.md", "Animals", "[Animals](zebra.md)")
    center.build_both(tmp_path / "clean")
    assert ways[1] == ""
    html = (center.folder / "site/other/yak/index.html").read_text("utf-8")
    assert '<a class="hw-entry__link" href="../zebra/">Zebras &amp; &lt;co&gt;</a>' in html


def _article(center: Any, chance: random.Random) -> tuple[str, str, str]:
    paths = sorted(path for path in (center.folder / "docs").rglob("*.md") if path.stem != "secret")
    path = chance.choice([path for path in paths if path.parent.name in ("billing", "learning")])
    head, mark, body = path.read_text("utf-8").rpartition("\n---\n")
    return path.relative_to(center.folder).as_posix(), head + mark, body


def _heading(center: Any, chance: random.Random) -> None:
    path, head, body = _article(center, chance)
    name = chance.choice(["Change it", "Why", "More *words*", "A & B", "What `code` does"])
    line = f"{'#' * chance.choice([2, 2, 3, 4])} {name} {chance.randrange(9)}"
    parts = body.split("\n\n")
    found = [n for n, part in enumerate(parts) if part.startswith("#")]
    kind = chance.choice(["add", "add", "remove", "reword"])
    if kind == "add" or not found:
        parts.insert(chance.randrange(len(parts) + 1), line)
    elif kind == "remove":
        del parts[chance.choice(found)]
    else:
        parts[chance.choice(found)] = line
    center.write(path, head + "\n\n".join(parts))


def _link(center: Any, chance: random.Random) -> None:
    path, head, body = _article(center, chance)
    other, _, text = _article(center, chance)
    way = f"../{other.removeprefix('docs/')}"
    anchors = [
        line.strip("# ").lower().replace(" ", "-") for line in re.findall(r"^#.*", text, re.M)
    ]
    target = chance.choice(
        [
            *(way, way, way, f"{way}#{chance.choice(anchors or ['x'])}", "https://example.org/x"),
            *("/a/art3/", "/a/long1/#second", "../billing/index.md", "../billing/plan.png"),
            *("#first", "mailto:a@example.org", "../billing/drafted.md"),
        ]
    )
    mark = chance.choice(["", "", "", "!"]) if target.endswith("png") else ""
    found = list(re.finditer(r"!?\[([a-z ]+)\]\([^)]*\)", body))
    if found and chance.random() < 0.5:
        match = chance.choice(found)
        body = body[: match.start()] + match[1] + body[match.end() :]
    else:
        body = f"{body.rstrip()}\n\nAlso see {mark}[that there]({target}).\n"
    center.write(path, head + body)


STEPS: list[Step] = [_heading, _link]


@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_of_such_edits_gives_what_a_build_from_nothing_gives(
    center: Any, ways: list[str], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    center.build()
    for _ in range(12):
        for _ in range(chance.choice([1, 1, 2])):
            chance.choice(STEPS)(center, chance)
        center.build_both(tmp_path / "clean")
    assert ways.count("") >= 4
