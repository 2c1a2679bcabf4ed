"""Edits to snippets go into the pages of the articles that include them, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from helpwright.mkdocs_plugins import clock
from helpwright.rebuilds import applying
from helpwright.rebuilds.refusal import Refused

HINT = "docs/_snippets/hint.md"
BOX = "docs/_snippets/box.md"
UNUSED = "docs/_snippets/parts/unused.md"
ALL = "docs/_snippets/parts/all.md"
INVOICE = "docs/billing/invoice.md"
STEPS = "docs/learning/steps.md"
SECRET = "Customers of the oldest plan pay nothing at all for the second seat of a team."


GO_IN = [
    (HINT, "minute", "moment & a `half`"),
    (HINT, "Wait a **minute** first.", ""),
    (HINT, "first.", "first, {{ product }} needs it.\n\n- One\n- Two\n"),
    (HINT, "first.", "first. {{ snippet: parts/unused }}"),
    (HINT, "first.", "first. See [the team](/a/art7/#change-the-team)."),
    (HINT, "first.", "first. See [the team](../billing/team.md) and [art](https://example.org/)."),
    (HINT, "first.", "first.\n\n## A *part* of it\n\nText.\n"),
    (HINT, "first.", "first. \\{{ product }} and `{{ snippet: none }}`"),
    (BOX, "{{ snippet: hint }}", "no hint"),
    (BOX, "![A plan](plan.png)", "![The plan](plan.png)"),
    (BOX, "[the invoice](/a/art1/)", "[the seat](/a/art2/)"),
    (BOX, "!!! note", "## Before\n\n!!! note"),
    (BOX, "See", "\ufeffSee\r\n"),
    (ALL, "All that", "## All\n\n[All](seat.md) that"),
    (UNUSED, "Nobody", "{{ nobody }} ![](../x.png) {{ snippet: parts/unused }}"),
]


def test_an_edit_to_a_snippet_goes_into_the_pages_that_include_it(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    before = center.build()
    assert before.code == 0
    for path, old, new in GO_IN:
        text = (center.folder / path).read_bytes()
        center.edit(path, old, new)
        now = center.build_both(tmp_path / "clean")
        assert (path, old, new, ways[-1]) == (path, old, new, "there is no record of a build")
        assert (path, old, new, ways[-2]) == (path, old, new, "")
        assert (now.tree == before.tree) == (path == UNUSED)
        (center.folder / path).write_bytes(text)
        assert center.build().tree == before.tree
        assert (path, old, new, ways[-1]) == (path, old, new, "")


def test_only_pages_that_include_it_and_the_index_change(center: Any, ways: list[str]) -> None:
    before = center.build()
    center.edit(HINT, "minute", "moment")
    after = center.build()
    changed = {path for path in after.tree if before.tree.get(path) != after.tree[path]}
    pages = {path for path in changed if not path.startswith("assets/helpwright/index/")}
    names = ("billing/long/", "learning/steps/", "learning/titled/")
    assert pages == {f"{name}index.html" for name in names}
    assert ways[1] == ""
    center.write(UNUSED, "Nobody at all.\n")
    assert center.build().tree == after.tree
    center.edit(UNUSED, "Nobody", "\n\nNobody")
    assert center.build().tree == after.tree
    assert ways[2:] == ["", ""]


def test_snippets_and_articles_can_be_edited_together(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    center.edit(HINT, "minute", "moment")
    center.edit(STEPS, "once more", "once more and again")
    center.edit(INVOICE, "nobody", "nobody, {{ snippet: parts/unused }},")
    center.build_both(tmp_path / "clean")
    # The article includes it since the last build; another one does no more.
    center.edit(UNUSED, "Nobody", "Somebody")
    center.edit(STEPS, "{{ snippet: hint }}", "No hint.")
    now = center.build_both(tmp_path / "clean")
    center.edit(HINT, "moment", "second")
    after = center.build_both(tmp_path / "clean")
    assert now.tree["learning/steps/index.html"] == after.tree["learning/steps/index.html"]
    center.edit(BOX, "{{ snippet: hint }}", "{{ snippet: parts/unused }}")
    center.build_both(tmp_path / "clean")
    center.edit(UNUSED, "reads", "needs")
    center.build_both(tmp_path / "clean")
    html = (center.folder / "site/learning/titled/index.html").read_text("utf-8")
    assert "Somebody needs this." in html
    assert {way for way in ways[1:] if way != "there is no record of a build"} == {""}


REFUSED = [
    (HINT, "minute", "{{ minute }}", "billing/long.md: it has something to mend"),
    (HINT, "minute", "{{ snippet: none }}", "it has something to mend"),
    (HINT, "minute", "{{ snippet: box }}", "it has something to mend"),
    (HINT, "minute", "minute\0", "_snippets/hint.md: it has something to mend"),
    (HINT, "minute", "[minute](nowhere.md)", "leads to no file"),
    (HINT, "minute", "[minute](#nowhere)", "it has something to mend"),
    (HINT, "minute", "[minute](/a/draft1/)", "it has something to mend"),
    (HINT, "minute", "![](plan.png)", "it has something to mend"),
    (HINT, "minute", "<b id='second'>minute</b>", "it has something to mend"),
    (HINT, "minute", "\n\n```troubleshooter lamp\n```\n\n", "what other files say"),
    (UNUSED, "Nobody", "```troubleshooter nobody\n```\n", "what other files say"),
    (UNUSED, "Nobody", "![Nobody](billing/hidden.png)", "what hidden articles show"),
    (HINT, "minute", SECRET, "it would show what is internal"),
    (HINT, "minute", "\n\n## Prices of next year\n\nMuch.", "hidden articles say"),
    ("docs/_snippets/list.txt", "One", "Two", "_snippets/list.txt changed"),
]


def refusal(center: Any) -> str:
    """Why the edits since the last build take a whole one; "" if they do not."""
    try:
        applying.apply(center.run(), clock="2026-11-22", day=clock.build_day())
    except Refused as refused:
        return str(refused)
    return ""


def test_what_a_snippet_means_elsewhere_takes_a_whole_build(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.write("docs/_snippets/list.txt", "One\n")
    center.build()
    for path, old, new, reason in REFUSED:
        text = (center.folder / path).read_bytes()
        center.edit(path, old, new)
        why = refusal(center)
        assert reason in why, (path, old, new, why)
        (center.folder / path).write_bytes(text)
        assert refusal(center) == ""
    center.edit(*REFUSED[0][:3])
    center.edit(*REFUSED[-1][:3])
    center.build_both(tmp_path / "clean")


def test_a_snippet_that_cannot_be_read_takes_a_whole_build(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.edit("mkdocs.yml", "      variables:", "      max_article_bytes: 3000\n      variables:")
    for data in (b"\xff\xfe", b"x" * 4000):
        center.write(HINT, "Wait.")
        assert center.build().code == 0
        (center.folder / HINT).write_bytes(data)
        assert center.build_both(tmp_path / "clean").code == 1
        assert ways[-2] == "_snippets/hint.md: it has something to mend"


def test_a_new_snippet_and_one_that_is_gone_take_whole_builds(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    center.write("docs/_snippets/more.md", "More.\n")
    center.edit(HINT, "minute", "{{ snippet: more }}")
    center.build_both(tmp_path / "clean")
    (center.folder / UNUSED).unlink()
    center.build_both(tmp_path / "clean")
    assert ways[1::2] == ["a file was added, moved or removed"] * 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ snippet: hint }}\n\n```troubleshooter lamp\n```\n", "what other files say"),
        ("{{ snippet: hint }}\n\n[No](nowhere.md)\n", "billing/odd.md changed"),
        ("{{ snippet: hint }} {{ nothing }}\n", "billing/odd.md changed"),
        ("{{ snippet: hint }}\n\n# Two\n\n# Titles\n", "the theme changes its text"),
    ],
)
def test_an_article_that_is_not_made_anew_by_itself_takes_its_snippets_along(
    center: Any, ways: list[str], tmp_path: Path, text: str, reason: str
) -> None:
    head = "---\nid: odd1\ntitle: Odd\ndescription: Odd.\n---\n"
    center.write("docs/billing/odd.md", head + text)
    center.build()
    center.edit(HINT, "minute", "moment")
    center.build_both(tmp_path / "clean")
    assert reason in ways[1]


def test_what_is_to_mend_in_an_article_may_be_looked_for_in_any_snippet(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.edit(INVOICE, "*plan*", "<a href='no&#119;here.html'>plan</a>")
    assert 'docs/billing/invoice.md: "nowhere.html" leads' in center.build().said
    center.edit(UNUSED, "Nobody", "[Nobody](nowhere.html)")
    assert "docs/_snippets/parts/unused.md:1:10:" in center.build_both(tmp_path / "clean").said
    center.edit(UNUSED, "[Nobody]", "\n\nAnd [nobody]")
    assert "docs/_snippets/parts/unused.md:1:14:" in center.build_both(tmp_path / "clean").said
    # The first of all snippets has it now.
    center.edit(ALL, "All that", "[All that](<nowhere.html>)")
    assert "docs/_snippets/parts/all.md:1:" in center.build_both(tmp_path / "clean").said
    assert ways[1::2] == ["there is something to mend whose place a snippet may tell"] * 3
    center.edit(HINT, "minute", "moment, see [all](../learning/seat.md),")
    center.edit(HINT, "first", "[first](https://example.org/?a=b#c)")
    center.build_both(tmp_path / "clean")
    assert ways[7] == ""


def test_findings_that_no_snippet_moves_keep_no_edit_from_its_pages(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.write(
        "docs/billing/odd.md",
        "---\nid: odd1\ntitle: Odd\n---\n[No](nowhere.md) ![](plan.png) {{ x }}\n",
    )
    center.write("docs/lonely.md", "---\nid: lone1\ntitle: Lone\ndescription: Top.\n---\nText.\n")
    said = center.build().said
    assert all(code in said for code in ("missing-description", "broken-link", "orphan", "undef"))
    center.edit(HINT, "minute", "[moment](/a/art1/)")
    assert center.build_both(tmp_path / "clean").said == said
    assert ways[1] == ""
    center.edit(BOX, "See", "Look at")
    assert center.build_both(tmp_path / "clean").said == said
    assert "whose place a snippet may tell" in ways[3]


def test_more_pages_than_pay_take_a_whole_build(
    center: Any, ways: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "MOST", 3)
    center.build()
    center.edit(HINT, "minute", "moment")
    center.edit(STEPS, "once more", "again")
    center.build_both(tmp_path / "clean")
    center.edit(HINT, "moment", "second")
    center.edit(INVOICE, "nobody", "no one")
    center.build_both(tmp_path / "clean")
    assert ways[1::2] == ["", "many articles include a snippet that changed"]


def test_files_that_are_only_newer_are_no_edits(
    center: Any, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(applying, "MOST", 3)
    before = center.build()
    for path in (center.folder / "docs").rglob("*.*"):
        path.write_bytes(path.read_bytes())
    assert center.build().tree == before.tree
    center.edit(HINT, "minute", "moment")
    assert center.build().tree != before.tree
    assert ways[1:] == ["", ""]


def test_a_page_that_somebody_changed_is_not_made_from_what_it_was(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    page = center.folder / "site/learning/steps/index.html"
    page.write_text(page.read_text("utf-8").replace("Then look", "Then_look"), "utf-8")
    center.edit(HINT, "minute", "moment")
    center.build_both(tmp_path / "clean")
    assert "not" in ways[1]
