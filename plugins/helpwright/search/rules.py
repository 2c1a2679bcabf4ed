"""Synonyms and promoted results in the form in which a query meets them.

A query's words have *keys*: a stop word is its own key, any other word has its stem. A synonym
applies where its keys follow each other in the query; a promotion, where the query has its keys
and no others.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from helpwright.search.analysis import Token, language_of, tokenize
from helpwright.search.steering import Steering

# Asked keys, and the stems of what is found, too.
Alternative = tuple[tuple[str, ...], tuple[str, ...]]
# All keys of a query, and the numbers of the documents that come first.
Pinned = tuple[tuple[str, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Rules:
    """Rules by the first of their keys: in a synonym its first word, else the lowest.

    `words` are what customers may type and the site's own text may lack.
    """

    synonyms: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    promotions: Mapping[str, tuple[Pinned, ...]] = field(default_factory=dict)
    words: tuple[Token, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.synonyms or self.promotions)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All that rules know words by."""
        rows = (*self.synonyms.values(), *self.promotions.values())
        return frozenset(key for found in rows for keys, _ in found for key in keys)


def make(language: str, steering: Steering, urls: Sequence[str]) -> Rules:
    """The rules for the documents of one language, whose addresses are given in order."""
    numbers = {url: number for number, url in enumerate(urls)}
    synonyms: dict[str, dict[Alternative, None]] = defaultdict(dict)
    promotions: dict[str, dict[tuple[str, ...], tuple[int, ...]]] = defaultdict(dict)
    words: dict[Token, None] = {}
    for synonym in steering.synonyms:
        for asked in synonym.asked:
            keys = _keys(asked, language)
            for found in synonym.found:
                stems = tuple(dict.fromkeys(t.stem for t in _content(found, language)))
                if keys and stems and found != asked and stems != keys:
                    synonyms[keys[0]][keys, stems] = None
            words.update(dict.fromkeys(_content(asked, language)))
    for promotion in steering.promotions:
        pinned = tuple(numbers[url] for url in promotion.urls if url in numbers)
        for query in promotion.queries:
            content = _content(query, language)
            keys = tuple(sorted({token.stem for token in content}))
            if keys and pinned:
                promotions[keys[0]].setdefault(keys, pinned)
                words.update(dict.fromkeys(content))
    return Rules(
        {key: tuple(found) for key, found in sorted(synonyms.items())},
        {key: tuple(found.items()) for key, found in sorted(promotions.items())},
        tuple(words),
    )


def written(rules: Rules, slots: Sequence[int]) -> dict[str, Any]:
    """Rules as JSON, without their words, which stand among all others."""
    promotions = {
        key: [(keys, [slots[number] for number in numbers]) for keys, numbers in rows]
        for key, rows in rules.promotions.items()
    }
    return {"synonyms": dict(rules.synonyms), "promotions": promotions}


def read(value: Any, number_of: Callable[[int], int], words: Iterable[Token]) -> Rules:
    """What `written` gave, if `number_of` gives the number of the document in a slot.

    Raises ValueError or TypeError for all else.
    """
    synonyms = {
        key: tuple((_texts(asked), _texts(found)) for asked, found in rows)
        for key, rows in value["synonyms"].items()
    }
    promotions = {
        key: tuple((_texts(keys), _numbers(slots, number_of)) for keys, slots in rows)
        for key, rows in value["promotions"].items()
    }
    return Rules(synonyms, promotions, tuple(words))


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("a rule without words")
    return tuple(values)


def _numbers(values: Any, number_of: Callable[[int], int]) -> tuple[int, ...]:
    # JSON knows no difference between 9000 and 9e3.
    if not isinstance(values, list) or not all(
        isinstance(value, int | float) and math.isfinite(value) and value == int(value)
        for value in values
    ):
        raise ValueError("a rule for a document that is not there")
    return tuple(number_of(int(value)) for value in values)


def _keys(phrase: str, language: str) -> tuple[str, ...]:
    stops = language_of(language).stop_words
    return tuple(
        token.surface if token.surface in stops else token.stem
        for token in tokenize(phrase, language, stop_words=True)
    )


def _content(phrase: str, language: str) -> list[Token]:
    """The tokens of a phrase that are looked for: without stop words, unless it has no others."""
    return tokenize(phrase, language) or tokenize(phrase, language, stop_words=True)
