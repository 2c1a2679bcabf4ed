"""Choices and things to try, in a browser, under a strict content security policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

TREES = Path(__file__).parents[2] / "troubleshooters"
SHOWN = "[location.href, document.querySelector('main').innerText]"
PASSWORD = "My password is refused, or I don't remember it"
WALK = [
    PASSWORD,
    "That the email address or the password is wrong",
    "Not fixed, go on",
    "The email never arrived",
    "That fixed it",
]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def any_page(open_page: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    return open_page(java_script_enabled=request.param)


def ends(page: Page, address: str) -> None:
    expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))


def answer(page: Page, label: str) -> None:
    """Answer the step that is shown: by its radio, or by its link where there are no forms."""
    if page.locator("form").count():
        page.get_by_role("radio", name=label, exact=True).check()
        page.get_by_role("button", name="Continue").click()
    else:
        at = page.evaluate("location.hash").removeprefix("#") or "where_it_stops"
        link = page.locator(f"#{at}").get_by_role("link", name=label, exact=True)
        hash_ = link.get_attribute("href") or ""
        link.click()
        ends(page, hash_)


def test_the_same_answers_lead_to_the_same_outcome(any_page: Page, site: str) -> None:
    any_page.goto(f"{site}sign-in/")
    for label in WALK:
        answer(any_page, label)
    ends(any_page, "#out_known_address")
    outcome = any_page.locator("#out_known_address")
    expect(outcome.get_by_role("heading")).to_have_text("You're in. Keep this address in mind")
    expect(outcome).to_be_visible()


def test_one_step_is_shown_and_nothing_advances_by_itself(page: Page, site: str) -> None:
    page.goto(f"{site}sign-in/")
    expect(page.locator("section:visible")).to_have_count(1)
    expect(page.get_by_role("group", name="Where does it stop?")).to_be_visible()
    page.get_by_role("radio", name=PASSWORD).check()
    ends(page, "/sign-in/")


def test_the_address_holds_the_answers_and_the_heading_the_focus(page: Page, site: str) -> None:
    page.goto(f"{site}sign-in/")
    title = page.title()
    answer(page, PASSWORD)
    ends(page, "/sign-in/?where_it_stops=password#password_message")
    heading = page.get_by_role("heading", name="What does the sign-in page say?")
    expect(heading).to_be_focused()
    assert page.title() == f"What does the sign-in page say? \N{EN DASH} {title}"


def test_no_answer_is_an_error_that_says_so(page: Page, site: str) -> None:
    page.goto(f"{site}sign-in/")
    page.get_by_role("button", name="Continue").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Choose an answer")
    expect(alert).to_be_focused()
    alert.get_by_role("link").click()
    expect(page.get_by_role("radio").first).to_be_focused()
    answer(page, PASSWORD)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_going_back_forgets_the_answer_and_going_forward_brings_it_back(
    page: Page, site: str
) -> None:
    page.goto(f"{site}sign-in/")
    for label in WALK[:3]:
        answer(page, label)
    shown = page.evaluate(SHOWN)
    page.go_back()
    expect(page.locator("#try_reset")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.go_forward()
    page.go_forward()
    expect(page.locator("#reset_stops")).to_be_visible()
    assert page.evaluate(SHOWN) == shown
    page.get_by_role("link", name="Change your answer to: Where does it stop?").click()
    expect(page.get_by_role("radio", checked=True)).to_have_value("password")


def test_what_was_chosen_stays_chosen_while_one_looks_elsewhere(page: Page, site: str) -> None:
    page.goto(f"{site}sign-in/")
    answer(page, PASSWORD)
    page.get_by_role("radio").nth(1).check()
    page.go_back()
    expect(page.locator("#where_it_stops")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("radio", checked=True)).to_have_value("attempts")


def test_start_again_forgets_everything(page: Page, site: str) -> None:
    page.goto(f"{site}sign-in/")
    title = page.title()
    expect(page.get_by_text("Start again")).to_have_count(0)
    answer(page, PASSWORD)
    page.get_by_role("link", name="Start again").click()
    ends(page, "/sign-in/")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    assert page.title() == title


@pytest.mark.parametrize(
    ("given", "kept", "step"),
    [
        ("?utm=x&where_it_stops=code&second_step=nope", "?where_it_stops=code#", "second_step"),
        ("?constructor=1&where_it_stops=__proto__#%E0", "", "where_it_stops"),
        ("#recovery_code", "#", "recovery_code"),
        ("?.from=recovery_code&recovery_code=no#in_a_team", None, "in_a_team"),
        ("?recovery_code=no", "?recovery_code=no#", "where_it_stops"),
        ("?where_it_stops=code#try_clock", "?where_it_stops=code#", "second_step"),
        ("?where_it_stops=code#where_it_stops", None, "where_it_stops"),
        ("#out_wait", "#", "out_wait"),
        ("#nowhere", "", "where_it_stops"),
    ],
)
def test_any_address_gives_a_state_and_unknown_parts_are_dropped(
    page: Page, site: str, given: str, kept: str | None, step: str
) -> None:
    page.goto(f"{site}sign-in/{given}")
    expect(page.locator("section:visible")).to_have_id(step)
    if kept is None:
        query = sorted(page.evaluate("location.search").removeprefix("?").split("&"))
        assert query == sorted(given[1:].partition("#")[0].split("&"))
    else:
        ends(page, f"/sign-in/{kept}{step if kept.endswith('#') else ''}")


def test_a_link_to_a_step_in_the_middle_begins_there(page: Page, site: str) -> None:
    page.goto(f"{site}sign-in/#recovery_code")
    answer(page, "No")
    expect(page.locator("section:visible")).to_have_id("in_a_team")
    page.reload()
    expect(page.locator("section:visible")).to_have_id("in_a_team")


def test_links_within_the_page_lead_where_they_say(page: Page, site: str) -> None:
    page.goto(f"{site}sign-in/")
    answer(page, PASSWORD)
    follow = """(hash) => {
      const link = document.createElement("a");
      link.href = hash;
      document.body.append(link);
      link.click();
    }"""
    page.evaluate(follow, "#top")
    expect(page.locator("section:visible")).to_have_id("password_message")
    page.evaluate(follow, "#in_a_team")
    expect(page.locator("section:visible")).to_have_id("in_a_team")
    ends(page, "/sign-in/#in_a_team")
    page.go_back()
    page.go_back()
    expect(page.locator("section:visible")).to_have_id("password_message")


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("slug", [path.stem for path in sorted(TREES.glob("*.yml"))])
def test_axe_finds_nothing_in_the_repository_s_own(
    page: Page, reader: Any, site: str, slug: str, scheme: str
) -> None:
    page.goto(f"{site}{slug}/")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", scheme)
    assert reader.look() == []


@pytest.mark.parametrize("scheme", ["default", "slate"])
@pytest.mark.parametrize("step", ["try_reset", "out_wait", "out_support"])
def test_axe_finds_nothing_in_light_or_dark(
    page: Page, reader: Any, site: str, step: str, scheme: str
) -> None:
    page.goto(f"{site}sign-in/#{step}")
    page.evaluate("scheme => { document.body.dataset.mdColorScheme = scheme }", scheme)
    assert reader.look() == []
