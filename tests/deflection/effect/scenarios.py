"""Made-up help centers in which the truth is known, and how often intervals hold it.

A help center has topics for which an article is published at some week, each with about ten
tickets a week, and a control of three hundred. A scenario says how the counts misbehave.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helpwright.deflection.effect.pooling import average
from helpwright.deflection.effect.steps import Options, Steps, estimate_steps

Floats = NDArray[np.float64]
WEEKS, BEFORE, AFTER = 150, 104, 26
EARLIEST = 52  # an article has so many weeks before it at least


@dataclass(frozen=True)
class Scenario:
    """How counts misbehave; the default is independent Poisson counts.

    Attributes:
        growth: Weekly growth of all tickets.
        season: Amplitude of a yearly wave of all tickets, on the log scale.
        extra: Overdispersion: the variance is (1 + extra) times the mean.
        drift: Weekly growth of the topic beyond that of the control.
        memory: Week-to-week correlation of the topic's share.
        wobble: Standard deviation of the share's logarithm.
        spike: Factor of a spike of 3 to 6 weeks.
        reaction: The article is published 1 to so many weeks after a spike begins.
        peak: Whether the article is published right after the four weeks with most tickets.
        common: Like `wobble`, of the control alone: an error that all articles share.
        own_season: A yearly wave of the topic alone.
        curve: How much the share falls and rises again over three years, on the log scale.
    """

    name: str
    growth: float = 0.0
    season: float = 0.0
    extra: float = 0.0
    drift: float = 0.0
    memory: float = 0.0
    wobble: float = 0.0
    spike: float = 1.0
    reaction: int = 6
    peak: bool = False
    common: float = 0.0
    own_season: float = 0.0
    curve: float = 0.0


SCENARIOS = (
    Scenario("plain"),
    Scenario("growth", growth=0.006),
    Scenario("season", season=0.3),
    Scenario("season of the topic alone", own_season=0.3),
    Scenario("overdispersion", extra=2.0),
    Scenario("spike", spike=2.5),
    Scenario("spike, written at once", spike=2.5, reaction=3),
    Scenario("peak", extra=1.0, memory=0.5, wobble=0.2, peak=True),
    Scenario("drift", drift=-0.005),
    Scenario("autocorrelation", memory=0.6, wobble=0.25),
    Scenario("growth + season + overdispersion", growth=0.006, season=0.3, extra=1.5),
    Scenario("spike + drift + overdispersion", spike=2.5, drift=-0.005, extra=1.5),
    Scenario(
        "all at once",
        growth=0.006,
        season=0.3,
        own_season=0.2,
        extra=1.0,
        drift=-0.005,
        memory=0.6,
        wobble=0.25,
        spike=2.5,
    ),
)
BEYOND = (  # what the method is not made for; figures for the documentation
    Scenario("share wanders for months", memory=0.9, wobble=0.25),
    Scenario("noisy control", common=0.1, memory=0.5),
    Scenario("rise that turns into a fall", curve=-0.25),
)
PLAIN, ALL_AT_ONCE = SCENARIOS[0], SCENARIOS[-1]


@dataclass(frozen=True)
class HelpCenters:
    """Replicates of a help center.

    Attributes:
        tickets: (replicates, articles, weeks).
        control: (replicates, weeks).
        published: (replicates, articles), the week.
        truth: (replicates, articles), the log rate ratio.
    """

    tickets: Floats
    control: Floats
    published: NDArray[np.int64]
    truth: Floats


def simulate(
    scenario: Scenario,
    rng: np.random.Generator,
    *,
    replicates: int,
    articles: int = 1,
    ratio: float = 1.0,
    tau: float = 0.0,
) -> HelpCenters:
    """Make up help centers; articles' log ratios scatter around that of `ratio` by `tau`."""
    shape = (replicates, articles, WEEKS)
    week = np.arange(WEEKS) - WEEKS / 2
    year = 2 * np.pi * week / 52.18
    phase = rng.uniform(0, 2 * np.pi, (replicates, 1))
    level = np.exp(scenario.growth * week + scenario.season * np.cos(year + phase))
    size = 10 * np.exp(rng.normal(0, 0.4, (replicates, articles, 1)) - 0.08)
    share = np.exp(scenario.drift * week + scenario.curve * (week / 75) ** 2) * np.ones(shape)
    if scenario.wobble:
        share = share * np.exp(_noise(rng, shape, scenario.memory, scenario.wobble))
    if scenario.own_season:
        own = rng.uniform(0, 2 * np.pi, (replicates, articles, 1))
        share = share * np.exp(scenario.own_season * np.cos(year + own))
    published = rng.integers(EARLIEST, WEEKS - AFTER, (replicates, articles))
    mean = size * level[:, None] * share
    if scenario.spike > 1:
        start = published - rng.integers(1, scenario.reaction + 1, published.shape)
        stop = start + rng.integers(3, 7, published.shape)
        now = np.arange(WEEKS)
        spiking = (now >= start[..., None]) & (now < stop[..., None])
        mean = mean * np.where(spiking, scenario.spike, 1.0)
    tickets = _draw(rng, mean, scenario.extra)
    if scenario.peak:
        four = sum(tickets[..., lag : WEEKS - 4 + lag] for lag in range(4))
        published = EARLIEST + four[..., EARLIEST - 4 : WEEKS - AFTER - 4].argmax(axis=-1)
    truth = np.log(ratio) + tau * rng.normal(size=published.shape)
    after = np.arange(WEEKS) >= published[..., None]
    # A prevented ticket is one that would have come: thinning keeps the rest as it was.
    kept = np.where(after, np.minimum(np.exp(truth), 1.0)[..., None], 1.0)
    tickets = rng.binomial(tickets, kept)
    more = np.where(after, np.maximum(np.exp(truth) - 1, 0.0)[..., None], 0.0)
    tickets = tickets + rng.poisson(mean * more)
    control = 300 * level
    if scenario.common:
        control = control * np.exp(
            _noise(rng, (replicates, WEEKS), scenario.memory, scenario.common)
        )
    return HelpCenters(
        tickets.astype(float),
        _draw(rng, control, scenario.extra).astype(float),
        published,
        truth,
    )


def _draw(rng: np.random.Generator, mean: Floats, extra: float) -> NDArray[np.int64]:
    return rng.poisson(rng.gamma(mean / extra) * extra if extra else mean)


def _noise(
    rng: np.random.Generator, shape: tuple[int, ...], memory: float, deviation: float
) -> Floats:
    noise = rng.normal(0, deviation, shape)
    fresh = np.sqrt(1 - memory**2)
    for week in range(1, shape[-1]):
        noise[..., week] = memory * noise[..., week - 1] + fresh * noise[..., week]
    return noise - deviation**2 / 2


def estimate(
    centers: HelpCenters, options: Options, *, trend: bool = True
) -> tuple[Steps, NDArray[np.int64]]:
    """All articles' steps, one series each, and the calendar week of each of their weeks."""
    since = np.arange(-BEFORE, AFTER + 1)
    week = centers.published[..., None] + since
    there = (week >= 0) & (week < WEEKS)
    at = np.clip(week, 0, WEEKS - 1)
    tickets = np.take_along_axis(centers.tickets, at, axis=2)
    control = np.broadcast_to(centers.control[:, None], centers.tickets.shape)
    control = np.where(there, np.take_along_axis(control, at, axis=2), 0.0)
    flat = (-1, len(since))
    steps = estimate_steps(
        tickets.reshape(flat), control.reshape(flat), since, options, trend=trend
    )
    return steps, at.reshape(flat)


@dataclass(frozen=True)
class Calibration:
    """Shares of replicates, and moments of the log ratio's error."""

    coverage: float
    claims: float
    bias: float
    error: float
    width: float

    @classmethod
    def of(cls, value: Floats, low: Floats, high: Floats, truth: Floats) -> Calibration:
        """Compare intervals with the truth; a claim is an interval below a ratio of 1."""
        return cls(
            coverage=float(np.mean((low <= truth) & (truth <= high))),
            claims=float(np.mean(high < 0)),
            bias=float(np.mean(value - truth)),
            error=float(np.std(value - truth)),
            width=float(np.mean(high - low)),
        )


def calibrate_single(
    centers: HelpCenters, options: Options | None = None, *, trend: bool = True
) -> Calibration:
    """One article at a time."""
    steps, _ = estimate(centers, options or Options(), trend=trend)
    assert steps.ok.all()
    return Calibration.of(steps.log_ratio, steps.low, steps.high, centers.truth.ravel())


def calibrate_pooled(
    centers: HelpCenters, mean: float, options: Options | None = None
) -> Calibration:
    """The mean over the articles of each help center; `mean` is the true log ratio."""
    options = options or Options()
    steps, at = estimate(centers, options)
    replicates, articles = centers.published.shape
    influence = np.zeros((replicates * articles, WEEKS))
    rows = np.repeat(np.arange(len(at)), at.shape[1])
    np.add.at(influence, (rows, at.ravel()), steps.influence.ravel())
    found = []
    for start in range(0, replicates * articles, articles):
        some = slice(start, start + articles)
        pooled = average(
            steps.log_ratio[some],
            steps.se[some],
            influence[some],
            steps.hac_df[some],
            options.lags,
        )
        found.append((pooled.log_ratio, pooled.low, pooled.high))
    value, low, high = np.array(found).T
    return Calibration.of(value, low, high, np.full(replicates, mean))


def compare_naively(centers: HelpCenters) -> Calibration:
    """Twelve weeks before against twelve after, Poisson, no control: what most tools do."""
    week = np.arange(WEEKS) - centers.published[..., None]
    before = (centers.tickets * ((week >= -12) & (week < 0))).sum(axis=2).ravel()
    after = (centers.tickets * ((week >= 0) & (week < 12))).sum(axis=2).ravel()
    before, after = np.maximum(before, 0.5), np.maximum(after, 0.5)
    value = np.log(after / before)
    width = 1.959964 * np.sqrt(1 / before + 1 / after)
    return Calibration.of(value, value - width, value + width, centers.truth.ravel())
