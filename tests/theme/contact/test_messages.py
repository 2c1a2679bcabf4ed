"""A draft that stays, honest endings, and the same form for everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from .form import KEPT, RUN_AXE, faults, fill, suggested
from .site import build

Open = Callable[..., Page]


def test_what_was_typed_is_there_after_a_reload_and_after_coming_back(
    page: Page, mail_site: str
) -> None:
    fill(page)
    page.reload()
    expect(page.get_by_label("Subject")).to_have_value("Refund")
    expect(page.get_by_label("What happened?")).to_have_value("I want my money back")
    page.goto(f"{mail_site}billing/refund/")
    page.goto(f"{mail_site}contact/?subject=Something else")
    expect(page.get_by_label("Subject")).to_have_value("Something else")
    expect(page.get_by_label("What happened?")).to_have_value("I want my money back")
    page.go_back()
    page.go_back()
    expect(page.get_by_label("Subject")).to_have_value("Refund")


def test_errors_stand_above_the_form_and_lead_to_their_fields(page: Page) -> None:
    page.get_by_label("Subject").fill("Refund")
    page.get_by_role("button", name="Continue in your mail program").click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert.get_by_role("link")).to_have_count(1)
    assert faults(page) == []
    alert.get_by_role("link", name="Tell us what happened").click()
    message = page.get_by_label("What happened?")
    expect(message).to_be_focused()
    expect(message).to_have_attribute("aria-invalid", "true")
    expect(message).to_have_accessible_description("Tell us what happened")
    message.fill("It is gone")
    page.get_by_role("button", name="Continue in your mail program").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("heading", name="Send it in your mail program")).to_be_focused()


def test_a_mail_that_is_short_enough_opens_and_can_be_copied(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fill(page, "Refund & more", "First line\nÄ second")
    page.get_by_role("button", name="Continue in your mail program").click()
    href = page.get_by_role("link", name="Open your mail program").get_attribute("href") or ""
    query = parse_qs(urlsplit(href).query)
    assert query == {"subject": ["Refund & more"], "body": ["First line\r\nÄ second"]}
    page.get_by_role("button", name="Copy the message").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert (
        page.evaluate("navigator.clipboard.readText()") == "Refund & more\n\nFirst line\nÄ second"
    )
    assert page.evaluate(KEPT) == []
    assert faults(page) == []


def test_a_mail_that_is_too_long_is_to_be_copied_and_none_is_opened(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    fill(page, "Long", "word " * 400)
    page.get_by_role("button", name="Continue in your mail program").click()
    expect(page.get_by_role("heading", name="Please copy your message")).to_be_focused()
    expect(page.locator("helpwright-contact")).to_contain_text("into a mail to help@larkfield")
    href = page.get_by_role("link", name="Open your mail program").get_attribute("href")
    assert href == "mailto:help@larkfield.example?subject=Long"
    assert len(page.get_by_label("Your message as it is sent").input_value()) > 1900
    assert said == []
    assert faults(page) == []


def test_a_form_elsewhere_opens_in_a_tab_with_the_message(
    open_page: Open, serve: Callable[..., str], tmp_path: Path
) -> None:
    page = open_page()
    page.add_init_script("window.open = (...given) => { window.opened = given; return null; }")
    page.goto(f"{serve(build(tmp_path, form='form/?from=help'), '/sub/')}contact/")
    fill(page)
    page.get_by_role("button", name="Continue to the form").click()
    expect(page.get_by_role("heading", name="Send it in the form")).to_be_focused()
    address = urlsplit(page.evaluate("window.opened[0]"))
    assert address.path == "/sub/form/"
    assert parse_qs(address.query) == {
        "from": ["help"],
        "subject": ["Refund"],
        "message": ["I want my money back"],
    }


def test_the_empty_form_is_accessible_on_a_phone(page: Page) -> None:
    expect(page.get_by_label("Subject")).to_be_visible()
    assert faults(page) == []


def test_without_a_script_the_page_shows_the_channels(open_page: Open, mail_site: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{mail_site}contact/")
    expect(page.get_by_label("Subject")).to_be_hidden()
    expect(page.locator("main a[href='mailto:help@larkfield.example']")).to_be_visible()


def test_a_page_of_another_theme_has_the_same_form(open_page: Open, material_site: str) -> None:
    page = open_page()
    page.goto(f"{material_site}contact/")
    fill(page)
    assert suggested(page)[0] == "Get a refund"
    page.locator(".hw-contact__suggested").get_by_role("link", name="Get a refund").click()
    expect(page.get_by_role("dialog")).to_contain_text("within 14 days")
    page.evaluate(AXE_SCRIPT)
    ours = [one for one in page.evaluate(RUN_AXE) if "contact" in one]
    assert ours == []
    page.get_by_role("dialog").get_by_role("button", name="No").click()
    page.get_by_role("button", name="Continue in your mail program").click()
    expect(page.get_by_role("heading", name="Send it in your mail program")).to_be_focused()
    page.evaluate(AXE_SCRIPT)
    assert [one for one in page.evaluate(RUN_AXE) if "contact" in one] == []


def test_the_form_speaks_german(open_page: Open, serve: Callable[..., str], tmp_path: Path) -> None:
    page = open_page()
    page.goto(f"{serve(build(tmp_path, language='de'), '/sub/')}contact/")
    page.get_by_role("button", name="Weiter im Mail-Programm").click()
    expect(page.get_by_role("alert")).to_contain_text("Geben Sie einen Betreff ein")
    assert faults(page) == []
