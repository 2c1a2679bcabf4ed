from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpwright.errors import Place, Severity
from helpwright.permalinks.ledger import Ledger, read, update, write
from helpwright.permalinks.pages import files
from helpwright.permalinks.redirects import Plan, Target, plan
from helpwright.permalinks.resolver import find_addresses
from helpwright.permalinks.room import find_blocked
from helpwright.permalinks.urls import (
    is_normal,
    normal_path,
    normal_url,
    output_path,
    page_url,
    quote_url,
    relative_url,
)

IDS = ("a", "b", "c", "d")
URLS = ("", "p/", "q/", "r/", "s/p/", "a/b/", "t.html")
FILES = ("404.html", "assets/logo.png", "e", "a/c")
NAMES = ("c#", "100%", "%23", "cafe\u0301", " x", "c:d", "..", "t.html", "t.html/u", "p/index.html")
ANCHORS = ("m", "n", "o")

odd_texts = st.text(alphabet="%23F5C.#?/aé ", max_size=12)
file_names = st.lists(st.one_of(st.sampled_from([*NAMES, "a", "e"]), odd_texts), min_size=1).map(
    "/".join
)
# What a caller passes for a page: the URL as built, in normal form if it has one.
page_urls = st.one_of(
    st.sampled_from(URLS),
    odd_texts.map(page_url),
    file_names.map(lambda name: page_url(quote(name))),
)

sources = st.one_of(
    st.sampled_from(URLS),
    st.sampled_from(FILES),
    odd_texts,
    file_names.map(quote),
    st.sampled_from(IDS).map(lambda article_id: f"/a/{article_id}/"),
    st.sampled_from([f"{url}#{anchor}" for url in URLS for anchor in ANCHORS]),
    st.sampled_from([f"#{old} -> #{new}" for old in ANCHORS for new in ANCHORS]),
    st.sampled_from([f"{url} -> #{new}" for url in URLS for new in ANCHORS]),
    st.text(max_size=8),
)


@st.composite
def builds(draw: st.DrawFn) -> tuple[list[Target], set[str]]:
    """The articles of one build with different URLs, and the ids that are hidden in it."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True))
    urls = draw(st.lists(page_urls, min_size=len(ids), max_size=len(ids), unique=True))
    targets = [
        Target(
            id=article_id,
            url=url,
            title=article_id,
            anchors=tuple(draw(st.lists(st.sampled_from(ANCHORS), unique=True))),
            redirect_from=tuple(draw(st.lists(sources, max_size=3))),
            place=Place(f"docs/{article_id}.md"),
            audience=draw(st.sampled_from(["public", "public", "internal"])),
        )
        for article_id, url in zip(ids, urls, strict=False)
    ]
    return targets, draw(st.sets(st.sampled_from(IDS))) - set(ids)


histories = st.lists(builds(), min_size=1, max_size=5)


def replay(history: list[tuple[list[Target], set[str]]], audience: str) -> tuple[Ledger, Plan]:
    ledger = Ledger()
    for targets, _ in history:
        ledger = update(ledger, targets, known_urls={"s/"}, files=FILES)
    targets, hidden = history[-1]
    shown = [found for found in targets if audience == "internal" or found.audience == "public"]
    withheld = {found: "" for found in hidden | {item.id for item in targets if item not in shown}}
    return ledger, plan(
        ledger, shown, hidden=withheld, known_urls={"s/"}, files=FILES, audience=audience
    )


def live_pages(history: list[tuple[list[Target], set[str]]], audience: str) -> set[str]:
    targets = history[-1][0]
    return {"", "s/"} | {
        item.url
        for item in targets
        if (audience == "internal" or item.audience == "public") and is_normal(item.url)
    }


@settings(deadline=None)
@given(histories, st.sampled_from(["public", "internal"]))
def test_no_redirect_leads_to_a_redirect_or_to_a_withheld_page(history, audience) -> None:
    _, made = replay(history, audience)
    live = live_pages(history, audience)
    for redirect in (*made.redirects, *made.permalinks):
        assert redirect.target_url.partition("#")[0] in live
        assert redirect.source_url not in live
    for page, aliases in made.aliases.items():
        assert page in live
        for alias in aliases:
            to, _, anchor = alias.to_url.partition("#")
            assert to in live
            assert (to, anchor) not in {(page, old.old) for old in aliases}


@settings(deadline=None)
@given(histories, st.sampled_from(["public", "internal"]))
def test_every_url_ever_recorded_leads_to_a_page_to_a_gone_page_or_to_an_error(
    history, audience
) -> None:
    ledger, made = replay(history, audience)
    known = live_pages(history, audience)
    known |= {redirect.source_url for redirect in (*made.redirects, *made.permalinks)}
    known |= set(made.gone)
    told = "".join(item.message for item in made.findings if item.code == "lost-url")
    for article_id, entry in ledger.entries.items():
        for url in (
            *entry.urls_for(audience),
            f"a/{article_id}/" if entry.urls_for(audience) else "",
        ):
            is_told = url in made.lost and f'"{article_id}"' in told
            assert url in known or is_told or find_blocked([*sorted(known), url], FILES)
    for finding in made.findings:
        assert finding.code != "lost-url" or finding.severity is Severity.ERROR


@settings(deadline=None)
@given(histories)
def test_an_update_is_idempotent_and_does_not_depend_on_the_order(history) -> None:
    ledger, _ = replay(history, "internal")
    targets = history[-1][0]
    for again in (targets, targets[::-1]):
        assert update(ledger, again, known_urls={"s/"}, files=FILES) == ledger


@settings(deadline=None)
@given(histories)
def test_a_ledger_that_was_written_can_be_read(tmp_path_factory, history) -> None:
    ledger, _ = replay(history, "internal")
    path = tmp_path_factory.mktemp("ledger") / ".permalinks.json"
    write(path, ledger)
    assert read(path) == ledger


@settings(deadline=None)
@given(histories)
def test_no_recorded_source_is_a_page_or_a_file(history) -> None:
    targets = history[-1][0]
    ledger = update(Ledger(), targets, known_urls={"s/"}, files=FILES)
    made = plan(ledger, targets, hidden={}, known_urls={"s/"}, files=FILES, audience="internal")
    sent = {redirect.source_url for redirect in made.redirects}
    pages = {target.id: target.url for target in targets}
    for article_id, entry in ledger.entries.items():
        assert set(entry.urls) - {pages[article_id]} <= sent


@settings(deadline=None)
@given(histories)
def test_an_update_forgets_nothing(history) -> None:
    ledger = Ledger()
    for targets, _ in history:
        before, ledger = ledger, update(ledger, targets)
        for article_id, entry in before.entries.items():
            after = ledger.entries[article_id]
            assert set(entry.urls) <= set(after.urls)
            assert set(entry.anchors) <= set(after.anchors)
            assert set(entry.urls_for("public")) <= set(after.urls_for("public"))


@settings(deadline=None)
@given(histories, st.sampled_from(["public", "internal"]))
def test_the_same_articles_make_the_same_files_each_once(history, audience) -> None:
    ledger, made = replay(history, audience)
    turned = [(targets[::-1], hidden) for targets, hidden in history]
    assert files(replay(turned, audience)[1]) == files(made)
    paths = [path for path, _ in files(made)]
    assert len(paths) == len(set(paths))
    present = {*FILES, *(output_path(url) for url in live_pages(history, audience))}
    assert not set(paths) & present
    everything = {*paths, *present}
    folders = {
        path.rsplit("/", count)[0] for path in paths for count in range(1, path.count("/") + 1)
    }
    assert not everything & folders
    assert not any(file.startswith(f"{path}/") for path in paths for file in present)
    assert set(find_addresses(ledger, history[-1][0]).values()) <= set(IDS)


@settings(deadline=None)
@given(histories)
def test_a_public_build_names_no_url_that_only_internal_readers_had(history) -> None:
    ledger, made = replay(history, "public")
    public = {url for entry in ledger.entries.values() for url in entry.urls_for("public")}
    public |= {redirect.target_url for redirect in (*made.redirects, *made.permalinks)}
    claimed = {normal_source(text) for item in history[-1][0] for text in item.redirect_from}
    for redirect in made.redirects:
        assert redirect.source_url in public | claimed
    assert set(made.gone) <= public | {f"a/{found}/" for found in IDS}


def normal_source(text: str) -> str:
    try:
        return normal_url(text.split("->")[0].partition("#")[0])
    except ValueError:
        return ""


paths = st.lists(st.sampled_from(["a", "b", "ä ö", "c:d", "%41"]), max_size=4).map(
    lambda parts: "".join(f"{part}/" for part in parts)
)


@given(paths, paths)
def test_a_relative_link_leads_from_one_page_to_the_other(page: str, target: str) -> None:
    from urllib.parse import unquote, urljoin

    base = "https://help.example/sub/folder/"
    link = relative_url(page, target + "#x")
    assert unquote(urljoin(f"{base}{page}".replace("%", "%25"), link)) == f"{base}{target}#x"


@given(st.one_of(st.text(max_size=20), odd_texts, file_names, file_names.map(quote)))
@example("%23")
@example("..md")
@example("index.html.md")
@example("x/index.html/.")
@example("c%3Ad")
@example("%20x")
def test_a_normal_url_stays_as_it_is(text: str) -> None:
    try:
        url = normal_url(text)
    except ValueError:
        return
    assert is_normal(url)
    assert normal_path(url) == url
    assert normal_url(quote_url(url)) == url
    assert not set(url) & set("#?\\")
    assert ".." not in url.split("/")
    assert not url.startswith("/")


def test_an_article_that_comes_back_is_no_longer_removed() -> None:
    item = Target("a", "p/", "a", (), (), Place("docs/a.md"))
    ledger = update(Ledger(), [item])
    removed = Ledger({"a": replace(ledger.entries["a"], removed=True)})
    assert update(removed, [item]) == ledger
