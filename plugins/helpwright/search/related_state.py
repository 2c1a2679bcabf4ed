"""A comparison that is kept, and what an edit to one document does to it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from helpwright.search.related import (
    CATEGORY_BONUS,
    LEAST,
    Comparison,
    Floats,
    Outline,
    heaviest,
    rank,
    rarity_of,
)

_ARRAYS = ("terms", "weights", "kinds", "links", "best", "scores")


def dumps(made: Comparison) -> bytes:
    """A comparison as bytes."""
    words = {"urls": made.urls, "holders": made.holders, "stems": list(made.stems)}
    text = json.dumps(words, ensure_ascii=False).encode("utf-8", "surrogatepass")
    arrays: dict[str, Any] = {name: getattr(made, name) for name in _ARRAYS}
    buffer = io.BytesIO()
    np.savez(buffer, words=np.frombuffer(text, np.uint8), **arrays)
    return buffer.getvalue()


def loads(data: bytes) -> Comparison:
    """A comparison from its bytes.

    Raises:
        ValueError: they are none.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            words = json.loads(kept["words"].tobytes().decode("utf-8", "surrogatepass"))
            stems = {stem: number for number, stem in enumerate(words["stems"])}
            arrays = {name: kept[name] for name in _ARRAYS}
        return Comparison(
            urls=tuple(words["urls"]), holders=words["holders"], stems=stems, **arrays
        )
    except Exception as error:  # a damaged archive fails in many ways
        raise ValueError(str(error)) from error


def edited(made: Comparison, before: Outline, after: Outline) -> Comparison | None:
    """The comparison after one document changed; None if any document's related ones change.

    `before` and `after` are the document as it was and as it is.
    """
    total = len(made.urls)
    if before.url not in made.urls or (before.category, before.language) != (
        after.category,
        after.language,
    ):
        return None
    number = made.urls.index(before.url)
    holders = dict(made.holders)
    for stem in before.counts.keys() ^ after.counts.keys():
        old = holders.get(stem, 0)
        new = old + (1 if stem in after.counts else -1)
        # If others have it, their weights would change with its rarity.
        if max(old, new) > 1 and rarity_of(max(old, 1), total) != rarity_of(max(new, 1), total):
            return None
        if new:
            holders[stem] = new
        else:
            del holders[stem]
    new_vector = _vector(after, holders, total)
    if new_vector == _vector(before, made.holders, total):
        return replace(made, holders=holders)
    now = _copied(made, holders)
    _put(now, number, new_vector)
    alike = _alike(now, number)
    rank(now, number, alike)
    near = (made.best == number).any(axis=1)
    # And whoever it may be nearer to now than the last of theirs.
    near |= (alike >= LEAST) & (alike + CATEGORY_BONUS >= made.scores[:, -1] - 1e-6)
    near[number] = False
    for other in np.flatnonzero(near).tolist():
        rank(now, other, _alike(now, other))
    shown = slice(None), slice(None, -1)
    return now if np.array_equal(now.best[shown], made.best[shown]) else None


def _vector(one: Outline, holders: Mapping[str, int], total: int) -> list[tuple[str, float]]:
    rarity = {stem: rarity_of(holders.get(stem, 1), total) for stem in one.counts}
    return heaviest(one.counts, rarity)


def _copied(made: Comparison, holders: dict[str, int]) -> Comparison:
    arrays: dict[str, Any] = {name: getattr(made, name).copy() for name in _ARRAYS}
    return replace(made, holders=holders, stems=dict(made.stems), **arrays)


def _put(made: Comparison, number: int, vector: list[tuple[str, float]]) -> None:
    made.terms[number], made.weights[number] = -1, 0
    terms = [made.stems.setdefault(stem, len(made.stems)) for stem, _ in vector]
    made.terms[number, : len(vector)] = terms
    made.weights[number, : len(vector)] = [weight for _, weight in vector]


def _alike(made: Comparison, number: int) -> Floats:
    """How like each document is to this one; see `related`."""
    weight_of = np.zeros(len(made.stems) + 1)
    held = made.terms[number] >= 0
    weight_of[made.terms[number][held]] = made.weights[number][held]
    # The last one stands for the terms numbered -1, which are none.
    alike: Floats = (weight_of[made.terms] * made.weights).sum(axis=1)
    return alike
