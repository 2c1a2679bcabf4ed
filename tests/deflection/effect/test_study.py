"""Whole studies: what is left out, what counts as a control, what may be said."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from helpwright.deflection.effect import (
    Effect,
    Effects,
    Options,
    Publication,
    Verdict,
    WeeklyCounts,
    estimate_effects,
)

from .counts import MONDAY, day, weekly


def center(
    *, weeks: int = 130, size: float = 12, others: int = 4, ratio: float = 1.0, at: int = 95
) -> np.ndarray:
    """One topic with an article published at a week, and other topics."""
    rng = np.random.default_rng(3)
    mean = np.full((1 + others, weeks), 40.0)
    mean[0] = size
    mean[0, at:] *= ratio
    return rng.poisson(mean)


def only(effects: Effects) -> Effect:
    (effect,) = effects.effects
    return effect


ONE = [Publication("reset-password", "t0", day(95))]


def test_an_article_that_halves_its_topic_is_found() -> None:
    effect = only(estimate_effects(weekly(center(ratio=0.4)), ONE, cost_per_ticket=10))
    assert effect.verdict == "fewer tickets than expected"
    assert effect.estimate
    assert effect.estimate.ratio.low < 0.4 < (effect.estimate.ratio.high or 0) < 1
    assert effect.q == effect.estimate.p
    assert effect.saved
    assert effect.observed
    expected = effect.observed / effect.estimate.ratio.value
    assert effect.saved.tickets == pytest.approx(expected - effect.observed)
    assert effect.saved.low is not None
    assert 0 < effect.saved.low < effect.saved.tickets < (effect.saved.high or 0)
    assert effect.saved.cost == pytest.approx(10 * effect.saved.tickets)
    assert effect.detectable
    assert 0.4 < effect.detectable < 1


def test_no_effect_is_no_clear_change() -> None:
    effect = only(estimate_effects(weekly(center()), ONE))
    assert effect.verdict is Verdict.UNCLEAR
    assert effect.saved
    assert effect.saved.low is not None
    assert effect.saved.low < 0 < (effect.saved.high or 0)
    assert effect.saved.cost is None


def test_more_tickets_are_said_to_be_more() -> None:
    counts = center()
    counts[0, 95:] *= 3
    assert only(estimate_effects(weekly(counts), ONE)).verdict == "more tickets than expected"


def test_no_verdict_speaks_of_deflection() -> None:
    assert not any("deflect" in verdict for verdict in Verdict)


def test_weeks_around_publication_do_not_count() -> None:
    counts, options = center(), Options()
    spoilt = counts.copy()
    spoilt[0, 95 - options.left_out_before : 95 + options.left_out_after + 1] = 900
    effect, same = (only(estimate_effects(weekly(c), ONE)) for c in (counts, spoilt))
    assert effect.estimate == same.estimate
    assert effect.weeks.left_out[0] == MONDAY + timedelta(weeks=89)
    assert effect.weeks.left_out[-1] == MONDAY + timedelta(weeks=99)
    assert (effect.weeks.before, effect.weeks.after) == (89, 22)


def test_few_weeks_after_are_insufficient_and_tell_what_could_be_seen() -> None:
    effect = only(estimate_effects(weekly(center(weeks=107)), ONE))
    assert effect.verdict == "insufficient data"
    assert effect.reasons == ("11 weeks of data after publication, 12 needed",)
    assert effect.estimate is None
    assert effect.detectable
    assert 0.3 < effect.detectable < 0.9
    assert only(estimate_effects(weekly(center(weeks=108)), ONE)).estimate


def test_few_weeks_before_are_insufficient() -> None:
    late = only(estimate_effects(weekly(center(at=51)), [Publication("a", "t0", day(51))]))
    assert late.reasons == ("51 weeks of data before publication, 52 needed",)
    assert only(estimate_effects(weekly(center(at=52)), [Publication("a", "t0", day(52))])).estimate


def test_few_tickets_before_are_insufficient() -> None:
    counts = center(size=1)
    effect = only(estimate_effects(weekly(counts), ONE))
    assert effect.reasons == (f"{counts[0, :89].sum()} tickets before publication, 100 needed",)
    assert effect.detectable
    assert effect.detectable < 0.5


def test_a_publication_in_the_future_is_insufficient() -> None:
    effect = only(estimate_effects(weekly(center()), [Publication("a", "t0", day(135))]))
    assert effect.reasons == ("0 weeks of data after publication, 12 needed",)


def test_articles_older_than_the_data_are_named_apart() -> None:
    effects = estimate_effects(
        weekly(center()), [Publication("old", "t0", day(-3)), Publication("odd", "none", day(9))]
    )
    assert (effects.effects, effects.earlier, effects.no_topic) == ((), ("old",), ("odd",))


def test_newly_treated_topics_leave_the_control() -> None:
    counts = center(others=5, weeks=140)
    published = [*ONE, Publication("b", "t1", day(110)), Publication("c", "t2", day(139))]
    effect = estimate_effects(weekly(counts), published).effects[0]
    assert effect.control.topics == ("t2", "t3", "t4", "t5")
    assert effect.control.treated == ("t1",)
    halved = counts.copy()
    halved[1, 110:] //= 2
    assert estimate_effects(weekly(halved), published).effects[0].estimate == effect.estimate


def test_a_topic_that_comes_or_goes_is_no_control() -> None:
    counts = center(others=5)
    counts[1, :60] = 0
    counts[2, 110:] = 0
    effect = only(estimate_effects(weekly(counts), ONE))
    assert effect.control.partial == ("t1", "t2")
    assert effect.control.topics == ("t3", "t4", "t5")


def test_without_another_topic_there_is_no_estimate() -> None:
    effect = only(estimate_effects(weekly(center(others=0)), ONE))
    assert effect.verdict is Verdict.INSUFFICIENT
    assert effect.reasons == (
        "no other topic to compare with that had no article published meanwhile",
    )


def test_weeks_before_are_given_up_to_keep_a_control() -> None:
    counts = center(others=2, weeks=140, at=110)
    published = [
        Publication("a", "t0", day(110)),
        *(Publication(f"b{row}", f"t{row}", day(20)) for row in (1, 2)),
    ]
    effect = estimate_effects(weekly(counts), published).effects[0]
    assert effect.control.topics == ("t1", "t2")
    assert effect.weeks.before == 78 - Options().left_out_before


def test_articles_published_together_are_one_event() -> None:
    published = [*ONE, Publication("two-step-login", "t0", day(97))]
    effect = only(estimate_effects(weekly(center()), published))
    assert effect.articles == ("reset-password", "two-step-login")
    assert (effect.published, effect.published_until) == (
        day(95 - 1) + timedelta(4),
        day(97) - timedelta(3),
    )
    assert "cannot be told apart" in effect.cautions[0]
    assert (effect.weeks.before, effect.weeks.after) == (89, 22)


def test_the_next_article_of_a_topic_ends_the_weeks_after() -> None:
    published = [*ONE, Publication("later", "t0", day(120))]
    first, second = estimate_effects(weekly(center(weeks=150)), published).effects
    assert first.weeks.last == MONDAY + timedelta(weeks=120 - Options().left_out_before - 1)
    assert second.reasons[0] == "20 weeks of data before publication, 52 needed"


def test_weeks_without_a_control_ticket_are_left_out_and_named() -> None:
    counts = center(others=2)
    counts[1:, [40, 41]] = 0
    effect = only(estimate_effects(weekly(counts), ONE))
    assert effect.weeks.no_control == (MONDAY + timedelta(weeks=40), MONDAY + timedelta(weeks=41))
    assert effect.weeks.before == 87


def test_no_ticket_after_gives_the_exact_interval_and_a_warning() -> None:
    counts = center()
    counts[0, 95:] = 0
    effect = only(estimate_effects(weekly(counts), ONE))
    assert effect.estimate
    assert effect.estimate.se_kind == "exact"
    assert (effect.estimate.ratio.value, effect.estimate.ratio.low) == (0, 0)
    assert effect.estimate.ratio.high
    assert effect.estimate.ratio.high < 0.05
    assert effect.verdict is Verdict.FEWER
    assert "check that agents still use the topic's tag" in effect.cautions[0]
    assert effect.saved
    assert effect.saved.tickets == pytest.approx(22 * 12, rel=0.1)


def test_fewer_than_five_people_show_nothing() -> None:
    counts = center()
    people = counts.copy()
    people[0] = 0
    people[0, :4] = 1
    effect = only(estimate_effects(weekly(counts, people=people), ONE))
    assert effect.reasons == ("fewer than 5 people are behind these tickets",)
    shown = (effect.baseline, effect.observed, effect.estimate, effect.saved, effect.detectable)
    assert shown == (None,) * 5
    assert effect.points == ()
    people[0, 4] = 1
    people[0, 100:105] = 1
    assert only(estimate_effects(weekly(counts, people=people), ONE)).estimate


def test_four_people_after_publication_show_nothing() -> None:
    counts = center()
    people = counts.copy()
    people[0, 95:] = 0
    people[0, 100:104] = 1
    assert only(estimate_effects(weekly(counts, people=people), ONE)).observed is None


def test_points_of_few_people_are_folded() -> None:
    counts = center()
    counts[0, 10:20] = [1, 0, 0, 0, 0, 0, 0, 1, 0, 1]
    points = only(estimate_effects(weekly(counts), ONE)).points
    folded = {point.week for point in points if point.observed is None}
    assert folded == {MONDAY + timedelta(weeks=week) for week in (12, 16)} - {
        point.week for point in points if point.observed is not None
    }
    assert sum(point.weeks for point in points) == 122
    assert [point.week for point in points] == sorted(point.week for point in points)


def test_points_expect_what_would_have_come_without_the_article() -> None:
    effect = only(estimate_effects(weekly(center(ratio=0.4)), ONE))
    after = [point for point in effect.points if point.part == "after"]
    expected = sum(point.expected or 0 for point in after)
    assert effect.saved
    assert effect.observed
    assert expected - effect.observed == pytest.approx(effect.saved.tickets)


def test_few_articles_are_not_pooled() -> None:
    pooled = estimate_effects(weekly(center(ratio=0.4)), ONE).pooled
    assert pooled.verdict is Verdict.INSUFFICIENT
    assert pooled.reasons == ("1 articles with enough data, 3 needed to pool",)
    assert pooled.ratio is None


def test_a_model_that_finds_changes_everywhere_is_not_believed() -> None:
    counts = center(others=12, weeks=130, ratio=0.4)
    rng = np.random.default_rng(2)
    for row in range(1, 13):
        counts[row, 95:] = rng.poisson(40 * (2.2 if row % 2 else 0.45), 35)
    effect = only(estimate_effects(weekly(counts), ONE))
    assert effect.placebo_topics
    assert effect.placebo_topics.suspicious
    assert effect.verdict is Verdict.UNCLEAR
    assert "untouched topics" in effect.reasons[0]


def test_counts_must_fit_their_topics() -> None:
    with pytest.raises(ValueError, match="must be"):
        weekly([[1, 2], [3, 4]], topics=("only",))
    with pytest.raises(ValueError, match="negative"):
        weekly([[1, -2]])
    with pytest.raises(ValueError, match="one row"):
        weekly([[1], [2]], topics=("a", "a"))
    with pytest.raises(ValueError, match="Monday"):
        WeeklyCounts((), date(2023, 1, 3), *(np.zeros((0, 0), dtype=np.int64),) * 3)


def test_without_tickets_there_is_nothing_to_say() -> None:
    empty = np.zeros((0, 0), dtype=np.int64)
    effects = estimate_effects(WeeklyCounts((), MONDAY, empty, empty, empty), ONE)
    assert effects.effects == ()
    assert effects.pooled.verdict is Verdict.INSUFFICIENT
    assert effects.first_week is None
