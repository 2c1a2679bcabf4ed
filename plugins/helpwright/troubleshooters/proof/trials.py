"""The answers to try at a step: around each value at which a condition tips, and at its ends."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpwright.troubleshooters.language.dates import date_of, shifted
from helpwright.troubleshooters.language.values import NOT_SURE, Context, decimals_of, fault
from helpwright.troubleshooters.proof.atoms import Json
from helpwright.troubleshooters.proof.thresholds import Solver
from helpwright.troubleshooters.source.texts import examples

_MOST_SUBSETS = 6
_MOST = 1e12


def tried_at(
    step: Mapping[str, Any], cores: Sequence[Json], about: Mapping[str, Sequence[Json]], today: str
) -> Iterator[Json]:
    """The values worth trying at a step.

    Args:
        step: The compiled step.
        cores: The values around which something changes; of a choice its options.
        about: The comparisons about each name.
        today: The date that expressions see.
    """
    if step["kind"] == "try":
        yield from ("not_fixed", "fixed")
        return
    kind, options = step["type"], [option["id"] for option in step.get("options", ())]
    if kind in ("choice", "yes_no", "lookup"):
        yield from options
    elif kind == "multi":
        yield from _subsets(options, cores, about[step["name"]])
    else:
        bounds = Solver(today, {}, {})
        ends = [one for key in ("min", "max") for one in bounds.possible(step.get(key))]
        if kind == "date":
            found = _dates([*cores, *ends, today])
        elif kind == "text":
            found = examples(step, [one for one in cores if isinstance(one, str)])
        else:
            found = _numbers([*cores, *ends], decimals_of(step))
        context = Context({}, today)
        # A bound that reads other answers can only be tested on the way.
        alone = {key: value for key, value in step.items() if key not in ("min", "max", "check")}
        yield from (one for one in dict.fromkeys(found) if not fault(alone, one, context))
    if NOT_SURE in step:
        yield NOT_SURE


def _numbers(cores: Sequence[Json], decimals: int) -> Iterator[Json]:
    step = 10.0**-decimals
    for core in [*(one for one in cores if abs(one) < _MOST), 0, 1]:
        scaled = core / step
        exact = abs(scaled - round(scaled)) < 1e-6
        near = (0, -1, 1) if exact else (0, 1, -1, 2)
        base = round(scaled) if exact else math.floor(scaled)
        for offset in near:
            value = round((base + offset) * step, decimals)
            yield int(value) if value == int(value) else value


def _dates(cores: Sequence[Json]) -> Iterator[str]:
    for core in cores:
        day = date_of(core)
        for offset in (0, -1, 1) if day else ():
            near = shifted(day, offset, "days") if day else None
            if near:
                yield near


def _subsets(
    options: Sequence[str], cores: Sequence[Json], about: Sequence[Json]
) -> Iterator[tuple[str, ...]]:
    """All subsets of up to six options; of more, those that a condition could single out."""
    if len(options) <= _MOST_SUBSETS:
        for size in range(len(options) + 1):
            yield from itertools.combinations(options, size)
        return
    named = {str(one) for atom in about for one in _literals(atom)} & set(options)
    yield ()
    yield from ((one,) for one in options)
    yield tuple(options)
    yield from (tuple(one for one in options if one != left) for left in options)
    for size in range(2, len(options) - 1):
        yield tuple(options[:size])
    chosen = [one for one in options if one in named][:_MOST_SUBSETS]
    for size in range(2, len(chosen) + 1):
        yield from itertools.combinations(chosen, size)


def _literals(expr: Json) -> Iterator[Json]:
    stack = [expr]
    while stack:
        one = stack.pop()
        if isinstance(one, list):
            stack += one
        else:
            yield one
