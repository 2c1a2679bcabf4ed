"""Reading `docs/search.yml`, in which writers say what search weighs, takes as one, and promotes.

An entry with a fault is left out and told; the others hold. So a slip never stops a help center
from being published, unless nothing can be read at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from helpwright.errors import Finding, Place, Severity
from helpwright.search.phrases import Phrase, Reader, Steps, kind, open_file
from helpwright.search.steering import FIELDS, Promotion, Steering, Synonym

KEYS = ("weights", "synonyms", "promoted")
HEAVIEST = 10
# Each of them is looked for whenever one is asked.
MOST_PHRASES = 30
_EXAMPLE = "write [sign in, log in], or ask: and find:"


@dataclass(frozen=True)
class Target:
    """What a reference leads to: a site-relative URL, or None and why.

    `reason` ends a sentence ("it is for agents only"), and is "" if nothing has that name.
    `is_expected` says that nobody made a mistake: the page is for others, or a date decides.
    """

    url: str | None
    reason: str = ""
    hint: str = ""
    is_expected: bool = False


Resolve = Callable[[str, str], Target]
"""The target of a reference: "article" and an id, source path or URL; or "troubleshooter", slug."""


def read(
    path: Path, resolve: Resolve, *, shown: str = "", language: str = "en"
) -> tuple[Steering, list[Finding]]:
    """What a file says, and everything wrong in it; without the file, nothing.

    Args:
        path: The file.
        resolve: Tells where the articles and troubleshooters are that it names.
        shown: What places call the file; default its path.
        language: In which its phrases are: words that search passes over make no phrase.
    """
    reader = open_file(path, shown or path.as_posix(), language)
    hint = f"the keys of this file are {', '.join(f'{key}:' for key in KEYS)}"
    given = reader.mapping(reader.document.value, (), KEYS, hint, may_be_empty=True)
    steering = Steering(
        dict(_weights(reader, given.get("weights"))),
        tuple(_synonyms(reader, given.get("synonyms"))),
        tuple(_promotions(reader, given.get("promoted"), resolve)),
    )
    return steering, sorted(set(reader.findings))


def _weights(reader: Reader, value: object) -> Iterator[tuple[str, float]]:
    example = "write one field a line, such as title: 1.5"
    given = reader.mapping(value, ("weights",), FIELDS, example, may_be_empty=True)
    for field, factor in given.items():
        place = reader.document.place(("weights", field))
        if isinstance(factor, bool) or not isinstance(factor, int | float):
            message = f'the weight of "{field}" must be a number, not {kind(factor)}'
            hint = "write it without quotes; 1 is as it is, 2 is twice as much, 0 is not at all"
            reader.add("wrong-type", place, message, hint)
        elif not math.isfinite(factor) or not 0 <= factor <= HEAVIEST:
            message = f'the weight of "{field}" cannot be {str(factor)[:20]}'
            hint = f"write a number from 0 (not at all) to {HEAVIEST}; 1 is as it is"
            reader.add("bad-value", place, message, hint)
        else:
            yield field, float(factor)
    if len(given) == len(FIELDS) and not any(given.values()):
        message = "all weights are 0, so that nothing could be found"
        reader.add("bad-value", reader.document.place(("weights",)), message)


@dataclass(frozen=True)
class _Entry:
    """A synonym with its place and its directed pairs of different phrases."""

    synonym: Synonym
    place: Place
    pairs: frozenset[tuple[tuple[str, ...], tuple[str, ...]]]


def _synonyms(reader: Reader, value: object) -> Iterator[Synonym]:
    entries: list[_Entry] = []
    for item, steps in reader.items(
        value, ("synonyms",), f"one a line, after a hyphen: {_EXAMPLE}"
    ):
        if isinstance(item, list):
            both = _limit(reader, reader.phrases(item, steps))
            sides = (both, both)
        elif isinstance(item, dict):
            sides = _one_way(reader, item, steps)
        else:
            message = f"a synonym is a list of phrases, not {kind(item)}"
            reader.add("wrong-type", reader.document.place(steps), message, _EXAMPLE)
            continue
        pairs = frozenset((a.key, b.key) for a, b in product(*sides) if a.key != b.key)
        place = reader.document.place(steps)
        if pairs:
            asked, found = (tuple(phrase.text for phrase in side) for side in sides)
            entries.append(_Entry(Synonym(asked, found), place, pairs))
        elif isinstance(item, list) and len(item) < 2:
            message = "a synonym needs two phrases or more"
            reader.add("missing-key", place, message, _EXAMPLE)
    yield from _without_repeats(reader, entries)


def _one_way(
    reader: Reader, item: dict[str, object], steps: Steps
) -> tuple[list[Phrase], list[Phrase]]:
    keys = ("ask", "find")
    given = reader.mapping(item, steps, keys, _EXAMPLE)
    hint = "who types a phrase of ask: also finds what has a phrase of find:"
    if not reader.need(item, keys, steps, hint):
        return [], []
    asked, found = (_limit(reader, reader.phrases(given[key], (*steps, key))) for key in keys)
    both = {phrase.key: phrase for phrase in asked}
    for phrase in found:
        if phrase.key in both:
            message = f'"{phrase.text}" stands under ask: and under find:'
            hint = "it finds itself anyway; take it out of find:"
            if phrase.text.casefold() != both[phrase.key].text.casefold():
                message = f'"{phrase.text}" is the same as "{both[phrase.key].text}" to search'
            reader.add("useless-synonym", phrase.place, message, hint)
    return asked, [phrase for phrase in found if phrase.key not in both]


def _limit(reader: Reader, phrases: list[Phrase]) -> list[Phrase]:
    if len(phrases) > MOST_PHRASES:
        message = f"{len(phrases)} phrases are too many for one synonym; {MOST_PHRASES} are used"
        hint = "split the list into those that customers really mix up"
        reader.add("too-many-phrases", phrases[MOST_PHRASES].place, message, hint)
    return phrases[:MOST_PHRASES]


def _without_repeats(reader: Reader, entries: list[_Entry]) -> Iterator[Synonym]:
    """The synonyms that say something which no larger or earlier one says."""
    said: dict[tuple[tuple[str, ...], tuple[str, ...]], Place] = {}
    kept: set[int] = set()
    for number, entry in sorted(enumerate(entries), key=lambda item: -len(item[1].pairs)):
        if entry.pairs <= said.keys():
            lines = sorted({said[pair].line for pair in entry.pairs})
            where = " and ".join(str(line) for line in lines[:3])
            message = f"this synonym repeats what line {where} says"
            reader.add("useless-synonym", entry.place, message, "take one of the two out")
        else:
            kept.add(number)
            said.update((pair, entry.place) for pair in entry.pairs if pair not in said)
    yield from (entry.synonym for number, entry in enumerate(entries) if number in kept)


def _promotions(reader: Reader, value: object, resolve: Resolve) -> Iterator[Promotion]:
    example = "one a line, after a hyphen, with queries: and articles:"
    seen: dict[frozenset[str], Phrase] = {}
    for item, steps in reader.items(value, ("promoted",), example):
        keys = ("queries", "articles")
        given = reader.mapping(item, steps, keys, example)
        if not reader.need(item, keys, steps, example):
            continue
        queries = [
            phrase.text
            for phrase in reader.phrases(given["queries"], (*steps, "queries"))
            if _is_new(reader, phrase, seen)
        ]
        urls = _urls(reader, given["articles"], (*steps, "articles"), resolve)
        # Without a page, not even the query stays: it may be the name of something internal.
        if queries and urls:
            yield Promotion(tuple(queries), tuple(urls))


def _is_new(reader: Reader, phrase: Phrase, seen: dict[frozenset[str], Phrase]) -> bool:
    first = seen.setdefault(phrase.content, phrase)
    if first is not phrase:
        where = f"on line {first.place.line}"
        message = f'"{phrase.text}" is the same query as "{first.text}" {where}'
        hint = "small words and the order make no difference; put all its articles into one list"
        reader.add("promoted-twice", phrase.place, message, hint)
    return first is phrase


def _urls(reader: Reader, value: object, steps: Steps, resolve: Resolve) -> list[str]:
    urls: list[str] = []
    for what, name, place in _references(reader, value, steps):
        target = resolve(what, name)
        if target.url is None:
            _tell(reader, what, name, place, target)
        elif target.url in urls:
            message = f'"{name}" stands here twice'
            reader.add("promoted-twice", place, message, "take one of the two out")
        else:
            urls.append(target.url)
    return urls


def _references(reader: Reader, value: object, steps: Steps) -> Iterator[tuple[str, str, Place]]:
    """Kind, name and place of each page that a promotion names."""
    listed = value if isinstance(value, list) else [value]
    for number, item in enumerate(listed):
        at = (*steps, number) if isinstance(value, list) else steps
        if not isinstance(item, dict):
            if name := reader.text(item, at):
                yield "article", name, reader.document.place(at)
            continue
        hint = "write an id, a path, or troubleshooter: and its file name without .yml"
        given = reader.mapping(item, at, ("troubleshooter",), hint)
        if reader.need(item, ("troubleshooter",), at, hint):
            inner = (*at, "troubleshooter")
            if name := reader.text(given["troubleshooter"], inner):
                yield "troubleshooter", name, reader.document.place(inner)


def _tell(reader: Reader, what: str, name: str, place: Place, target: Target) -> None:
    if target.reason:
        severity = Severity.NOTICE if target.is_expected else Severity.WARNING
        message = f'"{name}" is not promoted here: {target.reason}'
        reader.findings.append(Finding(place, "not-promoted", message, target.hint, severity))
    elif what == "troubleshooter":
        message = f'there is no troubleshooter "{name}"'
        reader.add("unknown-troubleshooter", place, message, target.hint)
    else:
        message = f'no article has the id, the path or the address "{name}"'
        reader.add("missing-article", place, message, target.hint)
