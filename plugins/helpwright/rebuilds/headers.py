"""Front matter of an edited article: what of it stands on no page but its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from helpwright.articles.model import Article
from helpwright.rebuilds.refusal import Refused

# Labels and aliases are for search only; who owns an article is for its writers. The day of its
# last review stands on its page, and together with `review_in` it decides on findings.
_OWN = re.compile(
    r"^(?:labels|aliases|owner|last_reviewed|review_in)[ \t]*:.*\n(?:(?:[ \t]|-[ \t]).*\n)*",
    re.MULTILINE,
)
# What may make a key say something about another.
_TIED = re.compile(r"[&*!|>{}]")
_LISTED = '"dateModified": "{}"'


def check(before: str, after: str) -> None:
    """Whether two headers differ in nothing that other pages may show.

    Raises:
        Refused: they do, or that cannot be told.
    """
    own = [*_OWN.findall(before), *_OWN.findall(after)]
    rest = {_OWN.sub("", header) for header in (before, after)}
    if len(rest) > 1 or any(map(_TIED.search, own)):
        raise Refused("its front matter changed")


def shared(article: Article) -> Article:
    """An article as far as other pages may show it, without its text."""
    bare = replace(article, body="", body_line=0, labels=(), aliases=(), owner="")
    return replace(bare, last_reviewed=None, review_in="")


def fields(known: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """What search knows of a page, with what it knows of it now."""
    return {**known, "labels": list(article.labels), "aliases": list(article.aliases)}


def with_day(head: str, before: date | None, after: date | None, words: Callable[[], Any]) -> str:
    """What stands above the text of a page, with another day of the last review.

    `words` gives the theme's words.

    Raises:
        Refused: there was no such day or is none, or it stands there in another way.
    """
    if before == after:
        return head
    if before is None or after is None:
        raise Refused("its front matter changed")
    said = words()
    shown, listed = _shown(before, said), _LISTED.format(before)
    if head.count(shown) != 1 or head.count(listed) != int("application/ld+json" in head):
        raise Refused("the page in the site is not the one that was built")
    return head.replace(shown, _shown(after, said)).replace(listed, _LISTED.format(after))


def _shown(day: date, words: Any) -> str:
    return f'<time datetime="{day}">{words.date(day)}</time></li>'
