from __future__ import annotations

import re

from helpwright.articles import links
from helpwright.articles.model import Article
from helpwright.articles.reading import page_url
from helpwright.articles.rendering import Renderer, slug
from helpwright.errors import Finding, Place, Severity

RENDER = Renderer(["toc", "tables", "attr_list", "md_in_html"], {})


def check(
    texts: dict[str, str],
    files: set[str] | None = None,
    hidden: dict[str, str] | None = None,
    base: str = "/",
) -> list[Finding]:
    pages = {}
    for path, body in texts.items():
        article = Article(path, Place(f"docs/{path}"), page_url(path), body, 1, path, path)
        pages[path] = links.survey(article, RENDER(body))
    site = links.Site(
        pages=pages,
        paths={page.article.url: path for path, page in pages.items()},
        files=set(texts) | (files or set()) | set(hidden or ()),
        urls={"billing/"},
        hidden=hidden or {},
        snippets={},
        resolve={"/a/x1/": "a.md", "/a/secret/": "x/b.md"}.get,
        base=base,
        hosts={"help.example.org"},
    )
    return sorted([*links.check(site), *links.check_orphans(site, set())])


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, str(finding.place)) for finding in findings]


def test_links_that_lead_somewhere_are_fine() -> None:
    body = (
        "[b](x/b.md) [b](x/b.md#part) [img](i.png) [out](https://example.com) [m](mailto:a@b.c) "
        "[p](/a/x1/) [url](../x/b/) [c](../billing/) [self](#top)\n\n# Top"
    )
    assert check({"a.md": body, "x/b.md": "# B\n\n## Part\n\n[a](../a.md)"}, {"i.png"}) == []


def test_a_broken_link_is_told_with_its_place_and_a_hint() -> None:
    found = check({"x/a.md": "One\n\nSee [b](c/b.md) now.", "x/b.md": "[a](a.md)"})
    assert told(found) == [("broken-link", "docs/x/a.md:3:9")]
    assert found[0].hint == 'did you mean "b.md"?'


def test_a_broken_anchor_names_the_page_and_a_near_one() -> None:
    found = check({"x/a.md": "[b](b.md#refunds)", "x/b.md": "## Refund\n\n[a](a.md)"})
    assert told(found) == [("broken-anchor", "docs/x/a.md:1:9")]
    assert found[0].hint == 'did you mean "refund"?'


def test_a_link_to_what_readers_do_not_see_is_told() -> None:
    found = check({"x/a.md": "[b](b.md)"}, hidden={"x/b.md": "draft"})
    assert told(found) == [("link-to-hidden", "docs/x/a.md:1:5")]


def test_images_must_exist_and_say_what_they_show() -> None:
    body = "![](i.png)\n\n![A menu](gone.png)\n\n![Far](https://example.com/i.png)"
    assert told(check({"x/a.md": body}, {"x/i.png"})) == [
        ("missing-alt", "docs/x/a.md:1:5"),
        ("broken-image", "docs/x/a.md:3:11"),
        ("third-party-image", "docs/x/a.md:5:8"),
    ]


def test_repeated_anchors_and_forbidden_html_are_told() -> None:
    body = 'Text {#here}\n{: #here }\n\n<p id="here" onclick="x()" style="color:red">a</p>'
    assert {code for code, _ in told(check({"x/a.md": body}))} == {
        "duplicate-anchor",
        "forbidden-html",
    }


def test_an_article_at_the_top_must_be_linked() -> None:
    assert told(check({"a.md": "A", "x/b.md": "B", "index.md": "C"})) == [("orphan", "docs/a.md")]


def test_links_that_are_no_urls_are_told_and_do_not_break_the_check() -> None:
    body = "[a](http://[broken) [b](//[x)"
    assert {code for code, _ in told(check({"x/a.md": body}))} <= {"broken-link"}


def test_aligned_columns_need_no_style() -> None:
    html = RENDER("| a | b |\n|--:|:-:|\n| 1 | 2 |")
    assert "style=" not in html
    assert 'class="hw-right"' in html


def test_a_permanent_link_to_what_readers_do_not_see_is_an_error() -> None:
    (found,) = check({"x/a.md": "[b](/a/secret/)"}, hidden={"x/b.md": "agents"})
    assert (found.code, found.severity) == ("link-to-hidden", Severity.ERROR)


def test_a_link_from_the_root_of_the_host_misses_a_site_below_it() -> None:
    texts = {"x/a.md": "[good](/help/x/b/) [bad](/x/b/)", "x/b.md": "[a](a.md)"}
    assert told(check(texts, base="/help/")) == [("broken-link", "docs/x/a.md:1:26")]


def test_a_link_written_from_the_docs_folder_is_broken() -> None:
    texts = {"x/a.md": "[b](x/b.md)", "x/b.md": "[a](a.md)"}
    assert told(check(texts)) == [("broken-link", "docs/x/a.md:1:5")]


def test_the_full_address_of_this_site_is_a_link_like_any_other() -> None:
    good, bad = "https://help.example.org/help/x/b/", "https://help.example.org/help/nope/"
    texts = {"x/a.md": f"[good]({good}) [bad]({bad})", "x/b.md": "[a](a.md)"}
    (found,) = check(texts, base="/help/")
    assert (found.code, bad in found.message, found.place.line) == ("broken-link", True, 1)


def test_headings_in_other_scripts_keep_their_words() -> None:
    render = Renderer(["toc"], {"toc": {"slugify": slug}})
    html = render("## \u00dcnder\n\n## \u8fd4\u91d1")
    assert re.findall(r'id="([^"]+)"', html) == ["under", "\u8fd4\u91d1"]


def test_the_place_is_that_of_the_link_not_of_the_word() -> None:
    found = check({"x/a.md": "The word plan stands here.\n\n[c](plan)"})
    assert told(found) == [("broken-link", "docs/x/a.md:3:5")]
