"""What the theme's HTML contains, and what it never does."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as Parser

THEME = Path(__file__).parents[2] / "plugins/helpwright/theme"
LAYOUT_BUDGET = 20_000


def pages(*sites: Path) -> list[tuple[str, Parser]]:
    files = [file for site in sites for file in sorted(site.rglob("*.html"))]
    return [(str(file), Parser(file.read_text(encoding="utf-8"))) for file in files]


def page(site: Path, path: str) -> Parser:
    return Parser((site / path).read_text(encoding="utf-8"))


def text(tree: Parser, selector: str) -> str:
    node = tree.css_first(selector)
    assert node is not None, selector
    return " ".join(node.text().split())


def content(tree: Parser, selector: str) -> str:
    node = tree.css_first(selector)
    assert node is not None, selector
    return node.attributes.get("content") or ""


def test_no_page_has_inline_scripts_or_styles(help_site: Path, plain_site: Path) -> None:
    for name, tree in pages(help_site, plain_site):
        assert not tree.css("style, [style]"), name
        for node in tree.css("*"):
            assert not [key for key in node.attributes if key.startswith("on")], name
        for script in tree.css("script:not([src])"):
            assert script.attributes.get("type") in ("application/ld+json", "application/json")


def test_no_page_loads_anything_from_elsewhere(help_site: Path, plain_site: Path) -> None:
    loads = "script[src], img[src], iframe[src], link[rel=stylesheet], link[rel=icon]"
    for name, tree in pages(help_site, plain_site):
        for node in tree.css(loads):
            address = node.attributes.get("src") or node.attributes.get("href") or ""
            assert "//" not in address, f"{name}: {address}"


def test_no_style_of_the_theme_uses_a_data_image() -> None:
    for file in THEME.rglob("*.css"):
        assert "data:" not in re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.S), file


def test_the_layout_of_an_article_stays_small(help_site: Path) -> None:
    file = help_site / "billing/pay-7/index.html"
    tree = page(help_site, "billing/pay-7/index.html")
    assert len(tree.css(".hw-nav__link")) >= 9
    assert len(tree.css(".hw-nav__entries a")) >= 25
    body = tree.css_first(".hw-body")
    assert body is not None
    layout = file.stat().st_size - len((body.html or "").encode())
    assert layout < LAYOUT_BUDGET


def test_the_head_describes_the_page(help_site: Path) -> None:
    tree = page(help_site, "billing/download-invoices/index.html")
    url = "https://help.example/sub/billing/download-invoices/"
    assert text(tree, "title").startswith("Download <your> invoices & more")
    assert text(tree, "title").endswith("Larkfield Help")
    assert content(tree, "meta[name=description]") == "Download <your> invoices & more."
    assert content(tree, 'meta[property="og:title"]') == "Download <your> invoices & more"
    assert content(tree, 'meta[property="og:type"]') == "article"
    assert content(tree, 'meta[property="og:url"]') == url
    assert content(tree, 'meta[property="og:locale"]') == "en_US"
    assert tree.css_first(f'link[rel=canonical][href="{url}"]') is not None
    assert tree.css_first('link[rel=search][href$="opensearch.xml"]') is not None
    data = tree.css_first("script[type='application/ld+json']")
    assert data is not None
    assert "BreadcrumbList" in json.dumps(json.loads(data.text()))


def test_an_article_shows_its_facts_under_its_heading(help_site: Path) -> None:
    tree = page(help_site, "billing/download-invoices/index.html")
    assert text(tree, "h1") == "Download <your> invoices & more"
    assert len(tree.css("h1")) == 1
    facts = text(tree, ".hw-facts")
    assert facts == "How-to Applies to Plus Web Last reviewed September 15, 2026"
    assert text(tree, ".hw-crumbs").startswith("Home")
    assert tree.css_first("a.hw-permalink[href$='a/art200x/']") is not None


def test_an_article_for_agents_says_so(help_site: Path) -> None:
    tree = page(help_site, "billing/goodwill/index.html")
    assert text(tree, ".hw-internal").startswith("Internal")
    assert content(tree, "meta[name=robots]") == "noindex"
    assert tree.css_first(".hw-entry .hw-badge--internal") or "Internal" in text(
        page(help_site, "billing/index.html"), ".hw-content"
    )


def test_the_home_page_leads_with_search_and_categories(help_site: Path) -> None:
    tree = page(help_site, "index.html")
    assert len(tree.css("input[type=search]")) == 1
    assert len(tree.css(".hw-card")) == 8
    assert len(tree.css(".hw-card svg")) == 8, "an unknown icon has a stand-in"
    assert "A video won't play" in text(tree, ".hw-guides")


@pytest.mark.parametrize("path", ["404.html", "search/index.html"])
def test_pages_of_last_resort_list_all_categories(help_site: Path, path: str) -> None:
    tree = page(help_site, path)
    assert len(tree.css(".hw-chip")) == 8
    assert len(tree.css("form[role=search]")) == 1


def test_the_contact_page_offers_search_before_the_channels(help_site: Path) -> None:
    html = (help_site / "contact/index.html").read_text()
    assert html.index('role="search"') < html.index("mailto:help@larkfield.example")


def test_ids_are_unique(help_site: Path, plain_site: Path) -> None:
    for name, tree in pages(help_site, plain_site):
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), name


def test_the_theme_works_without_the_plugins(plain_site: Path) -> None:
    tree = page(plain_site, "guide/first/index.html")
    root = tree.css_first("html")
    assert root is not None
    assert root.attributes["dir"] == "rtl"
    assert root.attributes["data-hw-brand"] == "deep-purple"
    assert text(tree, "h1") == "First & foremost"
    assert text(tree, ".hw-nav [aria-current=page]") == "First & foremost"
    assert not tree.css("form[role=search]")
    assert text(page(plain_site, "guide/second/index.html"), "h1") == "Second"


def test_every_text_exists_in_every_language() -> None:
    source = (THEME / "partials/helpwright/strings.html").read_text(encoding="utf-8")
    texts = ast.literal_eval(source.split("set texts = ")[1].split(" -%}")[0])
    assert set(texts["en"]) == set(texts["de"])
    templates = "".join(file.read_text() for file in THEME.rglob("*.html"))
    used = set(re.findall(r"""words\.s\(["']([\w.-]+)["']\)""", templates))
    assert used <= set(texts["en"])
