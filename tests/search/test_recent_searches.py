"""Recent searches: kept in the reader's browser alone, offered in the empty box, and forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from helpwright.mkdocs_plugins.search_settings import BrowserSettings

KEY = "/a/help/.hw-recent"
PRIVATE = (
    "refund for ann@example.org",
    "refund 4111 1111 1111 1111",
    "refund +49 170 1234567",
    "refund sk1live2abc3def4ghi5jkl6",
    "refund https://example.org/reset?token=abc",
)


def stored(page: Page) -> list[str]:
    return list(json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or "[]"))


def wait_for(page: Page, *queries: str) -> None:
    """Until this is stored: what a page stores as it is left may reach the next one late."""
    page.wait_for_function(
        f"(list) => localStorage.getItem('{KEY}') === JSON.stringify(list)", arg=list(queries)
    )


def remember(page: Page, *queries: str) -> None:
    page.evaluate(f"(list) => localStorage.setItem('{KEY}', JSON.stringify(list))", list(queries))


def choose(page: Page, site: str, words: str) -> None:
    """Search in the box and open the first result."""
    page.goto(site)
    page.get_by_role("combobox").fill(words)
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("option").first.click()
    page.wait_for_url(lambda url: url != site)


def test_searches_that_led_somewhere_are_offered_in_the_empty_box(page: Page, site: str) -> None:
    choose(page, site, "refund")
    page.goto(f"{site}search/?q=video")
    expect(page.locator(".hw-search-page__item")).to_have_count(1)
    choose(page, site, "Refund ")
    wait_for(page, "Refund", "video")
    page.goto(site)
    box = page.get_by_role("combobox")
    box.focus()
    expect(page.get_by_role("group", name="Recent searches").get_by_role("option")).to_have_text(
        ["Refund", "video"]
    )
    box.press("Escape")
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("video")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text("A video won't play")


def test_eight_are_kept_at_most(page: Page, site: str) -> None:
    page.goto(site)
    remember(page, *(f"lesson {n}" for n in range(1, 9)))
    choose(page, site, "lesson 9")
    wait_for(page, "lesson 9", *(f"lesson {n}" for n in range(1, 8)))


def test_each_can_be_removed_and_all_at_once(page: Page, site: str) -> None:
    page.goto(site)
    remember(page, "refund", "video", "lesson")
    box = page.get_by_role("combobox")
    box.focus()
    page.get_by_role("button", name="Remove “refund” from recent searches").click()
    expect(page.get_by_role("option")).to_have_text(["video", "lesson"])
    expect(page.get_by_role("button", name="Remove “video” from")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Removed.")
    box.focus()
    box.press("ArrowDown")
    box.press("Delete")
    expect(page.get_by_role("option")).to_have_text(["lesson"])
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "true")
    remember(page, "refund", "video")
    page.get_by_role("button", name="Clear recent searches").click()
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    expect(box).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("words", PRIVATE)
def test_what_may_be_private_is_never_stored(page: Page, site: str, words: str) -> None:
    choose(page, site, words)
    assert stored(page) == []
    page.goto(site + "search/?q=" + quote(words))
    expect(page.locator(".hw-search-page__item").first).to_be_visible()
    assert stored(page) == []


def test_a_search_that_found_nothing_is_not_offered_again(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=xyzzyqq")
    expect(page.locator(".hw-search__empty")).to_be_visible()
    page.get_by_role("searchbox").press("Enter")
    assert stored(page) == []


def test_a_site_can_do_without(open_page: Any, make_site: Any, serve: Callable[..., str]) -> None:
    settings = BrowserSettings("search/", recent=False)
    site = serve(make_site(settings=settings)) + "a/help/"
    page: Page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    choose(page, site, "refund")
    assert stored(page) == []
    page.goto(site)
    remember(page, "refund")
    box = page.get_by_role("combobox")
    box.fill("refund")
    expect(page.get_by_role("option")).to_have_count(2)
    box.fill("")
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    assert not [url for url in asked if "recent_panel" in url]


def test_storage_that_is_closed_or_damaged_is_no_trouble(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate(f"localStorage.setItem('{KEY}', '{{')")
    choose(page, site, "refund")
    wait_for(page, "refund")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('closed', 'SecurityError'); } });"
    )
    choose(page, site, "video")
    page.goto(site)
    page.get_by_role("combobox").focus()
    page.get_by_role("combobox").fill("refund")
    expect(page.get_by_role("option")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_is_accessible_and_fits_a_telephone(
    open_page: Any, site: str, violations: Any, scheme: str
) -> None:
    page: Page = open_page(color_scheme=scheme)
    page.goto(site)
    remember(page, *(f"how do I reset the password of learner {n} in my team" for n in "abcdefgh"))
    box = page.get_by_role("combobox")
    box.focus()
    expect(page.get_by_role("option")).to_have_count(8)
    box.press("ArrowDown")
    buttons = page.get_by_role("button", name="Remove")
    for n in range(8):
        row = page.get_by_role("option").nth(n).bounding_box()
        button = buttons.nth(n).bounding_box()
        assert row is not None
        assert button is not None
        assert row["height"] >= 44
        assert min(button["height"], button["width"]) >= 44
        assert abs(row["y"] - button["y"]) < 1
        assert row["x"] + row["width"] <= button["x"] + 1
        assert button["x"] + button["width"] <= 360
    assert violations(page) == []
    page.get_by_role("checkbox", name="The / key").uncheck()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert violations(page) == []
