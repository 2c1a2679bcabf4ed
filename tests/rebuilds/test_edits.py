"""An edit put into a site that stands gives what a build from nothing gives, byte for byte."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Edit = Callable[[Any, random.Random], None]
ARTICLES = [
    *("learning/refund", "billing/invoice", "learning/seat", "billing/video"),
    *("learning/password", "billing/course", "learning/badge", "billing/team"),
]


def path_of(chance: random.Random, center: Any) -> str:
    there = [name for name in ARTICLES if (center.folder / f"docs/{name}.md").exists()]
    return f"docs/{chance.choice(there)}.md"


def change_word(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    head, _, body = text.partition("\n---\n")
    found = re.finditer(r"\b[a-z]{4,}\b(?![^(\n]*\))", body)
    place = chance.choice([m for m in found if "#" not in body[: m.start()].rpartition("\n")[2]])
    word = chance.choice(["paper", "teh", "quickly", "again", "refund", "harbours"])
    center.write(path, f"{head}\n---\n{body[: place.start()]}{word}{body[place.end() :]}")


def add_sentence(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    center.write(path, text.replace("\n\n## ", "\n\nA new paragraph & more of it.\n\n## ", 1))


def remove_sentence(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    center.write(path, re.sub(r" Some people ask[^\n\[]*", "", text))


def change_title(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    center.write(path, re.sub(r"title: .*", f"title: Title {chance.random()}", text))


def change_heading(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    center.write(path, re.sub(r"## .*", f"## Heading {chance.randrange(99)}", text, count=1))


def change_label(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    center.write(path, re.sub(r"labels: .*", f"labels: [x{chance.randrange(99)}]", text))


def hide(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    center.write(path, text.replace("\nlabels:", "\nstatus: draft\nlabels:", 1))


def add_link(center: Any, chance: random.Random) -> None:
    path = path_of(chance, center)
    text = (center.folder / path).read_text("utf-8")
    center.write(
        path, f"{text}\nSee [this](../billing/category.yml), [that](/a/art1/) or <b>x</b>."
    )


def move(center: Any, chance: random.Random) -> None:
    path = center.folder / path_of(chance, center)
    path.rename(path.with_name(f"moved-{chance.randrange(999)}.md"))


def delete(center: Any, chance: random.Random) -> None:
    (center.folder / path_of(chance, center)).unlink()


def add(center: Any, chance: random.Random) -> None:
    number = chance.randrange(999)
    text = f"---\nid: new{number}\ntitle: New {number}\ndescription: It is new.\n---\nText.\n"
    center.write(f"docs/learning/new-{number}.md", text)


def change_snippet(center: Any, chance: random.Random) -> None:
    center.write("docs/_snippets/hint.md", f"Wait {chance.randrange(99)} minutes.")


def change_category(center: Any, chance: random.Random) -> None:
    center.write("docs/billing/category.yml", f"title: Money {chance.randrange(99)}\n")


def change_steps(center: Any, chance: random.Random) -> None:
    path = center.folder / "troubleshooters/lamp.yml"
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"bulb: \{.*", "bulb: {solution: Buy a lamp}", text), "utf-8")


def change_configuration(center: Any, chance: random.Random) -> None:
    text = (center.folder / "mkdocs.yml").read_text("utf-8")
    name = f"site_name: Test {chance.randrange(99)}"
    center.write("mkdocs.yml", re.sub(r"site_name: .*", name, text))


def change_hidden(center: Any, chance: random.Random) -> None:
    path = center.folder / "docs/billing/secret.md"
    path.write_text(path.read_text("utf-8") + f"More {chance.randrange(99)}.\n", "utf-8")


def touch(center: Any, chance: random.Random) -> None:
    (center.folder / path_of(chance, center)).touch()


def two_words(center: Any, chance: random.Random) -> None:
    change_word(center, chance)
    change_word(center, chance)


TEXT: list[Edit] = [change_word, add_sentence, remove_sentence, touch, two_words]
OTHER: list[Edit] = [
    *(change_title, change_heading, change_label, hide, add_link, move, delete, add),
    *(change_snippet, change_category, change_steps, change_configuration, change_hidden),
]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_sequence_of_edits_gives_what_a_build_from_nothing_gives(
    center: Any, ways: list[str], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    assert center.build().code == 0
    others = OTHER[seed::3]
    steps = [*(chance.choice(TEXT) for _ in range(7)), *others]
    chance.shuffle(steps)
    for step in steps:
        step(center, chance)
        now = center.build()
        clean = center.anew(tmp_path / "clean")
        assert (step.__name__, now.code, now.said) == (step.__name__, clean.code, clean.said)
        if now.code == 0:
            assert (step.__name__, now.tree) == (step.__name__, clean.tree)
    assert ways.count("") >= 2


def test_an_edit_to_the_text_changes_its_page_and_the_index_only(
    center: Any, ways: list[str]
) -> None:
    before = center.build()
    center.edit("docs/billing/invoice.md", "nobody has a", "nobody has not a")
    after = center.build()
    assert ways == ["there is no record of a build", ""]
    assert after.said == before.said
    changed = {path for path in after.tree if before.tree.get(path) != after.tree[path]}
    assert {p for p in changed if not p.startswith("assets/helpwright/index/")} == {
        "billing/invoice/index.html"
    }
    html = (center.folder / "site/billing/invoice/index.html").read_text("utf-8")
    assert "nobody has not a" in html


@pytest.mark.parametrize(
    ("path", "old", "new", "reason"),
    [
        ("docs/billing/invoice.md", "id: art1", "id: art11", "its front matter changed"),
        ("docs/billing/invoice.md", "../learning/seat.md", "../learning/none.md", "no file"),
        ("docs/billing/invoice.md", "*plan*", "<a href='../x'>plan</a>", "something to mend"),
        ("docs/billing/invoice.md", "nobody", "{{ nobody }}", "something to mend"),
        ("docs/billing/invoice.md", "nobody", "\n\n```troubleshooter lamp\n```\n\n", "other files"),
        ("docs/learning/heading.md", "# A title", "# Another title", "title"),
        ("docs/learning/embedded.md", "that", "this", "other files"),
        ("troubleshooters/lamp.yml", "Find out", "See", "lamp.yml changed"),
        ("mkdocs.yml", "site_name: Test", "site_name: Help", "mkdocs.yml changed"),
    ],
)
def test_what_may_change_more_than_a_page_takes_a_whole_build(
    center: Any, stand: Any, ways: list[str], path: str, old: str, new: str, reason: str
) -> None:
    center = stand(center)
    center.edit(path, old, new)
    center.build()
    assert reason in ways[-1]


def test_a_title_in_the_text_and_a_snippet_do_not_keep_an_edit_from_its_page(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    center.edit("docs/learning/heading.md", "Nobody gave", "Nobody at all gave")
    center.edit("docs/learning/steps.md", "once more", "once more and again")
    now = center.build()
    assert ways[1] == ""
    assert now.tree == center.anew(tmp_path / "clean").tree


def test_what_hidden_articles_say_is_looked_for_in_edited_ones(
    center: Any, ways: list[str], tmp_path: Path
) -> None:
    center.build()
    sentence = "Customers of the oldest plan pay nothing at all for the second seat of a team."
    center.edit("docs/billing/invoice.md", "nobody has", f"{sentence} nobody has")
    now = center.build()
    assert "hidden" in ways[1]
    clean = center.anew(tmp_path / "clean")
    assert (now.code, now.said, now.tree) == (clean.code, clean.said, clean.tree)


def test_warnings_are_told_again_and_fail_a_strict_build(center: Any, ways: list[str]) -> None:
    center.write("docs/billing/odd.md", "---\nid: odd1\ntitle: Odd\nodd: 1\n---\nText.\n")
    first = center.build()
    center.edit("docs/billing/invoice.md", "nobody", "but nobody")
    second = center.build()
    assert ways[1] == ""
    assert "odd" in second.said
    assert second.said == first.said
    center.edit("docs/billing/invoice.md", "but nobody", "nobody")
    assert center.build("--strict").code == 1
    assert ways[2] == "there are warnings"


def test_a_manifest_tells_what_to_upload(center: Any, ways: list[str]) -> None:
    def manifest() -> dict[str, list[str]]:
        told: dict[str, list[str]] = json.loads((center.folder / "changes.json").read_text("utf-8"))
        return told

    first = center.build("--manifest", "changes.json")
    assert manifest()["added"] == sorted(first.tree)
    for path, old, new in (
        ("docs/billing/invoice.md", "nobody", "but nobody"),
        ("docs/billing/invoice.md", "title: All", "title: Nearly all"),
        ("docs/billing/invoice.md", "title: Nearly all", "redirect_from: [bill]\ntitle: All"),
    ):
        before = center.build()
        center.edit(path, old, new)
        after = center.build("--manifest", "changes.json")
        both = before.tree.keys() & after.tree.keys()
        assert manifest() == {
            "format": 1,
            "added": sorted(after.tree.keys() - before.tree.keys()),
            "changed": sorted(name for name in both if before.tree[name] != after.tree[name]),
            "removed": sorted(before.tree.keys() - after.tree.keys()),
        }
    assert ways.count("") == 5
    center.build("--manifest", "changes.json")
    assert manifest() == {"format": 1, "added": [], "changed": [], "removed": []}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "  - helpwright/search",
            "  - helpwright/search\n  - material/tags",
            "the plugin material/tags may",
        ),
        ("[admonition", "[pymdownx.snippets, admonition", "a Markdown extension may read"),
        (
            "  name: helpwright",
            "  name: helpwright\n  custom_dir: own",
            "templates of the site's own",
        ),
        ("site_name: Test", "site_name: !ENV [SOME_NAME, Test]", "reads more than its own file"),
        ("  name: helpwright", "  name: material", "another theme"),
    ],
)
def test_what_may_depend_on_every_page_is_told_and_takes_whole_builds(
    center: Any, ways: list[str], tmp_path: Path, old: str, new: str, reason: str
) -> None:
    center.write("own/main.html", '{% extends "helpwright.html" %}')
    center.edit("mkdocs.yml", old, new)
    assert reason in center.build().said
    center.edit("docs/billing/invoice.md", "nobody", "but nobody")
    now = center.build()
    assert ways == ["there is no record of a build"] * 2
    clean = center.anew(tmp_path / "clean")
    assert (now.said, now.tree) == (clean.said, clean.tree)
