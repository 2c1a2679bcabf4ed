import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import helpwright
from helpwright.errors import Place
from helpwright.permalinks.ledger import Ledger, update
from helpwright.permalinks.pages import (
    REDIRECT_SCRIPT,
    Words,
    files,
    gone_page,
    netlify_redirects,
    redirect_page,
)
from helpwright.permalinks.redirects import Plan, Redirect, Target, plan

PLAN = Plan(
    redirects=(
        Redirect("old/url/", "billing/refunds/#limits", "Refunds & limits"),
        Redirect("über: alles*/", "billing/refunds/"),
        Redirect("flat.html", ""),
    ),
    permalinks=(Redirect("a/refunds/", "billing/refunds/", "Refunds & limits"),),
    gone=("a/gone/", "gone/"),
)
REDIRECT_JS = Path(helpwright.__file__).parent / "web/articles/redirect.js"


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.found if name == tag]


def test_a_redirect_page_works_without_javascript() -> None:
    html = redirect_page("../../x/#part", 'A "title" & more', script_href="../../r.js")
    page = Elements(html)
    assert page.all("html") == [{"lang": "en"}]
    assert {"http-equiv": "refresh", "content": "0; url=../../x/#part"} in page.all("meta")
    assert {"name": "robots", "content": "noindex"} in page.all("meta")
    assert page.all("link") == [{"rel": "canonical", "href": "../../x/"}]
    assert page.all("a") == [{"href": "../../x/#part"}]
    assert page.all("script") == [{"src": "../../r.js", "data-to": "../../x/#part"}]
    assert "A &quot;title&quot; &amp; more</a>" in html


def test_a_redirect_page_has_nothing_inline_and_escapes_what_it_is_given() -> None:
    html = redirect_page('"><script>x()</script>', "<b>")
    assert "<script" not in html
    assert "<b>" not in html
    assert not re.search(r"\sstyle=|\son\w+=", html)


def test_a_gone_page_says_nothing_about_the_article() -> None:
    html = gone_page("../", words=Words(lang="de", home="Zur Hilfe", gone="Nicht mehr da."))
    assert '<html lang="de">' in html
    assert Elements(html).all("a") == [{"href": "../"}]
    assert dict(files(PLAN))["a/gone/index.html"] == gone_page("../../").encode()


def test_every_address_has_its_file_and_all_links_are_relative() -> None:
    made = dict(files(PLAN, styles=["assets/site.css"]))
    assert sorted(made) == [
        "a/gone/index.html",
        "a/refunds/index.html",
        "flat.html",
        "gone/index.html",
        "old/url/index.html",
        "über: alles*/index.html",
    ]
    for content in made.values():
        page = Elements(content.decode())
        for attrs in (*page.all("a"), *page.all("link"), *page.all("script")):
            link = attrs.get("href") or attrs.get("src") or ""
            assert link.startswith(("../", "./", "assets/"))
    assert b'href="../../billing/refunds/#limits"' in made["old/url/index.html"]


def test_the_canonical_link_is_absolute_if_the_site_has_an_address() -> None:
    made = dict(files(PLAN, site_url="https://help.larkfield.example/sub"))
    expected = b'href="https://help.larkfield.example/sub/billing/refunds/"'
    assert expected in made["old/url/index.html"]


def test_a_host_gets_rules_with_their_status() -> None:
    assert netlify_redirects(PLAN).splitlines() == [
        "/%C3%BCber%3A%20alles%2A/ /billing/refunds/ 301!",
        "/a/gone/ /404.html 410!",
        "/a/refunds/ /billing/refunds/ 301!",
        "/flat.html / 301!",
        "/gone/ /404.html 410!",
        "/old/url/ /billing/refunds/#limits 301!",
    ]
    plain = netlify_redirects(PLAN, base_path="/help", force=False).splitlines()
    assert "/help/a/refunds/ /help/billing/refunds/ 301" in plain
    assert not any("410" in line or "!" in line for line in plain)


@pytest.fixture(scope="module")
def site(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("site")
    for name, content in files(PLAN):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    page = folder / "billing/refunds/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<!doctype html><title>Refunds</title><h2 id='x'>x</h2>", encoding="utf-8")
    script = folder / REDIRECT_SCRIPT
    script.parent.mkdir(parents=True)
    script.write_bytes(REDIRECT_JS.read_bytes())
    return serve(folder, "/sub/")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_browser_follows_with_the_query_and_the_fragment(
    browser: Browser, site: str, javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto(f"{site}a/refunds/?q=1#x", wait_until="commit")
    page.wait_for_url(f"{site}billing/refunds/**")
    if javascript:
        expect(page).to_have_url(f"{site}billing/refunds/?q=1#x")
        page.goto(f"{site}old/url/", wait_until="commit")
        page.wait_for_url(f"{site}billing/refunds/**")
        expect(page).to_have_url(f"{site}billing/refunds/#limits")
    context.close()
    assert problems == []


def test_links_lead_to_the_page_as_it_was_built() -> None:
    place, href = Place("docs/cafe\u0301.md"), "hi/cafe%CC%81/"
    article = Target("c", "hi/caf\u00e9/", "C", ("x",), ("hi/old/ -> #x",), place, href=href)
    made = plan(Ledger(), [article], hidden={}, fixed=True)
    pages = {name: content.decode() for name, content in files(made, site_url="https://h.example")}
    assert Elements(pages["hi/old/index.html"]).all("a") == [{"href": "../cafe%CC%81/#x"}]
    assert Elements(pages["a/c/index.html"]).all("a") == [{"href": "../../hi/cafe%CC%81/"}]
    assert 'href="https://h.example/hi/cafe%CC%81/"' in pages["hi/old/index.html"]
    assert "/hi/old/ /hi/cafe%CC%81/#x 301!" in netlify_redirects(made).splitlines()
    assert update(Ledger(), [article]).entries["c"].urls[0] == "hi/caf\u00e9/"
