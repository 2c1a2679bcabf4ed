"""Quasi-Poisson regression of weekly counts with a log link, many series at a time.

Fitted by iteratively reweighted least squares (McCullagh and Nelder 1989, 2.5). The dispersion is
Pearson's chi-squared over the degrees of freedom. Two variances of a coefficient are given:

    quasi   dispersion x inverse information
    HAC     Newey and West's (1987) with Bartlett weights over `lags` weeks, made unbiased for
            independent residuals and given Satterthwaite degrees of freedom
            (Bell and McCaffrey 2002; Imbens and Kolesar 2016)

The correction matters: with a step and a trend among a hundred weeks the residuals are visibly
less correlated than the errors, and the plain HAC variance is too small.

Arrays are (series, weeks) and (weeks, columns). A week that a series leaves out keeps its place,
so that lags count real weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpwright.deflection.effect.quantiles import Floats

Flags = NDArray[np.bool_]

_ROUNDS = 60
_CLOSE = 1e-9
_STEEPEST = 25.0  # a predictor this far from the mean count on the log scale says: no finite fit


@dataclass(frozen=True)
class Regression:
    """Fitted series.

    Attributes:
        coefficients: (series, columns).
        bread: (series, columns, columns), the inverse information at dispersion 1.
        fitted: (series, weeks), the expected counts; 0 in weeks left out.
        residuals: (series, weeks), Pearson's; 0 in weeks left out.
        phi: (series,), the dispersion.
        df: (series,), weeks used minus columns.
        ok: (series,), whether there is a finite fit; where not, the other values mean nothing.
        columns: (weeks, columns), the model matrix.
    """

    coefficients: Floats
    bread: Floats
    fitted: Floats
    residuals: Floats
    phi: Floats
    df: Floats
    ok: Flags
    columns: Floats


def regress(counts: Floats, columns: Floats, offset: Floats, used: Flags) -> Regression:
    """Fit every series; one that has no finite fit comes back with `ok` False.

    Args:
        counts: (series, weeks).
        columns: (weeks, columns), the first of them constant.
        offset: (series, weeks), on the log scale.
        used: (series, weeks), the weeks that take part.
    """
    weights = used.astype(float)
    y, offset = np.where(used, counts, 0.0), np.where(used, offset, 0.0)
    df = weights.sum(axis=1) - columns.shape[1]
    total = y.sum(axis=1)
    level = np.log(np.maximum(total, 1e-9) / np.maximum((weights * np.exp(offset)).sum(axis=1), 1))
    start = np.zeros((len(y), columns.shape[1]))
    start[:, 0] = level
    beta = start
    ok: Flags = np.asarray((df > 0) & (total > 0), dtype=bool)
    middle = level[:, None] + offset
    deviance = np.full(len(y), np.inf)
    # Working from y + 1/2 makes the first step a least-squares fit of log counts.
    eta = np.log(y + 0.5)
    done = ~ok
    for _ in range(_ROUNDS):
        mu = np.exp(np.clip(eta, -_STEEPEST * 2, 2 * _STEEPEST + 30))
        working = eta - offset + (y - mu) / mu
        information = _information(columns, weights * mu)
        right = (weights * mu * working) @ columns
        solved, regular = _solve(information, right[..., None])
        step = solved[..., 0]
        ok &= regular & np.isfinite(step).all(axis=1)
        step = np.where(ok[:, None], step, start)
        found = _deviance(y, step @ columns.T + offset, weights)
        for _ in range(8):
            worse = ok & ~done & ~(found <= deviance * (1 + 1e-8) + 1e-8)
            if not worse.any():
                break
            step = np.where(worse[:, None], (step + beta) / 2, step)
            found = _deviance(y, step @ columns.T + offset, weights)
        change = np.max(np.abs(step - beta), axis=1)
        beta = np.where(done[:, None], beta, step)
        deviance = np.where(done, deviance, found)
        done |= (change < _CLOSE) | ~ok
        eta = beta @ columns.T + offset
        if done.all():
            break
    ok &= done & (np.abs(np.where(used, eta - middle, 0.0)).max(axis=1) < _STEEPEST)
    beta = np.where(ok[:, None], beta, start)
    eta = np.clip(beta @ columns.T + offset, -60, 80)
    fitted = weights * np.exp(eta)
    bread, regular = _solve(
        _information(columns, fitted),
        np.broadcast_to(np.eye(columns.shape[1]), (len(y),) + (columns.shape[1],) * 2),
    )
    ok &= regular
    residuals = np.where(used, (y - fitted) / np.sqrt(np.where(used, fitted, 1.0)), 0.0)
    phi = (residuals**2).sum(axis=1) / np.maximum(df, 1)
    ok &= np.isfinite(phi)
    return Regression(beta, bread, fitted, residuals, phi, df, ok, columns)


def _information(columns: Floats, weights: Floats) -> Floats:
    p = columns.shape[1]
    squares = (columns[:, :, None] * columns[:, None, :]).reshape(len(columns), p * p)
    return np.asarray((weights @ squares).reshape(-1, p, p), dtype=float)


def _solve(matrix: Floats, right: Floats) -> tuple[Floats, Flags]:
    """Solve scaled systems; False for those that are singular, which get zeros."""
    size = np.sqrt(np.diagonal(matrix, axis1=1, axis2=2))
    finite: Flags = np.asarray(np.isfinite(matrix).all(axis=(1, 2)), dtype=bool)
    finite &= (size > 0).all(axis=1)
    size = np.where(finite[:, None], size, 1.0)
    scaled = matrix / size[:, :, None] / size[:, None, :]
    eye = np.eye(matrix.shape[1])
    scaled = np.where(finite[:, None, None], scaled, eye)
    regular: Flags = finite & (np.linalg.eigvalsh(scaled)[:, 0] > 1e-10)
    scaled = np.where(regular[:, None, None], scaled, eye)
    solved = np.linalg.solve(scaled, right / size[:, :, None]) / size[:, :, None]
    return np.where(regular[:, None, None], solved, 0.0), regular


def _deviance(y: Floats, eta: Floats, weights: Floats) -> Floats:
    mu = np.exp(np.clip(eta, -60, 80))
    ratio = np.log(np.where(y > 0, y, 1.0)) - np.where(y > 0, np.clip(eta, -60, 80), 0.0)
    return np.asarray(2 * (weights * (y * ratio - (y - mu))).sum(axis=1), dtype=float)


@dataclass(frozen=True)
class Variances:
    """Two variances of one coefficient, (series,) each, and the degrees of freedom of each.

    `plain` is the HAC variance without its correction.
    `influence` is (series, weeks): what each week adds to the estimate's error, scaled so that
    its Bartlett-weighted sum of products is the HAC variance.
    """

    quasi: Floats
    quasi_df: Floats
    hac: Floats
    hac_df: Floats
    plain: Floats
    influence: Floats


def vary(fit: Regression, column: int, lags: int) -> Variances:
    """The variances of one coefficient. A dispersion under 1 counts as 1."""
    root = np.sqrt(fit.fitted)
    x = fit.columns[None] * root[:, :, None]
    pull = np.einsum("sp,swp->sw", fit.bread[:, column], x)
    influence = pull * fit.residuals
    information = (pull**2).sum(axis=1)
    quasi = np.maximum(fit.phi, 1.0) * fit.bread[:, column, column]
    # The HAC variance is a quadratic form r'Qr of the residuals r = Pe, with Q banded and P the
    # projection; its mean and variance for independent e need only products of p columns.
    raw = long_run(influence, lags)
    qx = pull[:, :, None] * smooth(pull[:, :, None] * x, lags)
    xqx = np.einsum("swp,swq->spq", x, qx)
    bq = fit.bread @ xqx
    mean = information - np.trace(bq, axis1=1, axis2=2)
    square = _smooth_square(pull, lags)
    square -= 2 * np.einsum("spq,swp,swq->s", fit.bread, qx, qx, optimize=True)
    square += np.einsum("spq,sqp->s", bq, bq)
    fair = fit.ok & (mean > 1e-9 * information) & (square > 0) & (raw > 0)
    mean, square = np.where(fair, mean, 1.0), np.where(fair, square, 1.0)
    correction = np.where(fair, information / mean, 1.0)
    hac = np.where(fair, raw * correction, 0.0)
    hac_df = np.where(fair, np.clip(mean**2 / square, 1.0, np.maximum(fit.df, 1.0)), 1.0)
    influence = influence * np.sqrt(correction)[:, None]
    return Variances(quasi, np.maximum(fit.df, 1.0), hac, hac_df, raw, influence)


def bias(fit: Regression, column: int, variances: Variances) -> Floats:
    """The first-order bias of a coefficient (Cordeiro and McCullagh 1991), (series,).

    The log of a noisy mean is too low on average, more so for the shorter side of the step. It
    is small in one estimate but does not average out over many. The dispersion is taken as the
    larger of the variances has it.
    """
    spread = np.maximum(variances.hac, variances.quasi) / _positive(
        fit.bread[:, column, column], fit.ok
    )
    leverage = np.einsum("wp,spq,wq->sw", fit.columns, fit.bread, fit.columns, optimize=True)
    pull = np.einsum("sp,wp->sw", fit.bread[:, column], fit.columns)
    return np.asarray(-0.5 * spread * (pull * fit.fitted * leverage).sum(axis=1), dtype=float)


def _positive(values: Floats, ok: Flags) -> Floats:
    return np.where(ok & (values > 0), values, 1.0)


def smooth(values: Floats, lags: int) -> Floats:
    """Bartlett-weighted sums over neighbouring weeks; weeks are the second axis."""
    total = values.copy()
    for lag in range(1, min(lags, values.shape[1] - 1) + 1):
        weight = 1 - lag / (lags + 1)
        total[:, lag:] += weight * values[:, :-lag]
        total[:, :-lag] += weight * values[:, lag:]
    return total


def long_run(values: Floats, lags: int) -> Floats:
    """The long-run variance of each series' sum, by Bartlett weights (Newey and West 1987)."""
    return np.asarray((values * smooth(values, lags)).sum(axis=1), dtype=float)


def _smooth_square(pull: Floats, lags: int) -> Floats:
    squares = pull**2
    total = (squares**2).sum(axis=1)
    for lag in range(1, min(lags, pull.shape[1] - 1) + 1):
        weight = (1 - lag / (lags + 1)) ** 2
        total = total + 2 * weight * (squares[:, lag:] * squares[:, :-lag]).sum(axis=1)
    return np.asarray(total, dtype=float)
