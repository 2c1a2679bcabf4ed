"""Where the boxes of a graph go: in layers, each below all that lead to it.

The method of Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical
System Structures", 1981: layers by the longest way from the start, a place in every layer for ways
that pass it, and boxes moved towards the middle of those they are joined to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpwright.troubleshooters.page.sweeps import Joined, across, untangle

Pair = tuple[str, str]
Point = tuple[float, float]


@dataclass(frozen=True)
class Size:
    """Of a box, in the units of the drawing."""

    width: float
    height: float


_PASSED = Size(10.0, 0)
"""What a way takes up in a layer that it passes."""


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
    rows, chains, joined = _rows(sizes, layer, down, ways)
    # By number from here on, for there are far more places that ways pass than boxes: the boxes
    # come first, in their order, and a list is faster than a dictionary.
    room = [*sizes.values()]
    room += [_PASSED] * (sum(map(len, rows)) - len(room))
    for pair, chain in chains.items():
        if label := labels.get(pair):
            room[chain[1]] = label
    untangle(rows, joined)
    half = [size.width / 2 for size in room]
    middle = across(rows, half, joined, gaps.across)
    spans = _spans(rows, room, gaps.down)
    every = [n for row in rows for n in row]
    left = min((middle[n] - half[n] for n in every), default=0)
    right = max((middle[n] + half[n] for n in every), default=0)
    centre = [(0.0, 0.0)] * len(room)
    for row, (top, _) in zip(rows, spans, strict=True):
        for n in row:
            centre[n] = middle[n] - left, top + room[n].height / 2
    boxes = {
        name: (centre[n][0] - size.width / 2, spans[layer[name]][0])
        for n, (name, size) in enumerate(sizes.items())
    }
    numbers = [0] * len(room)
    for number, row in enumerate(rows):
        for n in row:
            numbers[n] = number
    points = {pair: _points(chain, centre, room, numbers, spans) for pair, chain in chains.items()}
    placed = {pair: centre[chain[1]] for pair, chain in chains.items()}
    return Layout(boxes, points, placed, right - left, spans[-1][1])


def _points(
    chain: Sequence[int],
    centre: Sequence[Point],
    room: Sequence[Size],
    numbers: Sequence[int],
    spans: Sequence[tuple[float, float]],
) -> tuple[Point, ...]:
    first, last = chain[0], chain[-1]
    is_down = centre[first][1] < centre[last][1]
    down = 0.5 if is_down else -0.5
    through: list[Point] = []
    for n in chain[1:-1]:
        # Straight past the boxes of a layer, so as not to touch them.
        top, bottom = spans[numbers[n]]
        x = centre[n][0]
        through += ((x, top), (x, bottom)) if is_down else ((x, bottom), (x, top))
    begin = (centre[first][0], centre[first][1] + down * room[first].height)
    end = (centre[last][0], centre[last][1] - down * room[last].height)
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
) -> tuple[list[list[int]], dict[Pair, list[int]], Joined]:
    """The numbers in each layer, each way as a chain from layer to layer, and what is joined.

    Boxes have the first numbers, in their order; others hold the place of a way in a layer.
    """
    number = {name: n for n, name in enumerate(sizes)}
    rows: list[list[int]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for name, n in number.items():
        rows[layer[name]].append(n)
    chains: dict[Pair, list[int]] = {}
    joined = Joined.of_boxes(len(number))
    real = [pair for pair in ways if pair[0] != pair[1]]
    for (a, b), pair in zip(down, real, strict=True):
        if pair not in chains:
            above, below = layer[a] + 1, layer[b]
            passed = joined.add_way(number[a], number[b], below - above)
            for n, at in zip(passed, range(above, below), strict=True):
                rows[at].append(n)
            chain = [number[a], *passed, number[b]]
            chains[pair] = chain if pair == (a, b) else chain[::-1]
    return rows, chains, joined


def _spans(
    rows: Sequence[Sequence[int]], room: Sequence[Size], gap: float
) -> list[tuple[float, float]]:
    """The top and the bottom of each layer."""
    spans: list[tuple[float, float]] = []
    at = 0.0
    for row in rows:
        height = max([room[n].height for n in row], default=0)
        spans.append((at, at + height))
        at += height + gap
    return spans
