"""Differences, risk ratios and daily ratios, against published numbers."""

from __future__ import annotations

import pytest

from helpwright.deflection.bootstrap import daily_ratio, ratio_difference
from helpwright.deflection.comparison import compare
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Change, Folded, Measured, Measurement
from helpwright.deflection.metric import Level
from helpwright.deflection.ratios import RiskRatio, difference, newcombe
from helpwright.deflection.savings import Savings, TopicTickets, cost_saved, saved

DAYS = [(40 + (n * 7) % 13, 10 + (n * 5) % 7) for n in range(60)]


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        # Newcombe (1998), table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_published_numbers(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(Proportion(*first), Proportion(*second)) == pytest.approx((low, high), abs=6e-5)


def test_a_difference_needs_thirty_on_both_sides() -> None:
    assert difference(Proportion(20, 29), Proportion(20, 40)) is None
    found = difference(Proportion(30, 40), Proportion(20, 40))
    assert found
    assert found.value == 0.25
    assert found.interval[0] < 0.25 < found.interval[1]


def test_a_risk_ratio_gives_the_published_numbers() -> None:
    # Physicians' Health Study: heart attacks with placebo and with aspirin (Agresti, 2002).
    ratio = RiskRatio(Proportion(189, 11_034), Proportion(104, 11_037))
    assert ratio.value == pytest.approx(1.82, abs=0.005)
    assert ratio.interval == pytest.approx((1.433, 2.306), abs=5e-4)


def test_a_risk_ratio_is_silent_where_counts_say_more() -> None:
    assert RiskRatio(Proportion(3, 20), Proportion(5, 400)).value is None
    assert RiskRatio(Proportion(3, 200), Proportion(0, 400)).value is None
    none = RiskRatio(Proportion(0, 200), Proportion(5, 400))
    assert (none.value, none.interval) == (0, None)


def test_a_daily_ratio_is_that_of_the_totals_with_the_same_interval_each_time() -> None:
    ratio = daily_ratio(DAYS)
    assert ratio.value == sum(a for a, _ in DAYS) / sum(b for _, b in DAYS)
    assert ratio.interval
    low, high = ratio.interval
    assert low < ratio.value < high
    assert daily_ratio(DAYS) == ratio


def test_a_steady_ratio_has_no_spread_and_a_wild_one_has() -> None:
    steady = daily_ratio([(40, 10)] * 60)
    assert steady.interval == pytest.approx((4.0, 4.0))
    weeks = daily_ratio([(10, 10)] * 28 + [(70, 10)] * 28)
    assert weeks.interval
    assert weeks.interval[1] - weeks.interval[0] > 1


def test_there_is_no_interval_before_four_weeks() -> None:
    assert daily_ratio([(1000, 250)]).value == 4.0  # Gainsight: 1,000 / 250
    assert daily_ratio(DAYS[:27]).interval is None
    assert daily_ratio([(1, 1)] * 28).value is None, "28 requesters"


def test_two_periods_are_compared_by_their_own_intervals() -> None:
    more = [(2 * a, b) for a, b in DAYS]
    found = ratio_difference(more, DAYS)
    assert found
    assert found.interval[0] > 0
    assert ratio_difference(DAYS[:20], DAYS) is None
    before = Measured("link-rate", Level.SITE, (row(Proportion(20, 40)),), Folded(0, 0))
    after = Measured("link-rate", Level.SITE, (row(Proportion(30, 40)),), Folded(0, 0))
    count = Measured("reuse", Level.SITE, (row(7),), Folded(0, 0))
    (change,) = compare([after, count], [before, count], ((), ()))
    assert change == Change(
        *("link-rate", Level.SITE, "", Proportion(20, 40), Proportion(30, 40)),
        difference(Proportion(30, 40), Proportion(20, 40)),
    )


def row(value: int | Proportion) -> Measurement:
    return Measurement("", value, 40)


def test_cost_saved_is_the_gain_at_the_ratio_and_its_limits() -> None:
    tickets = TopicTickets("", 80, 100.0, (0.64, 1.0), 60)
    money = cost_saved(tickets, 10)
    assert money.amount == 200
    assert money.interval == pytest.approx((0, 450))
    nothing = cost_saved(TopicTickets("", 0, 40.0, (0, 0.1), 60), 10)
    assert nothing.interval == pytest.approx((360, 400))


def test_money_is_told_for_all_articles_only_and_only_with_a_cost() -> None:
    effects = [TopicTickets("", 80, 100.0, (0.6, 1.0), 60)]
    effects += [
        TopicTickets("pay", 40, 50.0, (0.6, 1.1), 30),
        TopicTickets("vat", 3, 9.0, (0, 2), 4),
    ]
    site, articles, money = saved(Savings(effects))
    assert (len(site.rows), money.rows) == (1, ())
    assert [r.key for r in articles.rows] == ["pay"]
    assert articles.folded == Folded(1, None)
    assert len(saved(Savings(effects, 2.5))[2].rows) == 1
