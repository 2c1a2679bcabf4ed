"""The mean effect over articles: random effects, and what articles share.

The variance between articles is estimated by restricted maximum likelihood (Viechtbauer 2005).
Three standard errors are computed and the widest interval counts:

    random effects  1 / sum of weights
    Hartung-Knapp   from how estimates really scatter (Hartung and Knapp 2001)
    shared weeks    from the weighted sum of all articles' weekly errors (Driscoll and Kraay 1998)

The last one is needed because all articles are compared with much the same control: an error of
the control is an error of every article, and does not average out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpwright.deflection.effect.quantiles import Floats, t_quantile, two_sided_p
from helpwright.deflection.effect.regression import long_run

FEWEST_POOLED = 3


@dataclass(frozen=True)
class Mean:
    """A weighted mean of log ratios with its interval; `df` and `se` are of the widest one."""

    log_ratio: float
    low: float
    high: float
    p: float
    se: float
    df: float
    se_kind: str
    tau: float
    prediction_low: float
    prediction_high: float


def average(
    log_ratios: Floats, errors: Floats, influence: Floats, hac_df: Floats, lags: int
) -> Mean:
    """Pool estimates.

    Args:
        log_ratios: (articles,).
        errors: (articles,), their standard errors.
        influence: (articles, weeks), what each calendar week adds to each estimate's error.
        hac_df: (articles,), the degrees of freedom of the HAC variances.
        lags: Weeks over which errors may be correlated.

    Raises:
        ValueError: fewer than two articles.
    """
    count = len(log_ratios)
    if count < 2:
        raise ValueError("a mean over articles needs at least two")
    variances = np.maximum(errors, 1e-12) ** 2
    between = spread(log_ratios, variances)
    weights = 1 / (variances + between)
    total = float(weights.sum())
    share = weights / total
    mean = float(share @ log_ratios)
    scatter = float(share @ (log_ratios - mean) ** 2) / (count - 1)
    shared = float(long_run((share @ influence)[None], lags)[0])
    shared += between * float(share @ share)
    kinds = ("random effects", "Hartung-Knapp", "shared weeks")
    deviations = np.sqrt([1 / total, scatter, shared])
    freedom = np.array([count - 1, count - 1, min(count - 1, float(share @ hac_df))], dtype=float)
    # One call for all four quantiles: the last is the prediction's.
    reach = t_quantile(0.975, np.maximum([*freedom, count - 2], 1.0))
    widths = reach[:3] * deviations
    widest = int(widths.argmax())
    width, se, df = float(widths[widest]), float(deviations[widest]), float(freedom[widest])
    apart = float(np.sqrt(se**2 + between) * reach[3])
    return Mean(
        log_ratio=mean,
        low=mean - width,
        high=mean + width,
        p=float(two_sided_p(mean / se, df)),
        se=se,
        df=df,
        se_kind=kinds[widest],
        tau=float(np.sqrt(between)),
        prediction_low=mean - apart,
        prediction_high=mean + apart,
    )


def spread(log_ratios: Floats, variances: Floats) -> float:
    """The variance of true log ratios between articles, by restricted maximum likelihood."""
    between = max(float(log_ratios.var(ddof=1) - variances.mean()), 0.0)
    for _ in range(200):
        weights = 1 / (variances + between)
        mean = weights @ log_ratios / weights.sum()
        square = weights**2
        found = square @ ((log_ratios - mean) ** 2 - variances) / square.sum() + 1 / weights.sum()
        found = max(float(found), 0.0)
        if abs(found - between) < 1e-12:
            break
        between = found
    return between


def adjust(p_values: Floats) -> Floats:
    """The q-values of Benjamini and Hochberg (1995), in the order given."""
    count = len(p_values)
    order = np.argsort(p_values, kind="stable")
    scaled = p_values[order] * count / np.arange(1, count + 1)
    adjusted = np.empty(count)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted
