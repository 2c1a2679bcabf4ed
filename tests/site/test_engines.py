"""Each plugin works alone on a plain Material site, the theme alone too, and both engines agree."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

REPO = Path(__file__).parents[2]
KNOWLEDGE_BASE = (REPO / "../shared/data/adobe-commerce-kb/en").resolve()
ENVIRONMENT = {
    "NO_MKDOCS_2_WARNING": "1",
    "HELPWRIGHT_TODAY": "2026-11-22",
    "SOURCE_DATE_EPOCH": "1795305600",
}
PLAIN = """site_name: Plain
site_url: https://docs.example.org/
theme: {{name: material, font: false}}
plugins: [{plugins}]
"""
PAGES = {
    "docs/index.md": "# Plain docs\n\nMost wanted:\n\n<!-- helpwright:most-helpful -->\n",
    "docs/billing/refunds.md": "---\nid: refunds\ntitle: Get a refund\ndescription: Money "
    "back.\n---\n# Get a refund\n\nAsk within two weeks.\n\n## Time limits\n\nFourteen days.\n",
    "docs/billing/invoices.md": "---\nid: invoices\ntitle: Read an invoice\ndescription: Its "
    "lines.\n---\n# Read an invoice\n\nSee [refunds](refunds.md#time-limits).\n",
    "docs/.most-helpful.yml": "articles: [refunds]\n",
}


def run_engine(
    engine: str, folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", engine, "build", "--quiet", *arguments],
        cwd=folder,
        env={**os.environ, **ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def plain_sites(make: Any, lamp: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A plain Material site with one of the plugins each, built by MkDocs alone."""
    sites = {}
    for plugin in ("articles", "troubleshooters", "search", "deflection"):
        folder = make(
            tmp_path_factory.mktemp(plugin),
            {**PAGES, "troubleshooters/lamp.yml": lamp},
            PLAIN.format(plugins=f"helpwright/{plugin}"),
        )
        if plugin == "articles":
            fixed = subprocess.run(
                [sys.executable, "-m", "helpwright.cli", "check", "--fix"], cwd=folder, check=False
            )
            assert fixed.returncode == 0
        built = run_engine("mkdocs", folder, "--strict")
        assert built.returncode == 0, built.stderr + built.stdout
        sites[plugin] = folder / "site"
    return sites


def test_articles_alone_bring_permanent_links(
    open_page: Any, serve: Any, plain_sites: dict[str, Path]
) -> None:
    base = serve(plain_sites["articles"], "/docs/", policy="")
    page: Page = open_page().page
    page.goto(f"{base}a/refunds/#time-limits")
    page.wait_for_url(f"{base}billing/refunds/#time-limits")
    expect(page.locator("h1")).to_have_text("Get a refund")


def test_troubleshooters_alone_ask_and_answer(
    open_page: Any, serve: Any, plain_sites: dict[str, Path]
) -> None:
    page: Page = open_page().page
    page.goto(f"{serve(plain_sites['troubleshooters'], '/docs/', policy='')}troubleshooters/")
    page.get_by_role("main").get_by_role("link", name="The lamp stays dark").last.click()
    page.get_by_role("radio", name="It is not").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Plug it in")).to_be_visible()
    expect(page.get_by_role("heading", name="Change the bulb")).to_be_hidden()


def test_search_alone_finds_pages(open_page: Any, serve: Any, plain_sites: dict[str, Path]) -> None:
    base = serve(plain_sites["search"], "/docs/", policy="")
    page: Page = open_page().page
    page.goto(f"{base}billing/invoices/")
    box = page.get_by_role("combobox")
    box.fill("refnud time limit")
    expect(page.get_by_role("option").first).to_contain_text("Get a refund")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{base}billing/refunds/#time-limits")
    page.goto(f"{base}search/?q=invoice")
    first = page.locator("helpwright-search-page li a").first
    expect(first).to_contain_text("Read an invoice")


def test_most_helpful_articles_alone_are_listed_where_a_page_asks(
    plain_sites: dict[str, Path],
) -> None:
    html = (plain_sites["deflection"] / "index.html").read_text("utf-8")
    assert '<ul><li><a href="billing/refunds/">Get a refund</a></li></ul>' in html


def test_the_theme_alone_builds_without_any_plugin_of_ours(
    make: Any, open_page: Any, serve: Any, tmp_path: Path
) -> None:
    config = "site_name: Plain\ntheme: helpwright\nplugins: []\n"
    site = make(tmp_path, PAGES, config)
    built = run_engine("mkdocs", site, "--strict")
    assert built.returncode == 0, built.stderr
    page: Page = open_page().page
    page.goto(f"{serve(site / 'site', '/docs/')}billing/invoices/")
    expect(page.locator("h1")).to_have_text("Read an invoice")
    page.get_by_role("main").get_by_role("link", name="refunds").click()
    expect(page.locator("h2:target")).to_have_text("Time limits")


def test_properdocs_and_mkdocs_make_the_same_site(need: Any, tree: Any, tmp_path: Path) -> None:
    need(find_spec("properdocs") is not None, "ProperDocs is not installed")
    trees = []
    for seed, engine in enumerate(("mkdocs", "properdocs")):
        order = {"PYTHONHASHSEED": str(seed)}
        built = run_engine(engine, REPO, "--site-dir", str(tmp_path / engine), **order)
        assert built.returncode == 0, built.stderr
        trees.append(tree(tmp_path / engine))
    assert len(trees[0]) > 200
    assert trees[0] == trees[1]


def broken_links(root: Path) -> set[tuple[str, str]]:
    """(path, address) of links to Markdown files that are not there, read without Helpwright."""
    found = set()
    for path in root.rglob("*.md"):
        text = re.sub(
            r"(?ms)^[ \t>]*(```|~~~).*?^[ \t>]*\1|`[^`\n]*`|<!--.*?-->", "", path.read_text()
        )
        for address in re.findall(r"(?<!!)\[[^\]\[]*\]\(([^)\s#]+\.md)(?:#[^)\s]*)?\)", text):
            target = root / address[1:] if address.startswith("/") else path.parent / address
            if "://" not in address and not target.exists():
                found.add((path.as_posix(), address))
    return found


def test_a_knowledge_base_written_for_another_tool_builds_and_its_faults_are_told(
    helpwright: Any, make: Any, tmp_path: Path
) -> None:
    if not KNOWLEDGE_BASE.is_dir():
        pytest.skip("the knowledge base is not beside this repository")
    config = f"site_name: Knowledge base\ndocs_dir: {KNOWLEDGE_BASE}\ntheme: helpwright\n"
    site = make(tmp_path, {}, f"{config}plugins:\n  - helpwright/articles\n")
    done = helpwright("build", "--json", cwd=site)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    built = json.loads(done.stdout)
    assert built["pages"] > 200
    links = [found for found in built["findings"] if found["code"] == "broken-link"]
    for found in links:
        line = Path(found["path"]).read_text("utf-8").splitlines()[found["line"] - 1]
        address = found["message"].split('"')[1]
        assert line[found["col"] - 1 :].startswith(address), found
    told = {(found["path"], found["message"].split('"')[1].partition("#")[0]) for found in links}
    expected = broken_links(KNOWLEDGE_BASE)
    assert len(expected) > 100
    assert expected <= told
    assert (
        json.loads(helpwright("check", "--json", cwd=site).stdout)["findings"]
        == (built["findings"])
    )
    pages = [page.read_text("utf-8") for page in (site / "site").rglob("index.html")]
    assert sum("[!DNL Fastly]" in page for page in pages) > 5
