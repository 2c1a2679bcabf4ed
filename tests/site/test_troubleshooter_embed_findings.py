"""Troubleshooters that an article cannot show: what its writer is told, and what readers see."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CONFIG = """site_name: Test
site_url: https://help.example.org/
plugins:
  - helpwright/articles: { contact: { email: help@example.org } }
  - helpwright/troubleshooters
  - helpwright/search
theme: helpwright
"""
ALONE = """site_name: Test
plugins: [helpwright/troubleshooters]
theme: material
"""
ARTICLE = """---
id: d4rk77
title: A dark lamp
description: Text.
type: how-to
owner: lamps
---

Before.

{}

After.
"""
Found = list[dict[str, Any]]
Check = Callable[..., Found]
BROKEN = "troubleshooter: 1\ntitle: Torn apart\nstart: nowhere\nsteps: {}\n"


def block(words: str) -> str:
    return f"```troubleshooter {words}\n```"


@pytest.fixture
def write(make: Any, lamp: str, tmp_path: Path) -> Callable[..., Path]:
    """Writes a site whose article holds a text; gives its folder."""

    def start(text: str, more: dict[str, str] | None = None, config: str = CONFIG) -> Path:
        files = {
            "docs/lamps/dark.md": ARTICLE.format(text),
            "troubleshooters/lamp.yml": lamp,
            "troubleshooters/inside-job.yml": lamp.replace(
                "The lamp stays dark", "Open the lamp by force\naudience: agents"
            ),
            "troubleshooters/half-done.yml": lamp.replace(
                "The lamp stays dark", "Dim the lamp by half\nstatus: draft"
            ),
            "troubleshooters/torn.yml": BROKEN,
            "troubleshooters/no-yaml.yml": "a: [",
        }
        folder: Path = make(tmp_path, files | (more or {}), config)
        return folder

    return start


@pytest.fixture
def check(helpwright: Any) -> Check:
    """What the check finds in articles."""

    def run(folder: Path) -> Found:
        done = helpwright("check", "--json", cwd=folder)
        found: Found = json.loads(done.stdout)["findings"]
        return [one for one in found if one["path"].endswith(".md")]

    return run


@pytest.mark.parametrize(
    ("words", "code", "col", "message", "hint"),
    [
        ("lmap", "unknown-troubleshooter", 19, 'no troubleshooter "lmap"', 'did you mean "lamp"?'),
        ("lamp start=bulb", "unknown-step", 24, 'no step "bulb"', "id of one of its steps"),
        ("lamp start=plugge", "unknown-step", 24, '"plugge"', 'did you mean "plugged"?'),
        ("lamp first=plugged", "invalid-embed", 24, 'no option "first=plugged"', "start=STEP"),
        ("", "invalid-embed", 1, "names no troubleshooter", "without .yml"),
        ("inside-job", "embed-of-hidden", 19, "it is for agents", "take the block out"),
        ("half-done", "embed-of-hidden", 19, "it is a draft", "take the block out"),
        ("torn", "embed-of-broken", 19, "has errors", "mend"),
        ("no-yaml", "embed-of-broken", 19, "has errors", "mend"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    write: Any, check: Check, words: str, code: str, col: int, message: str, hint: str
) -> None:
    (found,) = check(write(block(words)))
    place = (found["path"], found["line"], found["col"])
    assert place == ("docs/lamps/dark.md", 11, col)
    assert found["code"] == code
    assert message in found["message"]
    assert hint in found["hint"]


def test_the_second_of_two_alike_is_told_apart_and_a_quoted_one_counts_its_sign(
    write: Any, check: Check
) -> None:
    found = check(
        write(f"{block('lmap')}\n\n````\n{block('lmap')}\n````\n\n> {block('lmap')[:-4]}\n> ```")
    )
    assert [(one["line"], one["col"]) for one in found] == [(11, 19), (19, 21)]


def test_a_mistake_in_a_snippet_is_told_where_it_stands(write: Any, check: Check) -> None:
    more = {"docs/_snippets/ask.md": f"Try this:\n\n{block('lmap')}\n"}
    (found,) = check(write("{{ snippet: ask }}", more))
    assert (found["path"], found["line"], found["col"]) == ("docs/_snippets/ask.md", 3, 19)


def test_a_block_without_end_is_told(write: Any, check: Check) -> None:
    (found,) = check(write("```troubleshooter lamp"))
    assert (found["code"], found["line"]) == ("invalid-embed", 11)
    assert "no end" in found["message"]


def test_pages_of_a_site_without_the_articles_plugin_have_places_as_well(
    write: Any, helpwright: Any
) -> None:
    folder = write(block("lmap"), config=ALONE)
    done = helpwright("build", "--site-dir", "site", cwd=folder)
    assert 'docs/lamps/dark.md:11:19: there is no troubleshooter "lmap"' in done.stderr
    folder = write(block("lamp"), config=ALONE)
    helpwright("build", "--site-dir", "site", cwd=folder)
    html = (folder / "site/lamps/dark/index.html").read_text(encoding="utf-8")
    assert 'data-src="../../troubleshooters/lamp/"' in html


def test_what_readers_must_not_see_leaves_no_trace(write: Any, helpwright: Any) -> None:
    folder = write(f"{block('inside-job')}\n\n{block('half-done')}")
    done = helpwright("build", "--site-dir", "site", cwd=folder)
    assert done.returncode == 0, done.stderr
    for path in sorted((folder / "site").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            for secret in (b"inside-job", b"by force", b"half-done", b"by half"):
                assert secret not in content, path
    html = (folder / "site/lamps/dark/index.html").read_text(encoding="utf-8")
    assert "<p>Before.</p>" in html
    assert "<p>After.</p>" in html


def test_agents_see_those_that_are_for_agents(write: Any, helpwright: Any) -> None:
    folder = write(block("inside-job"))
    done = helpwright("build", "--audience", "agents", "--site-dir", "site", cwd=folder)
    assert "embed-of-hidden" not in done.stderr
    html = (folder / "site/lamps/dark/index.html").read_text(encoding="utf-8")
    assert 'data-src="../../troubleshooters/inside-job/"' in html
    assert "Open the lamp by force" in html


@pytest.mark.parametrize("name", ["torn", "no-yaml"])
def test_a_broken_one_is_a_notice_and_the_article_is_whole(
    write: Any, helpwright: Any, name: str
) -> None:
    folder = write(block(name))
    done = helpwright("build", "--site-dir", "site", cwd=folder)
    assert done.returncode == 0, done.stderr
    html = (folder / "site/lamps/dark/index.html").read_text(encoding="utf-8")
    assert "We are working on this part." in html
    assert 'href="../../contact/"' in html
    assert "<p>After.</p>" in html
    assert "helpwright-troubleshooter" not in html.partition("<main")[2]


def test_one_that_is_right_is_no_finding(write: Any, check: Check) -> None:
    assert check(write(block("lamp start=plugged"))) == []
