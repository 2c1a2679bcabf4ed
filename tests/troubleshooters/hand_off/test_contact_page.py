"""From an outcome to a person: what goes along, what stays, and what the customer takes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script("window.open = (...given) => { window.opened = given; return null; }")
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    # The browser of the tests has no mail program.
    assert [fault for fault in faults if "external handler" not in fault] == []


def walk(page: Page, site: str, label: str, note: str) -> None:
    page.goto(f"{site}troubleshooters/charge/")
    page.get_by_role("radio", name=label).check()
    page.get_by_role("button", name="Continue").click()
    page.locator("section:visible input").fill(note)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Write to us").click()
    page.wait_for_url("**/contact/**")


def query_of(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def lines(page: Page) -> list[str]:
    page.locator("helpwright-contact form").wait_for()  # the script shows it when it is filled
    return page.locator("helpwright-contact fieldset li").all_inner_texts()


def write(page: Page, text: str) -> None:
    page.get_by_label("What happened?").fill(text)
    page.get_by_role("button", name="Continue").or_(page.get_by_role("button", name="Send")).click()


def test_private_answers_are_shown_on_the_contact_page_and_stand_in_no_address(
    page: Page, site: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    walk(page, site, "I don't know it", "LKFD secret")
    assert query_of(page.url) == {
        "subject": ["Charge: I don't know it"],
        "answers": ["What is wrong? I don't know it"],
        "troubleshooter": ["charge"],
        "outcome": ["out_mail"],
        "priority": ["high"],
    }
    expect(page.get_by_label("Subject")).to_have_value("Charge: I don't know it")
    assert lines(page) == [
        "What is wrong? I don't know it",
        "What does the statement say? LKFD secret",
        "Priority: high",
    ]
    assert not [url for url in asked if "secret" in url]
    page.reload()
    assert "What does the statement say? LKFD secret" in lines(page)


def test_a_mail_carries_what_is_ticked_and_filled_in_and_nothing_else(
    page: Page, site: str
) -> None:
    walk(page, site, "I don't know it", "LKFD secret")
    page.get_by_role("checkbox", name="LKFD secret").uncheck()
    page.get_by_label("Order number").fill("A-17")
    write(page, "Please help.\nThank you")
    href = page.get_by_role("link", name="Open your mail program").get_attribute("href") or ""
    assert href.startswith("mailto:help%2Burgent@larkfield.example?subject=Charge%3A%20I%20don")
    assert query_of(href)["body"] == [
        "Please help.\r\nThank you\r\n\r\nOrder number: A-17\r\n\r\n"
        "From “I don't know this charge”:\r\nWhat is wrong? I don't know it\r\n\r\nPriority: high"
    ]
    kept = page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('contact'))")
    assert kept == []


def test_a_form_is_given_its_own_fields_and_no_private_answer(page: Page, site: str) -> None:
    walk(page, site, "It is there twice", "LKFD secret")
    assert lines(page) == ["What is wrong? It is there twice"]
    expect(page.locator("fieldset")).to_contain_text("Private answers are not passed to the form")
    page.get_by_label("Card").fill("4711")
    page.get_by_label("Order number").fill("A-17")
    write(page, "Please help.")
    expect(page.get_by_role("heading", name="Send it in the form")).to_be_focused()
    address, target, features = page.evaluate("window.opened")
    assert (target, features) == ("_blank", "noopener,noreferrer")
    assert address.startswith("https://desk.example/new?form=3&")
    assert query_of(address) == {
        "form": ["3"],
        "ticket[subject]": ["I don't know this charge"],
        "ticket[body]": [
            "Please help.\n\nFrom “I don't know this charge”:\nWhat is wrong? It is there twice"
        ],
        "order": ["A-17"],
    }


LISTEN = """(promise) => document.addEventListener("helpwright:contact", (event) => {
  event.preventDefault();
  const { waitUntil, ...rest } = event.detail;
  document.body.dataset.told = JSON.stringify(rest);
  if (promise === "fails") waitUntil(Promise.reject(new Error("down")));
})"""


def test_a_script_of_the_site_is_given_everything_that_is_sent(page: Page, site: str) -> None:
    walk(page, site, "I don't know it", "script")
    page.evaluate(LISTEN, "works")
    write(page, "Please help.")
    expect(page.get_by_role("heading", name="Thank you. We have your message.")).to_be_focused()
    told = json.loads(page.locator("body").get_attribute("data-told") or "")
    assert len(told.pop("version")) == 12
    assert told == {
        "channel": "desk",
        "subject": "I don't know this charge",
        "message": "Please help.",
        "fields": {},
        "lines": ["What is wrong? I don't know it"],
        "answers": {"kind": "unknown"},
        "troubleshooter": "charge",
        "outcome": "out_event",
        "path": ["kind", "note", "out_event"],
        "priority": "",
    }


def test_what_was_unticked_is_not_in_the_event_nor_is_the_way(page: Page, site: str) -> None:
    walk(page, site, "I don't know it", "script")
    page.get_by_role("checkbox").uncheck()
    page.evaluate(LISTEN, "works")
    write(page, "Please help.")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    told = json.loads(page.locator("body").get_attribute("data-told") or "")
    assert (told["lines"], told["answers"], told["path"]) == ([], {}, [])


@pytest.mark.parametrize("listener", ["fails", "none"])
def test_a_message_that_nobody_took_stays_and_the_page_says_so(
    page: Page, site: str, listener: str
) -> None:
    walk(page, site, "I don't know it", "script")
    if listener == "fails":
        page.evaluate(LISTEN, listener)
    write(page, "Please help.")
    expect(page.get_by_role("alert")).to_contain_text("could not be sent")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("What happened?")).to_have_value("Please help.")
    expect(page.get_by_role("button", name="Send")).to_be_enabled()


def test_a_solution_that_did_not_help_carries_its_answers_too(page: Page, site: str) -> None:
    page.goto(f"{site}troubleshooters/charge/")
    page.get_by_role("radio", name="It is too small").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="No").click()
    page.get_by_role("link", name="Write to us").click()
    page.wait_for_url("**/contact/**")
    assert lines(page) == ["What is wrong? It is too small"]
    assert query_of(page.url)["outcome"] == ["out_wait"]


def test_an_address_that_others_get_shows_no_private_answer(
    page: Page, site: str, browser: Browser
) -> None:
    walk(page, site, "I don't know it", "LKFD secret")
    other = browser.new_context()
    theirs = other.new_page()
    theirs.goto(page.url)
    assert lines(theirs) == ["What is wrong? I don't know it", "Priority: high"]
    other.close()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("troubleshooter=charge&outcome=nope&answers=A%3F B", ["A? B"]),
        ("troubleshooter=nope&outcome=out_mail&answers=A%3F B&priority=asap", []),
        ("troubleshooter=constructor&outcome=constructor&answers=A", []),
        ("troubleshooter=charge&outcome=out_form&priority=urgent", []),
        ("troubleshooter=charge&outcome=out_mail&answers=A%0A%0A  B \u202e C", ["A", "B C"]),
    ],
)
def test_ids_that_nobody_knows_are_dropped(
    page: Page, site: str, query: str, shown: list[str]
) -> None:
    page.goto(f"{site}contact/?{query}")
    expect(page.get_by_label("Subject")).to_be_visible()
    assert [line for line in lines(page) if "Priority: high" not in line] == shown


def test_texts_of_an_address_are_cut_and_are_never_markup(page: Page, site: str) -> None:
    evil = "<img src=x onerror=alert(1)>"
    answers = quote(f"{evil}\n" + "x" * 9000)
    page.goto(
        f"{site}contact/?subject={quote(evil + 'y' * 500)}&troubleshooter=charge&answers={answers}"
    )
    assert len(page.get_by_label("Subject").input_value()) == 150
    assert lines(page)[0] == evil
    assert sum(map(len, lines(page))) <= 4000
    assert page.locator("helpwright-contact img").count() == 0
    assert "<img" not in page.locator("helpwright-contact fieldset").inner_html()


def test_a_link_of_the_site_may_choose_a_channel_and_a_priority(page: Page, site: str) -> None:
    page.goto(f"{site}contact/?channel=billing&subject=Refund&priority=urgent")
    expect(page.get_by_role("button", name="Continue to the form")).to_be_visible()
    assert lines(page) == ["Priority: urgent"]
    page.goto(f"{site}contact/?channel=nope&priority=asap")
    expect(page.get_by_role("button", name="Continue in your mail program")).to_be_visible()
    assert lines(page) == []
