"""Troubleshooters on a plain Material site with instant navigation."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

CONFIG = """site_name: Docs
site_url: {address}
theme:
  name: material
  font: false
  features: [navigation.instant]
plugins:
  - helpwright/articles
  - helpwright/troubleshooters
nav: [index.md, other.md, troubleshooters/lamp.md, troubleshooters/cable.md]
"""
LAMP = """troubleshooter: 1
title: The lamp stays dark
summary: Find out why.
start: plugged
steps:
  plugged:
    ask: Is it plugged in?
    body: Perhaps [the bulb](#bulb) is broken.
    options:
      in: {label: It is, go: bulb}
      out: {label: It is not, go: plug}
  bulb:
    ask: Which bulb is it?
    type: text
    go: watts
  watts:
    ask: How many watts?
    type: number
    go: change
outcomes:
  change: {solution: Change the bulb}
  plug: {solution: Plug it in, not_helpful: hand}
  hand: {handoff: cable}
"""
CABLE = """troubleshooter: 1
title: The cable is broken
start: plugged
steps:
  plugged:
    ask: Is it plugged in now?
    options: {in: It is, out: It is not}
    go: colour
  colour: {ask: What colour is it?, options: {red: Red, blue: Blue}, go: buy}
outcomes:
  buy: {solution: Buy a new one}
"""
ARTICLE = """# A dark lamp

[By hand](troubleshooters/lamp.md) or
[at the watts](troubleshooters/lamp.md?plugged=in#bulb).

## Lamps

```troubleshooter lamp
```

## More

Text.
"""
SEPARATOR = "\N{EN DASH}"
Visit = Callable[[str], None]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> str:
    """Where a site is served that says so itself, or else Material does not navigate instantly."""
    folder = tmp_path_factory.mktemp("instant")
    # Material has inline scripts, so the strict policy is not for it.
    address = serve(folder / "site", "/docs/", policy="")
    files = {
        "mkdocs.yml": CONFIG.format(address=address),
        "docs/index.md": ARTICLE.replace("troubleshooters/lamp.md", "troubleshooters/lamp/"),
        "docs/other.md": "# Another page\n\nText.\n",
        "troubleshooters/lamp.yml": LAMP,
        "troubleshooters/cable.yml": CABLE,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return address


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def visit(page: Page, open_instant: Callable[[Page, str], None]) -> Visit:
    return partial(open_instant, page)


@pytest.fixture
def fetched(page: Page) -> list[str]:
    """The pages that were asked for since the last `clear`."""
    asked: list[str] = []

    def note(request: Request) -> None:
        path = request.url.partition("?")[0].partition("#")[0]
        if path.endswith("/"):
            asked.append(path)

    page.on("request", note)
    return asked


def arrive(page: Page, title: str) -> None:
    """Wait for another page: until then the one before can still be used, and is then gone."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def follow(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Navigation").get_by_role("link", name=name).first.click()
    arrive(page, name)


def test_it_works_after_an_instant_navigation_away_and_back(
    page: Page, reader: Any, address: str, visit: Visit
) -> None:
    visit(f"{address}other/")
    follow(page, "The lamp stays dark")
    reader.at("plugged")
    expect(page).to_have_title("The lamp stays dark - Docs")
    reader.choose("It is")
    reader.fill("round")
    reader.at("watts")
    expect(page).to_have_title(f"How many watts? {SEPARATOR} The lamp stays dark - Docs")
    state = page.evaluate("location.href")
    follow(page, "Another page")
    expect(page).to_have_title("Another page - Docs")
    page.go_back()
    reader.at("watts")
    expect(page).to_have_url(state)
    expect(page).to_have_title(f"How many watts? {SEPARATOR} The lamp stays dark - Docs")
    expect(page.locator(".hw-answers")).to_contain_text("round")
    reader.fill("40")
    reader.at("change")
    assert page.evaluate("window.sameDocument")


@pytest.mark.parametrize("entry", ["at once", "from another page"])
def test_back_and_forward_inside_it_fetch_and_replace_nothing(
    page: Page, reader: Any, address: str, visit: Visit, fetched: list[str], entry: str
) -> None:
    visit(f"{address}{'other' if entry == 'from another page' else 'troubleshooters/lamp'}/")
    if entry == "from another page":
        follow(page, "The lamp stays dark")
    reader.at("plugged")
    reader.choose("It is")
    reader.fill("round")
    page.locator("section:visible input").fill("half typed")
    page.evaluate("document.querySelector('helpwright-troubleshooter').same = true")
    fetched.clear()
    for name in ("bulb", "plugged"):
        page.go_back()
        reader.at(name)
        expect(page.locator("section:visible").get_by_role("heading")).to_be_focused()
    for name in ("bulb", "watts"):
        page.go_forward()
        reader.at(name)
    expect(page.locator("section:visible input")).to_have_value("half typed")
    page.get_by_role("link", name="Change your answer to: Is it plugged in?").click()
    reader.at("plugged")
    page.go_back()
    reader.at("watts")
    assert page.evaluate("document.querySelector('helpwright-troubleshooter').same")
    # Whatever those steps fetched was asked for before this.
    with page.expect_request("**/other/"):
        page.evaluate("() => { fetch('/docs/other/'); }")
    assert fetched == [f"{address}other/"]


def test_leaving_it_by_back_leaves_the_other_page_alone(
    page: Page, reader: Any, address: str, visit: Visit
) -> None:
    visit(f"{address}?x=1#more")
    follow(page, "The lamp stays dark")
    reader.choose("It is not")
    reader.at("plug")
    page.go_back()
    reader.at("plugged")
    page.go_back()
    expect(page).to_have_title("A dark lamp - Docs")
    expect(page).to_have_url(f"{address}?x=1#more")
    page.go_forward()
    reader.at("plugged")


def test_a_shared_state_is_reached_by_instant_navigation(
    page: Page, reader: Any, address: str, visit: Visit
) -> None:
    visit(address)
    page.get_by_role("link", name="at the watts").click()
    reader.at("bulb")
    expect(page).to_have_url(f"{address}troubleshooters/lamp/?plugged=in#bulb")
    expect(page).to_have_title(f"Which bulb is it? {SEPARATOR} The lamp stays dark - Docs")
    reader.fill("round")
    reader.at("watts")
    page.go_back()
    reader.at("bulb")
    page.go_back()
    expect(page).to_have_title("A dark lamp - Docs")
    assert page.evaluate("window.sameDocument")


def test_links_to_the_page_itself_lead_where_they_say(
    page: Page, reader: Any, address: str, visit: Visit
) -> None:
    visit(f"{address}other/")
    follow(page, "The lamp stays dark")
    page.get_by_role("link", name="the bulb").click()
    reader.at("bulb")
    expect(page).to_have_url(f"{address}troubleshooters/lamp/#bulb")
    reader.fill("round")
    reader.at("watts")
    follow(page, "The lamp stays dark")
    reader.at("plugged")
    expect(page).to_have_url(f"{address}troubleshooters/lamp/")
    page.go_back()
    reader.at("watts")


def test_the_next_troubleshooter_is_given_the_answers(
    page: Page, reader: Any, address: str, visit: Visit
) -> None:
    visit(address)
    page.get_by_role("link", name="By hand").click()
    arrive(page, "The lamp stays dark")
    reader.choose("It is not")
    page.get_by_role("button", name="No", exact=True).click()
    reader.at("hand")
    page.get_by_role("link", name="The cable is broken").last.click()
    reader.at("colour")
    expect(page).to_have_url(f"{address}troubleshooters/cable/?plugged=out#colour")
    reader.choose("Red")
    reader.at("buy")
    page.go_back()
    reader.at("colour")
    page.go_back()
    reader.at("hand")
    assert page.evaluate("window.sameDocument")


def test_an_article_keeps_the_state_of_the_one_in_it(
    page: Page, reader: Any, address: str, visit: Visit
) -> None:
    visit(f"{address}other/")
    follow(page, "A dark lamp")
    reader.choose("It is")
    reader.at("hw1:bulb")
    expect(page).to_have_url(address)
    follow(page, "Another page")
    expect(page).to_have_title("Another page - Docs")
    page.go_back()
    expect(page.locator("section:visible h2")).to_have_text("Which bulb is it?")
