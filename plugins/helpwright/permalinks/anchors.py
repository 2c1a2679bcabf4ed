"""Anchors: what becomes of links to a section after its heading was renamed or moved."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpwright.errors import Finding, Severity, did_you_mean
from helpwright.permalinks.claims import Claim, Target
from helpwright.permalinks.ledger import Ledger
from helpwright.permalinks.routes import Routes
from helpwright.permalinks.urls import join, join_href


@dataclass(frozen=True, order=True)
class AnchorAlias:
    """A former anchor `old` of a page.

    `new` is its anchor today ("" for the top of the page), or None if the section is on another
    page now. `to_url` leads there in either case; `title` is that article's, and `to_href` its
    page as built, if that is known.
    """

    old: str
    new: str | None
    to_url: str
    title: str = ""
    to_href: str = ""

    @property
    def href(self) -> str:
        """`to_url` as it is written into a link."""
        return join_href(self.to_href, self.to_url)


_Section = tuple[str, str]


def plan_aliases(
    claims: Sequence[Claim], routes: Routes, ledger: Ledger
) -> tuple[dict[str, tuple[AnchorAlias, ...]], list[Finding]]:
    """The former anchors of each page, led to their end, and what is wrong with them."""
    claimed, findings = _sort_claims(claims, routes)
    aliases: dict[str, list[AnchorAlias]] = {}
    for host, old in sorted(claimed):
        end, new = _resolve((host, old), claimed, findings)
        is_here = end.url == host
        alias = AnchorAlias(old, new if is_here else None, join(end.url, new), end.title, end.href)
        aliases.setdefault(host, []).append(alias)
    findings += _find_missing(claims, aliases)
    findings += _find_lost(routes, ledger, aliases)
    return {host: tuple(aliases[host]) for host in sorted(aliases)}, findings


def _sort_claims(
    claims: Iterable[Claim], routes: Routes
) -> tuple[dict[_Section, Claim], list[Finding]]:
    """The claims on sections by the page that answers there today."""
    claimed: dict[_Section, Claim] = {}
    findings: list[Finding] = []
    for claim in claims:
        host = routes.lead(claim.url) if claim.anchor is not None else None
        if host is None or claim.anchor is None:
            continue
        key, place = (host.url, claim.anchor), claim.target.place
        first = claimed.setdefault(key, claim)
        if host.article and claim.anchor in host.article.anchors:
            del claimed[key]
            if host.article is not claim.target or claim.url == host.url:
                message = f'"{claim.source}" cannot be redirected: the page has that heading today'
                hint = "remove it from redirect_from, or rename that heading"
                findings.append(Finding(place, "redirect-shadows-anchor", message, hint))
        elif (first.target.id, first.new) != (claim.target.id, claim.new):
            message = f'"{claim.source}" is redirected twice, to different places'
            hint = f"the other is in {first.target.place.path or first.target.id}; keep one"
            findings.append(Finding(place, "redirect-conflict", message, hint, Severity.ERROR))
    return claimed, findings


def _resolve(
    start: _Section, claimed: Mapping[_Section, Claim], findings: list[Finding]
) -> tuple[Target, str]:
    """The article and anchor ("" for its top) that a former section leads to in the end."""
    path = [start]
    while True:
        claim = claimed[path[-1]]
        target = claim.target
        new = claim.new or (path[-1][1] if path[-1][1] in target.anchors else "")
        if not new or new in target.anchors:
            return target, new
        step = (target.url, new)
        if step in path:
            if start == min(path[path.index(step) :]):
                steps = " -> ".join(join(*section) for section in (*path, step))
                message = f"the redirect leads back to where it starts: {steps}"
                hint = "let one of them lead to a heading that the article has"
                place = claim.target.place
                finding = Finding(place, "redirect-loop", message, hint, Severity.ERROR)
                findings.append(finding)
            return target, ""
        if step not in claimed:
            if len(path) == 1:
                findings.append(_missing(claim))
            return target, ""
        path.append(step)


def _missing(claim: Claim) -> Finding:
    target, new = claim.target, claim.new
    message = f'"{claim.source} -> #{new}": the article has no heading "#{new}"'
    otherwise = "the part after # is the heading in lower case, joined by hyphens"
    hint = did_you_mean(new, target.anchors, otherwise=otherwise)
    return Finding(target.place, "redirect-missing-anchor", message, hint)


def _find_missing(
    claims: Iterable[Claim], aliases: Mapping[str, list[AnchorAlias]]
) -> Iterator[Finding]:
    """Whole pages that became a section which does not exist."""
    for claim in claims:
        target = claim.target
        known = {*target.anchors, *(alias.old for alias in aliases.get(target.url, ()))}
        if claim.anchor is None and claim.new and claim.new not in known:
            yield _missing(claim)


def _find_lost(
    routes: Routes, ledger: Ledger, aliases: Mapping[str, list[AnchorAlias]]
) -> Iterator[Finding]:
    for article_id, article in sorted(routes.articles.items()):
        entry = ledger.entries.get(article_id)
        if entry is None:
            continue
        kept = {*article.anchors, *(alias.old for alias in aliases.get(article.url, ()))}
        lost = [anchor for anchor in entry.anchors if anchor not in kept]
        fresh = [anchor for anchor in article.anchors if anchor not in entry.anchors]
        for anchor in lost:
            new = _guess(anchor, lost, fresh, article.anchors)
            message = f'the heading "#{anchor}" of this article is gone; links to it reach the top'
            if new:
                hint = f'did you rename it? add `redirect_from: ["#{anchor} -> #{new}"]`'
            else:
                hint = f'add `redirect_from: ["#{anchor}"]`, or "#{anchor} -> #new-heading"'
            yield Finding(article.place, "lost-anchor", message, hint)


def _guess(anchor: str, lost: list[str], fresh: list[str], anchors: tuple[str, ...]) -> str:
    """The likely new name: a near one, or the only new heading for the only lost one."""
    near = difflib.get_close_matches(anchor, fresh, n=1, cutoff=0.5)
    near = near or (fresh if len(lost) == len(fresh) == 1 else [])
    near = near or difflib.get_close_matches(anchor, anchors, n=1, cutoff=0.6)
    return near[0] if near else ""
