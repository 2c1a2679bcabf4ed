"""The search box and page in a browser, from a sub-path, under a strict policy, console empty."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from helpwright.search.documents import Document, Section
from helpwright.search.index import build, write

WEB = Path(__file__).parents[2] / "plugins/helpwright/web"
DOCUMENTS = [
    Document(
        "billing/refunds/",
        "Get a refund <for> a course",
        description="When a course is paid back.",
        category="Billing",
        sections=(
            Section("", "", "You can ask for your money within 30 days."),
            Section("ask", "Ask for a refund", "Open Purchases & choose <Refund>. " * 20),
        ),
    ),
    Document(
        "help/video/",
        "A video won't play",
        kind="troubleshooter",
        category="Courses",
        sections=(Section("", "", "Start."), Section("cache", "Clear the cache", "Clear data.")),
    ),
    *(
        Document(f"more/{n}/", f"Lesson {n}", sections=(Section("", "", f"About lesson {n}."),))
        for n in range(1, 31)
    ),
]
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Help</title>'
    '<meta name="viewport" content="width=device-width">'
    '<link rel="stylesheet" href="{root}assets/helpwright/search/search.css">'
    '<script type="module" src="{root}assets/helpwright/search/mount.js"></script></head><body>'
)
FORM = (
    '<form action="{root}search/" role="search"><label>Search '
    '<input type="search" name="q"></label></form>'
)
HOME = (
    HEAD + "<main><h1>Help</h1>"
    '<helpwright-search data-categories-url="categories/" data-contact-url="contact/">'
    + FORM
    + "</helpwright-search></main></body></html>"
)
PAGE = (
    HEAD
    + "<main><h1>Search</h1><helpwright-search-page>"
    + FORM
    + "</helpwright-search-page></main></body></html>"
)
PLAIN = (
    HEAD + '<header class="md-header"><nav class="md-header__inner"></nav></header>'
    "<main><h1>Plain</h1></main></body></html>"
)


@pytest.fixture(scope="module")
def site(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The host of a help center below `/a/help/`, and of one without its index, `/broken/`."""
    folder = tmp_path_factory.mktemp("site")
    root = folder / "a/help"
    assets = root / "assets/helpwright"
    shutil.copytree(WEB, assets)
    write(build(DOCUMENTS), assets / "index")
    broken = folder / "broken"
    shutil.copytree(WEB, broken / "assets/helpwright")
    (broken / "index.html").write_text(HOME.format(root=""))
    (folder / "favicon.ico").write_bytes(b"")
    for path, text in (("", HOME), ("search/", PAGE), ("plain/", PLAIN), ("help/video/", PLAIN)):
        (root / path).mkdir(parents=True, exist_ok=True)
        depth = path.count("/")
        (root / path / "index.html").write_text(text.format(root="../" * depth))
    return serve(folder).rstrip("/")


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page whose console must stay empty, and which asks nobody but the site."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def note(request: Request) -> None:
        if not request.url.startswith(site):
            said.append(f"asked {request.url}")

    page.on("request", note)
    yield page
    context.close()
    assert said == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


def test_results_appear_as_one_types_and_keys_choose(page: Page, site: str) -> None:
    page.goto(f"{site}/a/help/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    box.press_sequentially("clear cac")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("A video won't play")
    expect(option).to_contain_text("Troubleshooter step")
    expect(option.locator("mark").first).to_have_text("Clear")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("1 result.")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert violations(page) == []
    box.press("Escape")
    expect(option).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{site}/a/help/help/video/#cache")


def test_nothing_of_the_index_is_loaded_before_it_is_needed(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/a/help/", wait_until="networkidle")
    assert not [url for url in asked if "/index/" in url]
    page.get_by_role("combobox").fill("refund")
    expect(page.get_by_role("option")).to_have_count(1)
    assert len([url for url in asked if "/index/" in url]) <= 4


def test_a_page_fits_a_small_telephone(page: Page, site: str) -> None:
    page.goto(f"{site}/a/help/")
    page.get_by_role("combobox").fill("lesson")
    expect(page.get_by_role("option")).to_have_count(6)
    panel = page.locator(".hw-search__panel").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.get_by_role("link", name="See all 30 results")).to_be_visible()


def test_markup_in_a_page_is_shown_as_text(page: Page, site: str) -> None:
    page.goto(f"{site}/a/help/")
    page.get_by_role("combobox").fill("refund purchases")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Get a refund <for> a course")
    expect(option).to_contain_text("choose <Refund>")
    expect(option).to_have_attribute("href", f"{site}/a/help/billing/refunds/#ask")


def test_a_typo_is_undone_and_the_literal_search_offered(page: Page, site: str) -> None:
    page.goto(f"{site}/a/help/")
    page.get_by_role("combobox").fill("refnud ")
    notice = page.locator(".hw-search__notice")
    expect(notice).to_have_text("Showing results for refund. Search instead for refnud.")
    assert violations(page) == []
    notice.get_by_role("button").click()
    expect(page.locator(".hw-search__empty")).to_contain_text("Nothing found for “refnud”.")
    expect(page.get_by_role("link", name="See all categories")).to_be_visible()
    expect(page.get_by_role("link", name="Contact us")).to_be_visible()
    assert violations(page) == []


def test_a_partial_match_says_what_it_lacks(page: Page, site: str) -> None:
    page.goto(f"{site}/a/help/")
    page.get_by_role("combobox").fill("refund cache ")
    expect(page.locator(".hw-search__partial").first).to_contain_text("Without: ")


def test_the_page_lists_all_and_its_address_follows(page: Page, site: str) -> None:
    page.goto(f"{site}/a/help/")
    page.get_by_role("combobox").fill("lesson")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url(f"{site}/a/help/search/?q=lesson")
    items = page.get_by_role("listitem")
    expect(items).to_have_count(20)
    page.get_by_role("button", name="Show more results").click()
    expect(items).to_have_count(30)
    assert violations(page) == []
    page.get_by_role("searchbox").fill("refund")
    expect(items).to_have_count(1)
    assert page.url == f"{site}/a/help/search/?q=refund"


def test_a_plain_material_page_gets_a_search_box(page: Page, site: str) -> None:
    page.goto(f"{site}/a/help/plain/")
    page.get_by_role("combobox", name="Search").fill("refund")
    expect(page.get_by_role("option")).to_have_count(1)


def test_an_index_that_cannot_be_loaded_is_told(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/broken/")
    page.get_by_role("combobox").fill("refund")
    expect(page.locator(".hw-search__failed")).to_contain_text("could not be loaded")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    page.close()


def test_without_javascript_the_form_leads_to_the_page(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/a/help/")
    page.get_by_role("searchbox").fill("refund")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(f"{site}/a/help/search/?q=refund")
    context.close()
