"""Distributions against SciPy, and the exact rate ratio against what was published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from helpwright.deflection.effect.quantiles import (
    at_least,
    beta_cdf,
    beta_quantile,
    exact_p,
    exact_rate_ratio,
    t_quantile,
    two_sided_p,
)

sizes = st.floats(0.3, 3000)


@settings(deadline=None)
@given(x=st.floats(0, 1), a=sizes, b=sizes)
def test_the_beta_distribution_is_scipys(x: float, a: float, b: float) -> None:
    assert float(beta_cdf(x, a, b)) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-9)


@pytest.mark.parametrize("df", [1, 1.5, 3, 11.7, 120, 1e6])
def test_students_t_is_scipys(df: float) -> None:
    for probability in (0.8, 0.975, 0.999):
        expected = stats.t.ppf(probability, df)
        assert float(t_quantile(probability, df)) == pytest.approx(expected, rel=1e-8)
    for t in (0.0, 0.3, -2.1, 40.0):
        expected = 2 * stats.t.sf(abs(t), df)
        assert float(two_sided_p(t, df)) == pytest.approx(expected, rel=1e-8)


def test_quantiles_keep_the_shape_of_the_degrees_of_freedom() -> None:
    df = np.array([[5.0, 7.0], [5.0, 9.0]])
    assert t_quantile(0.975, df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-8)


def test_eighteen_against_thirty_over_half_a_year_each() -> None:
    ratio, (low, high) = exact_rate_ratio(18, 30, 26 / 26)
    assert ratio == pytest.approx(0.6)
    assert (low, high) == (pytest.approx(0.31496, abs=5e-6), pytest.approx(1.11191, abs=5e-6))


def test_no_ticket_after_has_an_upper_limit_only() -> None:
    ratio, (low, high) = exact_rate_ratio(0, 30, 0.5)
    assert (ratio, low) == (0, 0)
    assert high == pytest.approx((0.025 ** (-1 / 30) - 1) / 0.5)


def test_no_ticket_before_has_a_lower_limit_only() -> None:
    ratio, (low, high) = exact_rate_ratio(12, 0, 1)
    assert ratio is None
    assert low > 1
    assert high is None


def test_no_ticket_at_all_says_nothing() -> None:
    assert exact_rate_ratio(0, 0, 1) == (None, (0.0, None))
    assert exact_p(0, 0, 1) == 1


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 60), st.integers(1, 60), st.floats(0.1, 5))
def test_the_exact_p_value_agrees_with_the_interval(after: int, before: int, share: float) -> None:
    _, (low, high) = exact_rate_ratio(after, before, share)
    inside = low <= 1 and (high is None or high >= 1)
    p = exact_p(after, before, share)
    if abs(p - 0.05) > 1e-6:
        assert (p > 0.05) == inside


def test_overdispersed_counts_give_a_wider_interval() -> None:
    _, (low, high) = exact_rate_ratio(18, 30, 1)
    _, (lower, higher) = exact_rate_ratio(18 / 2, 30 / 2, 1)
    assert high is not None
    assert higher is not None
    assert lower < low < high < higher


def test_binomial_tails_are_scipys() -> None:
    assert at_least(3, 20, 0.05) == pytest.approx(stats.binom.sf(2, 20, 0.05))
    assert at_least(0, 0, 0.05) == 1
    assert beta_quantile(0.5, 1, 1) == pytest.approx(0.5)
