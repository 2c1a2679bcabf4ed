"""The keys that lead to the search box: only where nobody types, and off for whoever wants."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from helpwright.mkdocs_plugins.search_settings import BrowserSettings

KEY = "/a/help/.hw-shortcut"
FIELDS = {
    "a field": "<input>",
    "a long field": "<textarea></textarea>",
    "a list": "<select><option>One</option></select>",
    "a text to edit": '<div contenteditable="true"><p>Text</p></div>',
    "a part of a text to edit": '<div contenteditable><p><b tabindex="0">Text</b></p></div>',
    "a field inside another element": "",
}


def switch(page: Page) -> Locator:
    return page.get_by_role("checkbox", name="The / key goes to the search box")


def press(page: Page, keys: str = "/") -> None:
    """With the focus on nothing."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(keys)


def is_focused(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.matches('[role=combobox]')"))


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_a_shortcut_goes_to_the_box(page: Page, site: str, keys: str) -> None:
    page.goto(site)
    page.keyboard.press(keys)
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


@pytest.mark.parametrize("keys", ["/", "Control+k"])
@pytest.mark.parametrize("name", FIELDS)
def test_no_shortcut_works_where_somebody_types(
    page: Page, site: str, name: str, keys: str
) -> None:
    page.goto(site)
    page.evaluate(
        """(html) => {
          const place = document.createElement("div");
          document.querySelector("main").append(place);
          const root = html ? place : place.attachShadow({ mode: "open" });
          root.innerHTML = html || "<input>";
          (root.querySelector("[tabindex]") ?? root.firstChild).focus();
        }""",
        FIELDS[name],
    )
    page.keyboard.press(keys)
    assert not is_focused(page)


@pytest.mark.parametrize("keys", ["Control+/", "Alt+/", "Meta+/", "k", "Alt+Control+k"])
def test_other_keys_are_left_alone(page: Page, site: str, keys: str) -> None:
    page.goto(site)
    page.keyboard.press(keys)
    assert not is_focused(page)


def test_whoever_reads_can_turn_the_slash_off_and_on_again(page: Page, site: str) -> None:
    page.goto(f"{site}search/?q=refund")
    expect(switch(page)).to_be_checked()
    switch(page).uncheck()
    page.goto(site)
    press(page)
    assert not is_focused(page)
    press(page, "Control+k")
    assert is_focused(page)
    page.evaluate("localStorage.setItem('/a/help/.hw-recent', '[\"refund\"]')")
    page.reload()
    page.get_by_role("combobox").focus()
    expect(switch(page)).not_to_be_checked()
    switch(page).check()
    expect(page.get_by_role("option")).to_have_text(["refund"])
    press(page)
    assert is_focused(page)
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None


def test_the_keyboard_reaches_the_switch_in_the_panel(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate("localStorage.setItem('/a/help/.hw-recent', '[\"refund\"]')")
    page.get_by_role("combobox").focus()
    expect(page.get_by_role("option")).to_have_count(1)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(switch(page)).to_be_focused()
    page.keyboard.press("Space")
    expect(switch(page)).not_to_be_checked()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == "off"


def test_the_results_page_has_the_switch_before_anything_is_asked(
    page: Page, site: str, settle: Any
) -> None:
    page.goto(f"{site}search/")
    expect(switch(page)).to_be_visible()
    settle(page)
    place = page.locator("label").filter(has=switch(page)).bounding_box()
    assert place is not None
    assert place["height"] >= 44
    assert place["x"] + place["width"] <= 360


def test_a_telephone_has_the_switch_on_the_results_page_alone(open_page: Any, site: str) -> None:
    page: Page = open_page(has_touch=True, is_mobile=True)
    page.goto(site)
    page.evaluate("localStorage.setItem('/a/help/.hw-recent', '[\"refund\"]')")
    page.get_by_role("combobox").tap()
    expect(page.get_by_role("button", name="Clear recent searches")).to_be_visible()
    expect(switch(page)).to_be_hidden()
    page.goto(f"{site}search/")
    expect(switch(page)).to_be_visible()


def test_a_site_can_do_without_the_slash(
    open_page: Any, make_site: Any, serve: Callable[..., str]
) -> None:
    site = serve(make_site(settings=BrowserSettings("search/", shortcut=False))) + "a/help/"
    page: Page = open_page()
    page.goto(f"{site}search/?q=refund")
    expect(page.get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    page.goto(site)
    press(page)
    assert not is_focused(page)
    press(page, "Control+k")
    assert is_focused(page)


def test_where_storage_is_closed_the_slash_works(page: Page, site: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('closed', 'SecurityError'); } });"
    )
    page.goto(f"{site}search/")
    switch(page).uncheck()
    page.goto(site)
    press(page)
    assert is_focused(page)
