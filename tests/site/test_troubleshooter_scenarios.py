"""Every scenario of every troubleshooter of the sample, driven in Chromium.

With a script one step is shown at a time, without it all are; both end where the scenario says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from helpwright.troubleshooters.program.walk import Taken, Walk
from helpwright.troubleshooters.proof.inspection import inspect
from helpwright.troubleshooters.source import library

REPO = Path(__file__).parents[2]
TODAY = "2026-11-20"
SLUGS = sorted(path.stem for path in (REPO / "troubleshooters").glob("*.yml"))


@dataclass(frozen=True)
class Driven:
    """A scenario: the day, where its answers lead, and the answer that is refused, if any."""

    name: str
    today: str
    walk: Walk
    refused: Any = None


def scenarios_of(slug: str) -> tuple[Mapping[str, Any], list[Driven]]:
    books = library.load(REPO / "troubleshooters", prefix="troubleshooters", language="en")
    tree = next(tree for tree, _ in books.trees if tree and tree.slug == slug)
    inspected = inspect(
        tree, books.shared, articles=(), troubleshooters=SLUGS, language="en", today=TODAY
    )
    driven = [
        Driven(
            scenario.name,
            str(scenario.today or tree.today or TODAY),
            result.walk,
            scenario.answers[scenario.rejects] if scenario.rejects else None,
        )
        for scenario, result in zip(tree.scenarios, inspected.results, strict=True)
    ]
    return inspected.program, driven


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], sample_site: Path) -> str:
    return serve(sample_site, "/sub/") + "troubleshooters/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(reduced_motion="reduce")
    yield context
    context.close()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_scenario_ends_where_it_should_with_a_script(
    slug: str, address: str, context: BrowserContext
) -> None:
    program, scenarios = scenarios_of(slug)
    assert len(scenarios) > 2
    page = context.new_page()
    reloaded: set[str] = set()
    for scenario in scenarios:
        page.clock.set_fixed_time(f"{scenario.today}T12:00:00")
        page.goto(f"{address}{slug}/")
        given: set[str] = set()
        for one in scenario.walk.taken:
            # Steps that share a name are asked once.
            if one.name not in given:
                shown(page, one.step, scenario)
                answer(page, program, one)
            given.add(one.name)
        shown(page, scenario.walk.at, scenario)
        if scenario.refused is not None:
            fill(page, str(scenario.refused))
            expect(page.get_by_role("alert")).to_be_focused()
            shown(page, scenario.walk.at, scenario)
        elif scenario.walk.at not in reloaded:
            reloaded.add(scenario.walk.at)
            state = page.evaluate("location.href")
            text = page.locator("helpwright-troubleshooter > section:visible").inner_text()
            page.goto("about:blank")
            page.goto(state)
            shown(page, scenario.walk.at, scenario)
            again = page.locator("helpwright-troubleshooter > section:visible").inner_text()
            assert again == text, scenario.name
        # Private answers are kept in the tab.
        page.evaluate("sessionStorage.clear()")


def shown(page: Page, name: str, scenario: Driven) -> None:
    section = page.locator("helpwright-troubleshooter > section:visible")
    expect(section, scenario.name).to_have_id(name)


def answer(page: Page, program: Mapping[str, Any], one: Taken) -> None:
    section = page.locator("helpwright-troubleshooter > section:visible")
    if one.way == "not_helpful":
        section.get_by_role("button", name="No", exact=True).click()
        return
    step = program["steps"][one.step]
    if one.value == "not_sure":
        radio = section.locator('input[value="not_sure"]')
        if radio.count():
            radio.check()
            go_on(section)
        else:
            section.get_by_role("button", name="I'm not sure").click()
    elif isinstance(one.value, list):
        for value in one.value or ["none:"]:
            section.locator(f'input[value="{value}"]').check()
        go_on(section)
    elif section.locator("input[type=radio]").count():
        section.locator(f'input[value="{one.value}"]').check()
        go_on(section)
    else:
        labels = {option["id"]: option["label"] for option in step.get("options", ())}
        fill(page, labels.get(one.value, str(one.value)))


def fill(page: Page, text: str) -> None:
    section = page.locator("helpwright-troubleshooter > section:visible")
    section.locator("input:not([type=radio], [type=checkbox])").fill(text)
    go_on(section)


def go_on(section: Locator) -> None:
    section.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_scenario_can_be_followed_by_links_without_a_script(
    slug: str, address: str, browser: Browser
) -> None:
    _, scenarios = scenarios_of(slug)
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}{slug}/")
    followed: set[tuple[str, str]] = set()
    for scenario in scenarios:
        path = scenario.walk.path
        # The page does not change, so that a link is followed once.
        for here, there in {*pairwise(path)} - followed:
            followed.add((here, there))
            link = page.locator(f'section[id="{here}"] a[href="#{there}"]').first
            link.click()
            expect(page, scenario.name).to_have_url(f"{address}{slug}/#{there}")
        expect(page.locator(f'section[id="{path[-1]}"] h2')).to_be_visible()
    context.close()
