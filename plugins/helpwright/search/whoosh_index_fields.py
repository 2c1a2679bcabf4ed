"""What stands in which field of the agents' and writers' index, and the words of all its pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.search.analysis import Token, fold, normalize, tokenize
from helpwright.search.documents import Document

ALL = "all"
"""The field that holds the words of all texts of a page."""

TEXTS = {
    "title": 5,
    "headings": 2,
    "body": 1,
    "aliases": 4,
    "labels": 3,
    "description": 1,
    "customers": 2,
}
"""Fields of words, and how often a word of each stands in `ALL`."""

FACETS = ("category", "type", "applies_to", "visibility", "language", "kind", "owner")
"""Fields of a few values each, by which results are counted and narrowed."""

DATES = ("last_reviewed", "publish_at", "expires")
RAW = ("id", "path", "url", *DATES)
"""Fields whose value is one word, taken as it is written."""

# Keeps a phrase from running over the end of a text; no query can hold it.
BREAK = "\ue000"
_OTHER_NAMES = {"internal": "agents", "published": "public", "planned": "scheduled"}


@dataclass(frozen=True)
class Entry:
    """A page with what customers' search does not know of it.

    `visibility` holds "public", or each reason why customers do not see the page: "agents",
    "draft", "archived", "scheduled", "expired". Dates are as in "2026-11-22", or "".
    """

    document: Document
    id: str = ""
    path: str = ""
    visibility: tuple[str, ...] = ("public",)
    owner: str = ""
    last_reviewed: str = ""
    publish_at: str = ""
    expires: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """The words of all pages.

    `stems` are those of each surface, `counts` says on how many pages a surface or stem stands.
    """

    languages: tuple[str, ...]
    stems: Mapping[str, frozenset[str]]
    counts: Mapping[str, int]

    def variants(self, text: str) -> list[tuple[str, frozenset[str]]]:
        """The words of a query: each surface, with its stems in the languages of the index."""
        by_language = [tokenize(text, code, stop_words=True) for code in self.languages]
        return [
            (tokens[0].surface, frozenset(token.stem for token in tokens))
            for tokens in zip(*by_language, strict=True)
        ]

    def phrases(self, text: str) -> list[tuple[str, ...]]:
        """The stems of a text, in order, for each language in which they differ."""
        every = (tokenize(text, code, stop_words=True) for code in self.languages)
        return sorted({tuple(token.stem for token in tokens) for tokens in every})


def values(entry: Entry, facet: str) -> tuple[str, ...]:
    """What a page has of a facet, as people read it."""
    found: Sequence[str]
    if facet == "visibility":
        found = entry.visibility
    elif facet == "owner":
        found = (entry.owner,)
    elif facet == "applies_to":
        found = entry.document.applies_to
    else:
        found = (str(getattr(entry.document, facet)),)
    return tuple(value for value in found if value)


def is_value(facet: str, wanted: str, value: str) -> bool:
    """Whether a value of a facet is the one that somebody asked for.

    Of a category or a product, some of its words will do: "billing" for "Billing and plans".
    """
    one, other = (" ".join(fold(normalize(text)).split()) for text in (wanted, value))
    if facet in ("category", "applies_to"):
        words = {token.surface for token in tokenize(one, "", stop_words=True)}
        known = {token.surface for token in tokenize(other, "", stop_words=True)}
        return words <= known if words else one == other
    if facet == "language":
        one, other = one.replace("_", "-"), other.replace("_", "-")
        return other == one or other.startswith(f"{one}-")
    return other == (other_name(one) if facet == "visibility" else one)


def other_name(visibility: str) -> str:
    """A visibility by the name that it has in the index: people say "internal", too."""
    return _OTHER_NAMES.get(visibility, visibility)


def count_values(entries: Iterable[Entry], facet: str) -> dict[str, int]:
    """How many of these pages have each value of a facet, the commonest first."""
    counted = Counter(value for entry in entries for value in values(entry, facet))
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def schema() -> Any:
    """Whoosh's description of the fields."""
    from whoosh import fields

    words = {name: fields.TEXT() for name in (*TEXTS, *FACETS)}
    raw = {name: fields.ID() for name in RAW}
    together = {ALL: fields.TEXT(phrase=False)}
    return fields.Schema(number=fields.STORED, **together, **words, **raw)


def fields_of(entry: Entry) -> tuple[dict[str, Any], frozenset[Token]]:
    """The fields of a page as Whoosh takes them, and its words."""
    made: dict[str, list[str]] = {ALL: []}
    seen: set[Token] = set()
    for name, texts in _texts(entry.document):
        stems: list[str] = []
        for text in texts:
            tokens = tokenize(text, entry.document.language, stop_words=True)
            seen.update(tokens)
            stems += (token.stem for token in tokens)
            made[ALL] += [token.stem for token in tokens] * TEXTS.get(name, 1)
            stems.append(BREAK)
        if name in TEXTS:
            made[name] = stems
    for name in FACETS:
        cut = [tokenize(value, "", stop_words=True) for value in values(entry, name)]
        made[name] = [stem for tokens in cut for stem in (*(t.stem for t in tokens), BREAK)]
    raw = {"id": entry.id, "path": entry.path, "url": entry.document.url}
    raw |= {name: str(getattr(entry, name)) for name in DATES}
    filled = {name: value for name, value in {**made, **raw}.items() if value}
    return filled, frozenset(seen)


def vocabulary_of(entries: Sequence[Entry], pages: Iterable[frozenset[Token]]) -> Vocabulary:
    """The words of pages, given the words of each."""
    stems: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for tokens in pages:
        counts.update({word for token in tokens for word in token})
        for token in tokens:
            stems[token.surface].add(token.stem)
    languages = dict.fromkeys(entry.document.language for entry in entries)
    every = {surface: frozenset(found) for surface, found in sorted(stems.items())}
    return Vocabulary(tuple(languages) or ("",), every, counts)


def _texts(document: Document) -> Iterator[tuple[str, Sequence[str]]]:
    yield "title", (document.title,)
    yield "headings", [section.heading for section in document.sections]
    yield "body", [section.text for section in document.sections]
    yield "aliases", document.aliases
    yield "labels", document.labels
    yield "description", (document.description,)
    yield "customers", document.customer_words
    yield "facets", (document.category, *document.applies_to)
