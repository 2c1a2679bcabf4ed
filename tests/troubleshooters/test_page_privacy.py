"""What leaves the page: neither the address nor the events hold what is private."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

RECORD = """window.told = [];
window.fetch = async (url) => {
  window.told.push(Object.fromEntries(new URL(url).searchParams));
};"""


def told_by(page: Page, until: str = "") -> list[tuple[str, ...]]:
    """What was told: the event and the ids; `until` is one of the last."""
    page.wait_for_function(
        "(name) => !name || window.told.some((one) => one.e === name)", arg=until
    )
    page.wait_for_timeout(200)  # one too many would come now
    common = {"v", "e", "p", "l", "t", "f", "b"}
    told = []
    for one in page.evaluate("window.told"):
        assert one["t"] == "charge"
        ids = [one[key] for key in sorted(one.keys() - common)]
        told.append((one["e"], *ids))
    return told


def test_private_answers_stay_out_of_the_address_and_in_the_tab(
    page: Page, reader: Any, site: str
) -> None:
    reader.walk(site)
    shared = page.evaluate("location.href")
    assert shared.endswith("#out_window")
    assert "19.5" not in shared
    assert "Where" not in shared
    reader.reloaded()
    expect(page.locator(".hw-answers")).to_contain_text("€19.50")
    other = type(reader)(page.context.new_page())
    other.page.goto(shared)
    other.at("amount")
    other.fill("20")
    other.at("note")
    other.page.close()
    page.get_by_role("link", name="Start again").click()
    reader.at("kind")
    assert page.evaluate("sessionStorage.length") == 0
    reader.in_address("/charge/")


def test_private_answers_in_an_address_are_dropped(page: Page, reader: Any, site: str) -> None:
    page.goto(f"{site}charge/?kind=unknown&amount=5&note=abc&x=1#devices")
    reader.in_address("/charge/?kind=unknown#devices")
    assert page.evaluate("sessionStorage.length") == 0


def test_events_carry_ids_alone(
    page: Page, reader: Any, serve: Callable[..., str], policy: str, make_pages: Callable[..., Path]
) -> None:
    """Nothing that was typed, no private answer, and nothing at all without an address."""
    page.add_init_script(RECORD)
    page.goto(
        f"{serve(make_pages(endpoint='/events'), '/told/', policy=policy)}troubleshooters/charge/"
    )
    reader.go_on()
    for _, act in reader.steps:
        act(reader)
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("link", name="Change your answer to: What is wrong?").click()
    page.go_back()
    reader.at("out_billing")
    page.get_by_role("link", name="Start again").click()
    told = told_by(page, "ts-restart")
    assert told[:7] == [
        ("view",),
        ("ts-start",),
        ("ts-step", "kind"),
        ("ts-error", "required", "kind"),
        ("ts-answer", "kind", "unknown"),
        ("ts-step", "devices"),
        ("ts-answer", "devices", "tv"),
    ]
    for step in ("seats", "charged_on", "amount", "note"):
        assert ("ts-answer", step) in told
    assert told[-9:] == [
        ("ts-outcome", "out_window"),
        ("ts-helped", "out_window", "no"),
        ("ts-outcome", "out_billing"),
        ("ts-change", "kind"),
        ("ts-step", "kind"),
        ("ts-back",),
        ("ts-outcome", "out_billing"),
        ("ts-restart",),
        ("ts-step", "kind"),
    ]


def test_nothing_is_told_without_an_address(page: Page, reader: Any, site: str) -> None:
    page.add_init_script(RECORD)
    page.goto(f"{site}charge/")
    reader.choose("It is there twice")
    reader.at("pending")
    assert told_by(page) == []


def test_nothing_is_told_before_the_reader_agrees(
    page: Page,
    reader: Any,
    serve: Callable[..., str],
    policy: str,
    make_pages: Callable[..., Path],
) -> None:
    page.add_init_script(RECORD)
    folder = make_pages(endpoint="/events", consent=True)
    page.goto(f"{serve(folder, '/asked/', policy=policy)}troubleshooters/charge/")
    page.evaluate("() => import('/asked/assets/helpwright/step_events.js')")
    reader.go_on()
    reader.choose("I don't know it")
    page.go_back()
    reader.at("kind")
    assert told_by(page) == []
    page.evaluate("document.documentElement.dataset.helpwrightConsent = 'no'")
    reader.choose("I don't know it")
    assert told_by(page) == []
    page.evaluate("document.documentElement.dataset.helpwrightConsent = 'yes'")
    page.get_by_label("A TV").check()
    reader.go_on()
    assert told_by(page, "ts-step") == [
        ("view",),
        ("ts-answer", "devices", "tv"),
        ("ts-step", "seats"),
    ]
