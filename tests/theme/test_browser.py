"""The theme in a browser: strict policy, empty console, no violations, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

KINDS = {
    "home": "",
    "category": "billing/",
    "article": "billing/goodwill/",
    "troubleshooter": "troubleshooters/video/",
    "contact": "contact/",
    "search": "search/",
    "notfound": "bilings/download-invoice",
}
ARTICLE = "billing/download-invoices/"
VIEWS = [(360, "light"), (768, "dark"), (1280, "light")]
SCHEMES: Any = ("light", "dark")
PHONE: Any = {"width": 360, "height": 800}
# Links within a sentence are exempt; a card's link is the whole card.
SMALL_TARGETS = """[...document.querySelectorAll("a, button, input, summary")]
  .filter((e) => e.checkVisibility() && !e.closest(".hw-body, .hw-skip, .hw-card"))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""


@contextmanager
def visit(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A page that fails the test on any console message or request to elsewhere."""
    context = browser.new_context(**options)
    page = context.new_page()
    troubles: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # The status of the 404 page itself, but of no file that it loads, is as it should be.
        missing = "the server responded with a status of 404" in message.text
        if not (missing and message.location["url"] == address):
            troubles.append(f"{message.text} {message.location}")

    def watch(request: Request) -> None:
        if not request.url.startswith("http://127.0.0.1:"):
            troubles.append(request.url)

    page.on("console", hear)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", watch)
    page.goto(address)
    yield page
    page.wait_for_load_state("networkidle")
    context.close()
    assert not troubles


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_clean(browser: Browser, help_address: str, kind: str) -> None:
    with visit(browser, help_address + KINDS[kind], viewport=PHONE) as page:
        page.wait_for_load_state("networkidle")
        assert page.evaluate(SMALL_TARGETS) == []
    # axe is injected as an inline script, and must not see colours that are still changing.
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(help_address + KINDS[kind])
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert not violations(page), f"{width} {scheme}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_plain_docs_from_right_to_left_are_clean(browser: Browser, plain_address: str) -> None:
    with visit(browser, plain_address + "guide/first/") as page:
        nav, body = page.locator(".hw-nav"), page.locator(".hw-body")
        assert (nav.bounding_box() or {"x": 0})["x"] > (body.bounding_box() or {"x": 0})["x"]
    dark: dict[str, Any] = {"color_scheme": "dark", "reduced_motion": "reduce"}
    with visit(browser, plain_address + "guide/first/", bypass_csp=True, **dark) as page:
        assert not violations(page)
        page.set_viewport_size(PHONE)
        assert not violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_without_scripts_a_page_follows_the_system_and_can_be_read(
    browser: Browser, help_address: str
) -> None:
    address = help_address + ARTICLE
    seen = []
    for scheme in SCHEMES:
        context = browser.new_context(
            color_scheme=scheme, java_script_enabled=False, viewport=PHONE
        )
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".hw-scheme")).to_be_hidden()
        expect(page.locator("a.hw-permalink")).to_have_attribute("href", "../../a/art200x/")
        page.locator(".hw-menu").click()
        expect(page.locator(".hw-nav")).to_be_visible()
        seen.append(page.screenshot(clip={"x": 350, "y": 790, "width": 4, "height": 4}))
        context.close()
    assert seen[0] != seen[1]


def test_the_chosen_scheme_outlives_the_page_and_the_system(
    browser: Browser, help_address: str
) -> None:
    with visit(browser, help_address, color_scheme="light") as page:
        light = background(page)
        button = page.locator(".hw-scheme")
        expect(button).to_have_attribute("aria-label", "Colours: as your system")
        button.click()
        button.click()
        expect(button).to_have_attribute("aria-label", "Colours: dark")
        dark = background(page)
        assert dark != light
        page.goto(help_address + ARTICLE)
        assert background(page) == dark
        page.locator(".hw-scheme").click()
        assert background(page) == light


def test_the_permanent_link_is_copied_in_full(browser: Browser, help_address: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    with visit(browser, help_address + ARTICLE, permissions=permissions) as page:
        page.locator("a.hw-permalink").click()
        expect(page.locator("a.hw-permalink")).to_contain_text("Copied")
        expect(page.locator("#hw-status")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == f"{help_address}a/art200x/"
        page.locator(".hw-copy").click()
        page.wait_for_function(
            "() => navigator.clipboard.readText().then((t) => t.includes('2026'))"
        )


def test_a_mistyped_address_is_answered_with_articles(browser: Browser, help_address: str) -> None:
    with visit(browser, help_address + "hc/en-us/articles/360012-download-invoices") as page:
        expect(page.locator("#hw-search-lost")).to_have_value("download invoices")
        expect(page.locator("#hw-lost a").first).to_have_text("Download <your> invoices & more")


def test_a_choice_of_tab_is_kept(browser: Browser, help_address: str) -> None:
    with visit(browser, help_address + "billing/pay-1/") as page:
        page.get_by_text("Android", exact=True).click()
        expect(page.get_by_text("Tap the menu.")).to_be_visible()
        page.goto(help_address + "billing/pay-2/")
        expect(page.get_by_text("Tap the menu.")).to_be_visible()


def test_what_scrolls_sideways_takes_the_focus(browser: Browser, help_address: str) -> None:
    with visit(browser, help_address + ARTICLE, viewport=PHONE) as page:
        expect(page.locator("pre > code")).to_have_attribute("tabindex", "0")
