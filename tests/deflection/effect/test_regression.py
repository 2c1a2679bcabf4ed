"""The regression against published figures, statsmodels, and counts that break regressions."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from helpwright.deflection.effect.regression import Regression, regress, vary

SICILY = json.loads(Path(__file__).with_name("sicily.json").read_text(encoding="utf-8"))


def sicily() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Counts, model matrix (constant, ban, trend, two pairs of yearly terms) and log population."""
    month = np.arange(1, 60)
    turns = [2 * np.pi * k * ((month - 1) % 12 + 1) / 12 for k in (1, 2)]
    yearly = [wave(turn) for turn in turns for wave in (np.sin, np.cos)]
    ban = month >= SICILY["first_month_after"]
    columns = np.stack([np.ones(59), ban, month, *yearly], axis=1).astype(float)
    return np.array(SICILY["counts"], dtype=float), columns, np.log(SICILY["population"])


def fit_one(counts: np.ndarray, columns: np.ndarray, offset: np.ndarray) -> Regression:
    return regress(counts[None], columns, offset[None], np.ones((1, len(counts)), dtype=bool))


def test_the_smoking_ban_of_sicily_is_reproduced() -> None:
    fit = fit_one(*sicily())
    step, se = fit.coefficients[0, 1], np.sqrt(vary(fit, 1, 4).quasi[0])
    found = np.exp([step, step - 1.959963984540054 * se, step + 1.959963984540054 * se])
    assert fit.ok[0]
    assert found == pytest.approx([0.8850715, 0.8394010, 0.9332270], abs=5e-8)
    assert fit.phi[0] == pytest.approx(2.26218, abs=5e-6)


def test_statsmodels_finds_the_same() -> None:
    api = pytest.importorskip("statsmodels.api", reason="statsmodels is not installed")
    rng = np.random.default_rng(5)
    weeks = np.arange(90)
    columns = np.stack([np.ones(90), weeks >= 60, weeks / 52], axis=1).astype(float)
    offset = np.log(rng.uniform(50, 400, 90))
    made_up = rng.negative_binomial(3, 0.2, 90).astype(float)
    for counts, x, log_exposure in (sicily(), (made_up, columns, offset)):
        model = api.GLM(counts, x, family=api.families.Poisson(), offset=log_exposure)
        quasi = model.fit(scale="X2", tol=1e-12)
        robust = model.fit(
            cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": False}, tol=1e-12
        )
        fit = fit_one(counts, x, log_exposure)
        ours = vary(fit, 1, 4)
        assert fit.coefficients[0] == pytest.approx(quasi.params, rel=1e-8)
        assert fit.phi[0] == pytest.approx(quasi.scale, rel=1e-8)
        assert np.sqrt(ours.quasi[0]) == pytest.approx(quasi.bse[1], rel=1e-8)
        assert np.sqrt(ours.plain[0]) == pytest.approx(robust.bse[1], rel=1e-8)


def test_sicilys_newey_west_error_is_what_statsmodels_printed() -> None:
    """The same without statsmodels: its standard error with the factor n/(n - p)."""
    fit = fit_one(*sicily())
    assert np.sqrt(vary(fit, 1, 4).plain[0] * 59 / 52) == pytest.approx(0.022616773892627517)


def test_the_corrected_variance_is_right_on_average_where_the_plain_one_is_too_small() -> None:
    rng = np.random.default_rng(1)
    weeks = np.arange(100)
    columns = np.stack([np.ones(100), weeks >= 60, weeks / 52], axis=1).astype(float)
    counts = rng.poisson(10, (4000, 100)).astype(float)
    fit = regress(counts, columns, np.zeros_like(counts), np.ones(counts.shape, dtype=bool))
    found = vary(fit, 1, 4)
    truth = fit.coefficients[:, 1].var()
    assert found.hac.mean() == pytest.approx(truth, rel=0.06)
    assert found.plain.mean() < 0.88 * truth
    moments = 2 * found.hac.mean() ** 2 / found.hac.var()
    assert found.hac_df.mean() == pytest.approx(moments, rel=0.15)


def test_weeks_left_out_might_as_well_not_exist() -> None:
    counts, columns, offset = sicily()
    used = np.ones(59, dtype=bool)
    used[34:38] = False
    fit = regress(counts[None], columns, offset[None], used[None])
    short = fit_one(counts[used], columns[used], offset[used])
    assert fit.coefficients == pytest.approx(short.coefficients)
    assert fit.phi == pytest.approx(short.phi)
    spoilt = np.where(used, counts, 1e6)
    assert regress(spoilt[None], columns, offset[None], used[None]).phi == pytest.approx(fit.phi)


def test_series_are_fitted_apart_from_each_other() -> None:
    counts, columns, offset = sicily()
    many = np.stack([counts, np.zeros(59), counts[::-1].copy()])
    fit = regress(many, columns, np.tile(offset, (3, 1)), np.ones((3, 59), dtype=bool))
    assert list(fit.ok) == [True, False, True]
    alone = fit_one(counts, columns, offset)
    assert fit.coefficients[0] == pytest.approx(alone.coefficients[0])


WEEKS = np.arange(100)
BROKEN = {
    "zeros": np.zeros(100),
    "nothing after": np.where(WEEKS > 60, 0, 5),
    "nothing before": np.where(WEEKS > 60, 5, 0),
    "one ticket": np.eye(100)[3],
    "a billion in one week": np.eye(100)[80] * 1e9,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_series_without_a_finite_fit_says_so(name: str) -> None:
    columns = np.stack([np.ones(100), WEEKS > 60, WEEKS / 52], axis=1).astype(float)
    with np.errstate(all="raise"):
        fit = fit_one(BROKEN[name].astype(float), columns, np.zeros(100))
        found = vary(fit, 1, 4)
    assert not fit.ok[0]
    for values in (fit.coefficients, fit.phi, found.quasi, found.hac, found.hac_df):
        assert np.isfinite(values).all()


@pytest.mark.parametrize("level", [1e-3, 1e5, 1e9, 1e14])
def test_sizes_do_not_matter(level: float) -> None:
    columns = np.stack([np.ones(100), WEEKS > 60, WEEKS / 52], axis=1).astype(float)
    counts = level * (10 + np.sin(WEEKS)) * np.where(WEEKS > 60, 0.5, 1)
    with np.errstate(all="raise"):
        fit = fit_one(counts, columns, np.full(100, 20.0))
    assert fit.ok[0]
    assert np.exp(fit.coefficients[0, 1]) == pytest.approx(0.5, abs=0.03)


def test_columns_that_repeat_each_other_are_no_fit() -> None:
    columns = np.stack([np.ones(100), np.ones(100), WEEKS / 52], axis=1)
    assert not fit_one(np.full(100, 7.0), columns, np.zeros(100)).ok[0]
