"""The plan of redirects: every address that was ever published leads to one page, in one step."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from helpwright.errors import Finding, Place, Severity
from helpwright.permalinks.anchors import AnchorAlias, plan_aliases
from helpwright.permalinks.claims import Claim, Target, read_claims
from helpwright.permalinks.ledger import Ledger
from helpwright.permalinks.room import find_blocked
from helpwright.permalinks.routes import Destination, Routes, find_routes
from helpwright.permalinks.urls import (
    is_normal,
    join,
    join_href,
    output_path,
    permalink,
    permalink_id,
    quote_url,
)

__all__ = ["AnchorAlias", "Plan", "Redirect", "Target", "plan"]

_PLAIN_URL = re.compile(r"[\w./-]+")


@dataclass(frozen=True, order=True)
class Redirect:
    """A page at `source_url` that sends the reader on to `target_url`, which may hold an anchor.

    `target_href` is the target's page as built, percent-encoded, if that is known.
    """

    source_url: str
    target_url: str
    title: str = ""
    target_href: str = ""

    @property
    def href(self) -> str:
        """`target_url` as it is written into a link."""
        return join_href(self.target_href, self.target_url)


@dataclass(frozen=True)
class Plan:
    """What to write so that no link dies.

    `aliases` maps a page's URL to the former anchors that it must still answer to. `gone` are
    addresses whose article is withheld now; the page there says nothing about it. `lost` are
    addresses that lead nowhere; a `lost-url` finding tells of each.
    """

    redirects: tuple[Redirect, ...] = ()
    permalinks: tuple[Redirect, ...] = ()
    aliases: Mapping[str, tuple[AnchorAlias, ...]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def gone_ids(self) -> tuple[str, ...]:
        """Ids of withheld articles that were public once, whose permalinks stay as gone pages."""
        return tuple(found for url in self.gone if (found := permalink_id(url)))


def plan(
    ledger: Ledger,
    targets: Sequence[Target],
    *,
    hidden: Mapping[str, str],
    known_urls: Collection[str] = (),
    files: Collection[str] = (),
    fixed: bool = False,
    audience: str = "public",
) -> Plan:
    """Plan the redirects, permalinks, former anchors and gone pages of one build.

    Args:
        ledger: what was ever published.
        targets: the articles of this build.
        hidden: id to URL of the articles that exist but are not in this build.
        known_urls: all other URLs of the site, such as category pages and troubleshooters.
        files: paths of the site's other files, relative to its folder; no page is written there.
        fixed: the ledger is being brought up to date, so nothing is unrecorded.
        audience: a build for the "public" learns nothing of URLs that it never saw.
    """
    nameless = [target for target in targets if not is_normal(target.url)]
    targets = [target for target in targets if is_normal(target.url)]
    hidden = {**hidden, **{target.id: target.url for target in nameless}}
    claims, findings = read_claims(targets)
    findings += map(_refuse_name, nameless)
    routes = find_routes(
        ledger, targets, claims, hidden=hidden, known_urls=known_urls, audience=audience
    )
    findings += _check_claims(claims, routes)
    findings += _check_permalinks(routes)
    if not fixed:
        findings += _find_unrecorded(ledger, targets)

    pages, permalinks = _addresses(routes)
    leading = {url: found for url in pages | permalinks if (found := routes.lead(url))}
    gone, lost = _sort_dead(routes, (pages | permalinks) - leading.keys())
    # What is recorded comes first: a new claim must not take its place away.
    known = permalinks | routes.holders.keys()
    ordered = sorted(pages | permalinks, key=lambda url: (url in lost, url not in known, url))
    blocked = find_blocked(ordered, [*files, *map(output_path, routes.live)])
    for urls in (pages, permalinks, gone, lost):
        urls.difference_update(blocked)
    findings += _report_blocked(claims, routes, blocked)
    findings += _report_lost(ledger, routes, lost)
    findings += _find_reused(ledger, routes)
    aliases, more = plan_aliases(claims, routes, ledger)
    return Plan(
        redirects=tuple(_redirect(url, leading[url]) for url in sorted(pages & leading.keys())),
        permalinks=tuple(
            _redirect(url, leading[url]) for url in sorted(permalinks & leading.keys())
        ),
        aliases=aliases,
        gone=tuple(sorted(gone)),
        lost=tuple(sorted(lost)),
        findings=tuple(sorted({*findings, *more})),
    )


def _redirect(url: str, to: Destination) -> Redirect:
    article = to.article
    title, href = (article.title, article.href) if article else ("", "")
    return Redirect(url, join(to.url, to.anchor), title, href)


def _addresses(routes: Routes) -> tuple[set[str], set[str]]:
    """All URLs, and all permalinks, that must lead somewhere and are no live page."""
    sources = {*routes.claims, *routes.sections, *routes.holders}
    ids = {*routes.articles, *(found for url in routes.holders for found in routes.holders[url])}
    permalinks = {permalink(found) for found in ids}
    permalinks |= {url for url in sources if permalink_id(url)}
    return sources - permalinks - routes.live.keys(), permalinks - routes.live.keys()


def _sort_dead(routes: Routes, urls: set[str]) -> tuple[set[str], set[str]]:
    """Tell the addresses of withheld articles from those that got lost."""
    gone = {url for url in urls if any(_is_withheld(routes, found) for found in routes.owners(url))}
    return gone, urls - gone


def _is_withheld(routes: Routes, article_id: str) -> bool:
    entry = routes.entries.get(article_id)
    return article_id in routes.hidden or bool(entry and entry.removed)


def _check_claims(claims: list[Claim], routes: Routes) -> Iterator[Finding]:
    whole = replace(routes, sections={})
    for claim in claims:
        if claim.anchor is not None and whole.lead(claim.url):
            continue
        own, owner = claim.target, permalink_id(claim.url)
        first = (routes.claims if claim.anchor is None else routes.sections)[claim.url]
        if claim.url in routes.live or owner in routes.articles:
            yield _check_live(claim, routes)
        elif first.target is not own:
            message = (
                f'"{claim.url}" is claimed by two articles, this one and '
                f"{first.target.place.path or first.target.id}"
            )
            hint = "an address can lead to one article only; remove it from one of the two"
            if claim.anchor is not None:
                hint = f'add "{claim.url}" itself to the article that the page should lead to'
            yield _finding(own.place, "redirect-conflict", message, hint)


def _check_live(claim: Claim, routes: Routes) -> Finding:
    own = claim.target
    if path := _find_loop(claim, routes):
        message = f"the redirect leads back to where it starts: {' -> '.join(path)}"
        hint = f'remove "{claim.url}" from redirect_from: it is a page of the site again'
        severity = Severity.WARNING if len(path) == 2 else Severity.ERROR
        return _finding(own.place, "redirect-loop", message, hint, severity)
    page = routes.live.get(claim.url) or routes.articles.get(permalink_id(claim.url) or "")
    what = f"a page of the site ({page.place.path or page.id})" if page else "a page of the site"
    message = f'"{claim.url}" cannot be redirected: it is {what}'
    hint = "remove it from redirect_from, or move or remove that page"
    return _finding(own.place, "redirect-shadows-page", message, hint)


def _find_loop(claim: Claim, routes: Routes) -> list[str]:
    path, target = [claim.url], claim.target
    while target.url not in path:
        path.append(target.url)
        following = routes.claims.get(target.url)
        if following is None:
            return []
        target = following.target
    return [*path, target.url] if target.url == claim.url else []


def _check_permalinks(routes: Routes) -> Iterator[Finding]:
    for article_id, article in sorted(routes.articles.items()):
        url = permalink(article_id)
        if url in routes.live:
            message = f'the permanent link "/{url}" of "{article_id}" is a page of the site'
            hint = 'move that page: the folder "a/" is for permanent links'
            yield _finding(article.place, "redirect-shadows-page", message, hint)


def _refuse_name(target: Target) -> Finding:
    message = "its file name holds a character that no address can have"
    return _finding(Place(target.place.path), "bad-file-name", message, "rename the file")


def _report_blocked(
    claims: list[Claim], routes: Routes, blocked: Mapping[str, str]
) -> Iterator[Finding]:
    code = "redirect-shadows-file"
    for claim in claims:
        if path := blocked.get(claim.url):
            message = f'"{claim.source}" cannot be redirected: the file "{path}" is in its way'
            hint = "remove it from redirect_from, or move or remove that file"
            yield _finding(claim.target.place, code, message, hint)
    for article_id, article in sorted(routes.articles.items()):
        url = permalink(article_id)
        if path := blocked.get(url):
            message = f'the file "{path}" is in the way of the permanent link "/{url}"'
            hint = 'move that file: the folder "a/" is for permanent links'
            yield _finding(article.place, code, message, hint)


def _find_unrecorded(ledger: Ledger, targets: Sequence[Target]) -> Iterator[Finding]:
    for target in targets:
        entry = ledger.entries.get(target.id)
        if entry is None or target.url not in entry.urls_for(target.audience):
            message = f'"/{target.url}" is not in the ledger yet, so a later move would lose it'
            hint = "run `helpwright check --fix` and commit the ledger"
            code = "permalink-unrecorded"
            yield _finding(target.place, code, message, hint, Severity.NOTICE)


def _report_lost(ledger: Ledger, routes: Routes, lost: set[str]) -> Iterator[Finding]:
    ids = {found for url in lost for found in routes.owners(url)}
    for article_id in sorted(ids & ledger.entries.keys()):
        entry = ledger.entries[article_id]
        urls = [url for url in entry.urls_for(routes.audience) if url in lost]
        shown = urls or [permalink(article_id)]
        more = f" and {len(shown) - 1} more" if len(shown) > 1 else ""
        message = f'"/{shown[0]}"{more} led to "{article_id}", which is gone'
        listed = ", ".join(map(_written, shown))
        hint = (
            f"add `redirect_from: [{listed}]` to the article that replaces it, or "
            f'write "removed":true into its line here if nothing does'
        )
        yield _finding(ledger.place(article_id), "lost-url", message, hint)


def _written(url: str) -> str:
    """A URL as it can stand in a list in front matter, where colons and the like mean something."""
    return url if _PLAIN_URL.fullmatch(url) else quote_url(url).replace(",", "%2C")


def _find_reused(ledger: Ledger, routes: Routes) -> Iterator[Finding]:
    for url, holders in sorted(routes.holders.items()):
        page = routes.live.get(url)
        for holder in holders if page else ():
            former = routes.articles.get(holder)
            if page and former and former.id != page.id:
                message = f'"/{url}" led to article "{holder}" once and is "{page.id}" now'
                hint = "give the newer article another URL if old links should reach the former"
                yield _finding(page.place, "url-reused", message, hint, Severity.NOTICE)


def _finding(
    place: Place, code: str, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(place, code, message, hint, severity)
