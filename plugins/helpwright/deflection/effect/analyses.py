"""The numbers of one event, before they are put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpwright.deflection.effect.controls import Setting, choose_setting
from helpwright.deflection.effect.description import name_reasons
from helpwright.deflection.effect.estimates import Estimate, Ratio
from helpwright.deflection.effect.placebos import Runs, run_dates, run_topics
from helpwright.deflection.effect.plans import baseline_phi, detectable_ratio, planned_ratio
from helpwright.deflection.effect.quantiles import Floats, exact_p, exact_rate_ratio
from helpwright.deflection.effect.steps import Options, Steps, estimate_steps
from helpwright.deflection.effect.weeks import Event, WeeklyCounts

METHOD = "quasi-Poisson regression on weekly tickets: control as offset, step, trend, yearly wave"
EXACT = "exact ratio of rates (Clopper-Pearson) on counts over dispersion, without a trend"


@dataclass(frozen=True)
class Analysis:
    """One event's numbers.

    `steps` and `flat` hold one series: the model, and the one without a trend.
    """

    event: Event
    setting: Setting
    counts: Floats
    reasons: tuple[str, ...]
    shown: bool
    estimate: Estimate | None
    steps: Steps | None
    flat: Steps | None
    dates: Runs | None
    topics: Runs | None
    detectable: float | None


def analyse(
    counts: WeeklyCounts, event: Event, events: Sequence[Event], options: Options
) -> Analysis:
    """Estimate one event's effect and run its placebos, or say why data is insufficient."""
    setting = choose_setting(counts, event, events, options)
    tickets = counts.tickets[event.topic].astype(float)
    reasons, shown = name_reasons(counts, event, setting)
    planned = planned_ratio(tickets, setting) if shown else None
    if reasons:
        return Analysis(
            event, setting, tickets, reasons, shown, None, None, None, None, None, planned
        )
    model, control = setting.options, setting.control
    row = (tickets[None], control[None], setting.since, model)
    steps: Steps | None = estimate_steps(*row)
    flat = estimate_steps(*row, trend=False)
    if steps and steps.ok[0] and tickets[setting.after].any():
        estimate = _modelled(steps)
        detectable: float | None = detectable_ratio(_chosen_se(steps), float(steps.df[0]))
    else:
        estimate, detectable, steps = _exact(tickets, setting), planned, None
    others = counts.tickets[list(setting.rows)] * setting.window
    return Analysis(
        event=event,
        setting=setting,
        counts=tickets,
        reasons=(),
        shown=True,
        estimate=estimate,
        steps=steps,
        flat=flat if flat.ok[0] and steps is not None else None,
        dates=run_dates(tickets, control, setting.since, model),
        topics=run_topics(others.astype(float), setting.since, model),
        detectable=detectable,
    )


def _chosen_se(steps: Steps) -> float:
    return float(steps.hac_se[0] if steps.hac[0] else steps.quasi_se[0])


def _modelled(steps: Steps) -> Estimate:
    return Estimate(
        ratio=exponentiate(steps),
        p=float(steps.p[0]),
        method=METHOD,
        se_kind="HAC" if steps.hac[0] else "quasi-Poisson",
        quasi_se=float(steps.quasi_se[0]),
        hac_se=float(steps.hac_se[0]),
        df=float(steps.df[0]),
        phi=float(steps.phi[0]),
    )


def exponentiate(steps: Steps) -> Ratio:
    """The first series' step as a ratio; a limit too large for a number is no limit."""
    value, low, high = (float(log[0]) for log in (steps.log_ratio, steps.low, steps.high))
    return Ratio(float(np.exp(value)), float(np.exp(low)), bounded(high))


def bounded(log_high: float) -> float | None:
    """An upper limit from its logarithm."""
    return float(np.exp(log_high)) if log_high < 700 else None


def _exact(tickets: Floats, setting: Setting) -> Estimate:
    phi = baseline_phi(tickets, setting)
    after, before = setting.after, setting.before
    share = float(setting.control[after].sum() / setting.control[before].sum())
    pair = float(tickets[after].sum()) / phi, float(tickets[before].sum()) / phi
    ratio, (low, high) = exact_rate_ratio(*pair, share)
    return Estimate(
        ratio=Ratio(ratio if ratio is not None else low, low, high),
        p=exact_p(*pair, share),
        method=EXACT,
        se_kind="exact",
        quasi_se=None,
        hac_se=None,
        df=None,
        phi=phi,
    )
