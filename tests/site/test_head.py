"""What search engines, social sites and browsers read of a page before people do."""

from __future__ import annotations

import gzip
import json
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

SITE = "https://help.larkfield.example/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


class Head(HTMLParser):
    """Title, meta elements, links and structured data of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.title = self.data = ""
        self.meta: dict[str, str] = {}
        self.links: dict[str, list[dict[str, str]]] = {}
        self._inside = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._inside = ""
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("http-equiv")
            self.meta.setdefault(name or "charset", given.get("content", ""))
        elif tag == "link":
            self.links.setdefault(given["rel"], []).append(given)
        elif tag == "title" and not self.title:
            self._inside = "title"
        elif tag == "script" and given.get("type") == "application/ld+json":
            self._inside = "data"

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "data":
            self.data += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    @property
    def graph(self) -> dict[str, dict[str, Any]]:
        found = json.loads(self.data)
        assert found["@context"] == "https://schema.org"
        return {node["@type"]: node for node in found["@graph"]}


def pages(site: Path) -> dict[str, Head]:
    """URL -> head of each page that is no redirect, no gone page and not the 404 page."""
    heads = {}
    for path in sorted(site.rglob("*.html")):
        head = Head(path)
        if "hw-notice" not in path.read_text("utf-8") and path.name != "404.html":
            heads[path.relative_to(site).as_posix().removesuffix("index.html")] = head
    return heads


@pytest.fixture(scope="module")
def heads(sample_site: Path) -> dict[str, Head]:
    return pages(sample_site)


def test_every_page_has_a_title_of_its_own_a_description_and_its_address(
    heads: dict[str, Head],
) -> None:
    titles = [head.title for head in heads.values()]
    assert sorted(set(titles)) == sorted(titles)
    for url, head in heads.items():
        assert head.title.endswith("Larkfield Help"), url
        assert [link["href"] for link in head.links["canonical"]] == [f"{SITE}{url}"]
        assert head.meta["og:url"] == f"{SITE}{url}"
        assert head.meta["og:title"] in head.title
        assert head.meta["og:site_name"] == "Larkfield Help"
        assert "description" in head.meta, url
        assert head.meta["description"] == head.meta["og:description"]


def test_every_article_has_structured_data_that_names_its_place(heads: dict[str, Head]) -> None:
    articles = {url: head for url, head in heads.items() if head.data and "Article" in head.graph}
    assert len(articles) > 40
    for url, head in articles.items():
        article = head.graph["Article"]
        assert article["headline"] == head.meta["og:title"]
        assert article["mainEntityOfPage"] == f"{SITE}{url}"
        assert article["description"] == head.meta["description"]
        assert head.meta["og:type"] == "article"
        trail = head.graph["BreadcrumbList"]["itemListElement"]
        assert [item["position"] for item in trail] == list(range(1, len(trail) + 1))
        assert [trail[0]["item"], trail[-1]["item"]] == [SITE, f"{SITE}{url}"]
        for item in trail[1:-1]:
            assert item["item"].removeprefix(SITE) in heads


def test_the_home_page_names_the_site_and_its_search(heads: dict[str, Head]) -> None:
    site = heads[""].graph["WebSite"]
    assert (site["name"], site["url"]) == ("Larkfield Help", SITE)
    assert site["potentialAction"]["target"] == f"{SITE}search/?q={{search_term_string}}"
    assert heads[""].title == "Larkfield Help"


def test_only_pages_for_people_are_left_to_search_engines(
    heads: dict[str, Head], sample_site: Path
) -> None:
    closed = {url for url, head in heads.items() if "noindex" in head.meta.get("robots", "")}
    assert closed == {"search/"}
    assert "noindex" in Head(sample_site / "404.html").meta["robots"]
    for path in (sample_site / "a").rglob("*.html"):
        assert "noindex" in Head(path).meta["robots"]


def test_the_sitemap_lists_exactly_the_public_pages(
    heads: dict[str, Head], sample_site: Path
) -> None:
    data = (sample_site / "sitemap.xml").read_bytes()
    assert gzip.decompress((sample_site / "sitemap.xml.gz").read_bytes()) == data
    listed = [element.text for element in ElementTree.fromstring(data).iter(f"{SITEMAP}loc")]
    assert len(set(listed)) == len(listed)
    assert set(listed) == {f"{SITE}{url}" for url in heads} - {f"{SITE}search/"}


def test_browsers_can_add_the_search(heads: dict[str, Head], sample_site: Path) -> None:
    for url, head in heads.items():
        (link,) = head.links["search"]
        assert link["type"] == "application/opensearchdescription+xml"
        path = (sample_site / url / link["href"]).resolve()
        assert path == (sample_site / "opensearch.xml").resolve()
    root = ElementTree.parse(sample_site / "opensearch.xml").getroot()
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    name = root.findtext(f"{OPENSEARCH}ShortName")
    assert name
    assert len(name) <= 16
    addresses = [element.attrib["template"] for element in root.iter(f"{OPENSEARCH}Url")]
    assert f"{SITE}search/?q={{searchTerms}}" in addresses


def test_a_site_in_several_languages_names_the_others(
    helpwright: Any, make: Any, tmp_path: Path
) -> None:
    config = """site_name: Hilfe
site_url: https://help.example.org/de/
plugins: [helpwright/articles]
theme: {name: helpwright, language: de}
extra:
  alternate:
    - {name: English, link: "https://help.example.org/en/", lang: en}
    - {name: Deutsch, link: "https://help.example.org/de/", lang: de}
"""
    text = "---\nid: a1\ntitle: Rechnung & <Mehr>\ndescription: 'Was \"sie\" <heißt>'\n---\nText.\n"
    site = make(tmp_path, {"docs/geld/rechnung.md": text}, config)
    built = helpwright("build", "--strict", cwd=site)
    assert built.returncode == 0, built.stderr
    page = site / "site/geld/rechnung/index.html"
    assert '<html lang="de"' in page.read_text()
    head = Head(page)
    others = {link["hreflang"]: link["href"] for link in head.links["alternate"]}
    assert others["en"] == "https://help.example.org/en/geld/rechnung/"
    assert others["de"] == "https://help.example.org/de/geld/rechnung/"
    assert head.meta["description"] == 'Was "sie" <heißt>'
    assert head.graph["Article"]["headline"] == "Rechnung & <Mehr>"
    assert head.title == "Rechnung & <Mehr> \N{EN DASH} Hilfe"
