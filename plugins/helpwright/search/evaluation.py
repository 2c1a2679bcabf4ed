"""How well search answers a list of queries, and whether better or worse than in another run.

For a query with grades g (1 to 3) of the pages expected, and their ranks r among the first ten:

    nDCG@10     sum of g / log2(1 + r), over the same sum for the best order there is
                (Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", ACM
                TOIS 20(4), 2002; with the discount log2(1 + r) from the first rank on)
    MRR@10      1 / the rank of the first page expected, 0 without one
                (Voorhees, "The TREC-8 Question Answering Track Report", 1999)
    Recall@10   the share of the pages expected that are among the first ten
    Success@k   1 if a page expected is among the first k, else 0

A figure of a run is the mean over its queries. Its interval is the 2.5th to 97.5th percentile of
that mean over resamples of the queries, and that of a difference resamples the queries' own
differences (paired bootstrap; Efron and Tibshirani, "An Introduction to the Bootstrap", 1993;
Sakai, "Evaluating Evaluation Metrics Based on the Bootstrap", SIGIR 2006).
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

DEPTH = 10
SEED = 7
RESAMPLES = 2000
# With fewer, an interval would say more about the few queries than about search.
FEWEST_QUERIES = 10
FIGURES = ("ndcg", "mrr", "recall", "success_1", "success_3", "zero_results")

Key = tuple[str, str, bool]
"""Which query: its text, its language, and whether it was asked with a typo."""


@dataclass(frozen=True)
class Outcome:
    """What search made of one query.

    `grades` are the pages expected; none says that nothing fits. `ranks` are those of them found
    among the first `DEPTH`, from 1. `answered` counts the pages with every word of the query,
    `total` all pages found. `asked` is what was typed, if with a typo.
    """

    query: str
    grades: Mapping[str, int]
    ranks: Mapping[str, int]
    total: int
    answered: int = 0
    language: str = ""
    asked: str = ""

    @property
    def key(self) -> Key:
        """Which query this is, in any run."""
        return self.query, self.language, bool(self.asked)

    def asks_the_same(self, other: Outcome) -> bool:
        """Whether another run's outcome can be compared with this one."""
        return self.asked == other.asked and self.grades.keys() == other.grades.keys()

    @property
    def rank(self) -> int | None:
        """The rank of the first page expected."""
        return min(self.ranks.values(), default=None)

    @property
    def is_right(self) -> bool:
        """Whether a page expected was found; if nothing fits, that no page has all the words."""
        return bool(self.ranks) if self.grades else not self.answered


@dataclass(frozen=True)
class Interval:
    """A mean with its 95 % interval, which is None for too few queries."""

    value: float
    bounds: tuple[float, float] | None


@dataclass(frozen=True)
class Figures:
    """The figures of some queries: those that expect a page, and how many expect none.

    `rightly_none` counts the queries of the latter that no page answered with all their words.
    """

    queries: int
    expect_none: int
    rightly_none: int
    means: Mapping[str, Interval]


@dataclass(frozen=True)
class Moved:
    """A query whose pages have other ranks than before. Ranks are None beyond the first ten."""

    before: Outcome
    after: Outcome

    @property
    def is_lost(self) -> bool:
        """Whether it was answered before and no longer is."""
        return self.before.is_right and not self.after.is_right

    @property
    def gain(self) -> float:
        """How much nDCG@10 the query gained; for one that nothing fits, 1, 0 or -1."""
        if not self.after.grades:
            return float(self.after.is_right) - float(self.before.is_right)
        return figures_of(self.after)["ndcg"] - figures_of(self.before)["ndcg"]


@dataclass(frozen=True)
class Comparison:
    """What changed between two runs, over the queries that both have and expect the same of.

    `before` are the figures then, `differences` those now less those then, with intervals of the
    differences. `added` are queries without a counterpart, `removed` those only of the other run,
    and `changed` expect other pages than they did.
    """

    queries: int
    before: Mapping[str, float]
    differences: Mapping[str, Interval]
    moved: tuple[Moved, ...] = ()
    added: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()
    changed: tuple[Key, ...] = ()

    @property
    def lost(self) -> tuple[Moved, ...]:
        """Queries that were answered before and no longer are."""
        return tuple(moved for moved in self.moved if moved.is_lost)

    def has_fallen(self, tolerance: float) -> bool:
        """Whether nDCG@10 fell by more than this."""
        return bool(self.queries) and -self.differences["ndcg"].value > tolerance + 1e-9


def ndcg(grades: Mapping[str, int], ranks: Mapping[str, int]) -> float:
    """Normalized discounted cumulated gain at 10; 0 if no page is expected."""
    ideal = sorted(grades.values(), reverse=True)[:DEPTH]
    best = sum(grade / math.log2(1 + rank) for rank, grade in enumerate(ideal, 1))
    gained = sum(grades[name] / math.log2(1 + rank) for name, rank in ranks.items())
    return gained / best if best else 0.0


def figures_of(outcome: Outcome) -> dict[str, float]:
    """The figures of one query that expects a page."""
    rank = outcome.rank
    return {
        "ndcg": ndcg(outcome.grades, outcome.ranks),
        "mrr": 1 / rank if rank else 0.0,
        "recall": len(outcome.ranks) / len(outcome.grades),
        "success_1": float(rank == 1),
        "success_3": float(rank is not None and rank <= 3),
        "zero_results": float(outcome.total == 0),
    }


def summarize(outcomes: Iterable[Outcome], *, seed: int = SEED) -> Figures:
    """The figures of a run, or of some of its queries."""
    every = list(outcomes)
    rows = [figures_of(outcome) for outcome in every if outcome.grades]
    none = [outcome for outcome in every if not outcome.grades]
    means = {name: interval([row[name] for row in rows], seed=seed) for name in FIGURES if rows}
    return Figures(len(rows), len(none), sum(outcome.is_right for outcome in none), means)


def compare(before: Iterable[Outcome], after: Iterable[Outcome], *, seed: int = SEED) -> Comparison:
    """What changed from one run to another.

    Grades are taken from the later run, so that a changed grade is no change of search.
    """
    old = {outcome.key: outcome for outcome in before}
    new = {outcome.key: outcome for outcome in after}
    pairs: list[Moved] = []
    changed: list[Key] = []
    for key, outcome in new.items():
        if key in old and old[key].asks_the_same(outcome):
            pairs.append(Moved(replace(old[key], grades=outcome.grades), outcome))
        elif key in old:
            changed.append(key)
    rows = [
        (figures_of(pair.before), figures_of(pair.after)) for pair in pairs if pair.after.grades
    ]
    return Comparison(
        queries=len(rows),
        before={name: _mean([then[name] for then, _ in rows]) for name in FIGURES if rows},
        differences={
            name: interval([now[name] - then[name] for then, now in rows], seed=seed)
            for name in FIGURES
            if rows
        },
        moved=tuple(
            sorted((p for p in pairs if _has_moved(p)), key=lambda p: (p.gain, p.after.key))
        ),
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
        changed=tuple(changed),
    )


def interval(values: Sequence[float], *, seed: int = SEED) -> Interval:
    """The mean of values and its 95 % bootstrap interval.

    Args:
        values: One for each query, at least one.
        seed: The same seed gives the same interval.
    """
    mean = _mean(values)
    if len(values) < FEWEST_QUERIES:
        return Interval(mean, None)
    chance = random.Random(seed)
    count = len(values)
    means = sorted(math.fsum(chance.choices(values, k=count)) / count for _ in range(RESAMPLES))
    cut = RESAMPLES * 25 // 1000
    return Interval(mean, (means[cut], means[-cut - 1]))


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _has_moved(pair: Moved) -> bool:
    if not pair.after.grades:
        return pair.before.is_right != pair.after.is_right
    return dict(pair.before.ranks) != dict(pair.after.ranks)
