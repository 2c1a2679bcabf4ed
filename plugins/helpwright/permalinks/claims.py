"""Claims: the former addresses that an article's front matter says are now its own.

redirect_from:
  - old/url/                    a former page
  - old/url/ -> #section        a former page that is a section of this one
  - old/url/#anchor -> #new     a section of another page, former or not
  - "#old-anchor -> #new"       a renamed heading of this page
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from helpwright.errors import Finding, Place, Severity
from helpwright.permalinks.urls import join, normal_url

_ARROW = re.compile(r"\s*(?:->|→)\s*")
_HINT = 'write a path such as "old/url/", "old/url/#anchor" or "#old -> #new"'


@dataclass(frozen=True)
class Target:
    """An article as published now: what links can lead to.

    `url` is in normal form. `href` is the page's URL as built, percent-encoded: a file name may
    hold characters in another Unicode form than `url`. Without it links are made of `url`.
    """

    id: str
    url: str
    title: str
    anchors: tuple[str, ...]
    redirect_from: tuple[str, ...]
    place: Place
    audience: str = "public"
    href: str = ""


@dataclass(frozen=True)
class Claim:
    """A former address: page `url`, or its section `anchor`, is now `new` of `target`.

    `new` is an anchor of the target, or "" if the claim names none.
    """

    target: Target
    url: str
    anchor: str | None
    new: str

    @property
    def source(self) -> str:
        """The former address as a person would write it."""
        return join(self.url, self.anchor or "")


def read_claims(targets: Iterable[Target]) -> tuple[list[Claim], list[Finding]]:
    """All claims of all articles, in the order of ids; what cannot be understood is a finding."""
    claims: list[Claim] = []
    findings: list[Finding] = []
    for target in sorted(targets, key=lambda target: (target.id, target.url)):
        for written in target.redirect_from:
            try:
                claims.append(_read_claim(target, written))
            except ValueError as error:
                message = f'"{written}" cannot be redirected: {error}'
                place = target.place
                findings.append(Finding(place, "redirect-invalid", message, _HINT, Severity.ERROR))
    return claims, findings


def _read_claim(target: Target, written: str) -> Claim:
    source, *rest = _ARROW.split(written.strip())
    if len(rest) > 1:
        raise ValueError("it has more than one arrow")
    new = rest[0].removeprefix("#") if rest else ""
    if rest and (not new or re.search(r"[\s/#?]", new)):
        raise ValueError("after the arrow stands an anchor of this article")
    path, mark, anchor = source.partition("#")
    if mark and (not anchor or re.search(r"\s", anchor)):
        raise ValueError("after # stands an anchor, without spaces")
    if not source:
        raise ValueError("it is empty")
    url = normal_url(path) if path else target.url
    return Claim(target, url, anchor if mark else None, new)
