"""What is measured, as formulas."""

from __future__ import annotations

import math
import os
import subprocess
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

CUT = 10


@dataclass(frozen=True)
class Relevance:
    """How well an engine did on a collection: means over the queries, each 0 to 1."""

    ndcg: float
    recall: float
    zero: float
    queries: int


@dataclass(frozen=True)
class Effort:
    """What a process took: CPU seconds (user and system), and seconds by the clock."""

    cpu: float
    wall: float


def relevance(rankings: Sequence[tuple[Sequence[str], Collection[str]]]) -> Relevance:
    """Over pairs of (articles found, best first; articles that answer).

    nDCG@10 with relevance 0 or 1: Järvelin and Kekäläinen, "Cumulated gain-based evaluation
    of IR techniques", 2002. Recall@10 is the share of the answering articles among the first
    ten; `zero` is the share of queries for which nothing at all was found.
    """
    count = len(rankings)
    return Relevance(
        sum(ndcg(found, relevant) for found, relevant in rankings) / count,
        sum(len({*found[:CUT]} & {*relevant}) / len(relevant) for found, relevant in rankings)
        / count,
        sum(not found for found, _ in rankings) / count,
        count,
    )


def ndcg(found: Sequence[str], relevant: Collection[str]) -> float:
    """nDCG@10 of one ranking."""
    gained = sum(1 / math.log2(n + 2) for n, one in enumerate(found[:CUT]) if one in relevant)
    ideal = sum(1 / math.log2(n + 2) for n in range(min(CUT, len(relevant))))
    return gained / ideal


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def run(command: Sequence[str | Path]) -> Effort:
    """Run a command to its end, with whatever it starts itself.

    Raises:
        RuntimeError: It failed; the message has what it wrote.
    """
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{output.decode(errors='replace')[-2000:]}")
    return Effort(usage.ru_utime + usage.ru_stime, time.perf_counter() - started)
