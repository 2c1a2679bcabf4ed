"""Troubleshooters inside the articles of a built site, with and without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page, expect

# Material's own footer has too little contrast.
RUN_AXE = """async () => (await axe.run("main", { resultTypes: ["violations"] })).violations
  .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary}`))"""
CONFIG = """site_name: Test
site_url: https://help.example.org/help/
plugins:
  - helpwright/articles:
      audience: AUDIENCE
      contact: { email: help@example.org }
  - helpwright/troubleshooters
  - helpwright/search
markdown_extensions: [pymdownx.superfences]
theme: helpwright
"""
PLAIN = CONFIG.replace("theme: helpwright", "theme: { name: material, font: false }")
LAMP = """troubleshooter: 1
title: The lamp stays dark
summary: Find out why.
privacy: { keep_out_of_url: [plug] }
start: plug
steps:
  plug:
    ask: Is it plugged in?
    body: See [the plug](../../lamps/plugs/), or ![a plug](../../lamps/plug.svg).
    options: { in: {label: It is, go: bulb}, out: {label: It is not, go: out_plug} }
  bulb:
    ask: Which bulb is it?
    options: { led: LED, old: An old one }
    go: watts
  watts: { ask: How many watts?, type: number, go: help }
outcomes:
  out_plug: { solution: Plug it in }
  help: { contact: lamps, title: Write to us }
"""
META = "---\nid: {}\ntitle: {}\ndescription: Text.\ntype: how-to\nowner: lamps\n---\n"
ARTICLE = (
    META.format("d4rk77", "A dark lamp")
    + """
Some words.

## Plug

A heading whose anchor is the name of a step.

### Two at once

```troubleshooter lamp
```

Between both.

```troubleshooter lamp start=bulb
```

## Example

````markdown
```troubleshooter lamp
```
````
"""
)
FILES: dict[str, str | bytes] = {
    "docs/lamps/dark.md": ARTICLE,
    "docs/lamps/plugs.md": META.format("p1ugs7", "About plugs") + "\nText.\n",
    "docs/lamps/plug.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "troubleshooters/lamp.yml": LAMP,
}


@pytest.fixture(scope="module")
def build(
    make: Any, helpwright: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Builds a site of these files and others."""

    def start(
        config: str = CONFIG, more: dict[str, str] | None = None, audience: str = "public"
    ) -> Path:
        home = tmp_path_factory.mktemp("home")
        make(home, FILES | (more or {}), config.replace("AUDIENCE", audience))
        done = helpwright("build", "--site-dir", "site", cwd=home)
        assert done.returncode == 0, done.stderr
        return home / "site"

    return start


@pytest.fixture(scope="module")
def site(build: Callable[..., Path]) -> Path:
    return build()


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], site: Path) -> str:
    return serve(site, "/help/") + "lamps/dark/"


def embeds(page: Page) -> tuple[Locator, Locator]:
    both = page.locator("helpwright-troubleshooter")
    expect(both).to_have_count(2)
    return both.first, both.last


def choose(embed: Locator, label: str) -> None:
    embed.get_by_role("radio", name=label, exact=True).check()
    embed.get_by_role("button", name="Continue").click()


def asks(embed: Locator, heading: str) -> None:
    expect(embed.locator("section:visible h2")).to_have_text(heading)


def open_alone(embed: Locator) -> None:
    embed.get_by_role("link", name="Open on its own page").click()
    expect(
        embed.page.locator("helpwright-troubleshooter[data-live]:not([data-src])")
    ).to_be_visible()


def test_without_a_script_the_reader_gets_a_link(open_page: Any, address: str) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(address)
    first, last = embeds(page)
    for embed, step in ((first, ""), (last, "#bulb")):
        expect(embed).to_have_text("The lamp stays dark\nFind out why.", use_inner_text=True)
        link = embed.get_by_role("link", name="The lamp stays dark", exact=True)
        expect(link).to_have_attribute("href", f"../../troubleshooters/lamp/{step}")
    expect(page.locator("section, h4")).to_have_count(0)
    expect(page.locator("pre")).to_contain_text("```troubleshooter lamp")
    # Asked for, not opened: before all styles are there, the browser may ask for Material's icons,
    # which are in its own style sheet, and which ours replaces.
    answer = page.request.get(address.replace("lamps/dark/", "troubleshooters/lamp/"))
    assert "The lamp stays dark" in answer.text()


def test_each_runs_in_the_page_and_leaves_address_title_history_and_focus_alone(
    open_page: Any, address: str
) -> None:
    page = open_page().page
    page.goto(address)
    first, last = embeds(page)
    asks(first, "Is it plugged in?")
    asks(last, "Which bulb is it?")
    before = page.evaluate("[location.href, document.title, history.length]")
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate("scrollY") == 0
    choose(first, "It is")
    asks(first, "Which bulb is it?")
    expect(first.locator("section:visible h2")).to_be_focused()
    asks(last, "Which bulb is it?")
    choose(last, "LED")
    last.get_by_role("button", name="Continue").click()
    expect(last.get_by_role("alert")).to_be_focused()
    last.get_by_role("alert").get_by_role("link").click()
    expect(last.get_by_role("textbox")).to_be_focused()
    last.get_by_role("link", name="Change your answer to: Which bulb is it?").click()
    asks(last, "Which bulb is it?")
    expect(last.get_by_role("radio", name="LED")).to_be_checked()
    assert page.evaluate("[location.href, document.title, history.length]") == before
    expect(first.get_by_role("radio", checked=True)).to_have_count(0)


def test_back_inside_it_leads_to_the_state_before(open_page: Any, address: str) -> None:
    page = open_page().page
    page.goto(address)
    first, _ = embeds(page)
    back = first.get_by_role("button", name="Back")
    asks(first, "Is it plugged in?")
    expect(back).to_be_hidden()
    choose(first, "It is")
    choose(first, "LED")
    first.locator("input:visible").fill("6")
    back.click()
    asks(first, "Which bulb is it?")
    expect(first.locator("section:visible h2")).to_be_focused()
    expect(first.get_by_role("radio", checked=True)).to_have_count(0)
    choose(first, "An old one")
    expect(first.locator("input:visible")).to_have_value("6")
    first.get_by_role("link", name="Start again").click()
    asks(first, "Is it plugged in?")
    back.click()
    asks(first, "How many watts?")
    for _ in range(2):
        back.click()
    asks(first, "Is it plugged in?")
    expect(back).to_be_hidden()


def test_its_own_page_goes_on_where_it_stands(open_page: Any, address: str) -> None:
    page = open_page().page
    page.goto(address)
    first, _ = embeds(page)
    choose(first, "It is")
    choose(first, "LED")
    asks(first, "How many watts?")
    open_alone(first)
    own = address.replace("lamps/dark/", "troubleshooters/lamp/")
    expect(page.locator("section:visible")).to_have_id("watts")
    # A private answer goes along in the tab.
    expect(page).to_have_url(f"{own}?bulb=led#watts")
    expect(page.locator(".hw-answers")).to_contain_text("It is")


def test_no_id_stands_twice_and_headings_go_down(open_page: Any, address: str) -> None:
    page = open_page().page
    page.goto(address)
    first, last = embeds(page)
    for embed in (first, last):
        embed.get_by_role("button", name="Continue").click()
        expect(embed.get_by_role("alert")).to_be_visible()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(({ id }) => id)")
    assert len(ids) == len(set(ids))
    known = page.evaluate(
        """() => [...document.querySelectorAll("[for], [aria-describedby], [aria-labelledby]")]
          .flatMap((one) => ["for", "aria-describedby", "aria-labelledby"]
            .flatMap((name) => (one.getAttribute(name) ?? "").split(" ").filter(Boolean)))"""
    )
    assert known
    assert set(known) <= set(ids)
    levels = first.locator("h2").evaluate_all("all => all.map((one) => one.ariaLevel)")
    assert set(levels) == {"4"}
    contact = page.locator(".hw-contact a").first.get_attribute("href") or ""
    assert contact.startswith(address.replace("lamps/dark/", "contact/"))
    image = page.locator("section img").first.evaluate("(one) => one.src")
    assert image == address.replace("dark/", "plug.svg")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("config", [CONFIG, PLAIN], ids=["our theme", "Material"])
def test_axe_finds_nothing(
    open_page: Any, serve: Any, build: Any, site: Path, config: str, width: int
) -> None:
    # Material has inline scripts, so the strict policy is not for it.
    own = config == CONFIG
    folder = site if own else build(config)
    url = serve(folder, "/help/") if own else serve(folder, "/help/", policy="")
    for scheme in ("light", "dark"):
        page = open_page(
            viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
        ).page
        page.goto(f"{url}lamps/dark/")
        first, last = embeds(page)
        choose(first, "It is")
        last.get_by_role("button", name="Continue").click()
        expect(last.get_by_role("alert")).to_be_visible()
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(RUN_AXE) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_works_without_directories(open_page: Any, serve: Any, build: Any) -> None:
    folder = build(
        CONFIG + "use_directory_urls: false\n",
        {"troubleshooters/lamp.yml": re.sub(" +body: See .*\n", "", LAMP)},
    )
    url = serve(folder, "/deep/down/")
    page = open_page().page
    page.goto(f"{url}lamps/dark.html")
    first, _ = embeds(page)
    choose(first, "It is")
    open_alone(first)
    expect(page.locator("section:visible")).to_have_id("bulb")
    expect(page).to_have_url(f"{url}troubleshooters/lamp.html?.from=plug#bulb")


def test_it_is_fetched_when_it_is_near_and_a_link_without_a_network(
    open_page: Any, serve: Any, build: Any
) -> None:
    text = ARTICLE.replace("Some words.", "Some words.\n\n" * 200)
    url = serve(build(more={"docs/lamps/dark.md": text}))
    page = open_page().page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{url}lamps/dark/", wait_until="networkidle")
    assert not [one for one in asked if one.endswith("troubleshooters/lamp/")]
    page.locator("helpwright-troubleshooter").first.scroll_into_view_if_needed()
    expect(page.locator("helpwright-troubleshooter section:visible")).to_have_count(2)
    watched = open_page()
    page = watched.page
    page.route("**/troubleshooters/lamp/", lambda route: route.abort())
    page.goto(f"{url}lamps/dark/")
    page.locator("helpwright-troubleshooter").first.scroll_into_view_if_needed()
    # The browser itself tells that both could not be fetched.
    while len(watched.faults) < 2:
        page.wait_for_event("console")
    expect(page.get_by_role("link", name="The lamp stays dark", exact=True)).to_have_count(2)
    expect(page.locator("helpwright-troubleshooter section")).to_have_count(0)
    watched.faults.clear()


def test_print_shows_the_link_and_what_was_answered(open_page: Any, address: str) -> None:
    page = open_page().page
    page.goto(address)
    first, last = embeds(page)
    choose(last, "LED")
    page.emulate_media(media="print")
    expect(first.get_by_role("link")).to_contain_text("The lamp stays dark")
    expect(first.locator("section:visible")).to_have_count(0)
    expect(last).to_contain_text("LED")
    text = page.locator("main").inner_text()
    assert not re.search("Change|Start again|Continue|Back", text)


def test_search_finds_its_words_on_its_own_page_alone(site: Path, helpwright: Any) -> None:
    def found(words: str) -> set[str]:
        done = helpwright("search", words, "--json", cwd=site.parent)
        assert done.returncode == 0, done.stderr
        results = json.loads(done.stdout)["results"]
        return {one["url"].removeprefix("https://help.example.org/help/") for one in results}

    assert "lamps/dark/" in found("between both")
    assert found("stays dark find out why") >= {"troubleshooters/lamp/"}
    assert "lamps/dark/" not in found("bulb")
    assert "lamps/dark/" not in found("find out why")
