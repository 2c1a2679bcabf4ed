"""Studies of many articles, and of whatever counts: the mean, chance findings, and no surprises."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from math import isfinite
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpwright.deflection.effect import Publication, Verdict, estimate_effects

from .counts import day, weekly


def many(
    ratio: float, *, articles: int = 12, seed: int = 4
) -> tuple[np.ndarray, list[Publication]]:
    """A help center with many articles, published at different weeks."""
    rng = np.random.default_rng(seed)
    mean = np.full((articles + 8, 150), 30.0)
    mean[:articles] = 10
    at = rng.integers(85, 130, articles)
    for row, week in enumerate(at):
        mean[row, week:] *= ratio
    published = [Publication(f"a{row}", f"t{row}", day(int(w))) for row, w in enumerate(at)]
    return rng.poisson(mean), published


def test_the_mean_is_the_headline() -> None:
    counts, published = many(0.75)
    effects = estimate_effects(weekly(counts), published, cost_per_ticket=8)
    pooled = effects.pooled
    assert pooled.verdict is Verdict.FEWER
    assert pooled.ratio
    assert pooled.ratio.low < 0.75 < (pooled.ratio.high or 0) < 1
    assert pooled.estimates == 12
    assert pooled.placebo
    assert pooled.placebo.low < 1 < (pooled.placebo.high or 0)
    assert pooled.sensitivity
    assert pooled.prediction
    assert pooled.prediction.low <= pooled.ratio.low
    assert pooled.observed == sum(effect.observed or 0 for effect in effects.effects)
    assert pooled.saved
    assert pooled.saved.cost == pytest.approx(8 * pooled.saved.tickets)
    unsure = sum(effect.verdict is Verdict.UNCLEAR for effect in effects.effects)
    assert unsure > 2


def test_claims_stand_back_among_many_articles() -> None:
    counts, published = many(1.0, articles=30, seed=11)
    effects = estimate_effects(weekly(counts), published)
    for effect in effects.effects:
        assert effect.estimate
        assert effect.q is not None
        assert effect.q >= effect.estimate.p
    lone = [e for e in effects.effects if e.estimate and e.estimate.p < 0.05 <= (e.q or 0)]
    assert lone
    assert all("to be expected by chance" in effect.reasons[0] for effect in lone)
    assert all(effect.verdict is Verdict.UNCLEAR for effect in lone)


def test_the_order_of_topics_and_publications_does_not_matter() -> None:
    counts, published = many(0.8)
    names = tuple(f"t{row}" for row in range(len(counts)))
    turned = weekly(counts[::-1].copy(), topics=names[::-1])
    there = estimate_effects(weekly(counts, topics=names), published)
    back = estimate_effects(turned, published[::-1])
    assert {(e.articles, e.verdict, e.control.topics) for e in there.effects} == {
        (e.articles, e.verdict, e.control.topics) for e in back.effects
    }
    assert there.pooled.ratio
    assert back.pooled.ratio
    assert there.pooled.ratio.value == pytest.approx(back.pooled.ratio.value)


def numbers(value: Any) -> list[float]:
    """Every number in nested dataclasses and tuples."""
    if isinstance(value, float):
        return [value]
    if is_dataclass(value):
        return [n for field in fields(value) for n in numbers(getattr(value, field.name))]
    return [n for one in value for n in numbers(one)] if isinstance(value, tuple) else []


shapes = st.sampled_from(["zeros", "few", "some", "huge", "stops", "starts", "one week", "flat"])


def series(shape: str, rng: np.random.Generator, weeks: int) -> np.ndarray:
    week = np.arange(weeks)
    return {
        "zeros": np.zeros(weeks),
        "few": rng.poisson(0.3, weeks),
        "some": rng.poisson(rng.gamma(2, 5, weeks)),
        "huge": rng.poisson(1e9, weeks) * 1000,
        "stops": np.where(week < 90, rng.poisson(9, weeks), 0),
        "starts": np.where(week < 90, 0, rng.poisson(9, weeks)),
        "one week": np.where(week == 50, 10**9, 0),
        "flat": np.full(weeks, 7),
    }[shape]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(shapes, min_size=1, max_size=6),
    st.integers(0, 10**6),
    st.integers(1, 160),
    st.lists(st.tuples(st.integers(0, 5), st.integers(-5, 170)), max_size=6),
)
def test_whatever_the_counts_there_is_a_result_and_no_warning(
    kinds: list[str], seed: int, weeks: int, published: list[tuple[int, int]]
) -> None:
    rng = np.random.default_rng(seed)
    counts = weekly([series(kind, rng, weeks) for kind in kinds])
    publications = [
        Publication(f"a{number}", f"t{row}", day(week))
        for number, (row, week) in enumerate(published)
    ]
    with np.errstate(all="raise", under="ignore"):
        effects = estimate_effects(counts, publications, cost_per_ticket=1e3)
    assert all(isfinite(number) for number in numbers(effects))
    for effect in effects.effects:
        assert (effect.estimate is None) == (effect.verdict is Verdict.INSUFFICIENT)
        assert bool(effect.reasons) or effect.verdict is not Verdict.INSUFFICIENT
        if effect.estimate:
            ratio = effect.estimate.ratio
            assert ratio.low <= ratio.value <= (ratio.high if ratio.high is not None else np.inf)
