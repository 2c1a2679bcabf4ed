"""Scenarios for what no scenario tries yet, few and short, ready to paste."""

from __future__ import annotations

import heapq
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from helpwright.troubleshooters.language.values import NOT_SURE
from helpwright.troubleshooters.program.walk import Walk, walk
from helpwright.troubleshooters.proof.coverage import Coverage, Item, covered_by, reader_of
from helpwright.troubleshooters.proof.exploration import Answers, Exploration, Move
from helpwright.troubleshooters.proof.written import scalar

_MANY = 300
_PLAIN = re.compile(r"[A-Za-z][\w (),.'~-]*")


def find(exploration: Exploration, coverage: Coverage) -> list[Answers]:
    """Answers of few short scenarios that cover what is not covered yet.

    In each turn the way that covers most is taken, and of equal ones the shortest.
    """
    ways = list(_ways(exploration, coverage.missing()))
    # What a way adds only gets less, so the best by old counts is recounted until it stays best.
    queue = [(-len(covers), len(answers), n) for n, (answers, covers) in enumerate(ways)]
    heapq.heapify(queue)
    chosen: list[tuple[Answers, frozenset[Item]]] = []
    left = set(coverage.missing())
    while queue and left:
        count, length, number = heapq.heappop(queue)
        adds = len(ways[number][1] & left)
        if -adds > count and queue and (-adds, length, number) > queue[0]:
            heapq.heappush(queue, (-adds, length, number))
        elif adds:
            chosen.append(ways[number])
            left -= ways[number][1]
    times = Counter(item for _, covers in chosen for item in covers)
    needed = []
    for answers, covers in reversed(chosen):
        if any(times[item] == 1 for item in covers):
            needed.append(answers)
        else:
            times.subtract(covers)
    return needed[::-1]


def _ways(
    exploration: Exploration, items: Sequence[Item]
) -> Iterator[tuple[Answers, frozenset[Item]]]:
    """For each item answers that cover it and end, and all that they cover.

    Where there are many, what is on the way to another one needs no way of its own.
    """
    reader = reader_of(exploration.program, exploration.today)
    wanted, seen = frozenset(items), set[Item]()
    moves = [(item, move_to(exploration, item)) for item in items]
    if len(items) > _MANY:
        moves.sort(key=lambda one: one[1].state if one[1] else -1, reverse=True)
    for item, move in moves:
        if len(items) > _MANY and item in seen:
            continue
        answers = exploration.completed(move) if move else {}
        if answers is not None:
            walked = walk(exploration.program, answers, exploration.today)
            if walked.done:
                covers = wanted.intersection(covered_by(reader, walked))
                seen |= covers
                yield answers, covers


def written(exploration: Exploration, scenarios: Iterable[Answers]) -> str:
    """Scenarios as YAML to paste below `scenarios:`."""
    lines: list[str] = []
    titles: Counter[str] = Counter()
    reads_today = '["today"]' in json.dumps(exploration.program)
    for answers in scenarios:
        walked = walk(exploration.program, answers, exploration.today)
        label = exploration.program["outcomes"][walked.at]["label"]
        given = ", ".join(f"{name}: {scalar(value)}" for name, value in answers.items())
        title = _title(label, walked)
        titles[title] += 1
        title += f", {titles[title]}" if titles[title] > 1 else ""
        lines.append(f"  - name: {title if _PLAIN.fullmatch(title) else scalar(title)}")
        lines += [f"    today: {exploration.today}"] if reads_today else []
        lines.append(f"    answers: {{ {given} }}")
        lines.append(f"    expect: {scalar(walked.at)}")
    return "\n".join([*lines, ""]) if lines else ""


def _title(label: str, walked: Walk) -> str:
    if not walked.taken:
        return label
    last = walked.taken[-1]
    value = last.value if isinstance(last.value, list) else [last.value]
    shown = " and ".join(str(one) for one in value) or "none"
    return f"{label} ({last.name} {shown})"


def move_to(exploration: Exploration, item: Item) -> Move | None:
    """The first move that covers something; None if nothing has to be answered for it."""
    kind, *rest = item
    if kind == "outcomes":
        return exploration.arrivals[exploration.first[rest[0]]]
    if kind == "rows":
        return exploration.rows[rest[0], int(rest[1])]
    found = exploration.options if kind == "options" else exploration.ways
    return found[rest[0], kind if kind == NOT_SURE else rest[1]]
