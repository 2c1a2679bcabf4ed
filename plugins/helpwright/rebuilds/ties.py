"""What an edit to links and headings means for other pages: what to change there, or a refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpwright.articles import links
from helpwright.articles.links import Rendered
from helpwright.errors import StoreError
from helpwright.rebuilds.editing import Edited, Site
from helpwright.rebuilds.record import Facts
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.whereabouts import folded

Pair = tuple[str, str]
_OF_ANCHORS = frozenset({"lost-anchor", "redirect-missing-anchor"})


@dataclass(frozen=True)
class Ties:
    """What changes beside the edited pages.

    Attributes:
        cut: Pairs of articles, by their addresses, neither of which links to the other any more.
        tied: Pairs of which one links to the other now.
        asked: Anchors that links to other pages name now.
    """

    cut: frozenset[Pair] = frozenset()
    tied: frozenset[Pair] = frozenset()
    asked: frozenset[str] = frozenset()


def look(
    edits: Sequence[Edited], facts: Facts, site: Site, other: Callable[[str], Rendered]
) -> Ties:
    """Look at what edited pages link to, and what may link to them.

    Args:
        edits: The edited pages.
        facts: What the last whole build was like.
        site: What all articles are read with.
        other: Tells what the page of an article that was not edited holds, by its path.

    Raises:
        Refused: a whole build would find something else, or change another page.
    """
    cut: set[Pair] = set()
    tied: set[Pair] = set()
    asked: set[str] = set()
    after = {edited.page.path: edited.rendered[1] for edited in edits}
    for edited in edits:
        old, new = edited.rendered
        if _held(old) == _held(new):
            continue
        try:
            _check_anchors(edited, facts, site)
            _check_headings(edited, site)
            _check_links(edited, after, facts, site, other)
            one_cut, one_tied = _pairs(edited, after, site, other)
        except Refused as refusal:
            raise Refused(f"{edited.page.path}: {refusal}") from None
        cut |= one_cut
        tied |= one_tied
        asked |= asked_for(set(new.links) - set(old.links))
    return Ties(frozenset(cut), frozenset(tied), frozenset(asked))


def _pairs(
    edited: Edited, after: Mapping[str, Rendered], site: Site, other: Callable[[str], Rendered]
) -> tuple[set[Pair], set[Pair]]:
    """The pairs of articles that an edit cuts, and those that it ties."""
    old, new = edited.rendered
    url, urls = new.article.url, site.ways.urls
    before, now = links.linked(old, urls), links.linked(new, urls)
    cut = {
        (url, target)
        for target in before - now
        if url not in links.linked(after.get(urls[target]) or other(urls[target]), urls)
    }
    return cut, {(url, target) for target in now - before}


def asked_for(hrefs: Iterable[str]) -> set[str]:
    """The anchors of other pages that links name; some of these pages may be elsewhere."""
    found: set[str] = set()
    for href in hrefs:
        if "#" in href and not href.startswith("#"):
            try:
                found.add(unquote(urlsplit(href.strip()).fragment))
            except ValueError:
                continue
    return found


def _held(page: Rendered) -> tuple[object, ...]:
    return page.anchors, page.repeated, page.links, page.images, page.headings, page.forbidden


def _check_anchors(edited: Edited, facts: Facts, site: Site) -> None:
    old, new = (page.anchors for page in edited.rendered)
    if old == new:
        return
    known, path = site.ways.known, edited.page.path
    gone, changed = set(old) - set(new), set(old) ^ set(new)
    if not gone.isdisjoint(facts.asked):
        raise Refused("another page may link to a heading that is gone")
    if not changed.isdisjoint(known.claimed):
        raise Refused("a redirect names one of its headings")
    for place, code, message, *_ in facts.findings:
        is_there = code == "broken-anchor" and edited.page.fields["title"] in message
        if is_there or (code in _OF_ANCHORS and place[0] == edited.rendered[1].article.place.path):
            raise Refused("there is something to mend about its headings")
    if gone and not gone.isdisjoint(_recorded(path, site)):
        raise Refused("the ledger has a heading that is gone")


def _recorded(path: str, site: Site) -> Iterator[str]:
    """The anchors that the ledger knows of an article."""
    from helpwright.permalinks import ledger

    known = site.ways.known
    try:
        entries = ledger.read(Path(known.ledger)).entries
    except StoreError:
        raise Refused("there is something to mend in the ledger") from None
    for name in [name for name, own in known.ids.items() if own == path]:
        yield from entries[name].anchors if name in entries else ()


def _check_headings(edited: Edited, site: Site) -> None:
    if site.has_hidden:
        old, new = ({folded(text) for _, text in page.headings} for page in edited.rendered)
        if not (old ^ new).isdisjoint(site.ways.known.hidden_titles):
            raise Refused("it may say what hidden articles say")


def _check_links(
    edited: Edited,
    after: Mapping[str, Rendered],
    facts: Facts,
    site: Site,
    other: Callable[[str], Rendered],
) -> None:
    old, new = edited.rendered
    known = site.ways.known
    fresh = new.links
    if old.anchors == new.anchors:
        fresh = tuple(href for href in new.links if href not in set(old.links))
    images = tuple(image for image in new.images if image not in set(old.images))
    looked_at = replace(new, links=fresh, images=images)
    whole = site.ways.site({}, site.snippets)
    pages = {new.article.path: looked_at}
    anchored = tuple(href for href in fresh if asked_for([href]))
    if any(urlsplit(href).hostname in known.hosts for href in anchored):
        raise Refused("it names a heading by a whole address")
    for path in sorted(links.leads_to(replace(new, links=anchored), whole)):
        if path in known.published and path not in pages:
            pages[path] = after.get(path) or other(path)
    if next(links.check(replace(whole, pages=pages)), None) is not None:
        raise Refused("it has something to mend")
    if set(old.links) == set(new.links):
        return
    before, now = links.leads_to(old, whole), links.leads_to(new, whole)
    if any(map(_is_unlisted, (before - now) & known.published.keys())):
        raise Refused("an article that no category lists may have lost its last link")
    orphans = {place[0] for place, code, *_ in facts.findings if code == "orphan"}
    folder = "" if facts.shown == "." else f"{facts.shown}/"
    if not orphans.isdisjoint(f"{folder}{path}" for path in now - before):
        raise Refused("an article that no category lists has its first link")


def _is_unlisted(path: str) -> bool:
    return "/" not in path
