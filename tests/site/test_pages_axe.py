"""Every kind of page is accessible, fits its window and asks nobody else, under the policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1280, 800)}
PREFIX = "/help/center/"
TROUBLESHOOTER = "troubleshooters/cannot-sign-in/"
# What a colour scheme alone can change; the rest is the same in both.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN_AXE = """async (rules) => {
  const options = { resultTypes: ["violations"], preload: false };
  if (rules) options.runOnly = rules;
  const { violations } = await axe.run(options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
}"""


def start(page: Page) -> None:
    expect(page.get_by_role("button", name="Continue")).to_be_visible()


def answer(page: Page) -> None:
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Start again")).to_be_visible()


def refuse(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_visible()


def outcome(page: Page) -> None:
    expect(page.locator("#out_wait")).to_be_visible()


def results(page: Page) -> None:
    expect(page.locator(".hw-search-page__item").nth(2)).to_be_visible()


def no_results(page: Page) -> None:
    expect(page.locator("helpwright-search-page")).to_contain_text("Nothing found")


def suggestions(page: Page) -> None:
    page.get_by_role("combobox").first.fill("refnud money")
    expect(page.get_by_role("option").first).to_be_visible()


def suggested(page: Page) -> None:
    expect(page.locator("#hw-lost")).to_be_visible()


PAGES: dict[str, tuple[str, Any]] = {
    "home": ("", None),
    "home, while typing": ("", suggestions),
    "category": ("billing/", None),
    "page of a long category": ("billing/page-2/", None),
    "article": ("billing/request-a-refund/", None),
    "article, while typing": ("billing/request-a-refund/", suggestions),
    "article with code and notes": ("helpwright/write-your-first-article/", None),
    "article with pictures": ("video/change-video-quality/", None),
    "troubleshooters": ("troubleshooters/", None),
    "troubleshooter": (TROUBLESHOOTER, start),
    "troubleshooter, answered": (TROUBLESHOOTER, answer),
    "troubleshooter, not answered": (TROUBLESHOOTER, refuse),
    "outcome": (
        f"{TROUBLESHOOTER}?where_it_stops=password&password_message=attempts#out_wait",
        outcome,
    ),
    "contact": ("contact/", None),
    "search": ("search/", None),
    "search with results": ("search/?q=refund", results),
    "search without results": ("search/?q=xyzzyqq", no_results),
    "not found": ("biling/request-refund/", suggested),
}
AGENTS = {
    "article for agents": "billing/goodwill-refunds/",
    "category with articles for agents": "billing/page-2/",
}


def assert_accessible(page: Page) -> None:
    """At each size, light and dark; everything that is wrong is told at once."""
    found = []
    page.evaluate(AXE_SCRIPT)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            rules = COLOURS if scheme == "dark" else None
            found += [f"{size}, {scheme}: {fault}" for fault in page.evaluate(RUN_AXE, rules)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{size}: the page is {wide} wide")
    assert found == []


@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing_at_any_size_light_or_dark(
    open_page: Any, serve: Any, sub_sites: tuple[Path, Path], kind: str
) -> None:
    address, act = PAGES[kind]
    watched = open_page(reduced_motion="reduce")
    page = watched.page
    response = page.goto(f"{serve(sub_sites[0], PREFIX)}{address}")
    if kind == "not found":
        assert response.status == 404
        watched.faults[:] = [fault for fault in watched.faults if "404 (" not in fault]
    if act:
        act(page)
    assert_accessible(page)


@pytest.mark.parametrize("kind", AGENTS)
def test_axe_finds_nothing_on_what_agents_see(
    open_page: Any, serve: Any, sub_sites: tuple[Path, Path], kind: str
) -> None:
    page = open_page(reduced_motion="reduce").page
    page.goto(f"{serve(sub_sites[1], PREFIX)}{AGENTS[kind]}")
    expect(page.get_by_text("Internal", exact=True).first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_menu_of_a_phone(
    open_page: Any, serve: Any, sub_sites: tuple[Path, Path], scheme: str
) -> None:
    page = open_page(
        viewport={"width": 360, "height": 740}, color_scheme=scheme, reduced_motion="reduce"
    ).page
    page.goto(f"{serve(sub_sites[0], PREFIX)}billing/request-a-refund/")
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("navigation", name="Help center")).to_be_visible()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN_AXE) == []


def test_pages_are_silent_and_ask_nobody_else_at_the_root_of_a_host_too(
    open_page: Any, serve: Any, sample_site: Path
) -> None:
    page = open_page().page
    base = serve(sample_site)
    pages = [path for path in sample_site.glob("*/*/index.html") if path.parts[-3] != "a"]
    folders = {path.parts[-3]: path for path in sorted(pages, reverse=True)}
    for path in [sample_site / "index.html", *sorted(folders.values())]:
        page.goto(f"{base}{path.relative_to(sample_site).parent.as_posix()}/".replace("/./", "/"))
        assert page.locator("h1").count() == 1, path
