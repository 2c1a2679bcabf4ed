"""The page without a script: everything is there, linked and in words."""

from __future__ import annotations

import gzip
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from helpwright.mkdocs_plugins import scripts

REPO = Path(__file__).parents[2]
VNU = REPO / ".ci/node_modules/.bin/vnu"
# Steps of the kinds and lengths that those of the repository have.
STEP = """
  step_{n}:
    ask: What do you see when you do what step number {n} says?
    hint: Look at the top of the page, beside the name of the course.
    help: Open the **menu** of the lesson, then choose *Details*.
    options:
      first: {{ label: A black box where the video should be, go: out_{m} }}
      second: {{ label: A message with a code, hint: "It has 6 digits.", go: step_{next} }}
      third: {{ label: Something else that is not in this list, go: step_{next} }}
    not_sure: out_{m}
"""
TYPED = """
  step_{n}:
    ask: Which version does the page of the browser named number {n} show?
    type: number
    min: 1
    max: 300
    not_sure: out_{m}
    go:
      - {{ if: "step_{n} < 109 and answered", to: out_{m} }}
      - {{ to: step_{next} }}
"""
OUTCOME = """
  out_{m}:
    solution: Update the browser and open the lesson of case {m} again
    body: |
      1. Open the menu of the browser, then **Help** and **About**.
      2. Wait until it says that it is up to date, and restart it.
      3. Open the lesson again. You have version {{step_1}}.
"""


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(java_script_enabled=False)


def large(steps: int) -> str:
    text = "troubleshooter: 1\ntitle: A large one\nfacts: { answered: known(step_1) }\n"
    text += "start: step_1\nsteps:"
    for n in range(1, steps + 1):
        following = f"{n + 1}" if n < steps else "last"
        text += (TYPED if n % 4 == 0 else STEP).format(n=n, m=n % 12, next=following)
    text += "\n  step_last: { ask: Anything else?, type: yes_no, go: out_0 }\noutcomes:"
    return text + "".join(OUTCOME.format(m=m) for m in range(12))


def test_every_section_is_reached_by_links_from_the_start(page: Page, site: str) -> None:
    for slug in ("charge", "line", "sign-in", "video-wont-play"):
        page.goto(f"{site}{slug}/")
        sections = page.locator("section")
        ids = [one.get_attribute("id") for one in sections.all()]
        reached, waiting = {ids[0]}, [ids[0]]
        while waiting:
            links = page.locator(f"[id='{waiting.pop()}'] a[href^='#']").all()
            new = {(link.get_attribute("href") or "")[1:] for link in links} - reached
            waiting += sorted(new)
            reached |= new
        assert reached == set(ids), slug
        assert page.locator("section:visible").count() == len(ids)


def test_rules_stand_in_words_and_link_to_their_section(page: Page, site: str) -> None:
    page.goto(f"{site}charge/")
    rules = page.locator("#plan .hw-rules li")
    expect(rules).to_have_text(
        [
            "If days from \u201cWhen was it?\u201d to today: at most 14 \u2192 Go on from here",
            "If Annual, [How many seats do you have?] \u2192 The window is closed",
            "Otherwise \u2192 Contact us",
        ]
    )
    rules.first.get_by_role("link").click()
    expect(page).to_have_url(f"{site}charge/#out_refund")
    expect(page.locator("#seats .hw-ways")).to_contain_text(
        "Find out: a number (seats, at least 1\u00a0seats, at most 5000\u00a0seats)"
    )
    expect(page.locator("#out_window")).to_contain_text("We refund for 14 days.")


def test_axe_finds_nothing_without_forms(
    open_page: Callable[..., Page], reader: Any, site: str
) -> None:
    page = reader.page = open_page()
    page.route("**/element.js", lambda route: route.fulfill(content_type="text/javascript"))
    for slug in ("charge", "video-wont-play"):
        page.goto(f"{site}{slug}/")
        assert reader.look() == []


def test_the_html_is_valid(need: Callable[[bool, str], None], folder: Path) -> None:
    need(VNU.exists(), "the HTML checker: npm install --prefix .ci")
    pages = sorted(folder.rglob("troubleshooters/*/index.html"))
    done = subprocess.run(
        [VNU, "--errors-only", *pages], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert done.returncode == 0


def test_a_page_with_40_steps_and_its_scripts_are_small(make_pages: Callable[..., Path]) -> None:
    top = make_pages(large(40))
    html = (top / "troubleshooters/t0/index.html").read_text(encoding="utf-8")
    body = html[html.index("<main") :]
    assert body.count("<section") == 53
    assert len(body.encode()) < 60_000
    sizes = {
        path.name: len(gzip.compress(scripts.text_of(path).encode(), 9, mtime=0))
        for path in scripts.published(scripts.WEB / "troubleshooter")
        if path.suffix == ".js"
    }
    # Loaded only by an article that has a troubleshooter in it.
    assert sizes.pop("embed.js") < 1100
    assert sum(sizes.values()) < 15 * 1024


def test_a_language_is_that_of_all_the_page_says(make_pages: Callable[..., Path]) -> None:
    text = large(4).replace("out_0 }", "out_0, not_sure: out_1 }")
    top = make_pages(text, language="de")
    html = (top / "troubleshooters/t0/index.html").read_text(encoding="utf-8")
    visible = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert "Ich bin nicht sicher" in visible
    assert ">Ja<" in visible
    assert "Hilfe zu dieser Frage" in visible
    assert "Sonst \u2192" in visible
    assert not re.search("I'm not sure|>Yes<|Otherwise|Find out", visible)
