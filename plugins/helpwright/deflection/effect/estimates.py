"""What an estimate says, and everything it needs to explain itself.

No figure here is about one person: where fewer than `FEWEST_REQUESTERS` people stand behind the
tickets, numbers are None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from helpwright.deflection.effect.steps import Options


class Verdict(StrEnum):
    """The only words for a result. "Deflected" is not among them: nobody saw it happen."""

    FEWER = "fewer tickets than expected"
    MORE = "more tickets than expected"
    UNCLEAR = "no clear change"
    INSUFFICIENT = "insufficient data"


@dataclass(frozen=True)
class Ratio:
    """A rate ratio with its 95 % interval: 0.8 means a fifth fewer tickets than expected.

    `high` is None where there is no upper limit.
    """

    value: float
    low: float
    high: float | None


@dataclass(frozen=True)
class Estimate:
    """One article's rate ratio.

    Attributes:
        ratio: Observed over expected tickets.
        p: Two-sided p-value.
        method: How it was found, in words.
        se_kind: Which standard error the interval comes from; "exact" if none.
        quasi_se: The quasi-Poisson standard error of the log ratio; None if exact.
        hac_se: The HAC one; None if exact.
        df: Degrees of freedom of the interval; None if exact.
        phi: The dispersion; 1 is Poisson.
    """

    ratio: Ratio
    p: float
    method: str
    se_kind: str
    quasi_se: float | None
    hac_se: float | None
    df: float | None
    phi: float


@dataclass(frozen=True)
class Placebos:
    """Runs of the same model where nothing was published.

    Attributes:
        runs: How many there were.
        flagged: Those that found a change at the 5 % level; about one in twenty is expected.
        median: The median rate ratio.
        rank_p: (1 + runs at least as extreme as the real one) / (1 + runs); None without runs.
        suspicious: More were flagged than chance explains (1 %).
    """

    runs: int
    flagged: int
    median: float | None
    rank_p: float | None
    suspicious: bool


@dataclass(frozen=True)
class Control:
    """What the topic was compared with.

    Attributes:
        topics: Topics whose tickets, added up, are the control.
        treated: Topics left out because an article was published for them in these weeks.
        partial: Topics left out because they have no tickets near an end of these weeks.
        tickets: The control's tickets in the weeks used before.
    """

    topics: tuple[str, ...]
    treated: tuple[str, ...]
    partial: tuple[str, ...]
    tickets: int


@dataclass(frozen=True)
class Weeks:
    """The weeks of an estimate, by their Mondays.

    Attributes:
        first: The first week used; None if none is.
        last: The last week used.
        before: Weeks used before publication.
        after: Weeks used after it.
        left_out: Weeks around publication that were left out.
        no_control: Weeks left out because the control has no ticket.
    """

    first: date | None
    last: date | None
    before: int
    after: int
    left_out: tuple[date, ...]
    no_control: tuple[date, ...]


@dataclass(frozen=True)
class Saved:
    """(expected - observed) tickets in the weeks used after publication, with a 95 % interval.

    Negative numbers mean more tickets than expected. `cost` and its limits are in the currency
    of the cost per ticket, None without one. A limit is None where there is none.
    """

    tickets: float
    low: float | None
    high: float | None
    cost: float | None
    cost_low: float | None
    cost_high: float | None


@dataclass(frozen=True)
class Point:
    """Up to four weeks of a chart.

    Attributes:
        week: The first Monday.
        weeks: How many weeks.
        observed: Tickets; None if too few people stand behind them.
        expected: Tickets had nothing been published, given the control; None in left-out weeks.
        part: "before", "left out" or "after".
    """

    week: date
    weeks: int
    observed: int | None
    expected: float | None
    part: str


@dataclass(frozen=True)
class Effect:
    """The effect of publishing an article, or of several published for a topic at once.

    Attributes:
        articles: The ids of the articles.
        topic: Their topic.
        published: The Monday of the (first) publication.
        published_until: The Monday of the last.
        verdict: What may be said.
        reasons: Why data is insufficient, or why a change is not called one; sentences.
        cautions: What a reader should know besides; sentences.
        weeks: The weeks used.
        control: What it was compared with.
        baseline: Tickets in the weeks used before; None if too few people.
        observed: Tickets in the weeks used after; None if too few people.
        estimate: The rate ratio; None if data is insufficient.
        q: The p-value adjusted for the number of articles (Benjamini and Hochberg 1995).
        sensitivity: The same model without a trend.
        placebo_dates: Earlier dates at which nothing was published for the topic.
        placebo_topics: Control topics at the same date.
        detectable: The rate ratio that would be found with a chance of 80 %; weaker effects
            mostly stay unseen. Where weeks are missing: once the weeks needed are there.
        saved: Tickets saved.
        points: For a chart.
    """

    articles: tuple[str, ...]
    topic: str
    published: date
    published_until: date
    verdict: Verdict
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    weeks: Weeks
    control: Control
    baseline: int | None
    observed: int | None
    estimate: Estimate | None = None
    q: float | None = None
    sensitivity: Ratio | None = None
    placebo_dates: Placebos | None = None
    placebo_topics: Placebos | None = None
    detectable: float | None = None
    saved: Saved | None = None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class PooledEffect:
    """The mean effect of publishing an article: the headline.

    Attributes:
        verdict: What may be said.
        reasons: Why a change is not called one.
        ratio: The mean rate ratio; None with too few articles to pool.
        p: Two-sided p-value.
        method: How it was found, in words.
        se_kind: Which of the three standard errors the interval comes from.
        estimates: How many estimates were pooled.
        left_out: How many had insufficient data or no log (no ticket after publication).
        tau: The standard deviation of articles' true log ratios.
        prediction: Where the ratio of one more such article would lie.
        sensitivity: The mean without a trend.
        placebo: The mean at dates at which nothing was published.
        placebo_runs: How many estimates it is the mean of.
        detectable: The mean ratio that would be found with a chance of 80 %.
        observed: Tickets of the pooled topics in the weeks after.
        saved: Tickets saved over all pooled topics, if the mean effect is that of each.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    ratio: Ratio | None
    p: float | None
    method: str
    se_kind: str | None
    estimates: int
    left_out: int
    tau: float | None = None
    prediction: Ratio | None = None
    sensitivity: Ratio | None = None
    placebo: Ratio | None = None
    placebo_runs: int = 0
    detectable: float | None = None
    observed: int | None = None
    saved: Saved | None = None


@dataclass(frozen=True)
class Effects:
    """All effects of a help center, by topic and date, and their mean.

    Attributes:
        pooled: The headline.
        effects: One per publication.
        first_week: The Monday of the first week of data; None without data.
        last_week: The Monday of the last.
        earlier: Articles published before the data begins.
        no_topic: Articles whose topic has no tickets.
        options: The method.
    """

    pooled: PooledEffect
    effects: tuple[Effect, ...]
    first_week: date | None
    last_week: date | None
    earlier: tuple[str, ...]
    no_topic: tuple[str, ...]
    options: Options
