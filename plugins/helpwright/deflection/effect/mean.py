"""The headline: the mean effect over all estimates, and the same mean where nothing happened."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from helpwright.deflection.effect.analyses import Analysis, bounded
from helpwright.deflection.effect.description import price
from helpwright.deflection.effect.estimates import PooledEffect, Ratio, Verdict
from helpwright.deflection.effect.plans import detectable_ratio
from helpwright.deflection.effect.pooling import FEWEST_POOLED, Mean, average
from helpwright.deflection.effect.steps import Options, Steps

METHOD = (
    "random-effects mean of log rate ratios (REML); the widest of the random-effects, "
    "Hartung-Knapp and shared-weeks intervals"
)


def pool_effects(
    analyses: Sequence[Analysis], options: Options, cost_per_ticket: float | None
) -> PooledEffect:
    """Pool the estimates that have a log; the others are counted."""
    modelled = [(a, a.steps) for a in analyses if a.steps is not None]
    mean = _mean([steps for _, steps in modelled], options)
    left_out = len(analyses) - len(modelled)
    if mean is None:
        why = f"{len(modelled)} articles with enough data, {FEWEST_POOLED} needed to pool"
        return PooledEffect(
            Verdict.INSUFFICIENT, (why,), None, None, METHOD, None, len(modelled), left_out
        )
    flat = _mean([a.flat for a, _ in modelled if a.flat], options)
    # One placebo date an article, the latest: more would count the same weeks twice.
    latest = [a.dates.steps[0] for a, _ in modelled if a.dates and a.dates.steps]
    placebo = _mean(latest, options)
    ratio = _ratio(mean)
    verdict, reasons = Verdict.UNCLEAR, tuple[str, ...]()
    if mean.p < options.significance:
        verdict = Verdict.FEWER if mean.log_ratio < 0 else Verdict.MORE
        if placebo is not None and placebo.p < options.significance:
            verdict = Verdict.UNCLEAR
            reasons = ("the mean at earlier dates, when nothing was published, is not 1 either",)
    observed = int(sum(a.counts[a.setting.after].sum() for a, _ in modelled))
    return PooledEffect(
        verdict=verdict,
        reasons=reasons,
        ratio=ratio,
        p=mean.p,
        method=METHOD,
        se_kind=mean.se_kind,
        estimates=len(modelled),
        left_out=left_out,
        tau=mean.tau,
        prediction=_limits(mean.log_ratio, mean.prediction_low, mean.prediction_high),
        sensitivity=_ratio(flat) if flat else None,
        placebo=_ratio(placebo) if placebo else None,
        placebo_runs=len(latest),
        detectable=detectable_ratio(mean.se, mean.df),
        observed=observed,
        saved=price(observed, ratio, cost_per_ticket),
    )


def _mean(steps: Sequence[Steps], options: Options) -> Mean | None:
    if len(steps) < FEWEST_POOLED:
        return None
    return average(
        np.concatenate([one.log_ratio[:1] for one in steps]),
        np.concatenate([one.se[:1] for one in steps]),
        np.concatenate([one.influence[:1] for one in steps]),
        np.concatenate([one.hac_df[:1] for one in steps]),
        options.lags,
    )


def _ratio(mean: Mean) -> Ratio:
    return _limits(mean.log_ratio, mean.low, mean.high)


def _limits(value: float, low: float, high: float) -> Ratio:
    return Ratio(float(np.exp(value)), float(np.exp(low)), bounded(high))
