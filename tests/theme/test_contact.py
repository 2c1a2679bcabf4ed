"""The contact page: suggestions while somebody writes, a draft that stays, and honest endings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

RUN_AXE = """async () => (await axe.run({ resultTypes: ["violations"], preload: false })).violations
  .flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`))"""
SMALL_TARGETS = """[...document.querySelectorAll("helpwright-contact :is(a, button, input)")]
  .filter((e) => e.checkVisibility() && !e.closest(".hw-contact__text"))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# What is told, kept across pages: only posts are events, the rest are files of the index.
RECORD = """const asked = window.fetch;
window.fetch = async (url, init) => {
  if (init?.method !== "POST") return asked(url, init);
  const told = JSON.parse(localStorage.getItem("told") || "[]");
  const event = Object.fromEntries(new URL(url, location.href).searchParams);
  localStorage.setItem("told", JSON.stringify([...told, event]));
  return new Response();
};"""
# What the tab keeps of what was written; which events came before is kept besides.
KEPT = "Object.keys(sessionStorage).filter((key) => !key.endsWith('.hw-session'))"
ENOUGH = """(count) => JSON.parse(localStorage.getItem("told") ?? "[]")
  .filter(({ e }) => /^(form|suggest)-/.test(e)).length >= count"""
CONFIG = """site_name: Larkfield Help
site_url: https://help.example/sub/
theme: {{name: {theme}, language: {language}{more}}}
plugins:
  - helpwright/articles:
      contact: {{email: help@larkfield.example, form_url: "{form}", event: {event}}}
  - helpwright/troubleshooters
  - helpwright/search:
      events: {{endpoint: /events}}
"""
ARTICLES = {
    "billing/refund": """---
id: rfnd01x
title: Get a refund
---
Ask for a refund within 14 days.

## Steps

See [invoices](invoice.md) and [the steps](#steps).
""",
    "video/odd": """---
id: oddd01x
title: Captions look odd
---
<span id="hw-contact-subject">Choose a size.</span> See [a black lesson](black.md).

<script>document.title = "Gotcha"</script>
<helpwright-troubleshooter>Steps</helpwright-troubleshooter>
""",
    "billing/invoice": "---\nid: invc01x\ntitle: Download an invoice\n---\nFor each payment.\n",
    "video/black": "---\nid: vdeo01x\ntitle: A lesson stays black\n---\nReload the page.\n",
}
TROUBLESHOOTER = """troubleshooter: 1
title: A video does not play
summary: Find out why the lesson stays black.
start: where
steps:
  where:
    ask: Where do you watch?
    options: {web: On the web, app: In the app}
    go: out
outcomes:
  out: {contact: support, title: Write to us}
"""


def build(folder: Path, **options: str) -> Path:
    given = {"theme": "helpwright", "language": "en", "form": "", "event": "false", "more": ""}
    given |= options
    for name, text in ARTICLES.items():
        (folder / f"docs/{name}.md").parent.mkdir(parents=True, exist_ok=True)
        (folder / f"docs/{name}.md").write_text(text)
    (folder / "troubleshooters").mkdir()
    (folder / "troubleshooters/black-video.yml").write_text(TROUBLESHOOTER)
    (folder / "mkdocs.yml").write_text(CONFIG.format(**given))
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / "site"


@pytest.fixture(scope="module")
def mail_site(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    return serve(build(tmp_path_factory.mktemp("mail")), "/sub/")


@pytest.fixture(scope="module")
def material_site(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    # Material itself has inline scripts and styles.
    policy = "default-src 'self' 'unsafe-inline'; img-src 'self' data:"
    return serve(
        build(tmp_path_factory.mktemp("plain"), theme="material", more=", font: false"),
        "/sub/",
        policy,
    )


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens pages that must stay silent."""
    contexts = []
    faults: list[str] = []

    def start(**options: Any) -> Page:
        options = {"viewport": {"width": 360, "height": 740}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**options)
        context.add_init_script(RECORD)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda sent: "127.0.0.1" in sent.url or faults.append(sent.url))
        return page

    yield start
    for context in contexts:
        context.close()
    # The browser of the tests has no mail program.
    assert [one for one in faults if "external handler" not in one and "mailto:" not in one] == []


@pytest.fixture
def page(open_page: Open, mail_site: str) -> Page:
    page = open_page()
    page.goto(f"{mail_site}contact/")
    return page


def fill(page: Page, subject: str = "Refund", message: str = "I want my money back") -> None:
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("What happened?").fill(message)


def suggested(page: Page) -> list[str]:
    found = page.locator(".hw-contact__suggested li > a")
    expect(found.first).to_be_visible()
    return [" ".join(text.split()) for text in found.all_inner_texts()]


def halt(page: Page) -> None:
    """Stop the page's time: a suggestion that stays for a while is told, also on a slow machine."""
    page.clock.install(time=NOON)
    page.clock.pause_at(NOON + timedelta(minutes=1))


def events(page: Page, count: int) -> list[dict[str, Any]]:
    """What was told of the form, once it is so much, without what all events have."""
    page.wait_for_function(ENOUGH, arg=count)
    page.wait_for_timeout(200)  # one too many would come now
    told = json.loads(page.evaluate("localStorage.getItem('told')") or "[]")
    common = {"v", "p", "l", "f", "b"}
    return [
        {key: value for key, value in one.items() if key not in common}
        for one in told
        if re.match("form-|suggest-", one["e"])
    ]


def faults(page: Page) -> list[str]:
    """What axe finds in both schemes, and whether the page is wider than its window."""
    page.evaluate(AXE_SCRIPT)
    found = [str(one) for one in page.evaluate(SMALL_TARGETS)]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme} {one}" for one in page.evaluate(RUN_AXE)]
    page.emulate_media(color_scheme="light")
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *(["too wide"] if is_wide else [])]


# --- Suggestions ---------------------------------------------------------------------------------


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


# --- Writing -------------------------------------------------------------------------------------


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


# --- What is told --------------------------------------------------------------------------------


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


# --- Everywhere ----------------------------------------------------------------------------------


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
