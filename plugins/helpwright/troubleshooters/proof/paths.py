"""The ways through a troubleshooter that stand for all: each last step before each end."""

from __future__ import annotations

from dataclasses import dataclass

from helpwright.troubleshooters.program.walk import walk
from helpwright.troubleshooters.proof.exploration import Answers, Exploration

MOST = 500


@dataclass(frozen=True)
class Path:
    """A way to an outcome: the answers, the steps, and by which way out of the last one."""

    outcome: str
    way: str
    answers: Answers
    steps: tuple[str, ...]


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
