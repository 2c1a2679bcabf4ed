"""Articles tell that they were read and ask whether they helped, where a site has set that up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect

RUN_AXE = """async () => (await axe.run({ resultTypes: ["violations"], preload: false })).violations
  .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target}`))"""
SMALL_TARGETS = """[...document.querySelectorAll("helpwright-feedback :is(a, button, input)")]
  .filter((e) => e.checkVisibility()).map((e) => [e.outerHTML, e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
RECORD = """const asked = window.fetch;
window.fetch = async (url, init) => {
  if (init?.method !== "POST") return asked(url, init);
  const told = JSON.parse(localStorage.getItem("told") || "[]");
  const event = Object.fromEntries(new URL(url, location.href).searchParams);
  localStorage.setItem("told", JSON.stringify([...told, event]));
  return new Response();
};"""
DEFINED = "() => customElements.whenDefined('helpwright-feedback')"
CONSENT = "document.documentElement.dataset.helpwrightConsent = 'yes'"
CONFIG = """site_name: Larkfield Help
site_url: https://help.example/sub/
theme: {{name: {theme}, language: {language}{more}}}
plugins:
  - helpwright/articles: {{contact: {{email: help@larkfield.example}}, feedback: {feedback}}}
  - helpwright/search: {{events: {events}}}
"""
ARTICLE = "---\nid: rfnd01x\ntitle: Get a refund\n---\nAsk for it.\n\n## Steps\n\nDo this.\n"
ENDPOINT = "{endpoint: /events}"


def build(folder: Path, **options: str) -> Path:
    given = {"theme": "helpwright", "language": "en", "more": "", "feedback": "true"}
    given |= {"events": ENDPOINT, **options}
    (folder / "docs/billing").mkdir(parents=True)
    (folder / "docs/billing/refund.md").write_text(ARTICLE)
    (folder / "docs/billing/invoice.md").write_text(ARTICLE.replace("rfnd01x", "invc01x"))
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
def site(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    return serve(build(tmp_path_factory.mktemp("asks")), "/sub/")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    options: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}
    context: BrowserContext = browser.new_context(**options, reduced_motion="reduce")
    context.add_init_script(RECORD)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def told(page: Page, count: int) -> list[dict[str, Any]]:
    """What was told, once it is so much; what a page tells as it is left may come late."""
    page.wait_for_function(
        "(count) => JSON.parse(localStorage.getItem('told') ?? '[]').length >= count", arg=count
    )
    page.wait_for_timeout(200)  # one too many would come now
    events = json.loads(page.evaluate("localStorage.getItem('told')") or "[]")
    return [
        {key: value for key, value in event.items() if key not in ("v", "l", "p", "f", "b")}
        for event in events
    ]


def faults(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = [str(one) for one in page.evaluate(SMALL_TARGETS)]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{scheme} {one}" for one in page.evaluate(RUN_AXE)]
    is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *(["too wide"] if is_wide else [])]


VIEW = {"e": "view", "a": "rfnd01x"}
NO = {"e": "feedback", "a": "rfnd01x", "y": "no"}


def test_a_view_is_told_once(page: Page, site: str) -> None:
    page.goto(f"{site}billing/refund/")
    assert told(page, 1) == [VIEW]
    page.goto(f"{site}billing/")
    assert told(page, 1) == [VIEW]


def test_yes_is_told_and_thanked_for(page: Page, site: str) -> None:
    page.goto(f"{site}billing/refund/")
    assert faults(page) == []
    group = page.get_by_role("group", name="Was this helpful?")
    group.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("We are glad that it helped")).to_be_focused()
    expect(group).to_have_count(0)
    yes = {"e": "feedback", "a": "rfnd01x", "y": "yes"}
    assert told(page, 2) == [VIEW, yes]
    assert faults(page) == []
    page.goto(f"{site}billing/")
    assert told(page, 2) == [VIEW, yes]
    assert page.evaluate("[Object.keys(sessionStorage), localStorage.length]") == [
        ["/sub/.hw-session"],
        1,
    ]


def test_no_asks_for_a_reason_and_warns_of_what_is_private(page: Page, site: str) -> None:
    page.goto(f"{site}billing/refund/")
    page.get_by_role("group", name="Was this helpful?").get_by_role("button", name="No").click()
    reasons = page.get_by_role("group", name="What was missing?")
    expect(reasons.get_by_role("radio").first).to_be_focused()
    assert [one.strip() for one in reasons.locator("label:has(input)").all_inner_texts()] == [
        "It did not solve my problem",
        "It is hard to understand",
        "It is out of date or wrong",
        "I looked for something else",
        "Something else",
    ]
    assert faults(page) == []
    text = page.get_by_label("What should we change?")
    expect(page.locator("#hw-feedback-warning")).to_contain_text("numbers or passwords")
    expect(text).to_have_attribute("aria-describedby", "hw-feedback-warning")
    reasons.get_by_label("It is out of date or wrong").check()
    text.fill("Call +49 30 1234567 or ann@example.org, the button is green now")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("We read what you tell us")).to_be_focused()
    expect(page.get_by_role("main").get_by_role("link", name="Contact us").first).to_be_visible()
    said = "Call [number] or [mail] the button is green now"
    assert told(page, 2)[1:] == [{**NO, "r": "outdated", "x": said}]
    assert faults(page) == []


def test_no_without_a_reason_is_told_when_the_reader_leaves_and_nothing_that_was_not_sent(
    page: Page, site: str
) -> None:
    page.goto(f"{site}billing/refund/")
    page.get_by_role("group", name="Was this helpful?").get_by_role("button", name="No").click()
    page.get_by_label("It is hard to understand").check()
    page.get_by_label("What should we change?").fill("Draft")
    page.goto(f"{site}billing/")
    assert told(page, 2)[1:] == [NO]


@pytest.mark.parametrize(
    "wish",
    [
        "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })",
        "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })",
    ],
)
def test_a_reader_who_does_not_want_to_be_counted_is_not_asked(
    page: Page, site: str, wish: str
) -> None:
    page.add_init_script(wish)
    page.goto(f"{site}billing/refund/")
    page.evaluate(DEFINED)
    expect(page.locator("helpwright-feedback form")).to_be_hidden()
    assert told(page, 0) == []


def test_where_consent_is_needed_the_question_waits_for_it(
    page: Page, serve: Callable[..., str], tmp_path: Path
) -> None:
    events = "{endpoint: /events, consent: true}"
    page.goto(f"{serve(build(tmp_path, events=events), '/sub/')}billing/refund/")
    page.evaluate(DEFINED)
    expect(page.locator("helpwright-feedback form")).to_be_hidden()
    assert told(page, 0) == []
    page.evaluate(CONSENT)
    expect(page.get_by_role("group", name="Was this helpful?")).to_be_visible()
    assert told(page, 1) == [VIEW]


def test_without_an_address_for_it_nothing_is_asked_or_published(tmp_path: Path) -> None:
    site = build(tmp_path, events="{}")
    assert "helpwright-feedback" not in (site / "billing/refund/index.html").read_text()
    assert not (site / "assets/helpwright/feedback").exists()


def test_a_site_may_count_views_and_not_ask(
    page: Page, serve: Callable[..., str], tmp_path: Path
) -> None:
    page.goto(f"{serve(build(tmp_path, feedback='false'), '/sub/')}billing/refund/")
    assert told(page, 1) == [VIEW]
    expect(page.get_by_text("Was this helpful?")).to_have_count(0)


def test_a_page_of_another_theme_asks_too(
    page: Page, serve: Callable[..., str], tmp_path: Path
) -> None:
    # Material itself has inline scripts and styles.
    policy = "default-src 'self' 'unsafe-inline'; img-src 'self' data:"
    site = build(tmp_path, theme="material", more=", font: false", language="de")
    page.goto(f"{serve(site, '/sub/', policy)}billing/refund/")
    group = page.get_by_role("group", name="War das hilfreich?")
    group.get_by_role("button", name="Nein").click()
    page.evaluate(AXE_SCRIPT)
    assert [one for one in page.evaluate(RUN_AXE) if "feedback" in one] == []
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_text("Wir lesen, was Sie uns sagen")).to_be_focused()
    assert told(page, 2) == [VIEW, NO]


def test_without_a_script_nothing_is_asked(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}billing/refund/")
    expect(page.locator("helpwright-feedback form")).to_be_hidden()
    context.close()
