"""What an evaluation of search comes to: figures by group, what moved, and what is worse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from helpwright.errors import Finding, Place, Severity
from helpwright.search.evaluation import Comparison, Figures, Outcome, compare, summarize

_HINT = "look at what comes first now; if it is right so, accept this run with --save"


@dataclass(frozen=True)
class Asked:
    """An outcome with the place of its query, and the URL of the first result."""

    outcome: Outcome
    place: Place
    first: str


@dataclass(frozen=True)
class Group:
    """Some of the queries, as they were typed or with a typo in each."""

    name: str
    figures: Figures
    comparison: Comparison | None = None


@dataclass(frozen=True)
class Report:
    """All of it. The first group is every query as typed; `typos`, if asked for, the other."""

    asked: Sequence[Asked]
    whole: Group
    typos: Group | None
    languages: Sequence[Group]
    findings: Sequence[Finding]
    seed: int
    has_stored: bool
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)


def build(
    asked: Sequence[Asked],
    before: Iterable[Outcome] | None,
    place: Place,
    *,
    tolerance: float,
    seed: int,
    may_fall: bool,
    findings: Sequence[Finding],
) -> Report:
    """The report of a run.

    Args:
        asked: What was asked.
        before: The stored run, if there is one.
        place: The list of queries.
        tolerance: By how much nDCG@10 may fall.
        seed: For the intervals.
        may_fall: Whether a fall is none to complain about.
        findings: What is wrong with the list.
    """
    old = None if before is None else list(before)
    now = [one.outcome for one in asked]
    whole = _group("All queries", now, old, typo=False, seed=seed)
    with_typo = [outcome for outcome in now if outcome.asked]
    typos = _group("With one typo", now, old, typo=True, seed=seed) if with_typo else None
    codes = sorted({outcome.language for outcome in now})
    languages = [
        _group(
            code or "no language",
            [o for o in now if o.language == code],
            None,
            typo=False,
            seed=seed,
        )
        for code in codes
        if len(codes) > 1
    ]
    places = {one.outcome.key[:2]: one.place for one in asked}
    worse: list[Finding] = []
    if not may_fall:
        worse = [*_lost(whole, places), *_fallen(whole, place, tolerance)]
        worse += _fallen(typos, place, tolerance) if typos else []
    return Report(
        asked, whole, typos, languages, [*findings, *worse], seed, old is not None, places
    )


def _group(
    name: str,
    now: Sequence[Outcome],
    before: Sequence[Outcome] | None,
    *,
    typo: bool,
    seed: int,
) -> Group:
    chosen = [outcome for outcome in now if bool(outcome.asked) is typo]
    comparison = None
    if before is not None:
        old = [outcome for outcome in before if bool(outcome.asked) is typo]
        comparison = compare(old, chosen, seed=seed)
    return Group(name, summarize(chosen, seed=seed), comparison)


def _lost(group: Group, places: Mapping[tuple[str, str], Place]) -> Iterable[Finding]:
    for moved in group.comparison.lost if group.comparison else ():
        rank = moved.before.rank
        message = f'"{moved.after.query}" was answered on rank {rank}, now not in the first ten'
        if not moved.after.grades:
            message = f'nothing fits "{moved.after.query}", but a page now has all its words'
        place = places[moved.after.key[:2]]
        yield Finding(place, "search-fell", message, _HINT, Severity.ERROR)


def _fallen(group: Group, place: Place, tolerance: float) -> Iterable[Finding]:
    if group.comparison is not None and group.comparison.has_fallen(tolerance):
        then = group.comparison.before["ndcg"]
        now = then + group.comparison.differences["ndcg"].value
        message = (
            f"{group.name.lower()}: nDCG@10 fell from {then:.3f} to {now:.3f}, "
            f"by more than {tolerance:g}"
        )
        yield Finding(place, "search-fell", message, _HINT, Severity.ERROR)
