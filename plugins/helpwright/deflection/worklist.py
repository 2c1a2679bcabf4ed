"""What writers should do next, ranked by the tickets that it may save in a quarter.

Each kind of work has its own count of tickets, brought to 13 weeks:

| kind | tickets behind it | expected to be saved |
|---|---|---|
| content gap | tickets of the group a week, over the last four weeks | x 13 x reach |
| stale, reopened | reopened tickets | reopened x (1 - 1 / lower limit of the risk ratio) |
| stale, linked less | topic tickets of the later half | x fall of the link rate x reach |
| unhelpful | tickets written after reading | x reach, or what exceeds the site's share |
| never linked | topic tickets | x reach |
| missing words | customers who used the words | x reach |
| failed search | searches without a click, x the share of readers who write | x reach |

Reach is the share of a subject's tickets that an article saves: the pooled publication effect
where there is one, otherwise `ASSUMED_REACH`. Falls and excesses count with the end of their 95 %
interval that is nearer to nothing. The number ranks; it promises nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from helpwright.deflection.catalogue import Level
from helpwright.deflection.figures import FEWEST_REQUESTERS, Figures, ReportArticle
from helpwright.deflection.intervals import Proportion, wilson
from helpwright.deflection.learning.gaps import Gap
from helpwright.deflection.learning.terms import Term
from helpwright.deflection.ratios import RiskRatio, newcombe

ASSUMED_REACH = 0.1
ASSUMED_WRITING = 0.05  # share of readers who write to support, where no event tells
WEEKS = 13


class Kind(StrEnum):
    """What sort of work it is."""

    GAP = "content gap"
    STALE = "stale"
    UNHELPFUL = "unhelpful"
    NEVER_LINKED = "never linked"
    WORDS = "missing words"
    SEARCH = "failed search"


@dataclass(frozen=True)
class Demand:
    """Tickets of a period about an article, by what their first message asks for.

    Attributes:
        article: The article's id.
        earlier: Linked of all in the earlier half of the period.
        later: The same in the later half.
        people: At least so many people are behind them.
    """

    article: str
    earlier: Proportion
    later: Proportion
    people: int

    @property
    def tickets(self) -> int:
        """All of them."""
        return self.earlier.denominator + self.later.denominator


@dataclass(frozen=True)
class Task:
    """One piece of work.

    Attributes:
        kind: What sort it is.
        subject: The article's title, the gap's name or the words searched for.
        article: The article to work on, or that comes nearest; "" if there is none.
        why: What the data say, in a sentence.
        todo: What to do, in a sentence.
        tickets: Tickets behind it (customers for missing words, searches for failed searches).
        unit: What `tickets` counts.
        expected: Tickets it may save in 13 weeks.
    """

    kind: Kind
    subject: str
    article: str
    why: str
    todo: str
    tickets: int
    unit: str
    expected: float


@dataclass(frozen=True)
class Worklist:
    """Tasks, the most promising first. `reach_is_measured` is False where it is assumed."""

    tasks: tuple[Task, ...]
    reach: float
    reach_is_measured: bool


def rank(
    figures: Figures,
    *,
    gaps: Sequence[Gap] = (),
    terms: Sequence[Term] = (),
    demand: Mapping[str, Demand] | None = None,
    reach: float | None = None,
) -> Worklist:
    """Everything that is worth a writer's time, by expected tickets saved.

    Args:
        figures: The figures of the period.
        gaps: Content gaps, if somebody has learned.
        terms: Customers' words that articles lack, if somebody has learned.
        demand: Tickets by the article that they are about, if somebody has learned.
        reach: Share of tickets that a published article saves; None where it is not known.
    """
    share = ASSUMED_REACH if reach is None else reach
    titles = {row.article.id: row.article for row in figures.articles}
    titles.update({article.id: article for article in figures.never_linked})
    found = [
        *_gaps(gaps, share),
        *_stale(figures, titles, demand or {}, share),
        *_unhelpful(figures, titles, share),
        *_never_linked(figures, demand or {}, share),
        *_words(figures, terms, titles, share),
        *_searches(figures, share),
    ]
    order = list(Kind)
    found.sort(key=lambda t: (-round(t.expected, 6), order.index(t.kind), t.subject, t.article))
    return Worklist(tuple(found), share, reach is not None)


def _gaps(gaps: Sequence[Gap], reach: float) -> Iterator[Task]:
    for gap in gaps:
        if gap.requesters < FEWEST_REQUESTERS:
            continue
        trend = f", {gap.trend}" if gap.trend else ""
        yield Task(
            Kind.GAP,
            gap.name,
            gap.article,
            f"{gap.tickets:,} tickets by {gap.requesters:,} customers, "
            f"{gap.per_week:.1f} a week{trend}, and no article that answers them",
            "write an article, or widen the nearest one",
            gap.tickets,
            "tickets",
            gap.per_week * WEEKS * reach,
        )


def _stale(
    figures: Figures,
    titles: Mapping[str, ReportArticle],
    demand: Mapping[str, Demand],
    reach: float,
) -> Iterator[Task]:
    scale = WEEKS / _weeks(figures)
    for row in figures.of("reopened-risk", Level.ARTICLE).rows:
        risk, article = row.value, titles.get(row.key)
        if not isinstance(risk, RiskRatio) or not article or not risk.interval or not risk.value:
            continue
        low, reopened = risk.interval[0], risk.cases.numerator
        if low > 1 and reopened >= FEWEST_REQUESTERS:
            yield Task(
                Kind.STALE,
                article.title,
                article.id,
                f"{reopened:,} of {risk.cases.denominator:,} tickets solved with it came back, "
                f"{risk.value:.1f} times as often as others of the category",
                "follow its steps as a customer would, and correct what no longer holds",
                reopened,
                "tickets",
                reopened * (1 - 1 / low) * scale,
            )
    for key, about in sorted(demand.items()):
        fall = _fall(about)
        if fall and (article := titles.get(key)):
            yield Task(
                Kind.STALE,
                article.title,
                article.id,
                f"its topic grew from {about.earlier.denominator:,} to "
                f"{about.later.denominator:,} tickets, while agents link it less "
                f"({_percent(about.earlier)} before, {_percent(about.later)} since)",
                "ask agents why they no longer use it, and bring it up to date",
                about.later.denominator,
                "tickets",
                about.later.denominator * fall * reach * 2 * scale,
            )


def _fall(about: Demand) -> float:
    """How far the link rate fell at least while the topic grew; 0 where either may be chance."""
    later, earlier = about.later, about.earlier
    if about.people < FEWEST_REQUESTERS or later.value is None or earlier.value is None:
        return 0.0
    grown = wilson(later.denominator, about.tickets)
    if not grown or grown[0] <= 0.5:
        return 0.0
    return max(0.0, -newcombe(later, earlier)[1])


def _unhelpful(
    figures: Figures, titles: Mapping[str, ReportArticle], reach: float
) -> Iterator[Task]:
    scale = WEEKS / _event_weeks(figures)
    usual = _value(figures, "helpful-rate"), _value(figures, "contact-after-view")
    opinions = {r.key: r.value for r in figures.of("helpful-rate", Level.ARTICLE).rows}
    for row in figures.of("contact-after-view", Level.ARTICLE).rows:
        written, article = row.value, titles.get(row.key)
        if not isinstance(written, Proportion) or not article or not written.numerator:
            continue
        said = opinions.get(row.key)
        expected, why = 0.0, []
        low = said.interval if isinstance(said, Proportion) else None
        if isinstance(said, Proportion) and low and usual[0] is not None and low[1] < usual[0]:
            expected = written.numerator * reach
            why.append(
                f"{said.numerator:,} of {said.denominator:,} readers called it helpful, "
                f"usual are {usual[0] * 100:.0f}\N{NO-BREAK SPACE}%"
            )
        if written.interval and usual[1] is not None and written.interval[0] > usual[1]:
            expected = max(expected, (written.interval[0] - usual[1]) * written.denominator)
            why.append("more of its readers write to support than of others")
        if why:
            why.append(f"{written.numerator:,} tickets came after reading it")
            yield Task(
                Kind.UNHELPFUL,
                article.title,
                article.id,
                "; ".join(why),
                "read the reasons that readers gave, and put the answer first",
                written.numerator,
                "tickets",
                expected * scale,
            )


def _never_linked(figures: Figures, demand: Mapping[str, Demand], reach: float) -> Iterator[Task]:
    scale = WEEKS / _weeks(figures)
    for article in figures.never_linked:
        about = demand.get(article.id)
        if about and about.people >= FEWEST_REQUESTERS:
            yield Task(
                Kind.NEVER_LINKED,
                article.title,
                article.id,
                f"{about.tickets:,} tickets ask for it, and no agent linked it",
                "show it to agents; if they don't want it, ask what is missing",
                about.tickets,
                "tickets",
                about.tickets * reach * scale,
            )


def _words(
    figures: Figures, terms: Sequence[Term], titles: Mapping[str, ReportArticle], reach: float
) -> Iterator[Task]:
    scale = WEEKS / _weeks(figures)
    by_article: dict[str, list[Term]] = {}
    for term in terms:
        by_article.setdefault(term.article, []).append(term)
    for key, listed in sorted(by_article.items()):
        article = titles.get(key)
        # The same customer may have used several of the words, so they don't add up.
        people = max(term.requesters for term in listed)
        if not article or people < FEWEST_REQUESTERS:
            continue
        words = ", ".join(f'"{term.text}"' for term in listed[:5])
        yield Task(
            Kind.WORDS,
            article.title,
            key,
            f"customers say {words}; the article does not",
            "accept the words that fit into .customer-language.yml, or use them in the article",
            people,
            "customers",
            people * reach * scale,
        )


def _searches(figures: Figures, reach: float) -> Iterator[Task]:
    scale = WEEKS / _event_weeks(figures)
    usual = _value(figures, "failed-search")
    writing = _value(figures, "contact-after-view") or ASSUMED_WRITING
    for row in figures.of("failed-search", Level.QUERY).rows:
        failed = row.value
        if not isinstance(failed, Proportion) or failed.numerator < FEWEST_REQUESTERS:
            continue
        bounds = wilson(failed.numerator, failed.denominator)
        if bounds and usual is not None and bounds[0] > usual:
            yield Task(
                Kind.SEARCH,
                row.key,
                "",
                f"{failed.numerator:,} of {failed.denominator:,} searches led to no article",
                "make the words an alias of the article that answers, or write it",
                failed.numerator,
                "searches",
                failed.numerator * writing * reach * scale,
            )


def _value(figures: Figures, metric: str) -> float | None:
    whole = figures.of(metric, Level.SITE).whole
    return whole.value if isinstance(whole, Proportion) else None


def _percent(share: Proportion) -> str:
    return f"{share.numerator / share.denominator * 100:.0f}\N{NO-BREAK SPACE}%"


def _weeks(figures: Figures) -> float:
    return ((figures.period.last - figures.period.first).days + 1) / 7


def _event_weeks(figures: Figures) -> float:
    if not figures.events_from or not figures.events_until:
        return _weeks(figures)
    return ((figures.events_until - figures.events_from).days + 1) / 7
