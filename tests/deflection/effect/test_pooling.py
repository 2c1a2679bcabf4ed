"""Pooling against published meta-analyses, and false discoveries against the paper's example."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwright.deflection.effect.pooling import adjust, average, spread

# Colditz and others (1994): thirteen trials of the BCG vaccine against tuberculosis; cases and
# others among the vaccinated, then among the rest. Known results: Viechtbauer (2010), Journal of
# Statistical Software 36(3).
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=float,
)


def bcg() -> tuple[np.ndarray, np.ndarray]:
    """Log risk ratios and their variances."""
    a, b, c, d = BCG.T
    return np.log(a / (a + b) * (c + d) / c), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def alone(count: int) -> dict[str, np.ndarray]:
    """Errors that articles do not share."""
    return {"influence": np.zeros((count, 10)), "hac_df": np.full(count, 50.0)}


def test_the_bcg_trials_are_reproduced() -> None:
    logs, variances = bcg()
    assert spread(logs, variances) == pytest.approx(0.3132, abs=5e-5)
    mean = average(logs, np.sqrt(variances), **alone(13), lags=4)
    assert mean.log_ratio == pytest.approx(-0.7145, abs=5e-5)
    assert mean.se_kind == "Hartung-Knapp"
    assert mean.se == pytest.approx(0.1807, abs=5e-4)
    assert mean.tau == pytest.approx(0.5597, abs=1e-4)


def test_the_interval_is_never_narrower_than_that_of_random_effects() -> None:
    mean = average(np.full(5, -0.3), np.full(5, 0.2), **alone(5), lags=4)
    assert mean.se_kind == "random effects"
    assert mean.se == pytest.approx(0.2 / np.sqrt(5))
    assert mean.high - mean.log_ratio == pytest.approx(2.7764451 * mean.se)


def test_an_error_that_all_articles_share_does_not_average_out() -> None:
    week = np.random.default_rng(1).normal(0, 0.02, 100)
    shared = {"influence": np.tile(week, (30, 1)), "hac_df": np.full(30, 15.0)}
    mean = average(np.full(30, -0.1), np.full(30, 0.2), **shared, lags=4)
    assert mean.se_kind == "shared weeks"
    assert mean.se > 0.2 / np.sqrt(30)
    assert mean.df == 15


def test_a_mean_needs_two() -> None:
    with pytest.raises(ValueError, match="at least two"):
        average(np.zeros(1), np.ones(1), **alone(1), lags=4)


def test_false_discoveries_are_kept_as_in_the_paper() -> None:
    """Benjamini and Hochberg (1995), 3.2: four of fifteen hypotheses fall at 5 %."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    q = adjust(np.array(p))
    assert (q < 0.05).sum() == 4
    assert q[0] == pytest.approx(0.0015)


@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusting_keeps_the_order_and_only_raises(p: list[float]) -> None:
    q = adjust(np.array(p, dtype=float))
    assert len(q) == len(p)
    assert all(low * (1 - 1e-12) <= high <= 1 for low, high in zip(p, q, strict=True))
    order = np.argsort(p, kind="stable")
    assert (np.diff(q[order]) >= 0).all()
