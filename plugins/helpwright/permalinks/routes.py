"""Routes: where each address that was ever known leads today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from helpwright.permalinks.claims import Claim, Target, read_claims
from helpwright.permalinks.ledger import Entry, Ledger
from helpwright.permalinks.urls import permalink, permalink_id


@dataclass(frozen=True)
class Destination:
    """A live page; `article` is None for a category page, a troubleshooter and the like."""

    url: str
    article: Target | None
    anchor: str = ""


@dataclass(frozen=True)
class Routes:
    """The live pages and everything that has a claim on an address.

    `claims` holds the first claim on each page, `sections` the articles that claim only a section
    of it, `holders` the ids whose ledger entry has a URL.
    """

    articles: Mapping[str, Target]
    live: Mapping[str, Target | None]
    claims: Mapping[str, Claim]
    sections: Mapping[str, Claim]
    holders: Mapping[str, tuple[str, ...]]
    entries: Mapping[str, Entry]
    hidden: Collection[str]
    audience: str

    def lead(self, url: str) -> Destination | None:
        """The live page that a URL leads to, in one step; None if there is none."""
        if url in self.live:
            return Destination(url, self.live[url])
        return self._follow(url, frozenset())

    def owners(self, url: str) -> tuple[str, ...]:
        """The ids that a URL was ever an address of."""
        owner = permalink_id(url)
        return (*([owner] if owner else []), *self.holders.get(url, ()))

    def _follow(self, url: str, seen: frozenset[str]) -> Destination | None:
        owner = permalink_id(url)
        holders = self.owners(url)
        claim = self.claims.get(url)
        if claim and owner not in self.articles:
            return Destination(claim.target.url, claim.target, claim.new)
        for holder in holders:
            if article := self.articles.get(holder):
                return Destination(article.url, article)
        for holder in holders:
            if holder not in seen and (heir := self._heir(holder, seen | {holder})):
                return heir
        if claim := self.sections.get(url):
            return Destination(claim.target.url, claim.target)
        return None

    def _heir(self, article_id: str, seen: frozenset[str]) -> Destination | None:
        # Who takes over an article's permalink or its last URL takes over all of its URLs.
        if claim := self.claims.get(permalink(article_id)):
            return Destination(claim.target.url, claim.target, claim.new)
        entry = self.entries.get(article_id)
        for url in entry.urls_for(self.audience)[:1] if entry else ():
            # A hidden article comes back some day, so a page at its last URL is no heir of it.
            if url in self.live and article_id not in self.hidden:
                return Destination(url, self.live[url])
            return self._follow(url, seen)
        return None


def find_routes(
    ledger: Ledger,
    targets: Iterable[Target],
    claims: Iterable[Claim] | None = None,
    *,
    hidden: Collection[str] = (),
    known_urls: Collection[str] = (),
    audience: str = "public",
) -> Routes:
    """The routes of one build; `audience` decides which URLs of the ledger it may know."""
    ordered = sorted(targets, key=lambda target: (target.id, target.url))
    live: dict[str, Target | None] = {"": None, **dict.fromkeys(known_urls)}
    live |= {target.url: target for target in reversed(ordered)}
    first: dict[str, Claim] = {}
    sections: dict[str, Claim] = {}
    for claim in read_claims(ordered)[0] if claims is None else claims:
        (first if claim.anchor is None else sections).setdefault(claim.url, claim)
    holders: dict[str, list[str]] = {}
    for article_id, entry in sorted(ledger.entries.items()):
        for url in entry.urls_for(audience):
            holders.setdefault(url, []).append(article_id)
    return Routes(
        articles={target.id: target for target in reversed(ordered)},
        live=live,
        claims=first,
        sections=sections,
        holders={url: tuple(ids) for url, ids in holders.items()},
        entries=ledger.entries,
        hidden=hidden,
        audience=audience,
    )
