"""Sweeps over the layers of a graph: what stands in which order in each, and where.

Places are numbers here: first those of the boxes, then those that ways hold in the layers they
pass. There are far more of these, and each is joined to one place above and one below it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 8
_MANY = 600
"""From so many places on, there are half as many sweeps; nobody sees the difference."""


@dataclass(frozen=True)
class Joined:
    """What each place is joined to.

    Attributes:
        boxes: How many boxes there are.
        up: For each place the only one above that it is joined to; -1 if it has none or several.
        down: The same below.
        above: For each box, all places above.
        below: For each box, all places below.
        beside: For each box, all of both, in the order of the ways.
    """

    boxes: int
    up: list[int]
    down: list[int]
    above: list[list[int]]
    below: list[list[int]]
    beside: list[list[int]]

    @classmethod
    def of_boxes(cls, count: int) -> Joined:
        """Boxes to which no way leads yet."""
        above: list[list[int]] = [[] for _ in range(count)]
        below: list[list[int]] = [[] for _ in range(count)]
        beside: list[list[int]] = [[] for _ in range(count)]
        return cls(count, [-1] * count, [-1] * count, above, below, beside)

    def add_way(self, top: int, bottom: int, layers: int) -> range:
        """The places of a way between two boxes, which passes at least one layer, from the top."""
        first = len(self.up)
        last = first + layers - 1
        self.up.extend((top, *range(first, last)))
        self.down.extend((*range(first + 1, last + 1), bottom))
        self.below[top].append(first)
        self.above[bottom].append(last)
        self.down[top] = first if len(self.below[top]) == 1 else -1
        self.up[bottom] = last if len(self.above[bottom]) == 1 else -1
        self.beside[top].append(first)
        self.beside[bottom].append(last)
        return range(first, last + 1)


def untangle(rows: list[list[int]], joined: Joined) -> None:
    """Sort each layer by the middle of what its boxes are joined to in the layer beside it."""
    place: list[float] = [0] * len(joined.up)
    for row in rows:
        for n, one in enumerate(row):
            place[one] = n
    unchanged = 0
    for sweep in range(_sweeps(len(place))):
        is_down = sweep % 2 == 0
        only, several = (joined.up, joined.above) if is_down else (joined.down, joined.below)
        unchanged += 1
        for number in range(1, len(rows)) if is_down else range(len(rows) - 2, -1, -1):
            row = rows[number]
            middles = [place[only[one]] for one in row]
            # Boxes stand in every second layer.
            for n, one in enumerate(row) if number % 2 == 0 else ():
                if only[one] < 0:
                    places = [place[other] for other in several[one]]
                    middles[n] = sum(places) / len(places) if places else place[one]
            # Sorting what is sorted takes less time than looking whether it is.
            if sorted(middles) != middles:
                order = sorted(range(len(middles)), key=middles.__getitem__)
                rows[number] = row = [row[n] for n in order]
                for n, one in enumerate(row):
                    place[one] = n
                unchanged = 0
        if unchanged == 2:
            return


def _sweeps(places: int) -> int:
    return _SWEEPS if places < _MANY else _SWEEPS // 2


def across(
    rows: Sequence[Sequence[int]], half: Sequence[float], joined: Joined, gap: float
) -> list[float]:
    """The middle of each place: near what it is joined to, without touching those beside it.

    Args:
        rows: The places of each layer, from the left.
        half: Half the width of each place.
        joined: What they are joined to.
        gap: Between neighbours in a layer.
    """
    # From left to right and from top to bottom, so that a layer is a slice of what is known.
    order = [one for row in rows for one in row]
    at = [0] * len(order)
    for n, one in enumerate(order):
        at[one] = n
    pairs = [(at[up], at[down]) for up, down in zip(joined.up, joined.down, strict=True)]
    middle: list[float] = []
    layers: list[tuple[slice, list[float], list[tuple[int, int]], dict[int, list[int]]]] = []
    for number, row in enumerate(rows):
        apart = [half[a] + gap + half[b] for a, b in pairwise(row)]
        apart = [0.0, *apart] if row else []
        here = (half[row[0]] - half[row[-1]] - sum(apart)) / 2 if row else 0.0
        begin = len(middle)
        for room_before in apart:
            here += room_before
            middle.append(here)
        boxes = {
            n: [at[other] for other in joined.beside[one]] or [at[one]]
            for n, one in enumerate(row if number % 2 == 0 else ())
            if one < joined.boxes
        }
        layers.append((slice(begin, len(middle)), apart, [pairs[one] for one in row], boxes))
    for sweep in range(_sweeps(len(order))):
        for layer, apart, between, boxes in layers if sweep % 2 == 0 else reversed(layers):
            wanted = [(middle[a] + middle[b]) / 2 for a, b in between]
            for n, beside in boxes.items():
                wanted[n] = sum([middle[one] for one in beside]) / len(beside)
            middle[layer] = _placed(wanted, apart)
    return [middle[n] for n in at]


def _placed(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """The wanted places of a layer's boxes, or the mean of two passes that make room.

    `apart` is how far the middle of each box is at least from that of the one before it.
    """
    right: list[float] = []
    at = -math.inf
    for want, room in zip(wanted, apart, strict=True):
        at += room
        if want > at:
            at = want
        right.append(at)
    found: list[float] = []
    at, room_after = math.inf, 0.0
    for want, room, most in zip(reversed(wanted), reversed(apart), reversed(right), strict=True):
        at -= room_after
        if want < at:
            at = want
        found.append((at + most) / 2)
        room_after = room
    return found[::-1]
