"""From an outcome to a person: what goes along, what stays, and what the customer takes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from helpwright import marked_yaml
from helpwright.errors import Finding
from helpwright.troubleshooters.source import translations
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read
from helpwright.troubleshooters.source.schema import json_schema

CHARGE = """troubleshooter: 1
title: I don't know this charge
start: kind
privacy: {keep_out_of_url: [card]}
steps:
  kind:
    ask: What is wrong?
    options:
      twice: {label: It is there twice, go: note}
      unknown: {label: I don't know it, go: note}
      small: {label: It is too small, go: out_wait}
  note:
    ask: What does the statement say?
    type: text
    go:
      - {when: {kind: twice}, to: out_form}
      - {if: note == 'script', to: out_event}
      - {to: out_mail}
outcomes:
  out_mail:
    contact: usual
    title: Write to us
    subject: "Charge: {kind.label}"
    priority: high
    ask_for: {card: The last four digits of your card, order_number: Order number}
  out_form: {contact: billing, title: Write to billing, ask_for: [card, order_number]}
  out_event: {contact: desk, title: Write to the desk, send: [kind]}
  out_wait: {solution: Wait a day}
"""
CONFIG = """site_name: Larkfield Help
site_url: https://help.example/sub/
theme: helpwright
plugins:
  - helpwright/articles:
      contact:
        email: help@larkfield.example
        channels:
          usual: {email: help+urgent@larkfield.example}
          billing:
            form_url: https://desk.example/new?form=3#top
            form_fields: {subject: "ticket[subject]", message: "ticket[body]", order_number: order}
          desk: {event: true}
  - helpwright/troubleshooters
"""
ANYTHING = "default-src 'self'"


def build(folder: Path, config: str, **trees: str) -> tuple[Path, str]:
    (folder / "docs").mkdir(parents=True)
    (folder / "docs/index.md").write_text("# Help\n")
    (folder / "troubleshooters").mkdir()
    for name, text in trees.items():
        (folder / f"troubleshooters/{name}.yml").write_text(text)
    (folder / "mkdocs.yml").write_text(config)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", "site"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1795000000"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return folder / "site", done.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return build(tmp_path_factory.mktemp("desk") / "site", CONFIG, charge=CHARGE)


@pytest.fixture(scope="module")
def site(serve: Callable[..., str], built: tuple[Path, str]) -> str:
    return serve(built[0], "/sub/")


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


def tree_of(outcome: str) -> tuple[Troubleshooter, list[Finding]]:
    text = "troubleshooter: 1\ntitle: T\nstart: a\nsteps: { a: { try: A, not_fixed: o } }\n"
    tree, findings = read(f"{text}outcomes: {{ o: {outcome} }}", "t.yml", "t")
    assert tree is not None
    return tree, findings


# --- What the person is asked to add -------------------------------------------------------------


def test_what_is_asked_for_has_a_label_or_is_read_from_its_name() -> None:
    tree, findings = tree_of("{ contact: c, ask_for: [order_number, e_mail] }")
    assert findings == []
    assert tree.outcomes["o"].asked == {"order_number": "Order number", "e_mail": "E mail"}
    tree, findings = tree_of("{ contact: c, ask_for: { order: Number of the order } }")
    assert findings == []
    assert tree.outcomes["o"].ask_for == ("order",)
    assert tree.outcomes["o"].asked == {"order": "Number of the order"}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("{ order: '' }", "missing-key"),
        ("{ order: [a] }", "wrong-type"),
        ("{ 1order: Order }", "invalid-name"),
        ("order", "wrong-type"),
    ],
)
def test_what_cannot_be_asked_for_is_told_and_the_schema_agrees(asked: str, code: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    outcome = f"{{ contact: c, ask_for: {asked} }}"
    assert [one.code for one in tree_of(outcome)[1]] == [code]
    value = marked_yaml.read(f"o: {outcome}", "t.yml").value["o"]
    schema = json_schema()
    whole = {"troubleshooter": 1, "title": "T", "start": "a", "steps": {"a": {"try": "A"}}}
    assert not jsonschema.Draft7Validator(schema).is_valid({**whole, "outcomes": {"o": value}})


def test_labels_of_what_is_asked_for_are_translated() -> None:
    tree, _ = tree_of("{ contact: c, title: W, ask_for: { order: Number of the order } }")
    key = "outcomes.o.ask_for.order"
    assert translations.strings(tree)[key] == "Number of the order"
    text = f"translation: 1\nstrings:\n  {key}: {{ was: Number of the order, now: Nummer }}\n"
    german, _ = translations.read(text, "t.de.yml", "de")
    made, _ = translations.translated(tree, german)
    assert made.outcomes["o"].asked == {"order": "Nummer"}


def test_an_outcome_shows_what_to_have_ready_without_a_script_too(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}troubleshooters/charge/#out_mail")
    outcome = page.locator("#out_mail")
    expect(outcome).to_contain_text("Please have this ready:")
    items = outcome.locator("ul li").all_inner_texts()
    assert items == ["The last four digits of your card", "Order number"]
    context.close()


# --- Channels ------------------------------------------------------------------------------------


def test_a_channel_that_is_not_configured_is_told_with_the_one_that_was_meant(
    tmp_path: Path,
) -> None:
    config = CONFIG.replace("usual: {", "usuals: {")
    _, told = build(tmp_path / "site", config, charge=CHARGE)
    assert "charge.yml:21:14" in told
    assert 'there is no channel "usual" [unknown-channel]' in told.replace("\n", " ")
    assert 'did you mean "usuals"?' in told


def test_a_site_without_named_channels_is_not_asked_for_them(tmp_path: Path) -> None:
    config = CONFIG.partition("        channels:")[0] + "  - helpwright/troubleshooters\n"
    site, told = build(tmp_path / "site", config, charge=CHARGE)
    assert "unknown-channel" not in told
    assert (
        '"channels":{"":{"email":"help@larkfield.example"}}'
        in (site / "contact/index.html").read_text()
    )


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("{email: help at example}", "no mail address"),
        ("{form_url: 'javascript:alert(1)'}", "no form"),
        ("{channels: {billing: {email: x}}}", "no mail address"),
    ],
)
def test_a_channel_that_leads_nowhere_is_refused(tmp_path: Path, contact: str, said: str) -> None:
    plugin = f"plugins: [helpwright/articles: {{contact: {contact}}}]\n"
    with pytest.raises(subprocess.CalledProcessError) as caught:
        build(tmp_path / "site", f"site_name: S\ntheme: helpwright\n{plugin}")
    assert said in caught.value.stderr


# --- From the outcome to the contact page --------------------------------------------------------


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


# --- Addresses that somebody made up -------------------------------------------------------------


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
