"""A comparison that is kept, and what an edit to one document does to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from helpwright.search.packed import pack, unpack
from helpwright.search.related import (
    CATEGORY_BONUS,
    LEAST,
    Comparison,
    Outline,
    both_ways,
    rank,
)
from helpwright.search.related_weights import TERMS, Floats, Ints, heaviest, rarity_of

_ARRAYS = (
    *("terms", "weights", "ends", "counted", "times"),
    *("kinds", "links", "best", "scores"),
)
_WRITTEN = ("terms", "weights", "best", "scores")
Kind = tuple[str, str]
"""The category and the language of a document."""
MOST = 500
"""Documents that an edit may move; for more a whole build takes hardly longer."""


def dumps(made: Comparison) -> bytes:
    """A comparison as bytes, for the same Python; see `packed`."""
    arrays = {name: getattr(made, name) for name in _ARRAYS}
    kept = {name: (one.dtype.str, one.shape, one.tobytes()) for name, one in arrays.items()}
    return pack([list(made.urls), made.holders, list(made.stems), kept])


def loads(data: bytes) -> Comparison:
    """A comparison from its bytes.

    Raises:
        ValueError: they are none.
    """
    try:
        urls, holders, names, kept = unpack(data)
        arrays: dict[str, Any] = {
            name: np.frombuffer(column, kind).reshape(shape)
            for name, (kind, shape, column) in kept.items()
        }
        stems = {stem: number for number, stem in enumerate(names)}
        return Comparison(urls=tuple(urls), holders=holders, stems=stems, **arrays)
    except (TypeError, LookupError) as error:
        raise ValueError(str(error)) from error


def edited(made: Comparison, before: Outline, after: Outline) -> Comparison | None:
    """The comparison after one document changed; None if that would take as long as all anew.

    `before` and `after` are the document as it was and as it is.
    """
    kind = before.category, before.language
    if before.url not in made.urls or kind != (after.category, after.language):
        return None
    total, number = len(made.urls), made.urls.index(before.url)
    holders, stems = dict(made.holders), dict(made.stems)
    rarer: list[int] = []
    for stem in sorted(before.counts.keys() ^ after.counts.keys()):
        old = holders.get(stem, 0)
        new = holders[stem] = old + (1 if stem in after.counts else -1)
        term = stems.setdefault(stem, len(stems))
        if rarity_of(max(old, 1), total) != rarity_of(max(new, 1), total):
            rarer.append(term)
        if not new:
            del holders[stem]
    now = _with_counts(replace(made, holders=holders, stems=stems), number, after)
    return _ranked(made, now, {number}, rarer)


def with_documents(
    made: Comparison, kinds: Mapping[str, Kind], urls: Collection[str]
) -> Comparison | None:
    """The comparison with documents more and less; None if that would take as long as all anew.

    New documents have no terms and no links yet, and those that go must have none any more.

    Args:
        made: The comparison as it was.
        kinds: What each of its documents, and of the new ones, is for it.
        urls: The addresses of all documents now.
    """
    ordered = sorted(urls)
    number_of = {url: number for number, url in enumerate(ordered)}
    moved = np.array([number_of.get(url, -1) for url in made.urls], np.int32)
    stays = np.flatnonzero(moved >= 0)
    # The last one stands for nobody.
    now_of = np.append(moved, np.int32(-1))

    def rows(column: Ints, empty: float) -> Ints:
        found = np.full((len(ordered), *column.shape[1:]), empty, column.dtype)
        found[moved[stays]] = column[stays]
        return found

    numbered: tuple[dict[str, int], dict[str, int]] = {"": 0}, {}
    for url, pair in zip(made.urls, made.kinds.tolist(), strict=True):
        for known, name, number in zip(numbered, kinds[url], pair, strict=True):
            known[name] = number
    new = [
        [
            known.setdefault(name, max(known.values(), default=-1) + 1)
            for known, name in zip(numbered, kinds[url], strict=True)
        ]
        for url in ordered
    ]
    counts = rows(np.diff(made.ends), 0)
    arrays: dict[str, Any] = {
        "terms": rows(made.terms, -1),
        "weights": rows(made.weights, 0),
        "best": rows(now_of[made.best], -1),
        "scores": rows(made.scores, 0),
        "ends": np.cumsum([0, *counts.tolist()], dtype=np.int64),
        "kinds": np.array(new, np.int32).reshape(-1, 2),
        "links": now_of[made.links],
    }
    before = replace(made, urls=tuple(ordered), **arrays)
    now = replace(before, **{name: arrays[name].copy() for name in _WRITTEN})
    old, total = len(made.urls), len(ordered)
    rarer = [
        made.stems[stem]
        for stem, holders in made.holders.items()
        if rarity_of(holders, old) != rarity_of(holders, total)
    ]
    return _ranked(before, now, set(), rarer)


def _ranked(
    made: Comparison, now: Comparison, moved: set[int], rarer: Sequence[int]
) -> Comparison | None:
    """A comparison in which some documents have other terms, or some terms another rarity.

    What it has of terms, weights and ranks is still as it was made.
    """
    total = len(now.urls)
    # Who has a term whose rarity changed is known by other terms now, or by other weights.
    places = np.flatnonzero(np.isin(now.counted, rarer))
    moved |= set((np.searchsorted(now.ends, places, side="right") - 1).tolist())
    if len(moved) > MOST:
        return None
    names = list(now.stems)
    changed = [one for one in sorted(moved) if _put(now, one, _vector(now, one, names))]
    near = np.zeros(total, bool)
    for one in changed:
        alike = _alike(now, one)
        rank(now, one, alike)
        near |= (made.best == one).any(axis=1)
        # And whoever it may be nearer to now than the last of theirs.
        near |= (alike >= LEAST) & (alike + CATEGORY_BONUS >= made.scores[:, -1] - 1e-6)
    near[changed] = False
    for other in np.flatnonzero(near).tolist():
        rank(now, other, _alike(now, other))
    return now


def renewed(
    made: Comparison,
    kinds: Mapping[str, Kind],
    changed: Iterable[Outline],
    links: Mapping[str, Collection[str]],
    gone: Collection[str] = (),
) -> Comparison | None:
    """The comparison of documents now; None if that would take as long as all anew.

    Args:
        made: The comparison as it was.
        kinds: What each document was for it.
        changed: The documents that are others now, or new.
        links: As for `related.compare`.
        gone: The addresses of documents that there were.
    """
    after = {one.url: one for one in changed}
    fresh = after.keys() - set(made.urls)
    now: Comparison | None = made
    if fresh or gone:
        ties = [(made.urls[a], made.urls[b]) for a, b in made.links.tolist()]
        now = relinked(made, [pair for pair in ties if set(gone) & {*pair}], ())
        for url in gone:
            now = now and edited(now, _outline(now, url, kinds[url]), Outline(url, *kinds[url], {}))
        all_kinds = {**kinds, **{url: (after[url].category, after[url].language) for url in fresh}}
        now = now and with_documents(now, all_kinds, {*made.urls, *fresh} - set(gone))
    for url, one in after.items():
        kind = (one.category, one.language) if url in fresh else kinds[url]
        now = now and edited(now, _outline(now, url, kind), one)
    if now is None:
        return None
    made = now
    old = set(zip(*made.links.T.tolist(), strict=True)) if len(made.links) else set()
    new = set(both_ways(links, made.urls))
    urls = made.urls
    cut, tied = ([(urls[a], urls[b]) for a, b in pairs] for pairs in (old - new, new - old))
    return relinked(made, cut, tied) if cut or tied else made


def _outline(made: Comparison, url: str, kind: Kind) -> Outline:
    """A document as it was compared."""
    number, names = made.urls.index(url), list(made.stems)
    span = slice(made.ends[number], made.ends[number + 1])
    pairs = zip(made.counted[span].tolist(), made.times[span].tolist(), strict=True)
    return Outline(url, *kind, {names[term]: times for term, times in pairs})


def relinked(
    made: Comparison, cut: Collection[tuple[str, str]], tied: Collection[tuple[str, str]]
) -> Comparison:
    """The comparison after links changed.

    Args:
        made: The comparison.
        cut: Pairs of documents, by their addresses, neither of which links to the other any more.
        tied: Pairs of which one links to the other now.
    """
    number_of = {url: number for number, url in enumerate(made.urls)}

    def numbers(pairs: Collection[tuple[str, str]]) -> set[tuple[int, int]]:
        known = [(number_of[a], number_of[b]) for a, b in pairs if {a, b} <= number_of.keys()]
        return {pair for a, b in known if a != b for pair in ((a, b), (b, a))}

    before = set(zip(*made.links.T.tolist(), strict=True)) if len(made.links) else set()
    after = (before - numbers(cut)) | numbers(tied)
    links = np.array(sorted(after), np.int32).reshape(-1, 2)
    now = replace(made, links=links, best=made.best.copy(), scores=made.scores.copy())
    for number in sorted({number for number, _ in before ^ after}):
        rank(now, number, _alike(now, number))
    return now


def _with_counts(made: Comparison, number: int, one: Outline) -> Comparison:
    """The same with another document in a place; its arrays are its own."""
    start, end = made.ends[number], made.ends[number + 1]
    terms = np.array([made.stems[stem] for stem in one.counts], np.int32)
    times = np.array(list(one.counts.values()), np.int32)
    counted = np.concatenate([made.counted[:start], terms, made.counted[end:]])
    times = np.concatenate([made.times[:start], times, made.times[end:]])
    ends = made.ends.copy()
    ends[number + 1 :] += len(terms) - (end - start)
    arrays: dict[str, Any] = {name: getattr(made, name).copy() for name in _WRITTEN}
    return replace(made, counted=counted, times=times, ends=ends, **arrays)


def _vector(made: Comparison, number: int, names: Sequence[str]) -> list[tuple[str, float]]:
    span = slice(made.ends[number], made.ends[number + 1])
    pairs = zip(made.counted[span].tolist(), made.times[span].tolist(), strict=True)
    counts = {names[term]: times for term, times in pairs}
    total = len(made.urls)
    rarity = {stem: rarity_of(made.holders[stem], total) for stem in counts}
    return heaviest(counts.items(), rarity)


def _put(made: Comparison, number: int, vector: list[tuple[str, float]]) -> bool:
    """Put the heaviest terms of a document into its row; whether they are others than before."""
    terms, weights = np.full(TERMS, -1, np.int32), np.zeros(TERMS)
    terms[: len(vector)] = [made.stems[stem] for stem, _ in vector]
    weights[: len(vector)] = [weight for _, weight in vector]
    old = made.terms[number], made.weights[number]
    is_same = np.array_equal(old[0], terms) and np.array_equal(old[1], weights)
    made.terms[number], made.weights[number] = terms, weights
    return not is_same


def _alike(made: Comparison, number: int) -> Floats:
    """How like each document is to this one; see `related`."""
    weight_of = np.zeros(len(made.stems) + 1)
    held = made.terms[number] >= 0
    weight_of[made.terms[number][held]] = made.weights[number][held]
    # The last one stands for the terms numbered -1, which are none.
    alike: Floats = (weight_of[made.terms] * made.weights).sum(axis=1)
    return alike
