"""What a report is made of: figures, effects, history, and the work that follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from helpwright.deflection.effect import Effect, Effects
from helpwright.deflection.figures import Figures, ReportArticle
from helpwright.deflection.learning.proposals import Learned
from helpwright.deflection.learning.terms import Term
from helpwright.deflection.worklist import Demand, Task, Worklist


@dataclass(frozen=True)
class Month:
    """Tickets of a month ("2026-03"); None if fewer than five people stand behind them."""

    month: str
    tickets: int | None


@dataclass(frozen=True)
class Report:
    """Everything that the pages, tables and summaries show.

    Attributes:
        figures: The figures of the period.
        effects: What publications did; over all tickets of the store, whatever the period.
        history: Reuse by month of each article that was linked.
        demand: Tickets by the article that they are about; empty unless somebody has learned.
        learned: Customers' words and content gaps; None unless somebody has learned.
        worklist: What writers should do next.
        articles: The articles that the help center has now, by id.
        short_links: The address under which `<id>/` leads to an article; "" where not known.
        cost_per_ticket: What a ticket costs, if somebody said.
    """

    figures: Figures
    effects: Effects
    history: Mapping[str, tuple[Month, ...]]
    demand: Mapping[str, Demand]
    learned: Learned | None
    worklist: Worklist
    articles: Mapping[str, ReportArticle] = field(default_factory=dict)
    short_links: str = ""
    cost_per_ticket: float | None = None

    def title(self, article: str) -> str:
        """The title of an article; its id if it is no longer published."""
        known = self.articles.get(article)
        return known.title if known else article

    def effect_of(self, article: str) -> Effect | None:
        """The effect of an article's publication."""
        return self._effects.get(article)

    def tasks_of(self, article: str) -> Sequence[Task]:
        """The work on an article."""
        return self._tasks.get(article, ())

    def terms_of(self, article: str) -> Sequence[Term]:
        """Customers' words that an article lacks."""
        return self._terms.get(article, ())

    @cached_property
    def _effects(self) -> Mapping[str, Effect]:
        listed = reversed(self.effects.effects)
        return {article: effect for effect in listed for article in effect.articles}

    @cached_property
    def _tasks(self) -> Mapping[str, Sequence[Task]]:
        found: dict[str, list[Task]] = defaultdict(list)
        for task in self.worklist.tasks:
            found[task.article].append(task)
        return found

    @cached_property
    def _terms(self) -> Mapping[str, Sequence[Term]]:
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self.learned.terms if self.learned else ():
            found[term.article].append(term)
        return found

    def short_link(self, article: str) -> str:
        """The permanent link to copy; the present address where that is not known."""
        if self.short_links:
            return f"{self.short_links}{article}/"
        known = self.articles.get(article)
        return known.url if known else ""
