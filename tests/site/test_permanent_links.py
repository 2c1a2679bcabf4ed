"""Every address that an article ever had leads to it, with and without JavaScript."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

REFUNDS = """---
id: refunds
title: Get a refund
description: How to get money back.
redirect_from: [old/money-back/, "#time-limit -> #how-long-you-have"]
---
Ask within two weeks.

## How long you have

Two weeks.
"""
INVOICES = """---
id: "360001"
title: Read an invoice
description: What its lines mean.
---
See [refunds](/a/refunds/#how-long-you-have).

## Lines

One for each course.
"""
VAT = """---
id: vat
title: Value added tax
description: Who pays it.
---
[Invoices](/hc/en-us/articles/360001-Read-an-invoice#lines) and
[the same](https://help.example.org/hc/de/articles/360001).
"""
FILES = {
    "docs/billing/refunds.md": REFUNDS,
    "docs/billing/invoices.md": INVOICES,
    "docs/payments/vat.md": VAT,
}


@pytest.fixture(scope="module")
def moved(
    helpwright: Callable[..., Any],
    make: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A site whose article moved twice since its ledger was first written."""
    site = make(tmp_path_factory.mktemp("moved"), FILES)
    path = site / "docs/billing/refunds.md"
    for name in ("billing/refunds.md", "payments/refunds.md", "money/back/refunds.md"):
        (site / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        path = path.rename(site / "docs" / name)
        fixed = helpwright("check", "--fix", cwd=site)
        assert fixed.returncode == 0, fixed.stdout
    built = helpwright("build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    return site / "site"


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
@pytest.mark.parametrize("old", ["a/refunds/", "billing/refunds/", "payments/refunds/"])
def test_every_former_address_leads_to_the_article(
    open_page: Any, serve: Any, moved: Path, old: str, javascript: bool
) -> None:
    base = serve(moved, "/help/center/")
    page = open_page(java_script_enabled=javascript).page
    page.goto(f"{base}{old}")
    page.wait_for_url(f"{base}money/back/refunds/")
    expect(page.locator("h1")).to_have_text("Get a refund")


def test_javascript_keeps_the_query_and_the_fragment(
    open_page: Any, serve: Any, moved: Path
) -> None:
    base = serve(moved, "/help/center/")
    page = open_page().page
    page.goto(f"{base}a/refunds/?from=mail#how-long-you-have")
    page.wait_for_url(f"{base}money/back/refunds/?from=mail#how-long-you-have")
    expect(page.locator(":target")).to_have_text("How long you have")


def test_a_renamed_heading_keeps_its_old_anchor(open_page: Any, serve: Any, moved: Path) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 200}).page
    page.goto(f"{serve(moved)}money/back/refunds/#time-limit")
    expect(page.locator("#time-limit:target")).to_have_count(1)
    expect(page.locator("#time-limit + h2")).to_have_text("How long you have")


def test_links_by_id_and_by_imported_number_lead_straight_to_the_page(moved: Path) -> None:
    vat = (moved / "payments/vat/index.html").read_text("utf-8")
    assert 'href="../../billing/invoices/#lines"' in vat
    assert re.search(r'href="\.\./\.\./billing/invoices/">the same', vat)
    assert "/hc/" not in vat
    invoices = (moved / "billing/invoices/index.html").read_text("utf-8")
    assert 'href="../../money/back/refunds/#how-long-you-have"' in invoices


def test_a_list_of_redirects_has_no_chains_and_no_loops(moved: Path, sample_site: Path) -> None:
    for site in (moved, sample_site):
        lines = (site / "_redirects").read_text("utf-8").splitlines()
        rules = [line.split() for line in lines]
        sources = [source for source, _, _ in rules]
        assert len(set(sources)) == len(sources) > 3
        for _, target, status in rules:
            path, _, fragment = target.partition("#")
            assert status == "301!"
            assert path not in sources
            page = (site / path.lstrip("/") / "index.html").read_text("utf-8")
            assert not fragment or f'id="{fragment}"' in page


def test_every_redirect_page_leads_to_a_page_in_one_step(sample_site: Path) -> None:
    found = 0
    for page in sample_site.rglob("*.html"):
        text = page.read_text("utf-8")
        refresh = re.search(r'http-equiv="refresh" content="0; url=([^"#]*)', text)
        if refresh:
            found += 1
            target = (page.parent / refresh[1] / "index.html").resolve()
            assert 'http-equiv="refresh"' not in target.read_text("utf-8")
    assert found > 50


def test_a_removed_article_fails_the_build_until_somebody_says_what_replaces_it(
    helpwright: Any, make: Any, tree: Any, tmp_path: Path
) -> None:
    site = make(tmp_path, {name: FILES[name] for name in sorted(FILES)[:2]})
    assert helpwright("check", "--fix", cwd=site).returncode == 0
    assert helpwright("build", cwd=site).returncode == 0
    before = tree(site / "site")
    (site / "docs/billing/invoices.md").unlink()
    failed = helpwright("build", cwd=site)
    assert failed.returncode == 1
    ledger = (site / "docs/.permalinks.json").read_text().splitlines()
    line = next(number for number, text in enumerate(ledger, 1) if '"360001"' in text)
    said = f'docs/.permalinks.json:{line}:1: "/billing/invoices/" led to "360001"'
    assert said in failed.stderr
    assert "[lost-url]" in failed.stderr
    assert tree(site / "site") == before
    refunds = site / "docs/billing/refunds.md"
    text = refunds.read_text()
    refunds.write_text(text.replace("redirect_from: [", "redirect_from: [billing/invoices/, "))
    built = helpwright("build", cwd=site)
    assert built.returncode == 0, built.stderr
    for old in ("billing/invoices", "a/360001"):
        assert "/refunds/" in (site / "site" / old / "index.html").read_text()


@pytest.fixture(scope="module")
def recorded(
    helpwright: Any, make: Any, lamp: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A site with one article and one troubleshooter, and its ledger."""
    files = {"docs/billing/refunds.md": REFUNDS, "troubleshooters/lamp.yml": lamp}
    site: Path = make(tmp_path_factory.mktemp("recorded"), files)
    assert helpwright("check", "--fix", cwd=site).returncode == 0
    return site


@pytest.mark.parametrize("withheld", ["status: draft", "expires: 2020-01-01", "audience: agents"])
def test_a_withheld_article_leaves_pages_that_say_nothing_of_it(
    helpwright: Any, recorded: Path, tmp_path: Path, withheld: str
) -> None:
    """Also if it was the last that readers saw of its category."""
    site = shutil.copytree(recorded, tmp_path / "site")
    path = site / "docs/billing/refunds.md"
    path.write_text(REFUNDS.replace("title:", f"{withheld}\ntitle:"))
    built = helpwright("build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    for old in ("a/refunds", "billing/refunds", "old/money-back", "billing"):
        page = (site / "site" / old / "index.html").read_text()
        assert "no longer available" in page
        assert "refund" not in page.lower()


@pytest.mark.parametrize("withheld", ["status: draft", "audience: agents"])
def test_a_withheld_troubleshooter_leaves_a_page_that_says_nothing_of_it(
    helpwright: Any, recorded: Path, lamp: str, tmp_path: Path, withheld: str
) -> None:
    site = shutil.copytree(recorded, tmp_path / "site")
    path = site / "troubleshooters/lamp.yml"
    path.write_text(lamp.replace("title:", f"{withheld}\ntitle:"))
    built = helpwright("build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    page = (site / "site/troubleshooters/lamp/index.html").read_text()
    assert "no longer available" in page
    assert "lamp stays dark" not in page
