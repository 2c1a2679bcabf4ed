"""The page with a script: every kind of question, errors, history, changes, and its language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect


def test_every_kind_of_question_is_answered_and_every_state_is_accessible_and_reloads(
    page: Page, reader: Any, site: str
) -> None:
    page.goto(f"{site}charge/")
    for step, act in reader.steps:
        reader.at(step)
        reader.reloaded()
        assert reader.look() == []
        reader.go_on()
        expect(page.get_by_role("alert")).to_be_focused()
        assert reader.look() == []
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.locator("section:visible input").first).to_be_focused()
        act(reader)
        if step != "plan":
            heading = page.locator("section:visible").get_by_role("heading")
            expect(heading).to_be_focused()
            assert (
                page.title()
                == f"{heading.inner_text()} \N{EN DASH} I don't know this charge - Larkfield"
            )
    reader.at("out_window")
    expect(page.locator("#out_window")).to_contain_text("173 days old, far too old")
    expect(page.locator("#out_window")).to_contain_text("for 14 days")
    reader.in_address(
        "/charge/?kind=unknown&devices=tv&seats=1200&charged_on=2026-06-01&code=c3"
        "&try_receipt=not_fixed&plan=annual#out_window"
    )
    assert reader.look() == []
    reader.reloaded()


def test_back_and_forward_walk_through_the_states(page: Page, reader: Any, site: str) -> None:
    reader.walk(site)
    states = [step for step, _ in reader.steps] + ["out_window"]
    for step in reversed(states[:-1]):
        page.go_back()
        reader.at(step)
        expect(page.locator("section:visible").get_by_role("heading")).to_be_focused()
    for step in states[1:]:
        page.go_forward()
        reader.at(step)


def test_a_changed_answer_keeps_later_answers_that_still_apply(
    page: Page, reader: Any, site: str
) -> None:
    reader.walk(site)
    page.get_by_role("link", name="Change your answer to: How many seats do you have?").click()
    reader.at("seats")
    expect(page.locator("section:visible input")).to_have_value("1200")
    reader.fill("2000")
    reader.at("out_window")
    expect(page.locator(".hw-answers")).to_contain_text("2000 seats")
    page.get_by_role("link", name="Change your answer to: How many seats do you have?").click()
    reader.fill("1")
    reader.at("plan")
    expect(page.get_by_role("radio", name="Annual")).to_have_count(0)
    page.get_by_role("link", name="Change your answer to: What is wrong?").click()
    reader.choose("It is there twice")
    reader.in_address("/charge/?kind=twice#pending")


@pytest.mark.parametrize(
    ("step", "typed", "message"),
    [
        ("seats", "many", "Enter a number"),
        ("seats", "1.5", "Enter a whole number"),
        ("seats", "0", "Enter 1 seats to 5000 seats"),
        ("charged_on", "31 2 2026", "Enter a date, for example 27 3 2026"),
        ("charged_on", "22 11 2026", "Enter a date no later than 21 November 2026"),
        ("charged_on", "2019-12-31", "That is too long ago, 1200 seats or not."),
        ("amount", "1.999", "Enter at most 2 decimals"),
        ("amount", "0", "Enter €0.01 or more"),
        ("code", "Omega", "Choose an answer from the list"),
        ("note", "ab", "Write three letters or more."),
    ],
)
def test_an_error_says_what_is_wrong_and_keeps_what_was_typed(
    page: Page, reader: Any, site: str, step: str, typed: str, message: str
) -> None:
    reader.walk(site, step)
    reader.fill(typed)
    reader.at(step)
    expect(page.get_by_role("alert")).to_contain_text(message)
    field = page.locator("section:visible input")
    expect(field).to_have_value(typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    page.go_back()
    page.go_forward()
    expect(field).to_have_value(typed)


def test_not_sure_and_none_of_these_are_answers(page: Page, reader: Any, site: str) -> None:
    reader.walk(site, "devices")
    page.get_by_label("A phone").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("A phone")).not_to_be_checked()
    page.get_by_label("A phone").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()
    page.get_by_label("None of these").check()
    reader.go_on()
    reader.at("seats")
    page.get_by_role("button", name="I'm not sure").click()
    reader.at("charged_on")
    reader.in_address("?kind=unknown&devices=&seats=not_sure#charged_on")
    reader.reloaded()
    expect(page.locator(".hw-answers")).to_contain_text("None of these")
    expect(page.locator(".hw-answers")).to_contain_text("I'm not sure")


def test_not_sure_of_several_is_an_answer_that_can_be_changed(
    page: Page, reader: Any, site: str
) -> None:
    reader.walk(site, "devices")
    page.get_by_role("button", name="I'm not sure").click()
    reader.at("seats")
    page.get_by_role("link", name="Change your answer to: Which devices do you use?").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.get_by_label("A TV").check()
    reader.go_on()
    reader.in_address("?kind=unknown&devices=tv#seats")


def test_a_step_may_come_again_with_an_answer_of_its_own(
    page: Page, reader: Any, site: str
) -> None:
    page.goto(f"{site}line/")
    for label in ("Yes", "No", "Yes"):
        reader.choose(label)
    reader.at("restart")
    reader.in_address("/line/?line=yes&restart=no&line~2=yes#restart~2".replace("~", "%7E", 1))
    reader.reloaded()
    reader.choose("No")
    reader.at("out_write")
    reader.reloaded()


def test_an_answer_of_an_address_that_is_not_valid_any_more_is_shown_with_its_error(
    page: Page, reader: Any, site: str
) -> None:
    page.goto(f"{site}charge/?kind=unknown&devices=tv&seats=99999&charged_on=2026-06-01#amount")
    reader.at("seats")
    expect(page.get_by_role("alert")).to_contain_text("Enter 1 seats to 5000 seats")
    expect(page.locator("section:visible input")).to_have_value("99999")
    reader.fill("5")
    reader.at("amount")


def test_progress_counts_the_questions_that_are_left(page: Page, reader: Any, site: str) -> None:
    page.goto(f"{site}charge/")
    expect(page.locator(".hw-progress")).to_have_text("2 to 9 questions left")
    reader.choose("It is there twice")
    expect(page.locator(".hw-progress")).to_have_text("1 question left")
    reader.choose("Yes")
    expect(page.locator(".hw-progress")).to_be_hidden()


def test_the_page_speaks_its_language(
    page: Page, reader: Any, serve: Callable[..., str], policy: str, make_pages: Callable[..., Path]
) -> None:
    page.goto(f"{serve(make_pages(language='de'), '/de/', policy=policy)}troubleshooters/charge/")
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("alert")).to_contain_text("W\u00e4hlen Sie eine Antwort")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("None of these").check()
    page.get_by_role("button", name="Weiter").click()
    page.locator("section:visible input").fill("1.200")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator(".hw-answers")).to_contain_text("1200\u00a0seats")
    page.locator("section:visible input").fill("1. Juni 2026")
    page.get_by_role("button", name="Weiter").click()
    reader.at("amount")
    page.get_by_role("link", name="\u00c4ndern Ihre Antwort auf: When was it?").click()
    expect(page.locator("section:visible input")).to_have_value("1. Juni 2026")


LARGE = """
  s{n}:
    ask: Question number {n}?
    options: {{ a: {{ label: This, go: s{m} }}, b: {{ label: That, go: out }} }}"""


def test_a_changed_answer_is_shown_at_once(
    page: Page, serve: Callable[..., str], policy: str, make_pages: Callable[..., Path]
) -> None:
    steps = "".join(LARGE.format(n=n, m=n + 1) for n in range(40))
    text = f"troubleshooter: 1\ntitle: T\nstart: s0\nsteps:{steps}\n"
    text += "  s40: { ask: Last?, type: yes_no, go: out }\noutcomes: { out: { solution: Done } }\n"
    page.goto(f"{serve(make_pages(text), '/large/', policy=policy)}troubleshooters/t0/")
    query = "&".join(f"s{n}=a" for n in range(40))
    page.goto(f"{page.url}?{query}#s20")
    # Nothing is waited for, so the next frame shows it; a benchmark tells how long that takes.
    shown = page.evaluate(
        """() => {
          const box = document.querySelector("section:not([hidden])");
          const form = box.querySelector("form");
          form.querySelector("input").checked = true;
          form.requestSubmit();
          return [box.id, document.querySelector("section:not([hidden])").id];
        }"""
    )
    assert shown[0] != shown[1]
