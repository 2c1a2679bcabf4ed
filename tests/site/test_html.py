"""Every page is valid HTML with nothing inline, and small however large the site is."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

REPO = Path(__file__).parents[2]
VNU = REPO / ".ci/node_modules/vnu-jar/build/dist/vnu.jar"
LIMIT = 40_000
# A troubleshooter has all of its steps on one page, so that it needs no script.
LIMIT_OF_TROUBLESHOOTER = 60_000
ARTICLES = 1_500
ARTICLE = """---
id: {id}
title: How to do thing number {id} in the product
description: The steps of thing {id}, and what to look out for while you do them.
---
First look at [the other]({other}.md).

## What comes next

Thing {id} is done.
"""
CATEGORY = """title: Everything about subject {number}
description: What subject {number} is for, how to begin with it, and what to do if it fails.
icon: material/{icon}
"""
ICONS = ("account-cog-outline", "credit-card-outline", "cog-sync-outline", "robot-outline")


class Inline(HTMLParser):
    """Collects what `default-src 'self'` forbids in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_data = given.get("type") in {"application/ld+json", "application/json"}
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            is_code = (value or "").strip().lower().startswith("javascript:")
            if name == "style" or name.startswith("on") or is_code:
                self.found.append(f"<{tag} {name}={value!r}>")


def limit_of(page: Path) -> int:
    is_troubleshooter = re.fullmatch(r"troubleshooters/[^/]+/index\.html", page.as_posix())
    return LIMIT_OF_TROUBLESHOOTER if is_troubleshooter else LIMIT


@pytest.fixture(scope="module")
def large_site(helpwright: Any, make: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1,500 articles in one category, and 29 smaller categories."""
    files = {}
    for number in range(ARTICLES):
        text = ARTICLE.format(id=f"b{number}", other=f"b{(number * 7 + 1) % ARTICLES}")
        files[f"docs/big/b{number}.md"] = text
    for number in range(30):
        folder = f"docs/subject-{number}" if number else "docs/big"
        icon = ICONS[number % len(ICONS)]
        files[f"{folder}/category.yml"] = CATEGORY.format(number=number, icon=icon)
        if number:
            files[f"{folder}/one.md"] = ARTICLE.format(id=f"s{number}", other="one")
    folder = make(tmp_path_factory.mktemp("large"), files)
    built = helpwright("build", "--strict", cwd=folder)
    assert built.returncode == 0, built.stderr
    return Path(folder / "site")


def test_the_html_checker_finds_no_error_in_any_page_or_picture(
    need: Any, sample_site: Path, large_site: Path
) -> None:
    need(shutil.which("java") is not None, "there is no Java here")
    need(VNU.is_file(), "the HTML checker is not installed (.ci/run installs it)")
    pictures = sorted(sample_site.rglob("*.svg"))
    assert len(pictures) > 20
    lists = [large_site / path / "index.html" for path in ("", "big", "big/page-2", "big/page-25")]
    checker = ("java", "-Xss4m", "-jar", VNU, "--errors-only")
    done = subprocess.run(
        [*checker, "--skip-non-html", "--also-check-svg", sample_site, *pictures, *lists],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout + done.stderr == ""


def test_no_page_holds_inline_script_or_style(sample_site: Path) -> None:
    pages = sorted(sample_site.rglob("*.html"))
    assert len(pages) > 100
    found = {
        page.relative_to(sample_site).as_posix(): inline
        for page in pages
        if (inline := Inline(page.read_text("utf-8")).found)
    }
    assert found == {}


def test_no_page_weighs_more_than_its_limit(sample_site: Path, large_site: Path) -> None:
    for site in (sample_site, large_site):
        sizes = {page.relative_to(site): page.stat().st_size for page in site.rglob("*.html")}
        assert {page: size for page, size in sizes.items() if size > limit_of(page)} == {}


def test_a_long_category_is_paged_and_leads_to_every_article(large_site: Path) -> None:
    found: set[str] = set()
    address, pages = "big/", 0
    while address:
        html = (large_site / address / "index.html").read_text("utf-8")
        main = html[html.index("<main") : html.index("</main>")]
        links = {urljoin(f"/{address}", href) for href in re.findall(r'href="([^"#]+)"', main)}
        entries = {link for link in links if re.fullmatch(r"/big/b\d+/", link)}
        assert len(entries) <= 60
        found |= entries
        pages += 1
        following = re.search(r'<link rel="next" href="([^"]+)"', html)
        address = urljoin(f"/{address}", following[1])[1:] if following else ""
    assert pages == ARTICLES // 60
    assert found == {f"/big/b{number}/" for number in range(ARTICLES)}
