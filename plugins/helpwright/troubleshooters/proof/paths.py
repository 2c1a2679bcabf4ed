"""The ways through a troubleshooter that stand for all: each last step before each end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpwright.troubleshooters.program.walk import walk
from helpwright.troubleshooters.proof.connections import ways
from helpwright.troubleshooters.proof.exploration import Answers, Exploration

MOST = 500


@dataclass(frozen=True)
class Path:
    """A way to an outcome: the answers, the steps, and by which way out of the last one."""

    outcome: str
    way: str
    answers: Answers
    steps: tuple[str, ...]


def count(program: Mapping[str, Any]) -> int:
    """How many paths lead from the start to an end, each taking other ways or going on elsewhere.

    Ways back (`again`) are not gone; an outcome that did not help is an end, and goes on as well.
    """
    after = {
        node: [to for _, to, most in ways(program, node) if not most]
        for node in (*program["steps"], *program["outcomes"])
    }
    found: dict[str, int] = {}
    # In a circle, which is a mistake, what has begun counts as nothing.
    begun: set[str] = set()
    stack = [str(program["start"])]
    while stack:
        node = stack[-1]
        following = [to for to in after.get(node, ()) if to in after]
        if node not in begun:
            begun.add(node)
            stack += [to for to in following if to not in begun]
            continue
        stack.pop()
        is_end = node in program["outcomes"]
        found.setdefault(node, is_end + sum(found.get(to, 0) for to in following))
    return found.get(str(program["start"]), 0)


def find(exploration: Exploration, *, most: int = MOST) -> list[Path]:
    """The shortest way to each outcome by each rule, option or other way that leads to it.

    In the order of the outcomes in the file, the shortest first; no more than `most`.
    """
    found: list[Path] = []
    for outcome in exploration.program["outcomes"]:
        paths: list[Path] = []
        for move in exploration.ways_to(outcome):
            answers = exploration.answers(move)
            walked = walk(exploration.program, answers, exploration.today)
            paths.append(Path(outcome, move.way, answers, walked.path))
        found += sorted(paths, key=lambda path: (len(path.answers), path.steps, path.way))
    return found[:most]
