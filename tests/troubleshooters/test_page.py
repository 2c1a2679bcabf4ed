"""The page with a script: every kind of question, errors, history, private answers, hand-over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

# Material's own stylesheet holds its icons as data: addresses.
POLICY = "default-src 'self'; img-src 'self' data:"
RUN_AXE = """async () => (await axe.run({ resultTypes: ["violations"] })).violations
  .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary}`))"""
NOON = "2026-11-21T12:00:00"


@pytest.fixture(scope="module")
def site(serve: Callable[..., str], make_pages: Callable[..., Path]) -> str:
    return serve(make_pages(), "/help/", policy=POLICY) + "troubleshooters/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.clock.set_fixed_time(NOON)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def choose(page: Page, label: str) -> None:
    page.get_by_role("radio", name=label, exact=True).check()
    go_on(page)


def fill(page: Page, text: str) -> None:
    page.locator("section:visible input").fill(text)
    go_on(page)


def at(page: Page, step: str) -> None:
    expect(page.locator("section:visible")).to_have_id(step)


def look(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than a telephone."""
    page.evaluate(AXE_SCRIPT)
    found = [str(one) for one in page.evaluate(RUN_AXE)]
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, *([f"{wide} wide"] if wide > 360 else [])]


def reloaded(page: Page) -> None:
    """A reload shows what was shown, under the same address."""
    before = (page.url, page.locator("main").inner_text())
    page.reload()
    expect(page.locator("helpwright-troubleshooter[data-live]")).to_have_count(1)
    assert (page.url, page.locator("main").inner_text()) == before


Act = Callable[[Page], Any]
WALK: list[tuple[str, Act]] = [
    ("kind", lambda page: choose(page, "I don't know it")),
    ("devices", lambda page: (page.get_by_label("A TV").check(), go_on(page))),
    ("seats", lambda page: fill(page, "1,200")),
    ("charged_on", lambda page: fill(page, "1 June 2026")),
    ("amount", lambda page: fill(page, "€ 19.5")),
    ("code", lambda page: fill(page, "gamma")),
    ("note", lambda page: fill(page, "Where is it?")),
    ("try_receipt", lambda page: choose(page, "Not fixed, go on")),
    ("plan", lambda page: choose(page, "Annual, 1200 seats")),
]


def walk(page: Page, site: str, until: str = "") -> None:
    page.goto(f"{site}charge/")
    for step, act in WALK:
        at(page, step)
        if step == until:
            return
        act(page)


def test_every_kind_of_question_is_answered_and_every_state_is_accessible_and_reloads(
    page: Page, site: str
) -> None:
    page.goto(f"{site}charge/")
    for step, act in WALK:
        at(page, step)
        reloaded(page)
        assert look(page) == []
        go_on(page)
        expect(page.get_by_role("alert")).to_be_focused()
        assert look(page) == []
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.locator("section:visible input").first).to_be_focused()
        act(page)
        if step != "plan":
            heading = page.locator("section:visible").get_by_role("heading")
            expect(heading).to_be_focused()
            assert (
                page.title()
                == f"{heading.inner_text()} \N{EN DASH} I don't know this charge - Larkfield"
            )
    at(page, "out_window")
    expect(page.locator("#out_window")).to_contain_text("173 days old, far too old")
    expect(page.locator("#out_window")).to_contain_text("for 14 days")
    assert page.url.endswith(
        "/charge/?kind=unknown&devices=tv&seats=1200&charged_on=2026-06-01&code=c3"
        "&try_receipt=not_fixed&plan=annual#out_window"
    )
    assert look(page) == []
    reloaded(page)


def test_back_and_forward_walk_through_the_states(page: Page, site: str) -> None:
    walk(page, site)
    states = [step for step, _ in WALK] + ["out_window"]
    for step in reversed(states[:-1]):
        page.go_back()
        at(page, step)
    for step in states[1:]:
        page.go_forward()
        at(page, step)


def test_private_answers_stay_out_of_the_address_and_in_the_tab(page: Page, site: str) -> None:
    walk(page, site)
    assert "19.5" not in page.url
    assert "Where" not in page.url
    reloaded(page)
    expect(page.locator(".hw-answers")).to_contain_text("€19.50")
    shared = page.url
    other = page.context.new_page()
    other.goto(shared)
    at(other, "amount")
    fill(other, "20")
    at(other, "note")
    other.close()
    page.get_by_role("link", name="Start again").click()
    at(page, "kind")
    assert page.evaluate("sessionStorage.length") == 0
    assert page.url.endswith("/charge/")


def test_private_answers_in_an_address_are_dropped(page: Page, site: str) -> None:
    page.goto(f"{site}charge/?kind=unknown&amount=5&note=abc&x=1#devices")
    assert page.url.endswith("/charge/?kind=unknown#devices")
    assert page.evaluate("sessionStorage.length") == 0


def test_a_changed_answer_keeps_later_answers_that_still_apply(page: Page, site: str) -> None:
    walk(page, site)
    page.get_by_role("link", name="Change your answer to: How many seats do you have?").click()
    at(page, "seats")
    expect(page.locator("section:visible input")).to_have_value("1200")
    fill(page, "2000")
    at(page, "out_window")
    expect(page.locator(".hw-answers")).to_contain_text("2000 seats")
    page.get_by_role("link", name="Change your answer to: How many seats do you have?").click()
    fill(page, "1")
    at(page, "plan")
    expect(page.get_by_role("radio", name="Annual")).to_have_count(0)
    page.get_by_role("link", name="Change your answer to: What is wrong?").click()
    choose(page, "It is there twice")
    assert page.url.endswith("/charge/?kind=twice#pending")


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
    page: Page, site: str, step: str, typed: str, message: str
) -> None:
    walk(page, site, step)
    fill(page, typed)
    at(page, step)
    expect(page.get_by_role("alert")).to_contain_text(message)
    field = page.locator("section:visible input")
    expect(field).to_have_value(typed)
    expect(field).to_have_attribute("aria-invalid", "true")
    page.go_back()
    page.go_forward()
    expect(field).to_have_value(typed)


def test_not_sure_and_none_of_these_are_answers(page: Page, site: str) -> None:
    walk(page, site, "devices")
    page.get_by_label("A phone").check()
    page.get_by_label("None of these").check()
    expect(page.get_by_label("A phone")).not_to_be_checked()
    page.get_by_label("A phone").check()
    expect(page.get_by_label("None of these")).not_to_be_checked()
    page.get_by_label("None of these").check()
    go_on(page)
    at(page, "seats")
    page.get_by_role("button", name="I'm not sure").click()
    at(page, "charged_on")
    assert page.url.endswith("?kind=unknown&devices=&seats=not_sure#charged_on")
    reloaded(page)
    expect(page.locator(".hw-answers")).to_contain_text("None of these")
    expect(page.locator(".hw-answers")).to_contain_text("I'm not sure")


def test_not_sure_of_several_is_an_answer_that_can_be_changed(page: Page, site: str) -> None:
    walk(page, site, "devices")
    page.get_by_role("button", name="I'm not sure").click()
    at(page, "seats")
    page.get_by_role("link", name="Change your answer to: Which devices do you use?").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.get_by_label("A TV").check()
    go_on(page)
    assert page.url.endswith("?kind=unknown&devices=tv#seats")


def test_a_step_may_come_again_with_an_answer_of_its_own(page: Page, site: str) -> None:
    page.goto(f"{site}line/")
    for label in ("Yes", "No", "Yes"):
        choose(page, label)
    at(page, "restart")
    assert page.url.endswith(
        "/line/?line=yes&restart=no&line~2=yes#restart~2".replace("~", "%7E", 1)
    )
    reloaded(page)
    choose(page, "No")
    at(page, "out_write")
    reloaded(page)


def test_it_helped_or_leads_on(page: Page, site: str) -> None:
    walk(page, site)
    address = page.url
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("status")).to_contain_text("glad")
    assert look(page) == []
    page.goto(address)
    page.get_by_role("button", name="No", exact=True).click()
    at(page, "out_billing")
    assert "out_window=not_helpful#out_billing" in page.url
    reloaded(page)


def test_a_solution_that_did_not_help_leads_to_the_contact_page(page: Page, site: str) -> None:
    page.goto(f"{site}charge/?kind=twice&pending=yes#out_pending")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("link", name="Write to us")).to_have_attribute(
        "href", re.compile(r"/contact/\?subject=")
    )
    assert look(page) == []


def to_billing(page: Page, site: str) -> None:
    walk(page, site, "plan")
    choose(page, "Monthly")
    at(page, "out_billing")


def test_a_contact_shows_what_it_sends_and_sends_no_private_answer_over_the_web(
    page: Page, site: str
) -> None:
    to_billing(page, site)
    assert look(page) == []
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
    href = page.get_by_role("link", name="Write to us").get_attribute("href") or ""
    assert href.startswith("../../contact/?")
    assert parse_qs(urlsplit(href).query) == {
        "subject": ["Charge: I don't know it, 1200\u00a0seats"],
        "answers": ["What is wrong? I don't know it\nHow many seats do you have? 1200\u00a0seats"],
        "troubleshooter": ["charge"],
        "outcome": ["out_billing"],
    }


def test_the_browser_event_carries_the_answers_that_the_writer_allowed(
    page: Page, site: str
) -> None:
    to_billing(page, site)
    page.evaluate(
        """() => document.addEventListener("helpwright:handoff", (event) => {
          event.preventDefault();
          document.body.dataset.told = JSON.stringify(event.detail);
        })"""
    )
    page.get_by_role("link", name="Write to us").click()
    told = json.loads(page.locator("body").get_attribute("data-told") or "")
    assert re.fullmatch("[0-9a-f]{12}", told.pop("version"))
    assert told == {
        "troubleshooter": "charge",
        "path": [*(step for step, _ in WALK), "out_billing"],
        "answers": {"kind": "unknown", "seats": 1200, "amount": 19.5, "note": "Where is it?"},
        "outcome": "out_billing",
    }
    at(page, "out_billing")


def test_a_mail_carries_the_answers_in_its_body(
    page: Page, serve: Callable[..., str], make_pages: Callable[..., Path]
) -> None:
    folder = make_pages(contact_url="mailto:help@larkfield.example")
    to_billing(page, f"{serve(folder, '/mail/', policy=POLICY)}troubleshooters/")
    expect(page.locator("#out_billing .hw-sent")).to_contain_text("Where is it?")
    href = page.get_by_role("link", name="Write to us").get_attribute("href") or ""
    assert href.startswith("mailto:help@larkfield.example?subject=Charge%3A%20")
    assert parse_qs(urlsplit(href).query)["body"] == [
        "What is wrong? I don't know it\r\nHow many seats do you have? 1200\u00a0seats\r\n"
        "How much was it? \u20ac19.50\r\nWhat else should we know? Where is it?"
    ]


def test_an_answer_of_an_address_that_is_not_valid_any_more_is_shown_with_its_error(
    page: Page, site: str
) -> None:
    page.goto(f"{site}charge/?kind=unknown&devices=tv&seats=99999&charged_on=2026-06-01#amount")
    at(page, "seats")
    expect(page.get_by_role("alert")).to_contain_text("Enter 1 seats to 5000 seats")
    expect(page.locator("section:visible input")).to_have_value("99999")
    fill(page, "5")
    at(page, "amount")


def test_another_troubleshooter_is_given_the_answers_but_no_private_ones(
    page: Page, site: str
) -> None:
    walk(page, site, "charged_on")
    fill(page, "20 11 2026")
    fill(page, "7")
    page.get_by_role("button", name="I'm not sure").click()
    fill(page, "Nothing")
    choose(page, "Not fixed, go on")
    choose(page, "Monthly")
    at(page, "out_refund")
    assert look(page) == []
    link = page.get_by_role("link", name="Go on to the next troubleshooter")
    url = urlsplit(link.get_attribute("href") or "")
    assert url.path == "/help/troubleshooters/refund/"
    assert parse_qs(url.query) == {
        **{"charged_on": ["2026-11-20"], "days": ["1"], "kind": ["unknown"], "devices": ["tv"]},
        **{"seats": ["1200"], "code": ["not_sure"], "try_receipt": ["not_fixed"]},
        "plan": ["monthly"],
    }


def test_print_shows_answers_and_result_alone(page: Page, site: str) -> None:
    walk(page, site)
    page.emulate_media(media="print")
    text = page.locator("main").inner_text()
    assert "The window is closed" in text
    assert "1200" in text
    assert not re.search("Change|Start again|Did this help|Continue", text)


def test_progress_counts_the_questions_that_are_left(page: Page, site: str) -> None:
    page.goto(f"{site}charge/")
    expect(page.locator(".hw-progress")).to_have_text("2 to 9 questions left")
    choose(page, "It is there twice")
    expect(page.locator(".hw-progress")).to_have_text("1 question left")
    choose(page, "Yes")
    expect(page.locator(".hw-progress")).to_be_hidden()


def events(page: Page) -> list[tuple[str, ...]]:
    """What was told: the event and the ids."""
    page.wait_for_timeout(200)
    common = {"v", "event", "page", "language", "troubleshooter", "version"}
    told = []
    for one in page.evaluate("window.told"):
        assert one["troubleshooter"] == "charge"
        ids = [one[key] for key in sorted(one.keys() - common)]
        told.append((one["event"], *ids))
    return told


RECORD = """window.told = [];
window.fetch = async (url, { body }) => { window.told.push(JSON.parse(body)); };"""


def test_events_carry_ids_alone(
    page: Page, serve: Callable[..., str], make_pages: Callable[..., Path]
) -> None:
    """Nothing that was typed, no private answer, and nothing at all without an address."""
    page.add_init_script(RECORD)
    page.goto(
        f"{serve(make_pages(endpoint='/events'), '/told/', policy=POLICY)}troubleshooters/charge/"
    )
    go_on(page)
    for _, act in WALK:
        act(page)
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("link", name="Change your answer to: What is wrong?").click()
    page.go_back()
    at(page, "out_billing")
    page.get_by_role("link", name="Start again").click()
    told = events(page)
    assert told[:6] == [
        ("ts_start",),
        ("ts_step", "kind"),
        ("ts_error", "required", "kind"),
        ("ts_answer", "unknown", "kind"),
        ("ts_step", "devices"),
        ("ts_answer", "tv", "devices"),
    ]
    for step in ("seats", "charged_on", "amount", "note"):
        assert ("ts_answer", step) in told
    assert told[-9:] == [
        ("ts_outcome", "out_window"),
        ("ts_helped", "no", "out_window"),
        ("ts_outcome", "out_billing"),
        ("ts_change", "kind"),
        ("ts_step", "kind"),
        ("ts_back",),
        ("ts_outcome", "out_billing"),
        ("ts_restart",),
        ("ts_step", "kind"),
    ]


def test_nothing_is_told_without_an_address(page: Page, site: str) -> None:
    page.add_init_script(RECORD)
    page.goto(f"{site}charge/")
    choose(page, "It is there twice")
    assert events(page) == []


def test_the_page_speaks_its_language(
    page: Page, serve: Callable[..., str], make_pages: Callable[..., Path]
) -> None:
    page.goto(f"{serve(make_pages(language='de'), '/de/', policy=POLICY)}troubleshooters/charge/")
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
    at(page, "amount")
    page.get_by_role("link", name="\u00c4ndern Ihre Antwort auf: When was it?").click()
    expect(page.locator("section:visible input")).to_have_value("1. Juni 2026")


LARGE = """
  s{n}:
    ask: Question number {n}?
    options: {{ a: {{ label: This, go: s{m} }}, b: {{ label: That, go: out }} }}"""


def test_a_changed_answer_is_shown_within_a_frame(
    page: Page, serve: Callable[..., str], make_pages: Callable[..., Path]
) -> None:
    steps = "".join(LARGE.format(n=n, m=n + 1) for n in range(40))
    text = f"troubleshooter: 1\ntitle: T\nstart: s0\nsteps:{steps}\n"
    text += "  s40: { ask: Last?, type: yes_no, go: out }\noutcomes: { out: { solution: Done } }\n"
    page.goto(f"{serve(make_pages(text), '/large/', policy=POLICY)}troubleshooters/t0/")
    query = "&".join(f"s{n}=a" for n in range(40))
    page.goto(f"{page.url}?{query}#s20")
    took = page.evaluate(
        """async () => {
          const times = [];
          for (let n = 0; n < 9; n++) {
            const box = document.querySelector("section:not([hidden])");
            const form = box.querySelector("form");
            form.querySelector("input").checked = true;
            const start = performance.now();
            form.requestSubmit();
            document.body.getBoundingClientRect();
            times.push(performance.now() - start);
            history.back();
            await new Promise((done) => setTimeout(done, 60));
          }
          return Math.min(...times);
        }"""
    )
    # The fastest of several, for the machine may be busy with other things.
    assert took < 1000 / 60
