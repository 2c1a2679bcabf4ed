"""What a window could show: the detectable ratio, from the weeks and the counts before alone."""

from __future__ import annotations

import numpy as np

from helpwright.deflection.effect.controls import Setting
from helpwright.deflection.effect.quantiles import Floats, t_quantile
from helpwright.deflection.effect.regression import regress
from helpwright.deflection.effect.steps import STEP, model_columns, weeks_used

FEWEST_WEEKS = 26  # before that many, the scatter of counts says little about itself
USUAL_PHI = 2.0


def detectable_ratio(se: float, df: float) -> float:
    """The ratio under 1 that a two-sided 5 % test finds with a chance of 80 %."""
    reach = t_quantile(0.975, df) + t_quantile(0.8, df)
    return float(np.exp(-np.minimum(reach * se, 700.0)))


def baseline_phi(counts: Floats, setting: Setting) -> float:
    """The dispersion before the event, at least 1, around a trend; 2 if weeks are too few."""
    columns = model_columns(setting.since, setting.options)[:, [0, 2]]
    offset = np.log(np.where(setting.control > 0, setting.control, 1.0))
    if setting.before.sum() < FEWEST_WEEKS:
        return USUAL_PHI
    fit = regress(counts[None], columns, offset[None], setting.before[None])
    return max(float(fit.phi[0]), 1.0) if fit.ok[0] else USUAL_PHI


def planned_ratio(counts: Floats, setting: Setting) -> float | None:
    """The detectable ratio once the weeks needed are there, at the rate before; None without."""
    options, before = setting.options, setting.before
    if not before.any() or not counts[before].any():
        return None
    earliest = max(options.fewest_before, -int(setting.since[before].min()))
    latest = max(options.fewest_after, int(setting.since[setting.window].max()))
    since = np.arange(-earliest, latest + 1)
    kept = weeks_used(since, options)
    columns = model_columns(since, options)[kept]
    information = columns.T @ columns * float(counts[before].mean())
    if np.linalg.cond(information) > 1e12:
        return None
    variance = np.linalg.inv(information)[STEP, STEP] * baseline_phi(counts, setting)
    return detectable_ratio(float(np.sqrt(variance)), float(kept.sum() - columns.shape[1]))
