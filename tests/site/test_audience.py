"""A public site says nothing of what is internal or not yet published, in no file and no form."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).parents[2]
DAY = ("--today", "2026-11-22")
MARKER = "helpwright:internal"
# Each hidden thing has an animal that stands nowhere else.
ARTICLE = """---
id: {id}
title: {title}
description: About {animal}s and {animal}.
aliases: [{animal} alias]
labels: [{animal} label]
{extra}
---
Every {animal} in this article has to stay where it is until further notice.

## The {animal}'s own section
"""
PUBLIC = """---
id: refunds
title: Get a refund
description: How to get money back.
---
Ask within two weeks. {more}
"""


def hidden(animal: str, extra: str) -> str:
    return ARTICLE.format(id=f"{animal}42", title=f"The {animal} rules", animal=animal, extra=extra)


AGENTS = ("pangolin", "okapi", "axolotl")
OTHERS = {
    "quokka": "status: draft",
    "walrus": "publish_at: 2027-01-01",
    "lemur": "expires: 2026-01-01",
    "ibex": "status: archived",
}
INTERNAL = "title: The okapi office\ndescription: For okapis.\naudience: agents\n"
CONFIG = """site_name: Test
site_url: https://help.example.org/
use_directory_urls: {directories}
theme: helpwright
plugins:
  - helpwright/articles:
      contact: {{email: help@example.org}}
  - helpwright/troubleshooters
  - helpwright/deflection
  - helpwright/search
"""


@pytest.fixture
def site(make: Any, lamp: str, tmp_path: Path) -> Path:
    return make_site(make, lamp, tmp_path)


@pytest.fixture(scope="module")
def built(helpwright: Any, make: Any, lamp: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, with its ledger, and its public build in the folder `site`."""
    site = make_site(make, lamp, tmp_path_factory.mktemp("built"))
    assert helpwright("check", "--fix", *DAY, cwd=site).returncode == 0
    done = helpwright("build", *DAY, cwd=site)
    assert done.returncode == 0, done.stderr
    return site


def make_site(make: Any, lamp: str, folder: Path) -> Path:
    pangolin = hidden("pangolin", "audience: agents") + f"\n<!-- {MARKER} -->\n"
    tree = lamp.replace("The lamp stays dark", "The axolotl stays dark")
    files = {
        "docs/billing/refunds.md": PUBLIC.format(more=""),
        "docs/billing/pangolin42.md": pangolin,
        "docs/okapi/category.yml": INTERNAL,
        "docs/okapi/okapi42.md": hidden("okapi", "") + "\n![An okapi](okapi.png)\n",
        "docs/okapi/okapi.png": b"\x89PNG okapi",
        "docs/_snippets/okapi.md": "Snippets of the okapi.\n",
        "docs/.most-helpful.yml": "articles: [pangolin42, refunds]\n",
        "troubleshooters/axolotl.yml": tree.replace(
            "summary: Find", "audience: agents\nsummary: Find"
        ),
        "troubleshooters/lamp.yml": lamp,
        **{f"docs/billing/{animal}.md": hidden(animal, extra) for animal, extra in OTHERS.items()},
    }
    return make(folder, files, CONFIG.format(directories="true"))


def said(site: Path) -> dict[str, str]:
    """What the files of a site say, with their names, in small letters and unpacked."""
    texts = {}
    for path in site.rglob("*"):
        if path.is_file():
            name, data = path.relative_to(site).as_posix(), path.read_bytes()
            while data.startswith(b"\x1f\x8b"):
                data = gzip.decompress(data)
            texts[name] = f"{name}\n{data.decode('utf-8', 'replace')}".casefold()
    return texts


def mentions(site: Path, *words: str) -> list[str]:
    """The files that say one of the words, and which."""
    texts = said(site).items()
    return sorted(f"{name}: {word}" for word in words for name, text in texts if word in text)


def test_nothing_internal_or_unpublished_is_in_any_file_of_the_public_site(built: Path) -> None:
    assert_silent(built / "site")


def assert_silent(site: Path) -> None:
    assert mentions(site, *AGENTS, *OTHERS, MARKER) == []
    texts = said(site)
    assert not any(name.startswith(("_snippets", ".")) or ".yml" in name for name in texts)
    assert any(name.endswith(".bin") and "refund" in text for name, text in texts.items())


def test_neither_is_it_in_a_site_whose_addresses_are_files(helpwright: Any, site: Path) -> None:
    (site / "mkdocs.yml").write_text(CONFIG.format(directories="false"))
    fixed = helpwright("check", "--fix", *DAY, cwd=site)
    assert fixed.returncode == 0, fixed.stdout
    done = helpwright("build", *DAY, cwd=site)
    assert done.returncode == 0, done.stderr
    assert_silent(site / "site")


def test_agents_see_what_is_theirs_and_no_drafts(helpwright: Any, built: Path) -> None:
    done = helpwright("build", "--audience", "agents", "-d", "agents", *DAY, cwd=built)
    assert done.returncode == 0, done.stderr
    made = built / "agents"
    assert (made / "okapi/okapi.png").is_file()
    for page in ("billing/pangolin42", "okapi/okapi42", "okapi", "troubleshooters/axolotl"):
        assert (made / page / "index.html").is_file(), page
    assert (made / "a/pangolin42/index.html").is_file()
    index = [text for name, text in said(made).items() if name.endswith(".bin")]
    for animal in AGENTS:
        assert any(animal in text for text in index), animal
    assert mentions(made, *OTHERS) == []
    page = (made / "billing/pangolin42/index.html").read_text()
    assert '<meta name="robots" content="noindex">' in page


LEAKS = {
    "a title in an article": ("docs/billing/more.md", "The Pangolin  *rules* say no.\n"),
    "an id in a link": ("docs/billing/more.md", "[x](https://example.org/a/okapi42/)\n"),
    "a sentence in a template": (
        "docs/robots.txt",
        "Every walrus in this article has to stay where it is until further notice.\n",
    ),
    "a marker in a template": ("docs/robots.txt", f"# {MARKER}\n"),
    "a hook": (
        "hook.py",
        "import gzip, pathlib\n"
        "def on_post_build(config):\n"
        "    path = pathlib.Path(config.site_dir) / 'feed.xml.gz'\n"
        "    path.write_bytes(gzip.compress(b'<t>The okapi rules</t>'))\n",
    ),
    "a troubleshooter's title": ("docs/billing/more.md", "See The axolotl stays dark.\n"),
}


@pytest.mark.parametrize("way", LEAKS)
def test_a_leak_fails_the_build_and_leaves_the_last_good_site(
    helpwright: Any, built: Path, tree: Any, tmp_path: Path, way: str
) -> None:
    site = Path(shutil.copytree(built, tmp_path / "copy"))
    before = tree(site / "site")
    name, text = LEAKS[way]
    header = "---\nid: more\ntitle: More\ndescription: More.\n---\n" if name.endswith(".md") else ""
    (site / name).write_text(header + text)
    with (site / "mkdocs.yml").open("a") as config:
        config.write("extra_templates: [robots.txt]\n" if name.endswith(".txt") else "")
        config.write("hooks: [hook.py]\n" if name == "hook.py" else "")
    failed = helpwright("build", *DAY, cwd=site)
    assert failed.returncode == 1, failed.stdout
    assert "[leak]" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert tree(site / "site") == before
    assert not list(site.glob(".site*"))


def test_the_day_decides_what_is_shown(helpwright: Any, site: Path) -> None:
    def animals(*arguments: str, **environment: str) -> set[str]:
        built = helpwright("build", *arguments, cwd=site, **environment)
        assert built.returncode == 0, built.stderr
        pages = (site / "site/billing").iterdir()
        return {page.name for page in pages if page.name in OTHERS}

    assert animals("--today", "2027-01-01") == {"walrus"}
    assert animals("--today", "2025-12-31") == {"lemur"}
    assert animals("--today", "2026-01-01", SOURCE_DATE_EPOCH="1800000000") == set()
    assert animals(SOURCE_DATE_EPOCH="1800000000") == {"walrus"}  # 15 January 2027


def test_the_same_input_gives_the_same_bytes(helpwright: Any, tree: Any, tmp_path: Path) -> None:
    """The sample for agents, in two folders, with two orders of everything that has none."""
    trees = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        seeds = {"SOURCE_DATE_EPOCH": "1795305600", "PYTHONHASHSEED": seed}
        done = helpwright("build", "--audience", "agents", "-d", str(folder), cwd=REPO, **seeds)
        assert done.returncode == 0, done.stderr
        trees.append(tree(folder))
    assert trees[0] == trees[1]
