"""What somebody does with the contact form, and what is to be seen of it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

RUN_AXE = """async () => (await axe.run({ resultTypes: ["violations"], preload: false })).violations
  .flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`))"""
SMALL_TARGETS = """[...document.querySelectorAll("helpwright-contact :is(a, button, input)")]
  .filter((e) => e.checkVisibility() && !e.closest(".hw-contact__text"))
  .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24).map(([html]) => html)"""
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# What the tab keeps of what was written; which events came before is kept besides.
KEPT = "Object.keys(sessionStorage).filter((key) => !key.endsWith('.hw-session'))"
ENOUGH = """(count) => JSON.parse(localStorage.getItem("told") ?? "[]")
  .filter(({ e }) => /^(form|suggest)-/.test(e)).length >= count"""


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
