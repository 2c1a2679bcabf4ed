"""The search box as a combobox: keys, focus, announcements, input methods, slow answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect


def type_words(page: Page, words: str) -> Locator:
    box = page.get_by_role("combobox")
    box.click()
    box.fill(words)
    expect(page.locator(".hw-search__panel")).to_be_visible()
    return box


def marked(page: Page) -> Locator:
    return page.locator("[role=option][aria-selected=true]")


def caret(box: Locator) -> int:
    return int(box.evaluate("(input) => input.selectionStart"))


def test_arrows_walk_the_options_and_come_back_to_the_text(page: Page, site: str) -> None:
    page.goto(site)
    box = type_words(page, "refund")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    for n in (0, 1):
        box.press("ArrowDown")
        expect(options.nth(n)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", f"hw-search-list-1-{n}")
        expect(box).to_be_focused()
    box.press("ArrowDown")
    expect(marked(page)).to_have_count(0)
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(("key", "place"), [("Home", 0), ("End", 6), ("ArrowLeft", 5)])
def test_a_key_that_edits_goes_back_to_the_text(
    page: Page, site: str, key: str, place: int
) -> None:
    page.goto(site)
    box = type_words(page, "refund")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    box.press(key)
    expect(marked(page)).to_have_count(0)
    assert caret(box) == place


def test_escape_closes_first_and_clears_then(page: Page, site: str) -> None:
    page.goto(site)
    box = type_words(page, "refund")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("Escape")
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("refund")
    box.press("Alt+ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(marked(page)).to_have_count(0)
    box.press("Alt+ArrowUp")
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    box.press("Escape")
    expect(box).to_have_value("")


def test_a_button_empties_the_field_for_those_without_an_escape_key(page: Page, site: str) -> None:
    page.goto(site)
    box = page.get_by_role("combobox")
    box.click()
    erase = page.get_by_role("button", name="Clear the field")
    expect(page.locator(".hw-search__erase")).to_be_hidden()
    box.fill("refund")
    expect(page.get_by_role("option")).to_have_count(2)
    erase.click()
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    expect(erase).to_be_hidden()


def test_enter_opens_the_marked_result_or_else_all_results(page: Page, site: str) -> None:
    page.goto(site)
    box = type_words(page, "video")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{site}help/video/*")
    page.goto(site)
    box = type_words(page, "video")
    expect(page.get_by_role("option")).to_have_count(1)
    box.press("Enter")
    page.wait_for_url(f"{site}search/?q=video")


@pytest.mark.parametrize("way", ["Control+Enter", "Control+click", "middle click"])
def test_a_result_opens_in_another_tab_and_the_list_stays(page: Page, site: str, way: str) -> None:
    page.goto(site)
    box = type_words(page, "refund")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    with page.context.expect_page() as opened:
        if way == "Control+Enter":
            box.press("ArrowDown")
            box.press("Control+Enter")
        elif way == "Control+click":
            option.click(modifiers=["Control"])
        else:
            option.click(button="middle")
    opened.value.wait_for_url(f"{site}billing/**")
    expect(option).to_be_visible()
    assert page.url == site


def test_tab_leads_through_the_panel_and_out_of_it(page: Page, site: str) -> None:
    page.goto(site)
    box = type_words(page, "lesson")
    expect(page.get_by_role("option")).to_have_count(6)
    box.press("Tab")
    expect(page.get_by_role("link", name="See all 30 results")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.locator(".hw-search__panel")).to_be_hidden()


def test_options_come_in_groups_that_are_named(page: Page, site: str) -> None:
    page.goto(site)
    type_words(page, "refund purchases ")
    expect(page.get_by_role("group")).to_have_count(2)
    expect(page.get_by_role("listbox", name="Search results")).to_match_aria_snapshot("""
      - listbox "Search results":
        - group "With all the words":
          - option /Get a refund/
        - group "With some of the words":
          - option /Refund policy .* Without. purchases/
    """)
    assert page.locator("[role=option] :is(a, button, input)").count() == 0


def test_what_was_found_is_announced_once_the_reader_pauses(
    page: Page, site: str, halt: Callable[[], None]
) -> None:
    halt()
    page.goto(site)
    box = page.get_by_role("combobox")
    box.click()
    page.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector("[role=status]");
          new MutationObserver(() => status.textContent && window.said.push(status.textContent))
            .observe(status, { childList: true });
        }"""
    )
    for key in "lessno 1 ":
        page.keyboard.press(key)
        page.clock.run_for(20)
    page.clock.run_for(150)
    expect(page.get_by_role("option")).to_have_count(6)
    page.clock.run_for(1000)
    expect(page.get_by_role("status")).to_contain_text("Showing results for lesson 1.")
    said = page.evaluate("window.said")
    assert len(said) == 1
    assert "1 result has all the words; 29 more have some of them." in said[0]


def compose(page: Page, text: str) -> None:
    session = page.context.new_cdp_session(page)
    length = len(text)
    session.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": length, "selectionEnd": length},
    )


def test_an_input_method_does_not_search_half_words(page: Page, site: str) -> None:
    page.goto(site)
    box = type_words(page, "refund")
    expect(page.get_by_role("option")).to_have_count(2)
    box.fill("")
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    compose(page, "れっす")
    page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
    assert asked == []
    expect(page.locator(".hw-search__panel")).to_be_hidden()
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "lesson"})
    expect(page.get_by_role("option")).to_have_count(6)


def test_a_telephone_that_composes_latin_words_searches_them_as_they_come(
    page: Page, site: str
) -> None:
    page.goto(site)
    page.get_by_role("combobox").click()
    compose(page, "less")
    expect(page.get_by_role("option")).to_have_count(6)


class Hold:
    """Keeps what is asked of the index back, until it is let go."""

    def __init__(self, page: Page) -> None:
        self.kept: list[Route] = []
        self.open = False
        page.route("**/index/**", self.take)

    def take(self, route: Route) -> None:
        if self.open:
            route.continue_()
        else:
            self.kept.append(route)

    def let_go(self) -> None:
        self.open = True
        for route in self.kept:
            route.continue_()


def test_a_slow_search_says_so_and_then_shows_what_it_found(page: Page, site: str) -> None:
    held = Hold(page)
    page.goto(site)
    type_words(page, "refund")
    expect(page.locator(".hw-search__busy")).to_have_text("Searching …")
    expect(page.get_by_role("status")).to_have_text("Searching …")
    held.let_go()
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.locator(".hw-search__busy")).to_have_count(0)


def test_results_stay_until_there_are_others_and_old_ones_never_come_back(
    page: Page, site: str
) -> None:
    page.goto(site)
    box = type_words(page, "video")
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    held = Hold(page)
    box.fill("lesson")
    expect(page.locator(".hw-search__busy")).to_be_visible()
    expect(option).to_have_count(1)
    box.fill("video")
    expect(page.locator(".hw-search__busy")).to_have_count(0)
    held.let_go()
    for route in held.kept:
        assert route.request.response()
    expect(option).to_have_count(1)
    expect(option).to_contain_text("A video won't play")
