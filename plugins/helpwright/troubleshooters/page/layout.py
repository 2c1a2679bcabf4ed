"""Where the boxes of a graph go: in layers, each below all that lead to it.

The method of Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical
System Structures", 1981: layers by the longest way from the start, a place in every layer for ways
that pass it, and boxes moved towards the middle of those they are joined to.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[str, str]
Point = tuple[float, float]

_SWEEPS = 8
_MANY = 600
"""From so many places on, there are half as many sweeps; nobody sees the difference."""

_PASSING = 10.0


@dataclass(frozen=True)
class Size:
    """Of a box, in the units of the drawing."""

    width: float
    height: float


@dataclass(frozen=True)
class Gaps:
    """Between neighbours in a layer, and between layers."""

    across: float
    down: float


@dataclass(frozen=True)
class Layout:
    """The top left corner of each box; for each way its points, and the middle of its label."""

    boxes: Mapping[str, Point]
    ways: Mapping[Pair, tuple[Point, ...]]
    labels: Mapping[Pair, Point]
    width: float
    height: float


def arrange(
    start: str,
    sizes: Mapping[str, Size],
    ways: Sequence[Pair],
    labels: Mapping[Pair, Size],
    gaps: Gaps,
) -> Layout:
    """Arrange boxes; ways that lead back up go up at the side of what they pass.

    Every second layer is for labels, so that none of them lies on another or on a box.
    """
    down = _without_circles(start, sizes, ways)
    layer = _layers(sizes, down)
    rows, chains = _rows(sizes, layer, down, ways)
    room = dict(sizes)
    for pair, chain in chains.items():
        room |= dict.fromkeys(chain[1:-1], Size(_PASSING, 0))
        room[chain[1]] = labels.get(pair, Size(_PASSING, 0))
    neighbours = _neighbours(chains)
    _untangle(rows, neighbours)
    middle = _across(rows, room, neighbours, gaps.across)
    spans = _spans(rows, room, gaps.down)
    left = min((middle[name] - room[name].width / 2 for row in rows for name in row), default=0)
    right = max((middle[name] + room[name].width / 2 for row in rows for name in row), default=0)
    centre = {
        name: (middle[name] - left, spans[number][0] + room[name].height / 2)
        for number, row in enumerate(rows)
        for name in row
    }
    boxes = {
        name: (centre[name][0] - size.width / 2, spans[layer[name]][0])
        for name, size in sizes.items()
    }
    points = {pair: _points(chain, centre, sizes, spans) for pair, chain in chains.items()}
    placed = {pair: centre[chain[1]] for pair, chain in chains.items()}
    return Layout(boxes, points, placed, right - left, spans[-1][1])


def _points(
    chain: Sequence[str],
    centre: Mapping[str, Point],
    sizes: Mapping[str, Size],
    spans: Sequence[tuple[float, float]],
) -> tuple[Point, ...]:
    first, last = chain[0], chain[-1]
    down = 0.5 if centre[first][1] < centre[last][1] else -0.5
    through: list[Point] = []
    for name in chain[1:-1]:
        # Straight past the boxes of a layer, so as not to touch them.
        top, bottom = spans[int(name.split(" ")[0])]
        x = centre[name][0]
        through += [(x, top), (x, bottom)] if down > 0 else [(x, bottom), (x, top)]
    begin = (centre[first][0], centre[first][1] + down * sizes[first].height)
    end = (centre[last][0], centre[last][1] - down * sizes[last].height)
    return begin, *through, end


def _without_circles(start: str, sizes: Mapping[str, Size], ways: Sequence[Pair]) -> list[Pair]:
    """The ways, those that close a circle turned round."""
    leaving: dict[str, list[str]] = defaultdict(list)
    for a, b in ways:
        leaving[a].append(b)
    done: set[str] = set()
    open_: set[str] = set()
    back: set[Pair] = set()
    for root in (start, *sizes):
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            name, left = stack.pop()
            if left:
                open_.discard(name)
                done.add(name)
            elif name not in done and name not in open_:
                open_.add(name)
                stack.append((name, True))
                back |= {(name, to) for to in leaving[name] if to in open_}
                stack += [(to, False) for to in reversed(leaving[name]) if to not in open_]
    return [(b, a) if (a, b) in back else (a, b) for a, b in ways if a != b]


def _layers(sizes: Mapping[str, Size], down: Sequence[Pair]) -> dict[str, int]:
    """The number of each box's layer, an even one: the longest way to it."""
    waiting = dict.fromkeys(sizes, 0)
    leaving: dict[str, list[str]] = defaultdict(list)
    for a, b in down:
        waiting[b] += 1
        leaving[a].append(b)
    layer = dict.fromkeys(sizes, 0)
    ready = [name for name, count in waiting.items() if not count]
    while ready:
        name = ready.pop()
        for to in leaving[name]:
            layer[to] = max(layer[to], layer[name] + 2)
            waiting[to] -= 1
            if not waiting[to]:
                ready.append(to)
    return layer


def _rows(
    sizes: Mapping[str, Size], layer: Mapping[str, int], down: Sequence[Pair], ways: Sequence[Pair]
) -> tuple[list[list[str]], dict[Pair, list[str]]]:
    """The names in each layer, and each way as a chain of neighbours from layer to layer.

    A name such as "3 a b" holds the place of the way from a to b in layer 3.
    """
    rows: list[list[str]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for name in sizes:
        rows[layer[name]].append(name)
    chains: dict[Pair, list[str]] = {}
    real = [pair for pair in ways if pair[0] != pair[1]]
    for (a, b), pair in zip(down, real, strict=True):
        passing = [f"{number} {pair[0]} {pair[1]}" for number in range(layer[a] + 1, layer[b])]
        chain = [a, *passing, b]
        if pair not in chains:
            for name in passing:
                rows[int(name.split(" ")[0])].append(name)
            chains[pair] = chain if pair == (a, b) else chain[::-1]
    return rows, chains


def _neighbours(chains: Mapping[Pair, Sequence[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for chain in chains.values():
        for a, b in pairwise(chain):
            found[a].append(b)
            found[b].append(a)
    return found


def _untangle(rows: list[list[str]], neighbours: Mapping[str, Sequence[str]]) -> None:
    """Sort each layer by the middle of what its boxes are joined to in the layer beside it."""
    layer = {name: number for number, row in enumerate(rows) for name in row}
    place: dict[str, float] = {name: n for row in rows for n, name in enumerate(row)}
    above, below = (
        {
            name: [one for one in neighbours.get(name, ()) if layer[one] == at + step]
            for name, at in layer.items()
        }
        for step in (-1, 1)
    )
    unchanged = 0
    for sweep in range(_sweeps(layer)):
        is_down = sweep % 2 == 0
        beside = above if is_down else below
        unchanged += 1
        for number in range(1, len(rows)) if is_down else range(len(rows) - 2, -1, -1):
            middles = []
            for name in rows[number]:
                found = beside[name]
                if len(found) == 1:
                    middles.append(place[found[0]])
                elif found:
                    middles.append(sum([place[one] for one in found]) / len(found))
                else:
                    middles.append(place[name])
            if any(one > other for one, other in pairwise(middles)):
                order = sorted(range(len(middles)), key=middles.__getitem__)
                rows[number] = [rows[number][n] for n in order]
                place.update((name, n) for n, name in enumerate(rows[number]))
                unchanged = 0
        if unchanged == 2:
            return


def _sweeps(places: Collection[str]) -> int:
    return _SWEEPS if len(places) < _MANY else _SWEEPS // 2


def _across(
    rows: Sequence[Sequence[str]],
    room: Mapping[str, Size],
    neighbours: Mapping[str, Sequence[str]],
    gap: float,
) -> dict[str, float]:
    """The middle of each box: near its neighbours, without touching those beside it."""
    names = [name for row in rows for name in row]
    number = {name: n for n, name in enumerate(names)}
    half = [room[name].width / 2 for name in names]
    joined = [[number[one] for one in neighbours.get(name, ())] for name in names]
    middle = [0.0] * len(names)
    layers: list[tuple[range, list[float]]] = []
    end = 0
    for row in rows:
        layer = range(end, end + len(row))
        end = layer.stop
        apart = [half[n - 1] + gap + half[n] if n > layer.start else 0.0 for n in layer]
        layers.append((layer, apart))
        at = (half[layer[0]] - half[layer[-1]] - sum(apart)) / 2 if row else 0.0
        for n, room_before in zip(layer, apart, strict=True):
            at += room_before
            middle[n] = at
    for sweep in range(_sweeps(names)):
        for layer, apart in layers if sweep % 2 == 0 else reversed(layers):
            wanted = []
            for n in layer:
                beside = joined[n]
                count = len(beside)
                if count == 2:
                    wanted.append((middle[beside[0]] + middle[beside[1]]) / 2)
                elif count:
                    wanted.append(sum([middle[one] for one in beside]) / count)
                else:
                    wanted.append(middle[n])
            middle[layer.start : layer.stop] = _placed(wanted, apart)
    return dict(zip(names, middle, strict=True))


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


def _spans(
    rows: Sequence[Sequence[str]], room: Mapping[str, Size], gap: float
) -> list[tuple[float, float]]:
    """The top and the bottom of each layer."""
    spans: list[tuple[float, float]] = []
    at = 0.0
    for row in rows:
        height = max((room[name].height for name in row), default=0)
        spans.append((at, at + height))
        at += height + gap
    return spans
