"""Bad input is told with its place, never a traceback, and leaves the last good site as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

HEAD = "---\nid: {id}\ntitle: The {id} article\ndescription: About it.\n{more}---\n"
GOOD = HEAD.format(id="good", more="") + "See [the lamp](../troubleshooters/lamp.md).\n"
BAD = HEAD.format(id="bad", more="")
LAMP = "troubleshooters/lamp.yml"
BROKEN: dict[str, tuple[dict[str, str | bytes], str]] = {
    "broken YAML": (
        {"docs/faq/bad.md": "---\nid: bad\ntitle: [open\n---\nText.\n"},
        "docs/faq/bad.md:3:8: invalid YAML [yaml-syntax]",
    ),
    "a tab in front matter": (
        {"docs/faq/bad.md": "---\nid: bad\n\ttitle: Bad\n---\nText.\n"},
        "docs/faq/bad.md:3:1: tab [yaml-syntax]",
    ),
    "front matter without an end": (
        {"docs/faq/bad.md": "---\nid: bad\ntitle: Bad\nText.\n"},
        "docs/faq/bad.md:1:1: no closing line [front-matter-unclosed]",
    ),
    "YAML that explodes": (
        {"docs/faq/bad.md": "---\na: &a [x, x]\nb: &b [*a, *b]\nlabels: *b\n---\n"},
        "docs/faq/bad.md:3:4: refers to itself [yaml-too-complex]",
    ),
    "snippets in a circle": (
        {
            "docs/faq/bad.md": f"{BAD}{{{{ snippet: one }}}}\n",
            "docs/_snippets/one.md": "x {{ snippet: two }}\n",
            "docs/_snippets/two.md": "x {{ snippet: one }}\n",
        },
        "docs/_snippets/two.md:1:3: one → two → one [snippet-cycle]",
    ),
    "a binary file": (
        {"docs/faq/bad.md": bytes(range(256)) * 8},
        "docs/faq/bad.md: not text [binary-file]",
    ),
    "five megabytes": (
        {"docs/faq/bad.md": BAD + "word " * 1_000_000},
        "docs/faq/bad.md: 5.0 MB [too-large]",
    ),
    "an id twice": (
        {"docs/faq/other.md": HEAD.format(id="good", more="")},
        "docs/faq/other.md:2:1: docs/faq/good.md [duplicate-id]",
    ),
    "an audience that does not exist": (
        {"docs/faq/bad.md": HEAD.format(id="bad", more="audience: agent\n")},
        'docs/faq/bad.md:5:11: "agent" [bad-value]',
    ),
    "a date that does not exist": (
        {"docs/faq/bad.md": HEAD.format(id="bad", more="publish_at: 2026-02-30\n")},
        'docs/faq/bad.md:5:13: "2026-02-30" [bad-value]',
    ),
    "a category that cannot be read": (
        {"docs/faq/category.yml": "title: [FAQ\n"},
        "docs/faq/category.yml:1:8: invalid YAML [yaml-syntax]",
    ),
    "a category for nobody": (
        {"docs/faq/category.yml": "title: FAQ\naudience: evryone\n"},
        'docs/faq/category.yml:2:11: "evryone" [bad-value]',
    ),
    "a ledger with a conflict": (
        {"docs/.permalinks.json": '{"format":1,"articles":{\n<<<<<<< HEAD\n'},
        "docs/.permalinks.json:2:1: merge conflict [ledger-conflict]",
    ),
    "a list of helpful articles that cannot be read": (
        {"docs/.most-helpful.yml": "articles: {"},
        "docs/.most-helpful.yml:2:1: invalid YAML [yaml-syntax]",
    ),
}


@pytest.fixture(scope="module")
def good(helpwright: Any, make: Any, lamp: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site without a fault, and its build in the folder `site`."""
    config = (
        "site_name: Test\nsite_url: https://help.example.org/\ntheme: helpwright\nplugins: "
        "[helpwright/articles, helpwright/troubleshooters, helpwright/deflection, "
        "helpwright/search]\n"
    )
    site: Path = make(
        tmp_path_factory.mktemp("good"), {"docs/faq/good.md": GOOD, LAMP: lamp}, config
    )
    assert helpwright("check", "--fix", cwd=site).returncode == 0
    built = helpwright("build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    return site


def spoil(good: Path, folder: Path, files: dict[str, str | bytes]) -> Path:
    site = Path(shutil.copytree(good, folder / "spoiled"))
    for name, content in files.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return site


@pytest.mark.parametrize("what", BROKEN)
def test_bad_input_is_told_with_its_place_and_nothing_is_published(
    helpwright: Any, good: Path, tree: Any, tmp_path: Path, what: str
) -> None:
    files, said = BROKEN[what]
    assert_refused(helpwright, tree, spoil(good, tmp_path, files), said)


def assert_refused(helpwright: Any, tree: Any, site: Path, said: str, *arguments: str) -> None:
    """`said` is a place, a colon, a part of the message, and the code in brackets."""
    before = tree(site / "site")
    failed = helpwright("build", *arguments, cwd=site)
    place, _, rest = said.partition(": ")
    message, _, code = rest.rpartition(" ")
    lines = [line for line in failed.stderr.splitlines() if code in line]
    assert any(line.startswith(f"error: {place}: ") and message in line for line in lines), (
        failed.stderr
    )
    assert "Traceback" not in failed.stderr + failed.stdout
    assert failed.returncode == 1
    assert tree(site / "site") == before
    assert not list(site.glob(".site*"))


@pytest.mark.parametrize(
    ("old", "new", "said", "is_shown"),
    [
        ("go: bulb", "go: blub", '9:30: "blub" [missing-target]', True),
        ("start:", "audience: agent\nstart:", '4:11: "agent" [invalid-value]', False),
        ("start:", "status: drft\nstart:", '4:9: "drft" [invalid-value]', False),
        ("steps:", "steps: [", "5:8: invalid YAML [yaml-syntax]", False),
    ],
    ids=["no such step", "no such audience", "no such status", "broken YAML"],
)
def test_a_broken_troubleshooter_is_told_and_readers_see_none_of_its_steps(
    helpwright: Any,
    good: Path,
    lamp: str,
    tree: Any,
    tmp_path: Path,
    old: str,
    new: str,
    said: str,
    is_shown: bool,
) -> None:
    """It stops a strict build only; if it may be internal, not even its title is shown."""
    site = spoil(good, tmp_path, {LAMP: lamp.replace(old, new)})
    assert_refused(helpwright, tree, site, f"{LAMP}:{said}", "--strict")
    built = helpwright("build", cwd=site)
    assert built.returncode == 0, built.stderr
    assert f"error: {LAMP}:{said.partition(' ')[0]} " in built.stderr
    page = (site / "site/troubleshooters/lamp/index.html").read_text("utf-8")
    assert ("We are working on this page" in page) == is_shown
    texts = [path.read_text("utf-8") for path in (site / "site").rglob("*.html")]
    assert any("The lamp stays dark" in text for text in texts) == is_shown
    assert not any("Change the bulb" in text for text in texts)


def test_all_faults_are_told_at_once_and_by_check_too(
    helpwright: Any, good: Path, tmp_path: Path
) -> None:
    names = ["broken YAML", "an id twice", "a category for nobody", "snippets in a circle"]
    files: dict[str, str | bytes] = {}
    for number, name in enumerate(names):
        files |= {
            path.replace("bad.md", f"bad{number}.md").replace("faq/c", "other/c"): content
            for path, content in BROKEN[name][0].items()
        }
    site = spoil(good, tmp_path, files)
    built = json.loads(helpwright("build", "--json", cwd=site).stdout)
    checked = json.loads(helpwright("check", "--json", cwd=site).stdout)
    codes = {finding["code"] for finding in built["findings"]}
    assert {"yaml-syntax", "duplicate-id", "bad-value", "snippet-cycle"} <= codes
    assert built["error"]
    assert built["findings"] == checked["findings"]


def test_a_warning_fails_a_strict_build_and_leaves_the_last_good_site(
    helpwright: Any, good: Path, tree: Any, tmp_path: Path
) -> None:
    site = spoil(good, tmp_path, {"docs/faq/bad.md": f"{BAD}[x](gone.md)\n"})
    before = tree(site / "site")
    failed = helpwright("build", "--strict", cwd=site)
    assert failed.returncode == 1
    assert "docs/faq/bad.md:6:5: " in failed.stderr
    assert "[broken-link]" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(site / "site") == before
    assert not list(site.glob(".site*"))
    assert helpwright("build", cwd=site).returncode == 0
    assert tree(site / "site") != before


def test_a_hook_or_template_that_breaks_leaves_the_last_good_site(
    helpwright: Any, good: Path, tree: Any, tmp_path: Path
) -> None:
    site = spoil(good, tmp_path, {"hook.py": "def on_post_page(output, **_):\n    1 / 0\n"})
    with (site / "mkdocs.yml").open("a") as config:
        config.write("hooks: [hook.py]\n")
    before = tree(site / "site")
    assert helpwright("build", cwd=site).returncode == 1
    assert tree(site / "site") == before
    assert not list(site.glob(".site*"))
