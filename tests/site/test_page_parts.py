"""What pages share is made once, and no page says anything else for that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.templates import url_filter as engine_filter

from helpwright.mkdocs_plugins.relative_addresses import Addresses

CONFIG = """site_name: Test & more
site_url: https://help.example.org/docs/
repo_url: https://example.org/repository
edit_uri: edit/main/docs/
use_directory_urls: {directories}
theme: {{name: helpwright{custom}, features: [content.action.edit]}}
extra_css: [own/style.css]
extra: {{social: [{{link: https://example.org/us}}]}}
plugins:
  - helpwright/articles: {{contact: {{email: help@example.org}}, audience: agents}}
  - helpwright/troubleshooters
  - helpwright/deflection
  - helpwright/search
"""
PAGES = {
    "docs/index.md": "# Start\n",
    "docs/at-the-top.md": "---\nid: top\n---\n# At the top\n\n## One\n\n## Two\n",
    "docs/assets.md": "---\nid: assets\n---\n# Assets\n",
    "docs/own.md": "---\nid: own\n---\n# Its name is that of a folder\n",
    "docs/own/style.css": "p {}\n",
    "docs/contact-us/write.md": "---\nid: write\n---\n# Write <us> & wait\n",
    "docs/contact-us/same.md": "---\nid: same\n---\n# Test & more\n",
    "docs/contact-us/odd.md": "---\nid: odd-one\n---\n# \ue000title\ue001 {{ title }}\n"
    "\n\ue000id\ue001\n",
    "docs/contact-us/many.md": "---\nid: many\ntitle: '\"Many\" <b>&amp;</b>'\ntype: how-to\n"
    'description: A <b> & "c"\napplies_to: [One & two, web]\nlast_reviewed: 2026-01-0{number}\n'
    "---\n## One & <two>\n\n### Deeper\n\n## `Three`\n".replace("{number}", "2"),
    "docs/contact-us/plain.md": "---\nid: plain\nlast_reviewed: 2026-03-04\n---\n# Plain\n",
    "docs/contact-us/hide.md": "---\nid: hidden-toc\nhide: [toc]\n---\n# Hide\n\n## A\n\n## B\n",
    "docs/contact-us/deutsch.md": "---\nid: deutsch\nlanguage: de\nauthor: Ann\n---\n# Deutsch\n",
    "docs/contact-us/table.md": "---\nid: table\n---\n# Table\n\n| a | b |\n|:-:|--:|\n| 1 | 2 |\n",
    "docs/contact-us/raw.md": "---\nid: raw-one\ntitle: Raw\n---\n"
    "<h1>By hand</h1>\n\n<h1>Twice</h1>\n",
    "docs/contact-us/late.md": "---\nid: late-one\n---\nText before.\n\n# Late\n\n- [x] done\n",
    "docs/marked/category.yml": "title: \ue000A private mark\ue001\n",
    "docs/marked/one.md": "---\nid: marked-one\n---\n# One\n",
    "docs/marked/two.md": "---\nid: marked-two\n---\n# Two\n",
    "docs/contact-us/inside.md": "---\nid: inside\naudience: agents\n---\n# Inside\n",
    **{
        f"docs/{folder}/page-{number}.md": f"---\nid: {folder[-4:]}{number}\ntype: faq\n"
        f"description: Number {number}\nlabels: [label-{number % 3}]\n---\n# Page {number}\n\n"
        f"Text of {folder}.\n\n## First\n\nSee [next](page-{(number + 1) % 30}.md).\n\n## Last\n"
        for folder in ("billing", "lessons", "lessons/deeper")
        for number in range(30)
    },
}


def build(folder: Path) -> dict[str, str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site.rglob("*.html"))
    }


@pytest.mark.parametrize("directories", ["true", "false"])
def test_pages_are_the_same_as_without_anything_shared(
    make: Any, tmp_path: Path, directories: str
) -> None:
    settings = {"directories": directories, "custom": ""}
    shared = build(make(tmp_path / "shared", PAGES, CONFIG.format(**settings)))
    # A template of the site's own, which nothing uses here, might change any part.
    settings["custom"] = ", custom_dir: overrides"
    own = {**PAGES, "overrides/partials/unused.html": "unused"}
    alone = build(make(tmp_path / "alone", own, CONFIG.format(**settings)))
    assert shared.keys() == alone.keys()
    assert [name for name in shared if shared[name] != alone[name]] == []


NAMES = st.sampled_from(["a", "b", "ab", "a.b", "x y", "a%20b", "..", ".", ""])
ADDRESSES = st.lists(NAMES, max_size=4).map("/".join)
PAGE_URLS = st.tuples(
    st.lists(st.sampled_from(["a", "b", "ab", "c.d"]), max_size=3).map("/".join),
    st.sampled_from(["/", ".html", ""]),
).map(lambda parts: "".join(parts) if parts[0] else "")
SCHEMES = st.sampled_from(["", "/", "#", "https://example.org/", "mailto:", "?q="])


@given(st.lists(PAGE_URLS, min_size=1, max_size=6), st.lists(ADDRESSES, max_size=6), SCHEMES)
def test_addresses_are_those_of_the_engine(
    pages: list[str], addresses: list[str], scheme: str
) -> None:
    quick = Addresses(engine_filter).url
    for url in pages:
        context = {"page": SimpleNamespace(url=url), "base_url": ".."}
        for address in addresses:
            for value in (address, scheme + address):
                assert quick(context, value) == engine_filter(context, value)  # type: ignore[arg-type]
