"""`search.yml` and `.customer-language.yml` in a site: what they name, and who gets to see it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from helpwright.mkdocs_plugins import project, steering_files
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.steering_files import Steered
from helpwright.search.steering import Promotion, Synonym

REPO = Path(__file__).parents[2]
CONFIG = """site_name: Test
site_url: https://help.example.org/help/
plugins: [helpwright/articles, helpwright/troubleshooters, helpwright/search]
theme: helpwright
"""
ARTICLE = """---
id: {id}
title: The {id} article
description: About it.
{more}
---
Text about {id}.
"""
DAY = ("--today", "2026-11-22")


def article(name: str, more: str = "") -> str:
    return ARTICLE.format(id=name, more=more)


@pytest.fixture
def site(make: Any, lamp: str, tmp_path: Path) -> Path:
    files = {
        "docs/billing/refunds.md": article("refunds1", "redirect_from: [money/back/]"),
        "docs/billing/invoices.md": article("invoices1"),
        "docs/billing/okapi.md": article("okapi42", "audience: agents"),
        "docs/billing/quokka.md": article("quokka42", "status: draft"),
        "docs/billing/walrus.md": article("walrus42", "publish_at: 2027-01-01"),
        "docs/billing/lemur.md": article("lemur42", "expires: 2026-01-01"),
        "docs/billing/silent.md": article("silent1", "search: {exclude: true}"),
        "troubleshooters/lamp.yml": lamp,
        "troubleshooters/axolotl.yml": lamp.replace(
            "The lamp stays dark\n", "The axolotl stays dark\naudience: agents\n"
        ),
    }
    folder: Path = make(tmp_path, files, CONFIG)
    return folder


def write(site: Path, text: str, name: str = "search.yml") -> None:
    (site / "docs" / name).write_text(text, encoding="utf-8")


def promote(site: Path, *names: str) -> None:
    listed = "".join(
        f"  - {{queries: query{n}, articles: {name}}}\n" for n, name in enumerate(names)
    )
    write(site, f"promoted:\n{listed}")


def steer(site: Path, audience: str = "public") -> Steered:
    """What the files say in a build, found as the search plugin finds it."""
    config = project.load(str(site / "mkdocs.yml"), Overrides(audience, DAY[1], drafts=False))
    files, _ = project.render(config)
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    searched = {
        page.url
        for page in pages
        if page.file.generated_by is None or page.meta.get("helpwright_kind") == "troubleshooter"
        if not page.meta.get("search")
    }
    return steering_files.read(
        config,
        files,
        searched,
        steering="search.yml",
        customer_language=".customer-language.yml",
    )


def urls(steered: Steered) -> list[str]:
    return [url for promotion in steered.steering.promotions for url in promotion.urls]


@pytest.mark.parametrize(
    "name",
    [
        "refunds1",
        "billing/refunds.md",
        "billing/refunds/",
        "/billing/refunds",
        "/help/billing/refunds/",
        "https://help.example.org/help/billing/refunds/",
        "/a/refunds1/",
        "money/back/",
    ],
)
def test_an_article_is_promoted_by_any_of_its_names(site: Path, name: str) -> None:
    promote(site, name)
    steered = steer(site)
    assert steered.findings == ()
    assert urls(steered) == ["billing/refunds/"]


@pytest.mark.parametrize("name", ["{troubleshooter: lamp}", "troubleshooters/lamp/"])
def test_a_troubleshooter_is_promoted_by_its_file_or_its_address(site: Path, name: str) -> None:
    promote(site, name)
    assert urls(steer(site)) == ["troubleshooters/lamp/"]


def test_articles_that_readers_do_not_see_are_left_out_with_the_reason(site: Path) -> None:
    promote(
        site, "okapi42", "billing/quokka.md", "billing/walrus/", "lemur42", "silent1",
        "{troubleshooter: axolotl}",
    )  # fmt: skip
    steered = steer(site)
    assert steered.steering.promotions == ()
    assert [(f.code, f.severity, f.message.partition(": ")[2]) for f in steered.findings] == [
        ("not-promoted", "notice", "it is for agents only"),
        ("not-promoted", "warning", "it is a draft"),
        ("not-promoted", "notice", "it is not published yet"),
        ("not-promoted", "notice", "it has expired"),
        ("not-promoted", "warning", "search does not list this page"),
        ("not-promoted", "notice", "it is for agents only"),
    ]
    assert urls(steer(site, "agents")) == ["billing/okapi/", "troubleshooters/axolotl/"]


def test_names_of_nothing_are_told_with_what_was_probably_meant(site: Path) -> None:
    promote(site, "refund1", "docs/billing/refunds.md", "billing/refnds.md", "zzz",
            "{troubleshooter: lmap}", "refunds1#part")  # fmt: skip
    assert [(f.code, f.hint) for f in steer(site).findings] == [
        ("missing-article", 'did you mean "refunds1"?'),
        ("missing-article", 'did you mean "billing/refunds.md"?'),
        ("missing-article", 'did you mean "billing/refunds.md"?'),
        ("missing-article", "write its id, or its path from the docs folder, such as "
         "billing/refunds.md"),
        ("unknown-troubleshooter", 'did you mean "lamp"?'),
        ("not-promoted", 'write "refunds1"'),
    ]  # fmt: skip


def test_a_file_of_another_site_is_told_without_a_search_for_each_name(site: Path) -> None:
    promote(site, *(f"elsewhere/refunds{number}.md" for number in range(40)))
    hints = [finding.hint for finding in steer(site).findings]
    assert len(hints) == 40
    assert len([hint for hint in hints if hint.startswith("did you mean")]) <= 20


def test_words_of_customers_go_to_the_articles_that_readers_see(site: Path) -> None:
    text = "format: 1\narticles:\n  refunds1: [money back, quit: 3]\n  okapi42: [okapi word]\n"
    write(site, text, ".customer-language.yml")
    steered = steer(site)
    assert steered.findings == ()
    assert steered.customer_words == {"billing/refunds/": ("money back", "quit")}
    assert steer(site, "agents").customer_words["billing/okapi/"] == ("okapi word",)


def test_words_of_an_unknown_article_are_told(site: Path) -> None:
    write(site, "format: 1\narticles:\n  refunds2: [money]\n", ".customer-language.yml")
    (finding,) = steer(site).findings
    assert finding.code == "missing-article"
    assert finding.place.line == 3
    assert finding.hint == 'did you mean "refunds1"?'


def test_the_sample_is_sound_for_readers_and_agents() -> None:
    for audience in ("public", "agents"):
        steered = steer(REPO, audience)
        assert steered.findings == ()
        assert len(steered.steering.synonyms) >= 12
        assert len(steered.steering.promotions) == 3
        assert all(isinstance(one, Synonym) for one in steered.steering.synonyms)
        assert all(isinstance(one, Promotion) for one in steered.steering.promotions)
        assert len(steered.customer_words) >= 5


def test_check_tells_what_is_wrong_in_both_files(helpwright: Any, site: Path) -> None:
    helpwright("check", "--fix", *DAY, cwd=site)
    write(site, "synonyms:\n  - [the, lamp]\npromoted:\n  - {queries: lamp, articles: refund1}\n")
    write(site, "format: 1\narticles:\n  refunds2: [money]\n", ".customer-language.yml")
    found = json.loads(helpwright("check", "--json", *DAY, cwd=site).stdout)["findings"]
    told = {(f["path"], f["line"], f["code"]) for f in found}
    assert {
        ("docs/search.yml", 2, "unsearchable-phrase"),
        ("docs/search.yml", 4, "missing-article"),
        ("docs/.customer-language.yml", 3, "missing-article"),
    } <= told
    strict = helpwright("build", "--strict", *DAY, cwd=site)
    assert strict.returncode == 1
    assert "docs/search.yml:2:6: " in strict.stderr
    assert "Traceback" not in strict.stderr


def test_neither_file_is_published_nor_what_it_says_of_internal_articles(
    helpwright: Any, site: Path
) -> None:
    helpwright("check", "--fix", *DAY, cwd=site)
    write(
        site,
        "promoted:\n  - {queries: pangolin, articles: okapi42}\n"
        "  - {queries: walnut, articles: refunds1}\n",
    )
    write(site, "synonyms: []\n", "search.yaml")
    words = "format: 1\narticles:\n  okapi42: [tapir]\n  refunds1: [hazelnut]\n"
    write(site, words, ".customer-language.yml")
    write(site, words.replace("hazelnut", "wombat"), ".customer-language-rejected.yml")
    settings = site / "mkdocs.yml"  # with hidden files too, as some hosts need
    settings.write_text(f"{settings.read_text()}exclude_docs: '!.*'\n")
    built = helpwright("build", *DAY, cwd=site)
    assert built.returncode == 0, built.stderr
    assert "docs/search.yaml: it is not read [search-file-name]" in built.stderr
    paths = [path for path in (site / "site").rglob("*") if path.is_file()]
    names = {path.name for path in paths}
    assert not {name for name in names if "search.y" in name or "customer-language" in name}
    said = b"".join(unpacked(path) for path in paths)
    assert b"hazelnut" in said
    assert not [word for word in (b"pangolin", b"tapir", b"okapi", b"wombat") if word in said]


def unpacked(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def test_a_file_that_cannot_be_read_stops_the_build(helpwright: Any, site: Path) -> None:
    helpwright("check", "--fix", *DAY, cwd=site)
    write(site, "promoted: [\n")
    failed = helpwright("build", *DAY, cwd=site)
    assert failed.returncode == 1
    assert "docs/search.yml:2:1: invalid YAML" in failed.stderr
    assert "Traceback" not in failed.stderr
