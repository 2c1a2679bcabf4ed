"""How a page with a script ends: did it help, what is sent to whom, and what is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

# The check finds this; a circle that was gone often enough ends alike.
STUCK = """troubleshooter: 1
title: A gap
start: size
privacy: { keep_out_of_url: [name] }
steps:
  size: { ask: How large is it?, type: number, go: name }
  name: { ask: What is its name?, type: text, go: colour }
  colour:
    ask: What colour is it?
    options: { red: Red, blue: Blue }
    go:
      - { when: { size: "> 10" }, to: out }
outcomes: { out: { solution: Done } }
"""


def to_billing(reader: Any, site: str) -> None:
    reader.walk(site, "plan")
    reader.choose("Monthly")
    reader.at("out_billing")


def test_it_helped_or_leads_on(page: Page, reader: Any, site: str) -> None:
    reader.walk(site)
    address = page.evaluate("location.href")
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("status")).to_contain_text("glad")
    assert reader.look() == []
    page.goto(address)
    page.get_by_role("button", name="No", exact=True).click()
    reader.at("out_billing")
    reader.in_address("out_window=not_helpful#out_billing")
    reader.reloaded()


def test_a_solution_that_did_not_help_leads_to_the_contact_page(
    page: Page, reader: Any, site: str
) -> None:
    page.goto(f"{site}charge/?kind=twice&pending=yes#out_pending")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("link", name="Write to us", exact=True)).to_have_attribute(
        "href", re.compile(r"/contact/\?subject=")
    )
    assert reader.look() == []


def test_a_contact_shows_what_it_sends_and_sends_no_private_answer_over_the_web(
    page: Page, reader: Any, site: str
) -> None:
    to_billing(reader, site)
    assert reader.look() == []
    sent = page.locator("#out_billing .hw-sent")
    assert re.split(r"\n+", sent.inner_text()) == [
        *(
            "Subject",
            "Charge: I don't know it, 1200\u00a0seats",
            "What is wrong?",
            "I don't know it",
        ),
        *("How many seats do you have?", "1200\u00a0seats"),
    ]
    href = page.get_by_role("link", name="Write to us", exact=True).get_attribute("href") or ""
    assert href.startswith("../../contact/?")
    assert parse_qs(urlsplit(href).query) == {
        "subject": ["Charge: I don't know it, 1200\u00a0seats"],
        "answers": ["What is wrong? I don't know it\nHow many seats do you have? 1200\u00a0seats"],
        "troubleshooter": ["charge"],
        "outcome": ["out_billing"],
    }


def test_the_browser_event_carries_the_answers_that_the_writer_allowed(
    page: Page, reader: Any, site: str
) -> None:
    to_billing(reader, site)
    page.evaluate(
        """() => document.addEventListener("helpwright:handoff", (event) => {
          event.preventDefault();
          document.body.dataset.told = JSON.stringify(event.detail);
        })"""
    )
    page.get_by_role("link", name="Write to us", exact=True).click()
    told = json.loads(page.locator("body").get_attribute("data-told") or "")
    assert re.fullmatch("[0-9a-f]{12}", told.pop("version"))
    assert told == {
        "troubleshooter": "charge",
        "path": [*(step for step, _ in reader.steps), "out_billing"],
        "answers": {"kind": "unknown", "seats": 1200, "amount": 19.5, "note": "Where is it?"},
        "outcome": "out_billing",
    }
    reader.at("out_billing")


def test_a_mail_carries_the_answers_in_its_body(
    page: Page, reader: Any, serve: Callable[..., str], policy: str, make_pages: Callable[..., Path]
) -> None:
    folder = make_pages(contact_url="mailto:help@larkfield.example")
    to_billing(reader, f"{serve(folder, '/mail/', policy=policy)}troubleshooters/")
    expect(page.locator("#out_billing .hw-sent")).to_contain_text("Where is it?")
    href = page.get_by_role("link", name="Write to us", exact=True).get_attribute("href") or ""
    assert href.startswith("mailto:help@larkfield.example?subject=Charge%3A%20")
    assert parse_qs(urlsplit(href).query)["body"] == [
        "What is wrong? I don't know it\r\nHow many seats do you have? 1200\u00a0seats\r\n"
        "How much was it? \u20ac19.50\r\nWhat else should we know? Where is it?"
    ]


def test_another_troubleshooter_is_given_the_answers_but_no_private_ones(
    page: Page, reader: Any, site: str
) -> None:
    reader.walk(site, "charged_on")
    reader.fill("20 11 2026")
    reader.fill("7")
    page.get_by_role("button", name="I'm not sure").click()
    reader.fill("Nothing")
    reader.choose("Not fixed, go on")
    reader.choose("Monthly")
    reader.at("out_refund")
    assert reader.look() == []
    link = page.get_by_role("link", name="Go on to the next troubleshooter")
    url = urlsplit(link.get_attribute("href") or "")
    assert url.path == "/help/troubleshooters/refund/"
    assert parse_qs(url.query) == {
        **{"charged_on": ["2026-11-20"], "days": ["1"], "kind": ["unknown"], "devices": ["tv"]},
        **{"seats": ["1200"], "code": ["not_sure"], "try_receipt": ["not_fixed"]},
        "plan": ["monthly"],
    }


def test_print_shows_answers_and_result_alone(page: Page, reader: Any, site: str) -> None:
    reader.walk(site)
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    assert "The window is closed" in text
    assert "1200" in text
    assert not re.search("Change|Start again|Did this help|Continue", text)


def test_where_no_rule_applies_the_reader_is_told_and_can_change_an_answer_or_write(
    page: Page,
    reader: Any,
    serve: Callable[..., str],
    policy: str,
    make_pages: Callable[..., Path],
) -> None:
    site = serve(make_pages(STUCK), "/stuck/", policy=policy) + "troubleshooters/"
    page.goto(f"{site}t0/")
    reader.fill("5")
    reader.fill("Bob")
    reader.choose("Red")
    reader.at("colour")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(
        "Your answers lead to no result. Change one of them, or write to us."
    )
    expect(page.get_by_role("radio", name="Red")).to_be_checked()
    assert reader.look() == []
    reader.reloaded()
    link = page.get_by_role("link", name="Write to us", exact=True)
    given = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert given["answers"] == ["How large is it? 5\nWhat colour is it? Red"]
    assert (given["subject"], given["outcome"]) == (["A gap"], ["colour"])
    expect(page.locator(".hw-sent")).to_contain_text("Red")
    alert.get_by_role("link").click()
    expect(page.get_by_role("radio").first).to_be_focused()
    page.get_by_role("link", name="Change your answer to: How large is it?").click()
    expect(page.get_by_role("link", name="Write to us", exact=True)).to_have_count(0)
    reader.fill("50")
    reader.at("out")
    page.go_back()
    reader.at("size")
    page.go_back()
    reader.at("colour")
    expect(page.get_by_role("link", name="Write to us", exact=True)).to_have_count(1)


def test_without_a_contact_page_none_is_offered(
    page: Page, reader: Any, serve: Callable[..., str], make_pages: Callable[..., Path]
) -> None:
    folder = make_pages(STUCK, contact_url=None)
    page.goto(f"{serve(folder, '/alone/')}troubleshooters/t0/?size=5&colour=red#colour")
    reader.fill("Bob")
    expect(page.get_by_role("alert")).to_contain_text("Change one of them")
    expect(page.get_by_role("link", name="Write to us", exact=True)).to_have_count(0)
