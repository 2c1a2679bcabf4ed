"""A page that is seen is told once: when it opens, when it comes back, not when it is prepared."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

RECORD = """window.heard = [];
document.addEventListener("helpwright:event", ({ detail }) => window.heard.push(detail));"""
CONFIG = """site_name: Larkfield Help
site_url: {address}
theme: {{name: material, font: false, features: [navigation.instant]}}
plugins:
  - helpwright/articles
  - helpwright/troubleshooters
  - helpwright/search: {{events: {{endpoint: page}}}}
"""
FILES = {
    "docs/index.md": "# Help\n\n[Refund](billing/refund.md) [Invoice](billing/invoice.md)\n"
    "[Steps](troubleshooters/black-video/)\n",
    "docs/billing/refund.md": "---\nid: rfnd01x\ntitle: Get a refund\n---\n"
    "Ask. [Home](../index.md)\n",
    "docs/billing/invoice.md": "---\nid: invc01x\ntitle: Invoices\n---\n"
    "Read. [Home](../index.md)\n",
    "troubleshooters/black-video.yml": """troubleshooter: 1
title: A video stays black
summary: Find out why nothing is shown.
start: where
steps:
  where:
    ask: Where do you watch?
    options: {web: On the web, app: In the app}
    go: reload
outcomes:
  reload: {solution: Reload the page, body: Then play it again.}
""",
}
BACK = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    folder = tmp_path_factory.mktemp("views")
    # Material itself has inline scripts.
    address = serve(folder / "site", "/help/", policy="")
    for name, text in {**FILES, "mkdocs.yml": CONFIG.format(address=address)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(RECORD)
    yield context.new_page()
    context.close()


def views(page: Page, count: int) -> list[tuple[Any, ...]]:
    """The views that were told, once there are so many."""
    page.wait_for_function(
        "(count) => window.heard.filter(({ name }) => name === 'view').length >= count", arg=count
    )
    page.wait_for_timeout(200)  # one too many would come now
    told = [one for one in page.evaluate("window.heard") if one["name"] == "view"]
    return [
        (one.get("article", ""), one.get("troubleshooter", ""), one["is_first"]) for one in told
    ]


def follow(page: Page, link: str, heading: str) -> None:
    page.get_by_role("main").get_by_role("link", name=link).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_each_page_that_instant_navigation_opens_is_a_view(
    page: Page, address: str, open_instant: Callable[[Page, str], None]
) -> None:
    open_instant(page, address)
    follow(page, "Refund", "Get a refund")
    assert len(views(page, 1)) == 1
    follow(page, "Home", "Help")
    follow(page, "Steps", "A video stays black")
    assert len(views(page, 2)) == 2
    expect(page.get_by_role("radio").first).to_be_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Reload the page")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Help")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Get a refund")
    assert page.evaluate("window.sameDocument")
    refund = ("rfnd01x", "")
    assert views(page, 3) == [(*refund, 1), ("", "black-video", 0), (*refund, 0)]


def test_a_page_out_of_the_browsers_memory_is_a_view_and_one_that_is_gone_is_none(
    page: Page, address: str, open_instant: Callable[[Page, str], None]
) -> None:
    open_instant(page, f"{address}billing/refund/")
    assert len(views(page, 1)) == 1
    page.evaluate(BACK)
    assert len(views(page, 2)) == 2
    follow(page, "Home", "Help")
    page.evaluate(BACK)
    assert len(views(page, 2)) == 2


def test_a_page_that_is_only_prepared_is_told_once_it_is_shown(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(document, 'prerendering', {value: true, configurable: true})"
    )
    page.goto(f"{address}billing/refund/")
    page.evaluate("() => customElements.whenDefined('helpwright-feedback')")
    assert views(page, 0) == []
    page.evaluate(
        "() => { Object.defineProperty(document, 'prerendering', {value: false});"
        "document.dispatchEvent(new Event('prerenderingchange')); }"
    )
    assert views(page, 1) == [("rfnd01x", "", 1)]


def test_where_the_browser_keeps_nothing_no_event_is_a_first_one(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', "
        "{get() { throw new DOMException('closed', 'SecurityError'); }})"
    )
    page.goto(f"{address}billing/refund/")
    page.wait_for_function("() => window.heard.length")
    (heard,) = page.evaluate("window.heard")
    assert heard == {
        "name": "view",
        "article": "rfnd01x",
        "page": "billing/refund/",
        "language": "en",
    }
