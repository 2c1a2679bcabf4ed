"""Search on a plain Material site, from two lines in `mkdocs.yml`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

CONFIG = """site_name: Plain docs with quite a long name
site_url: https://docs.example.org/
theme:
  name: material
  font: false
  features: [navigation.instant]
  palette:
    - {{media: "(prefers-color-scheme: light)", scheme: default, primary: indigo}}
    - {{media: "(prefers-color-scheme: dark)", scheme: slate, primary: teal}}
plugins:
{plugins}
"""
PAGES = {
    "index.md": "# Plain docs\n\nWelcome.\n",
    "billing/refunds.md": "# Get a refund\n\nAsk within two weeks.\n\n## Time limits\n\n14 days.\n",
    "billing/invoices.md": "# Read *an* invoice\n\nWhat the lines of an invoice mean.\n",
    "account/sign-in.md": "# Sign in\n\nIf the password is refused.\n",
}
OPTIONS = """  - helpwright/search:
      recent_searches: false
      shortcut: false
      events: {endpoint: /events, consent: true}
"""


def build(folder: Path, plugins: str, **options: str) -> Path:
    for name, text in PAGES.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    config = CONFIG.format(plugins=plugins)
    for old, new in options.items():
        config = config.replace(old, new)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """Where the site is served that says so itself, or else Material does not navigate instantly.

    Material has inline scripts, so the strict policy is not for it.
    """
    folder = tmp_path_factory.mktemp("plain")
    address = serve(folder / "site", "/docs/", policy="")
    build(folder, "  - helpwright/search", **{"https://docs.example.org/": address})
    return address


@pytest.mark.parametrize("width", [360, 1280])
def test_the_header_gets_the_one_search_field(open_page: Any, address: str, width: int) -> None:
    page: Page = open_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}billing/invoices/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_have_count(1)
    box.click()
    box.press_sequentially("how long for a refnud")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Get a refund")
    place = box.bounding_box()
    assert place is not None
    assert place["width"] > 200
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box.press("Enter")
    page.wait_for_url(f"{address}search/?q=how+long+for+a+refnud")
    expect(page.locator(".hw-search-page__item").first).to_contain_text("Get a refund")


def test_instant_navigation_keeps_the_search_alive(
    open_page: Any, open_instant: Any, address: str
) -> None:
    page: Page = open_page(viewport={"width": 1280, "height": 800})
    open_instant(page, address)
    box = page.get_by_role("combobox")
    box.fill("refund")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{address}billing/refunds/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Get a refund")
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    box.fill("password")
    expect(page.get_by_role("option")).to_contain_text("Sign in")
    expect(page.locator(".hw-search__panel")).to_have_css("position", "absolute")
    page.get_by_role("option").click()
    page.wait_for_url(f"{address}account/sign-in/**")
    assert page.evaluate("window.sameDocument")
    expect(page.get_by_role("combobox")).to_have_count(1)


def test_the_results_page_comes_back_with_instant_navigation(
    open_page: Any, open_instant: Any, address: str
) -> None:
    page: Page = open_page(viewport={"width": 1280, "height": 800})
    open_instant(page, f"{address}search/?q=refund")
    items = page.locator(".hw-search-page__item")
    expect(items).to_have_count(1)
    page.get_by_role("searchbox").fill("invoice")
    page.get_by_role("searchbox").press("Enter")
    expect(items).to_contain_text("Read an invoice")
    items.get_by_role("link").click()
    page.wait_for_url(f"{address}billing/invoices/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Read an invoice")
    expect(page).to_have_title("Read an invoice - Plain docs with quite a long name")
    page.go_back()
    expect(items).to_contain_text("Read an invoice")
    expect(page).to_have_title("invoice \N{EN DASH} Search - Plain docs with quite a long name")
    page.go_back()
    expect(items).to_contain_text("Get a refund")
    expect(page).to_have_title("refund \N{EN DASH} Search - Plain docs with quite a long name")
    assert page.evaluate("window.sameDocument")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_field_and_results_fit_both_palettes(
    open_page: Any, address: str, violations: Any, scheme: str
) -> None:
    page: Page = open_page(color_scheme=scheme)
    page.goto(f"{address}search/?q=refund")
    expect(page.locator(".hw-search-page__item")).to_have_count(1)
    box = page.get_by_role("combobox")
    box.fill("refnud ")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    assert violations(page, "helpwright-search, helpwright-search-page") == []


def test_materials_own_search_gives_way(
    open_page: Any, serve: Callable[..., str], tmp_path: Path
) -> None:
    site = build(tmp_path, "  - search\n  - helpwright/search")
    page: Page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(serve(site, policy=""))
    expect(page.locator(".md-search, label[for=__search]")).to_have_count(0)
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    box.fill("refund")
    expect(page.get_by_role("option")).to_have_count(1)


def test_without_javascript_the_results_page_says_why_and_leads_on(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}search/?q=refund")
    expect(page.locator("noscript p")).to_contain_text("Searching needs JavaScript.")
    page.locator("noscript").get_by_role("link", name="Billing").click()
    page.wait_for_url(f"{address}billing/**")
    context.close()


def test_the_options_reach_the_browser(
    open_page: Any, serve: Callable[..., str], tmp_path: Path
) -> None:
    site = build(tmp_path, OPTIONS)
    page: Page = open_page()
    page.goto(serve(site, policy=""))
    settings = page.evaluate(
        """async () => (await import("./assets/helpwright/search/settings.js")).settings"""
    )
    assert settings == {
        "search": "search/",
        "contact": "",
        "recent": False,
        "shortcut": False,
        "endpoint": "/events",
        "consent": True,
    }


def test_search_engines_leave_out_the_results_page_and_no_other(page: Page, address: str) -> None:
    robots = page.locator("head meta[name=robots]")
    page.goto(f"{address}search/", wait_until="commit")
    expect(robots).to_have_attribute("content", "noindex")
    expect(robots).to_have_count(1)
    page.goto(address, wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plain docs")
    expect(robots).to_have_count(0)


def test_a_site_of_files_without_folders_works_as_well(
    open_page: Any, serve: Callable[..., str], tmp_path: Path
) -> None:
    site = build(tmp_path, "  - helpwright/search\nuse_directory_urls: false")
    page: Page = open_page()
    base = serve(site, policy="")
    page.goto(f"{base}billing/refunds.html")
    box = page.get_by_role("combobox")
    box.fill("invoice")
    expect(page.get_by_role("option")).to_have_attribute("href", f"{base}billing/invoices.html")
    box.press("Enter")
    page.wait_for_url(f"{base}search.html?q=invoice")
    expect(page.locator(".hw-search-page__item")).to_have_count(1)
