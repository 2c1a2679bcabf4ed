"""What a reader does to find an answer: search, a mistyped address, the contact page, a link."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

PREFIX = "/help/center/"
CATEGORIES = 10


@pytest.fixture
def base(serve: Any, sub_sites: Any) -> str:
    """The sample, below a path."""
    return str(serve(sub_sites[0], PREFIX))


def test_a_question_with_a_typo_leads_by_keyboard_to_the_section_that_answers_it(
    open_page: Any, base: str
) -> None:
    page: Page = open_page().page
    page.goto(f"{base}video/captions-and-transcripts/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.press_sequentially("when does the money from my refnud arive")
    # Until then the results are those of the words so far.
    expect(page.locator(".hw-search__notice")).to_contain_text("arrive")
    expect(page.get_by_role("option").first).to_contain_text("Request a refund")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(f"{base}billing/request-a-refund/#when-the-money-arrives")
    expect(page.locator("h2:target")).to_have_text("When the money arrives")


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("forgot pasword", "sign-in/reset-your-password/"),
        ("cancel subscription", "billing/cancel-your-subscription/"),
        ("video black screen", "troubleshooters/video-wont-play/"),
    ],
)
def test_the_results_page_finds_articles_and_troubleshooters(
    open_page: Any, base: str, words: str, url: str
) -> None:
    page: Page = open_page().page
    page.goto(base)
    page.get_by_role("combobox").fill(words)
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"{base}search/?q=*")
    items = page.locator("helpwright-search-page li a")
    expect(items.first).to_be_visible()
    found = [link.get_attribute("href") or "" for link in items.all()]
    assert any(url in address for address in found[:3]), found


def test_without_javascript_the_search_page_lists_all_categories(open_page: Any, base: str) -> None:
    page: Page = open_page(java_script_enabled=False).page
    page.goto(f"{base}billing/request-a-refund/")
    page.get_by_role("searchbox").fill("refund")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url(f"{base}search/?q=refund")
    expect(page.locator("noscript p")).to_contain_text("needs JavaScript")
    expect(page.locator("noscript p")).to_be_visible()
    links = page.get_by_role("region", name="All categories").get_by_role("link")
    expect(links).to_have_count(CATEGORIES)
    links.first.click()
    expect(page.get_by_role("region", name="Articles").get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("biling/request-refund/", "Request a refund"),
        ("billing/request-a-refund.html", "Request a refund"),
        ("help/reset_pasword", "Reset your password"),
    ],
)
def test_a_mistyped_address_offers_the_article(
    open_page: Any, base: str, address: str, title: str
) -> None:
    watched = open_page()
    page: Page = watched.page
    response = page.goto(f"{base}{address}")
    assert response
    assert response.status == 404
    offers = page.get_by_role("region", name="Were you looking for one of these?")
    offer = offers.get_by_role("link", name=title).first
    expect(offer).to_be_visible()
    # The browser itself tells that the page is missing; nothing else may be said.
    (said,) = [fault for fault in watched.faults if "404 (" in fault]
    assert address in said
    watched.faults.remove(said)
    offer.click()
    expect(page.locator("h1")).to_have_text(title)


def test_without_javascript_a_missing_page_leads_on(open_page: Any, base: str) -> None:
    watched = open_page(java_script_enabled=False)
    page: Page = watched.page
    page.goto(f"{base}billing/nowhere/")
    watched.faults.clear()
    expect(page.locator("h1")).to_contain_text("find this page")
    links = page.get_by_role("region", name="All categories").get_by_role("link")
    expect(links).to_have_count(CATEGORIES)
    links.first.click()
    page.wait_for_url(f"{base}*/")


def test_the_contact_page_offers_search_and_the_channel(open_page: Any, base: str) -> None:
    page: Page = open_page().page
    page.goto(f"{base}video/captions-and-transcripts/")
    page.get_by_role("banner").get_by_role("link", name="Contact us").click()
    page.wait_for_url(f"{base}contact/")
    mail = page.get_by_role("main").locator("a[href^='mailto:help@larkfield.example']")
    expect(mail).to_be_visible()
    expect(page.get_by_text("Monday to Friday")).to_be_visible()
    expect(page.get_by_text("A person reads every message.")).to_be_visible()
    expect(page.get_by_role("combobox")).to_be_visible()


def test_the_permanent_link_is_copied_and_leads_back(open_page: Any, base: str) -> None:
    page: Page = open_page(permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{base}billing/request-a-refund/#request-the-refund")
    page.get_by_role("link", name="Copy permanent link").click()
    expect(page.locator("#hw-status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{base}a/")
    expect(page).to_have_url(f"{base}billing/request-a-refund/#request-the-refund")
    page.goto(copied)
    page.wait_for_url(f"{base}billing/request-a-refund/")
