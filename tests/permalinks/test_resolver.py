import pytest

from helpwright.errors import Place
from helpwright.permalinks.claims import Target
from helpwright.permalinks.ledger import Ledger, update
from helpwright.permalinks.resolver import Resolver, find_addresses, resolve_hrefs


def target(article_id: str, url: str, *redirect_from: str) -> Target:
    return Target(article_id, url, article_id, (), redirect_from, Place(f"docs/{article_id}.md"))


TARGETS = [
    target("refunds", "billing/refunds/", "old/refunds/"),
    target("360001", "sso/überblick/"),
    target("Sign-In", "sign-in/"),
]
LEDGER = update(
    Ledger(),
    [target("refunds", "first/refunds/"), target("gone", "gone/"), target("360001", "sso/")],
)
HOSTS = ("help.larkfield.example", "larkfield.zendesk.com", "intercom.help")


def make(base_path: str = "/") -> Resolver:
    addresses = find_addresses(LEDGER, TARGETS)
    return Resolver(HOSTS, base_path, addresses, imported_ids={"115": "refunds"})


@pytest.mark.parametrize(
    ("link", "article_id"),
    [
        ("https://help.larkfield.example/billing/refunds/", "refunds"),
        ("http://HELP.larkfield.example:443/billing/refunds?utm=1#limits", "refunds"),
        ("//help.larkfield.example/billing/refunds/index.html", "refunds"),
        ("/billing//refunds", "refunds"),
        ("billing/refunds/", "refunds"),
        ("https://help.larkfield.example/a/refunds/#x", "refunds"),
        ("https://help.larkfield.example/first/refunds/", "refunds"),
        ("https://help.larkfield.example/old/refunds", "refunds"),
        ("https://help.larkfield.example/sso/%C3%BCberblick/", "360001"),
        ("https://help.larkfield.example/sso/überblick", "360001"),
        ("https://larkfield.zendesk.com/hc/en-us/articles/360001-Single-sign-on", "360001"),
        ("https://larkfield.zendesk.com/hc/en-us/articles/360001", "360001"),
        ("https://larkfield.zendesk.com/hc/articles/360001-x/comments/4", "360001"),
        ("https://larkfield.zendesk.com/hc/de/articles/115-Refunds?source=search#part", "refunds"),
        ("https://intercom.help/larkfield/en/articles/115-refunds", "refunds"),
        ("/help/en/articles/360001-sso", "360001"),
        ("/en/articles/360001-sso", "360001"),
        ("/a/115/", "refunds"),
        ("https://help.larkfield.example/gone/", "gone"),
        ("/a/gone", "gone"),
        ("/a/Sign-In/", "Sign-In"),
        ("/a/sign-in/", None),
        ("https://example.com/billing/refunds/", None),
        ("https://example.com/hc/en-us/articles/360001", None),
        ("/hc/en-us/articles/999-unknown", None),
        ("/hc/en-us/categories/360001", None),
        ("https://help.larkfield.example/", None),
        ("mailto:help@larkfield.example", None),
        ("/../etc", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_a_link_leads_to_its_article(link: str, article_id: str | None) -> None:
    assert make().article_id(link) == article_id


def test_a_site_in_a_folder_is_told_from_its_neighbours() -> None:
    resolver = make("/support/")
    host = "https://help.larkfield.example"
    assert resolver.article_id(f"{host}/support/billing/refunds/") == "refunds"
    assert resolver.article_id(f"{host}/billing/refunds/") is None
    assert resolver.article_id(f"{host}/a/refunds/") == "refunds"
    assert resolver.article_id("https://larkfield.zendesk.com/hc/en-us/articles/115") == "refunds"
    assert resolver.is_ours(f"{host}/support")
    assert resolver.is_ours(f"{host}/support/nothing/here/")
    assert not resolver.is_ours(f"{host}/pricing/")
    assert not resolver.is_ours("https://example.com/support/")


def test_an_article_that_was_replaced_counts_for_its_heir() -> None:
    heir = target("new", "new/", "gone/")
    addresses = find_addresses(LEDGER, [*TARGETS, heir])
    assert addresses["a/gone/"] == addresses["gone/"] == "new"


def test_links_by_id_become_relative_links() -> None:
    html = (
        '<a class="x" href="/hc/en-us/articles/360001-SSO#set-up&amp;more">A</a> '
        "<a href='/a/refunds/'>B</a> "
        '<a href="https://larkfield.zendesk.com/hc/en-us/articles/115?x=1">C</a>'
    )
    urls = {"refunds": "billing/refunds/", "360001": "sso/"}
    resolved, unresolved = resolve_hrefs(html, page_url="billing/x/", resolver=make(), urls=urls)
    assert resolved == (
        '<a class="x" href="../../sso/#set-up&amp;more">A</a> '
        '<a href="../refunds/">B</a> '
        '<a href="../refunds/">C</a>'
    )
    assert unresolved == []


def test_links_of_other_forms_stay_and_unknown_ids_are_told() -> None:
    html = (
        '<a href="../refunds/">A</a><a href="https://example.com/a/refunds/">B</a>'
        '<a href="/billing/refunds/">C</a><a href="a/refunds/">D</a>'
        '<a href="/hc/en-us/articles/999-nothing">E</a><a href="/a/gone/">F</a>'
    )
    urls = {"refunds": "billing/refunds/"}
    resolved, unresolved = resolve_hrefs(html, page_url="", resolver=make(), urls=urls)
    assert resolved == html
    assert unresolved == ["/hc/en-us/articles/999-nothing", "/a/gone/"]


def test_links_by_id_lead_to_the_page_as_it_was_built() -> None:
    html = '<a href="/a/refunds/#x y">A</a>'
    options = {"urls": {"refunds": "caf\u00e9/"}, "hrefs": {"refunds": "cafe%CC%81/"}}
    resolved, _ = resolve_hrefs(html, page_url="b/", resolver=make(), **options)
    assert resolved == '<a href="../cafe%CC%81/#x%20y">A</a>'


@pytest.mark.parametrize(
    ("base_path", "path", "article_id"),
    [
        ("/", "/de/billing/refunds/", "refunds"),
        ("/", "/en-us/billing/refunds", "refunds"),
        ("/", "/DE-AT/a/refunds/", "refunds"),
        ("/", "/de/old/refunds/", "refunds"),
        ("/", "/fr/billing/refunds/", None),
        ("/", "/de/de/billing/refunds/", None),
        ("/help/", "/help/de/billing/refunds/", "refunds"),
        ("/help/", "/de/help/billing/refunds/", "refunds"),
        ("/en/", "/de/billing/refunds/", "refunds"),
        ("/en/", "/en/billing/refunds/", "refunds"),
        ("/", "/de/guides/setup/", "setup"),
    ],
)
def test_a_language_in_the_path_means_the_same_article(
    base_path: str, path: str, article_id: str | None
) -> None:
    addresses = {**find_addresses(LEDGER, TARGETS), "en/guides/setup/": "setup"}
    resolver = Resolver(HOSTS, base_path, addresses, languages=("de", "en"))
    assert resolver.article_id(f"https://help.larkfield.example{path}") == article_id
    if article_id:
        assert resolver.is_ours(f"https://help.larkfield.example{path}")
    assert not resolver.is_ours(f"https://example.com{path}")


@pytest.mark.parametrize(
    ("link", "article_id"),
    [
        ("https://go.example.com/pay", "refunds"),
        ("http://GO.example.com/pay/?x=1#y", "refunds"),
        ("https://go.example.com/old", "refunds"),
        ("https://go.example.com/whole", "refunds"),
        ("https://go.example.com/PAY", None),
        ("https://go.example.com/", None),
        ("https://go.example.com/lost", None),
    ],
)
def test_short_links_lead_to_articles(link: str, article_id: str | None) -> None:
    short = {
        "go.example.com/pay": "/billing/refunds/",
        "go.example.com/old": "/first/refunds",
        "go.example.com/whole": "https://help.larkfield.example/a/refunds/",
        "go.example.com/lost": "/nowhere/",
    }
    addresses = find_addresses(LEDGER, TARGETS)
    resolver = Resolver(HOSTS, "/help/", addresses, short_links=short)
    # On a site in a folder, a path counts from the site's home, a whole address from the host.
    if link.endswith("whole"):
        resolver = Resolver(HOSTS, "/", addresses, short_links=short)
    assert resolver.article_id(link) == article_id
    assert resolver.is_ours(link) == (article_id is not None or link.endswith("lost"))
    assert "go.example.com" in resolver.link_hosts
