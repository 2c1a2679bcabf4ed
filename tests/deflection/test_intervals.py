"""Wilson's interval, against published numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.deflection.intervals import Proportion, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 10, 0, 0.277533), (1, 10, 0.017876, 0.404150), (160, 200, 0.739145, 0.849548)],
)
def test_wilson_gives_the_published_numbers(
    successes: int, trials: int, low: float, high: float
) -> None:
    bounds = wilson(successes, trials)
    assert bounds == pytest.approx((low, high), abs=5e-7)


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(pair: tuple[int, int]) -> None:
    successes, trials = pair
    bounds = wilson(successes, trials)
    assert bounds
    low, high = bounds
    assert 0 <= low <= successes / trials <= high <= 1
    mirrored = wilson(trials - successes, trials)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_no_trials_no_interval_and_nonsense_is_refused() -> None:
    assert wilson(0, 0) is None
    for pair in ((2, 1), (-1, 3)):
        with pytest.raises(ValueError, match="not a proportion"):
            wilson(*pair)


def test_under_thirty_trials_only_counts_are_shown() -> None:
    assert Proportion(7, 29).value is None
    assert Proportion(7, 29).interval is None
    assert Proportion(15, 30).value == 0.5
    assert Proportion(15, 30).interval is not None
