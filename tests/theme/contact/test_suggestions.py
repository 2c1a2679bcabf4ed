"""Suggestions while somebody writes, and what is told of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from .form import KEPT, events, faults, fill, halt, suggested

Open = Callable[..., Page]


def test_articles_are_suggested_while_somebody_writes(page: Page) -> None:
    found = page.locator(".hw-contact__suggested li > a")
    page.get_by_label("Subject").press_sequentially("refund", delay=20)
    expect(found).to_have_text(["Get a refund"])
    expect(page.get_by_role("status").filter(has_text="1 suggestion")).to_have_count(1)
    fill(page, "The lesson stays black", "I see nothing, in no video")
    for title in ("A lesson stays black", "A video does not play (opens in a new tab)"):
        expect(found.filter(has_text=title)).to_have_count(1)
    expect(found.nth(2)).to_be_visible()
    fill(page, "", "")
    expect(page.locator(".hw-contact__suggested")).to_be_hidden()


def test_the_message_counts_for_suggestions_as_well(page: Page) -> None:
    page.get_by_label("What happened?").fill("Where is the invoice for my payment?")
    assert suggested(page)[0] == "Download an invoice"


def test_an_article_opens_over_the_form(page: Page) -> None:
    fill(page)
    page.get_by_role("link", name="Get a refund").click()
    dialog = page.get_by_role("dialog", name="Get a refund")
    expect(dialog.get_by_role("heading", name="Get a refund")).to_be_focused()
    expect(dialog).to_contain_text("within 14 days")
    link = dialog.get_by_role("link", name="invoices")
    expect(link).to_have_attribute("href", re.compile("/sub/billing/invoice/$"))
    expect(link).to_have_attribute("target", "_blank")
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Get a refund")).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value("I want my money back")


def test_what_belongs_to_its_own_page_is_left_out_of_an_article(page: Page) -> None:
    title = page.title()
    page.get_by_label("Subject").fill("odd captions")
    page.get_by_role("link", name="Captions look odd").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Choose a size")
    assert page.title() == title
    assert dialog.locator("script, helpwright-troubleshooter").count() == 0
    expect(dialog.get_by_role("link", name="Open the page in a new tab")).to_have_count(2)
    assert page.locator("#hw-contact-subject").count() == 1
    assert faults(page) == []


def test_an_article_that_cannot_be_shown_here_says_so(open_page: Open, mail_site: str) -> None:
    page = open_page()
    page.goto(f"{mail_site}contact/")
    fill(page)
    link = page.get_by_role("link", name="Get a refund")
    expect(link).to_be_visible()
    page.evaluate("""() => { window.fetch = async () => { throw new Error("offline"); }; }""")
    link.click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("in a new tab")
    expect(page.get_by_role("link", name="Open the page in a new tab")).to_be_visible()


def test_a_troubleshooter_opens_in_a_tab_and_the_question_waits_here(page: Page) -> None:
    fill(page, "The lesson stays black", "No video")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="A video does not play (opens in a new tab)").click()
    opened.value.wait_for_url("**/sub/troubleshooters/black-video/")
    expect(page.get_by_role("group", name="Did this answer it?")).to_be_visible()
    expect(page.get_by_label("What happened?")).to_have_value("No video")
    assert faults(page) == []


def test_the_troubleshooter_from_which_somebody_comes_is_not_suggested(
    open_page: Open, mail_site: str
) -> None:
    page = open_page()
    page.goto(f"{mail_site}contact/?troubleshooter=black-video&outcome=out&subject=Video black")
    assert suggested(page)[0] == "A lesson stays black"
    expect(page.locator(".hw-contact__suggested")).not_to_contain_text("A video does not play")


def test_yes_ends_with_thanks_and_sends_nothing(page: Page) -> None:
    fill(page)
    page.get_by_role("link", name="Get a refund").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    expect(page.get_by_role("heading", name="Good to hear that")).to_be_focused()
    expect(page.get_by_label("Subject")).to_be_hidden()
    assert page.evaluate(KEPT) == []
    assert faults(page) == []
    page.get_by_role("button", name="Back to my message").click()
    expect(page.get_by_label("What happened?")).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value("I want my money back")


def test_no_keeps_the_form(page: Page) -> None:
    fill(page)
    page.get_by_role("link", name="Get a refund").click()
    page.get_by_role("dialog").get_by_role("button", name="No").click()
    expect(page.get_by_role("link", name="Get a refund")).to_be_focused()
    expect(page.locator(".hw-contact__suggested")).to_contain_text("Your message is still here")
    expect(page.get_by_label("What happened?")).to_have_value("I want my money back")
    assert faults(page) == []


def test_each_form_that_was_begun_has_one_end_and_no_words_are_told(
    page: Page, mail_site: str
) -> None:
    halt(page)
    fill(page)
    page.clock.run_for(500)
    suggested(page)
    page.clock.run_for(1300)
    page.get_by_role("link", name="Get a refund").click()
    page.get_by_role("dialog").get_by_role("button", name="No").click()
    page.get_by_role("button", name="Continue in your mail program").click()
    page.goto(f"{mail_site}billing/refund/")
    told = events(page, 5)
    url = {"a": "billing/refund/"}
    assert told == [
        {"e": "form-start"},
        {"e": "suggest-shown", "n": told[1]["n"]},
        {"e": "suggest-open", **url, "i": "1"},
        {"e": "suggest-answered", **url, "y": "no"},
        {"e": "form-submit", "c": "mail", "w": "billing/refund/"},
    ]
    assert int(told[1]["n"]) >= 1
    assert "money" not in json.dumps(told)


def test_a_suggestion_that_answers_ends_the_form(page: Page, mail_site: str) -> None:
    halt(page)
    fill(page)
    page.clock.run_for(500)
    page.get_by_role("link", name="Get a refund").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    page.goto(f"{mail_site}billing/refund/")
    assert [one["e"] for one in events(page, 3)] == [
        "form-start",
        "suggest-open",
        "suggest-answered",
    ]


def test_a_form_that_is_left_is_told_and_one_that_was_not_begun_is_not(
    page: Page, mail_site: str
) -> None:
    page.goto(f"{mail_site}billing/refund/")
    assert events(page, 0) == []
    halt(page)
    page.goto(f"{mail_site}contact/?troubleshooter=black-video&outcome=out&subject=Video")
    page.get_by_label("What happened?").fill("It is black")
    assert len(events(page, 1)) == 1
    page.goto(f"{mail_site}billing/refund/")
    ids = {"t": "black-video", "o": "out"}
    assert events(page, 2) == [{"e": "form-start", **ids}, {"e": "form-leave", **ids}]
