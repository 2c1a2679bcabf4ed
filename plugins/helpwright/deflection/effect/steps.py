"""The step at publication: the model of one topic around one publication, many series at a time.

    log(expected tickets) = log(control) + level + trend x years + harmonics + step x after

The step's exponential is the rate ratio: observed over counterfactual tickets, relative to the
control. Weeks around publication are left out: articles are written during a spike, which begins
before and ends after it, and an article is not found on its first day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpwright.deflection.effect.quantiles import Floats, t_quantile, two_sided_p
from helpwright.deflection.effect.regression import Flags, bias, regress, vary

WEEKS_A_YEAR = 365.25 / 7
STEP = 1  # the column of the step


@dataclass(frozen=True)
class Options:
    """How an effect is estimated. The defaults are the calibrated method.

    Attributes:
        most_before: Weeks before publication that are looked at, at most.
        most_after: Weeks after publication that are looked at, at most.
        left_out_before: Weeks left out before the week of publication.
        left_out_after: Weeks left out after it.
        fewest_before: Weeks of data that must lie before the week of publication.
        fewest_after: Weeks of data that must lie after it.
        fewest_tickets: Tickets that the topic, and the control, must have in the weeks used
            before.
        lags: Weeks over which residuals may be correlated in the HAC variance.
        harmonics: Pairs of yearly sine and cosine terms, for a season that the topic has and the
            control has not.
        significance: Level of tests; claims compare the Benjamini-Hochberg q with it.
        placebo_topics: Control topics that placebo runs use, the largest first.
    """

    most_before: int = 104
    most_after: int = 26
    left_out_before: int = 6
    left_out_after: int = 4
    fewest_before: int = 52
    fewest_after: int = 12
    fewest_tickets: int = 100
    lags: int = 4
    harmonics: int = 1
    significance: float = 0.05
    placebo_topics: int = 40


@dataclass(frozen=True)
class Steps:
    """Estimates of series that share a window; (series,) unless said otherwise.

    Attributes:
        ok: Whether there is a finite fit; where not, the other values mean nothing.
        log_ratio: The step.
        low: Lower 95 % limit of the step.
        high: Upper 95 % limit.
        p: Two-sided p-value.
        se: The larger of the two standard errors.
        quasi_se: The quasi-Poisson one.
        hac_se: The HAC one.
        hac_df: Degrees of freedom of the HAC one.
        df: Degrees of freedom behind the interval.
        hac: Whether the interval comes from the HAC standard error.
        phi: The dispersion as estimated, also if under 1.
        fitted: (series, weeks), 0 in weeks left out.
        influence: (series, weeks), what each week adds to the error of the step.
    """

    ok: Flags
    log_ratio: Floats
    low: Floats
    high: Floats
    p: Floats
    se: Floats
    quasi_se: Floats
    hac_se: Floats
    hac_df: Floats
    df: Floats
    hac: Flags
    phi: Floats
    fitted: Floats
    influence: Floats


def weeks_used(since: NDArray[np.int_], options: Options) -> Flags:
    """Which weeks take part, by their distance from the week of publication."""
    near = (since >= -options.left_out_before) & (since <= options.left_out_after)
    return np.asarray(
        ~near & (since >= -options.most_before) & (since <= options.most_after), dtype=bool
    )


def model_columns(since: NDArray[np.int_], options: Options, *, trend: bool = True) -> Floats:
    """The model matrix: constant, step, trend, harmonics; (weeks, columns)."""
    columns = [np.ones(len(since)), (since > 0).astype(float)]
    if trend:
        columns.append(since / WEEKS_A_YEAR)
    for harmonic in range(1, options.harmonics + 1):
        turn = 2 * np.pi * harmonic * since / WEEKS_A_YEAR
        columns += [np.cos(turn), np.sin(turn)]
    return np.stack(columns, axis=1)


def estimate_steps(
    counts: Floats,
    control: Floats,
    since: NDArray[np.int_],
    options: Options,
    *,
    trend: bool = True,
) -> Steps:
    """Estimate the step of every series.

    A week without a ticket in the control is left out: it has no log.

    Args:
        counts: (series, weeks), the topic's tickets.
        control: (series, weeks), the control's.
        since: (weeks,), weeks since the week of publication.
        options: The method.
        trend: False gives the step model without a trend.
    """
    used = weeks_used(since, options)[None] & (control > 0)
    offset = np.log(np.where(control > 0, control, 1.0))
    fit = regress(counts, model_columns(since, options, trend=trend), offset, used)
    variances = vary(fit, STEP, options.lags)
    quasi, hac = np.sqrt(variances.quasi), np.sqrt(variances.hac)
    quasi_width = quasi * t_quantile(0.975, variances.quasi_df)
    hac_width = hac * t_quantile(0.975, variances.hac_df)
    step = fit.coefficients[:, STEP] - bias(fit, STEP, variances)
    wider = hac_width > quasi_width
    width = np.where(wider, hac_width, quasi_width)
    df = np.where(wider, variances.hac_df, variances.quasi_df)
    chosen = np.where(wider, hac, quasi)
    positive = np.where(chosen > 0, chosen, 1.0)
    return Steps(
        ok=fit.ok,
        log_ratio=step,
        low=step - width,
        high=step + width,
        p=two_sided_p(step / positive, df),
        se=np.maximum(quasi, hac),
        quasi_se=quasi,
        hac_se=hac,
        hac_df=variances.hac_df,
        df=df,
        hac=wider,
        phi=fit.phi,
        fitted=fit.fitted,
        influence=variances.influence,
    )
