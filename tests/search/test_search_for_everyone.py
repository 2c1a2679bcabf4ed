"""For everyone: small and zoomed windows, right to left, forced colours, axe, every language."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from helpwright.mkdocs_plugins.search_settings import BrowserSettings
from helpwright.search.documents import Document

VNU = Path(__file__).parents[2] / ".ci/node_modules/vnu-jar/build/dist/vnu.jar"
LANGUAGES = ("en", "de", "es", "fr", "ja")
QUIET = BrowserSettings("search/", recent=False)
ITEMS = ".hw-search-page__item"
SIZES = ((360, 640), (1280, 800))


def type_words(page: Page, words: str) -> Locator:
    box = page.get_by_role("combobox")
    box.click()
    box.fill(words)
    expect(page.locator(".hw-search__panel")).to_be_visible()
    return box


def test_on_a_telephone_the_panel_is_as_wide_as_the_screen_and_nothing_is_small(
    open_page: Any, site: str
) -> None:
    page: Page = open_page(has_touch=True, is_mobile=True)
    page.goto(site)
    type_words(page, "lesosn purchases ")
    expect(page.get_by_role("option")).to_have_count(6)
    panel = page.locator(".hw-search__panel").bounding_box()
    assert panel is not None
    assert (panel["x"], panel["width"]) == (0, 360)
    assert panel["y"] + panel["height"] <= 640
    for target in page.locator(".hw-search__panel :is(a, button)").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("option").first.tap()
    page.wait_for_url(f"{site}billing/refunds/#ask")


@pytest.mark.parametrize("size", [(640, 400), (320, 256), (1280, 800)])
def test_the_list_fits_any_window(open_page: Any, site: str, size: tuple[int, int]) -> None:
    page: Page = open_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=2)
    page.goto(site)
    box = type_words(page, "lesson")
    expect(page.get_by_role("option")).to_have_count(6)
    for _ in range(6):
        box.press("ArrowDown")
    last = page.get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_be_in_viewport(ratio=0.5)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_from_right_to_left_everything_is_mirrored(
    open_page: Any, make_site: Any, serve: Callable[..., str]
) -> None:
    address = serve(make_site(lang="ar", direction="rtl", settings=QUIET)) + "a/help/"
    page: Page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    box = type_words(page, "refund")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    box.press("ArrowDown")
    expect(option).to_have_css("border-right-width", "4px")
    expect(option).to_have_css("border-left-width", "0px")
    panel = page.locator(".hw-search__panel").bounding_box()
    assert panel is not None
    assert panel["x"] >= 0
    assert panel["x"] + panel["width"] <= 1280
    # The page's language has no texts of its own: the English ones say that they are English.
    expect(page.locator(".hw-search__panel")).to_have_attribute("lang", "en")


def test_with_forced_colors_the_marked_option_can_be_seen(open_page: Any, site: str) -> None:
    page: Page = open_page(forced_colors="active")
    page.goto(site)
    box = type_words(page, "refund")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_css("outline-style", "solid")
    expect(page.get_by_role("option").last).to_have_css("outline-style", "none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "words", ["lesson", "refund purchases ", "lesosn ", "xyzzyqq ", "video", "rechnung"]
)
def test_axe_finds_nothing_in_the_panel(
    open_page: Any, site: str, violations: Any, words: str, scheme: str
) -> None:
    page: Page = open_page(color_scheme=scheme)
    page.goto(site)
    box = type_words(page, words)
    expect(page.locator(".hw-search__panel :is(.hw-search__option, a)").first).to_be_visible()
    box.press("ArrowDown")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_panel_speaks_the_language_of_the_page(
    open_page: Any,
    make_site: Any,
    serve: Callable[..., str],
    documents: tuple[Document, ...],
    violations: Any,
    language: str,
) -> None:
    page: Page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    documents = tuple(replace(document, language=language) for document in documents)
    page.goto(serve(make_site(documents, lang=language)) + "a/help/")
    type_words(page, "refund purchases ")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(page.get_by_role("status")).not_to_have_text("")
    assert violations(page) == []
    page.get_by_role("combobox").fill("xyzzyqq ")
    expect(page.locator(".hw-search__empty")).to_be_visible()
    assert violations(page) == []
    texts = [url for url in asked if "/texts/" in url]
    assert [url.rpartition("/")[2] for url in texts] == [f"{language}.js"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query", ["", "q=lesson+7", "q=refund&type=reference", "q=lesosn", "q=xyzzyqq", "q=rechnung"]
)
def test_axe_finds_nothing_on_the_results_page(
    open_page: Any, site: str, violations: Any, query: str, scheme: str
) -> None:
    page: Page = open_page(color_scheme=scheme)
    page.goto(f"{site}search/?{query}")
    if query:
        expect(page.locator(f"{ITEMS}, .hw-search__empty").first).to_be_visible()
        page.locator("summary").click()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == []


def test_axe_finds_nothing_where_the_search_failed(
    open_page: Any, site: str, violations: Any
) -> None:
    page: Page = open_page(quiet=False)
    page.route("**/index/**", lambda route: route.fulfill(status=503))
    page.goto(f"{site}search/?q=refund")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.goto(site)
    page.get_by_role("combobox").fill("refund")
    expect(page.locator(".hw-search__failed")).to_be_visible()
    assert violations(page) == []


def test_the_page_speaks_german(
    open_page: Any, make_site: Any, serve: Callable[..., str], violations: Any
) -> None:
    page: Page = open_page()
    page.goto(serve(make_site(lang="de")) + "a/help/search/?q=rechnung")
    expect(page.get_by_role("status")).to_have_text("1 Treffer.")
    page.goto(serve(make_site(lang="de")) + "a/help/search/?q=rechnung+lesson")
    expect(page.get_by_role("heading", level=2).last).to_have_text("In anderen Sprachen")
    expect(page.locator(ITEMS).last).to_contain_text("Englisch")
    assert violations(page) == []


def test_the_html_checker_finds_no_error_in_what_the_scripts_make(
    open_page: Any, site: str, need: Any, tmp_path: Path
) -> None:
    need(shutil.which("java") is not None, "there is no Java here")
    need(VNU.is_file(), "the HTML checker is not installed (.ci/run installs it)")
    page: Page = open_page()
    made = {}
    page.goto(site)
    for words in ("lesson 7", "lesosn ", "xyzzyqq ", "rechnung"):
        box = type_words(page, words)
        expect(page.locator(".hw-search__panel :is(.hw-search__option, a)").first).to_be_visible()
        box.press("ArrowDown")
        made[f"box-{words.strip()}"] = page.content()
    page.evaluate("localStorage.setItem('/a/help/.hw-recent', '[\"refund\"]')")
    page.goto(site)
    page.get_by_role("combobox").focus()
    expect(page.get_by_role("button", name="Remove")).to_have_count(1)
    made["recent"] = page.content()
    for query in ("q=lesson+7", "q=lesosn", "q=refund&type=reference", "q=xyzzyqq"):
        page.goto(f"{site}search/?{query}")
        expect(page.locator(f"{ITEMS}, .hw-search__empty").first).to_be_visible()
        made[f"page-{query}"] = page.content()
    for name, html in made.items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    done = subprocess.run(
        ["java", "-jar", VNU, "--errors-only", "--skip-non-html", tmp_path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout + done.stderr == ""
