"""From an engine to a report: figures, effects, history and worklist in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from helpwright.deflection.catalogue import Level
from helpwright.deflection.effect import Effects, Verdict, WeeklyCounts, estimate_effects
from helpwright.deflection.effect.series import by_category, count_weeks, publications
from helpwright.deflection.figures import FEWEST_REQUESTERS, Figures
from helpwright.deflection.learning.proposals import Learned
from helpwright.deflection.measured import Folded, Measured, Measurement, Money
from helpwright.deflection.measures.frame import with_linked
from helpwright.deflection.metrics import Asked, figures_of, send_articles
from helpwright.deflection.savings import Savings, TopicTickets, saved
from helpwright.deflection.tables import Tables
from helpwright.deflection.warehouses.engine import Engine
from helpwright.deflection.worklist import rank
from helpwright.reports.history import demand, reuse_by_month
from helpwright.reports.model import Report
from helpwright.tickets.model import Progress


def gather(
    engine: Engine,
    tables: Tables,
    asked: Asked,
    *,
    learned: Learned | None = None,
    short_links: str = "",
    progress: Progress | None = None,
) -> Report:
    """Compute everything that a report shows, wherever the canonical tables lie.

    Args:
        engine: Runs the queries.
        tables: The canonical tables on it.
        asked: Articles, period and so on; `savings.cost_per_ticket` is the cost of a ticket.
        learned: What `helpwright learn` found.
        short_links: The address under which `<id>/` leads to an article.
        progress: Told after each step.
    """
    tables = with_linked(engine, tables)
    figures = figures_of(engine, tables, asked, progress)
    tables = replace(tables, report_articles=send_articles(engine, asked.articles))
    cost = asked.savings.cost_per_ticket
    counts = count_weeks(engine, tables, by_category(tables), figures.data_until or asked.today)
    effects = estimate_effects(
        counts, publications(asked.articles, by="category"), cost_per_ticket=cost
    )
    figures = _with_effects(figures, effects, counts)
    about = demand(engine, tables, asked.period)
    shown = {row.article.id for row in figures.articles}
    pooled = effects.pooled
    reach = None
    if pooled.ratio and pooled.verdict is Verdict.FEWER:
        reach = 1 - pooled.ratio.value
    return Report(
        figures=figures,
        effects=effects,
        history=reuse_by_month(engine, tables, asked.period, shown),
        demand=about,
        learned=learned,
        worklist=rank(
            figures,
            gaps=learned.gaps if learned else (),
            terms=learned.terms if learned else (),
            demand=about,
            reach=reach,
        ),
        articles={article.id: article for article in asked.articles},
        short_links=short_links,
        cost_per_ticket=cost,
    )


def _with_effects(figures: Figures, effects: Effects, counts: WeeklyCounts) -> Figures:
    """The figures with the publication effect and the cost saved among them."""
    found = _topic_tickets(effects, counts)
    measured = [m for m in saved(Savings(found)) if m.metric != "cost-saved"]
    measured.append(_cost(effects, found))
    own = {(m.metric, m.level) for m in measured}
    kept = tuple(m for m in figures.measured if (m.metric, m.level) not in own)
    return replace(figures, measured=(*kept, *measured))


def _cost(effects: Effects, found: Sequence[TopicTickets]) -> Measured:
    """Cost saved with the interval of the estimate: what came is known, what would have is not."""
    whole, gain = next((t for t in found if not t.article), None), effects.pooled.saved
    rows: tuple[Measurement, ...] = ()
    if whole and gain and gain.cost is not None:
        bounds = None
        if gain.cost_low is not None and gain.cost_high is not None:
            bounds = (gain.cost_low, gain.cost_high)
        rows = (Measurement("", Money(gain.cost, bounds), whole.people),)
    return Measured("cost-saved", Level.SITE, rows, Folded(0, 0))


def _topic_tickets(effects: Effects, counts: WeeklyCounts) -> list[TopicTickets]:
    found, everyone = [], 0
    for effect in effects.effects:
        if effect.observed is None or not effect.estimate or not effect.saved:
            continue
        weeks = np.arange(counts.weeks) > counts.week_of(effect.published_until)
        people = counts.people(counts.topics.index(effect.topic), weeks)
        everyone = max(everyone, people)
        ratio, expected = effect.estimate.ratio, effect.observed + effect.saved.tickets
        if ratio.high is not None and expected > 0:
            bounds = (ratio.low, ratio.high)
            found += [
                TopicTickets(article, effect.observed, expected, bounds, people)
                for article in effect.articles
            ]
    pooled = effects.pooled
    if pooled.ratio and pooled.ratio.high is not None and pooled.observed and pooled.saved:
        bounds = (pooled.ratio.low, pooled.ratio.high)
        expected = pooled.observed + pooled.saved.tickets
        many = max(everyone, FEWEST_REQUESTERS)
        found.append(TopicTickets("", pooled.observed, expected, bounds, many))
    return found
