"""All effects of a help center: one estimate per publication, and their mean."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from helpwright.deflection.effect.analyses import Analysis, analyse, exponentiate
from helpwright.deflection.effect.description import (
    describe_control,
    describe_weeks,
    name_cautions,
    plot_points,
    save_tickets,
)
from helpwright.deflection.effect.estimates import Effect, Effects, Ratio, Verdict
from helpwright.deflection.effect.mean import pool_effects
from helpwright.deflection.effect.placebos import summarise
from helpwright.deflection.effect.pooling import adjust
from helpwright.deflection.effect.steps import Options
from helpwright.deflection.effect.weeks import Publication, WeeklyCounts, find_events


def estimate_effects(
    counts: WeeklyCounts,
    publications: Iterable[Publication],
    options: Options | None = None,
    *,
    cost_per_ticket: float | None = None,
) -> Effects:
    """Estimate what publishing each article did to the tickets of its topic.

    Args:
        counts: Whole weeks only: a week cut short looks like fewer tickets.
        publications: Articles with the topic and the day of their publication.
        options: The method; None for the calibrated one.
        cost_per_ticket: In any currency.
    """
    options, publications = options or Options(), list(publications)
    events = find_events(
        counts, publications, before=options.left_out_before, after=options.left_out_after
    )
    # What was published before the data began has no weeks before, but may sit in later windows.
    analyses = [analyse(counts, event, events, options) for event in events if event.last >= 0]
    tested = [a.estimate.p for a in analyses if a.estimate]
    q_values = iter(adjust(np.array(tested, dtype=float)).tolist())
    effects = tuple(
        _effect(counts, a, next(q_values) if a.estimate else None, len(tested), cost_per_ticket)
        for a in analyses
    )
    known = set(counts.topics)
    return Effects(
        pooled=pool_effects(analyses, options, cost_per_ticket),
        effects=effects,
        first_week=counts.monday(0) if counts.weeks else None,
        last_week=counts.monday(counts.weeks - 1) if counts.weeks else None,
        earlier=tuple(sorted({name for e in events if e.last < 0 for name in e.articles})),
        no_topic=tuple(sorted({p.article for p in publications if p.topic not in known})),
        options=options,
    )


def _effect(
    counts: WeeklyCounts, a: Analysis, q: float | None, tests: int, cost: float | None
) -> Effect:
    event, setting, level = a.event, a.setting, a.setting.options.significance
    estimate = a.estimate
    verdict, reasons = Verdict.INSUFFICIENT, a.reasons
    dates = topics = None
    if estimate and q is not None:
        dates = summarise(a.dates, estimate.p, level) if a.dates else None
        topics = summarise(a.topics, estimate.p, level) if a.topics else None
        verdict, reasons = judge(estimate.ratio, q, tests, level)
        for placebo, where in ((dates, "earlier dates"), (topics, "untouched topics")):
            if verdict is not Verdict.UNCLEAR and placebo and placebo.suspicious:
                found = f"the model finds changes at {where}, too: {placebo.flagged} of "
                verdict, reasons = Verdict.UNCLEAR, (f"{found}{placebo.runs} runs",)
    observed = int(a.counts[setting.after].sum())
    return Effect(
        articles=event.articles,
        topic=counts.topics[event.topic],
        published=counts.monday(event.first),
        published_until=counts.monday(event.last),
        verdict=verdict,
        reasons=reasons,
        cautions=name_cautions(a.event, a.setting, a.counts, estimate, a.flat),
        weeks=describe_weeks(counts, setting),
        control=describe_control(counts, setting),
        baseline=int(a.counts[setting.before].sum()) if a.shown else None,
        observed=observed if a.shown else None,
        estimate=estimate,
        q=q,
        sensitivity=exponentiate(a.flat) if a.flat else None,
        placebo_dates=dates,
        placebo_topics=topics,
        detectable=a.detectable,
        saved=save_tickets(a.counts, setting, estimate.ratio, cost) if estimate else None,
        points=plot_points(counts, event, setting, a.steps, estimate) if estimate else (),
    )


def judge(ratio: Ratio, q: float, tests: int, level: float) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict on an interval, and why it is none where the interval alone would make one."""
    lower = ratio.high is not None and ratio.high < 1
    if not lower and ratio.low <= 1:
        return Verdict.UNCLEAR, ()
    if q < level:
        return (Verdict.FEWER if lower else Verdict.MORE), ()
    why = f"among {tests} articles such a result is to be expected by chance (q = {q:.2f})"
    return Verdict.UNCLEAR, (why,)
