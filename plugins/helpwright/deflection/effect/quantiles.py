"""Student's t, the beta distribution and the exact rate ratio, without SciPy.

The regularised incomplete beta function is evaluated as a continued fraction by Lentz's method
(Abramowitz and Stegun 26.5.8; DLMF 8.17.22).
"""

from __future__ import annotations

from math import comb, lgamma
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_SMALLEST, _TERMS, _DIGITS = 1e-300, 500, 1e-15
_log_gamma = np.vectorize(lgamma, otypes=[float])


def beta_cdf(x: ArrayLike, a: ArrayLike, b: ArrayLike) -> Floats:
    """The regularised incomplete beta function I_x(a, b), elementwise; 0 <= x <= 1, a, b > 0."""
    x, a, b = (np.asarray(v, dtype=float) for v in np.broadcast_arrays(x, a, b))
    # The fraction converges fast on this side of the mean only.
    swapped = x > (a + 1) / (a + b + 2)
    y = np.where(swapped, 1 - x, x)
    p, q = np.where(swapped, b, a), np.where(swapped, a, b)
    inside = np.clip(y, _SMALLEST, 1.0)
    rest = np.clip(1 - inside, _SMALLEST, 1.0)
    front = _log_gamma(p + q) - _log_gamma(p) - _log_gamma(q)
    front = np.exp(front + p * np.log(inside) + q * np.log(rest)) / p
    value = np.where(y <= 0, 0.0, np.clip(front * _fraction(y, p, q), 0.0, 1.0))
    return np.where(swapped, 1 - value, value)


def _fraction(x: Floats, a: Floats, b: Floats) -> Floats:
    c = np.ones_like(x)
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    h = d.copy()
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away_from_zero(1 + term * d)
            c = _away_from_zero(1 + term / c)
            h = h * c * d
        if np.all(np.abs(c * d - 1) < _DIGITS):
            break
    return h


def _away_from_zero(x: Floats) -> Floats:
    return np.where(np.abs(x) < _SMALLEST, _SMALLEST, x)


def beta_quantile(probability: float, a: float, b: float) -> float:
    """The x with I_x(a, b) = probability, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if high - low < 1e-13 * high:
            break
        if float(beta_cdf(middle, a, b)) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def two_sided_p(t: ArrayLike, df: ArrayLike) -> Floats:
    """The chance that |T| is at least |t| for Student's t with `df` degrees of freedom."""
    t, df = np.asarray(t, dtype=float), np.asarray(df, dtype=float)
    return beta_cdf(df / (df + np.minimum(t * t, 1e290)), df / 2, 0.5)


def t_quantile(probability: float, df: ArrayLike) -> Floats:
    """The quantile of Student's t, for probabilities from 0.5 up and df from 1 up.

    Newton's steps from Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5), whose
    first terms are too small: as the distribution function is concave, the steps climb to the
    root and never pass it.
    """
    df = np.asarray(df, dtype=float)
    nu, where = np.unique(df, return_inverse=True)
    z = NormalDist().inv_cdf(probability)
    t = z + (z**3 + z) / (4 * nu) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * nu**2)
    scale = np.exp(_log_gamma((nu + 1) / 2) - _log_gamma(nu / 2)) / np.sqrt(np.pi * nu)
    for _ in range(50):
        short = probability - 1 + two_sided_p(t, nu) / 2
        step = short / (scale * (1 + t * t / nu) ** (-(nu + 1) / 2))
        t = t + step
        if np.all(np.abs(step) < 1e-9 * t):
            break
    return np.asarray(t[where].reshape(df.shape), dtype=float)


def exact_rate_ratio(
    after: float, before: float, share: float
) -> tuple[float | None, tuple[float, float | None]]:
    """The ratio of two Poisson rates with Clopper and Pearson's 95 % interval.

    Given the total, the first count is binomial; the interval of its share is turned into one of
    the ratio. Counts may be fractions (a count over its dispersion).

    Args:
        after: The count whose rate stands above.
        before: The other count.
        share: What stood behind `after` over what stood behind `before`, such as weeks.

    Returns:
        The ratio and its limits; None where there is none above.
    """
    if after + before <= 0:
        return None, (0.0, None)
    low = beta_quantile(0.025, after, before + 1) if after > 0 else 0.0
    high = beta_quantile(0.975, after + 1, before) if before > 0 else 1.0
    ratio = after / before / share if before > 0 else None
    upper = high / (1 - high) / share if before > 0 and high < 1 else None
    return ratio, (low / (1 - low) / share, upper)


def exact_p(after: float, before: float, share: float) -> float:
    """Twice the smaller tail of the binomial test behind `exact_rate_ratio`, for ratio 1."""
    if after + before <= 0:
        return 1.0
    chance = share / (1 + share)
    below = float(beta_cdf(1 - chance, before, after + 1)) if before > 0 else 1.0
    above = float(beta_cdf(chance, after, before + 1)) if after > 0 else 1.0
    return min(1.0, 2 * min(below, above))


def at_least(successes: int, trials: int, chance: float) -> float:
    """The chance of at least so many successes in a binomial trial."""
    return sum(
        comb(trials, k) * chance**k * (1 - chance) ** (trials - k)
        for k in range(successes, trials + 1)
    )
