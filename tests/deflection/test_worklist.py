"""What writers should do next, and in which order."""

from __future__ import annotations

from datetime import date

import pytest

from helpwright.deflection.catalogue import Level
from helpwright.deflection.figures import ArticleRow, Figures, Period, ReportArticle
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.learning.gaps import Gap
from helpwright.deflection.learning.terms import Term
from helpwright.deflection.measured import Folded, Measured, Measurement, Value
from helpwright.deflection.ratios import RiskRatio
from helpwright.deflection.worklist import ASSUMED_REACH, Demand, Kind, Task, rank

NOBODY = Folded(0, 0)
QUARTER = Period(date(2026, 1, 5), date(2026, 4, 5))  # 13 weeks
SITE = ReportArticle("a", "Reset a password", "https://help.example.org/a/", "Sign-in")
UNUSED = ReportArticle("b", "Sign in with a phone", "https://help.example.org/b/", "Sign-in")


def figures_with(
    *values: tuple[str, Level, str, Value], unused: tuple[ReportArticle, ...] = ()
) -> Figures:
    row = ArticleRow(SITE, True, 40, 30, Proportion(40, 400), Proportion(30, 40), 1.0)
    grouped: dict[tuple[str, Level], list[Measurement]] = {}
    for name, level, key, value in values:
        grouped.setdefault((name, level), []).append(Measurement(key, value, 50))
    return Figures(
        today=date(2026, 11, 22),
        period=QUARTER,
        closed=400,
        requesters=300,
        links=40,
        link_rate=Proportion(40, 400),
        months=(),
        categories=(),
        teams=(),
        folded_teams=NOBODY,
        articles=(row,),
        folded_articles=NOBODY,
        never_linked=unused,
        unresolved=(),
        folded_unresolved=NOBODY,
        pareto=1,
        left_out=(),
        data_until=None,
        measured=tuple(Measured(*name, tuple(rows), NOBODY) for name, rows in grouped.items()),
    )


def only(tasks: tuple[Task, ...], kind: Kind) -> Task:
    (task,) = tasks
    assert task.kind is kind
    return task


def gap(name: str, per_week: float, requesters: int = 20) -> Gap:
    return Gap(name, (name,), 40, requesters, per_week, per_week, "steady", "a", 0.1)


def test_nothing_to_do_gives_an_empty_list() -> None:
    work = rank(figures_with())
    assert work.tasks == ()
    assert (work.reach, work.reach_is_measured) == (ASSUMED_REACH, False)


def test_a_gap_counts_with_its_tickets_of_a_quarter_times_reach() -> None:
    task = only(rank(figures_with(), gaps=[gap("seat", 4.0)], reach=0.25).tasks, Kind.GAP)
    assert task.expected == pytest.approx(4.0 * 13 * 0.25)
    assert task.article == "a"


def test_what_may_save_more_tickets_comes_first() -> None:
    work = rank(figures_with(), gaps=[gap("few", 1.0), gap("many", 5.0), gap("also few", 1.0)])
    assert [task.subject for task in work.tasks] == ["many", "also few", "few"]


def test_what_fewer_than_five_customers_ask_is_not_on_the_list() -> None:
    terms = [Term("a", "2fa", 4, 5.0)]
    demand = {"b": Demand("b", Proportion(0, 4), Proportion(0, 4), 4)}
    figures = figures_with(unused=(UNUSED,))
    work = rank(figures, gaps=[gap("seat", 4.0, 4)], terms=terms, demand=demand)
    assert work.tasks == ()


def test_an_article_is_stale_if_its_tickets_come_back_by_more_than_chance() -> None:
    risk = RiskRatio(Proportion(40, 200), Proportion(50, 1000))
    assert risk.interval
    found = figures_with(("reopened-risk", Level.ARTICLE, "a", risk))
    task = only(rank(found).tasks, Kind.STALE)
    assert task.expected == pytest.approx(40 * (1 - 1 / risk.interval[0]))
    by_chance = RiskRatio(Proportion(12, 200), Proportion(50, 1000))
    assert not rank(figures_with(("reopened-risk", Level.ARTICLE, "a", by_chance))).tasks


def test_an_article_is_stale_if_agents_link_it_less_while_its_topic_grows() -> None:
    falls = Demand("a", Proportion(120, 150), Proportion(100, 250), 200)
    task = only(rank(figures_with(), demand={"a": falls}).tasks, Kind.STALE)
    assert 0 < task.expected < 250 * 0.4 * ASSUMED_REACH * 2
    shrinks = Demand("a", Proportion(200, 250), Proportion(60, 150), 200)
    steady = Demand("a", Proportion(120, 150), Proportion(200, 250), 200)
    for other in (shrinks, steady):
        assert not rank(figures_with(), demand={"a": other}).tasks


def test_an_article_is_unhelpful_by_what_readers_say_or_by_what_they_write() -> None:
    usual = (
        ("helpful-rate", Level.SITE, "", Proportion(800, 1000)),
        ("contact-after-view", Level.SITE, "", Proportion(50, 1000)),
    )
    said = ("helpful-rate", Level.ARTICLE, "a", Proportion(40, 100))
    few = ("contact-after-view", Level.ARTICLE, "a", Proportion(20, 400))
    task = only(rank(figures_with(*usual, said, few)).tasks, Kind.UNHELPFUL)
    assert task.expected == pytest.approx(20 * ASSUMED_REACH)
    many = ("contact-after-view", Level.ARTICLE, "a", Proportion(100, 400))
    task = only(rank(figures_with(*usual, many)).tasks, Kind.UNHELPFUL)
    assert task.expected > 40
    fine = ("helpful-rate", Level.ARTICLE, "a", Proportion(78, 100))
    assert not rank(figures_with(*usual, fine, few)).tasks


def test_an_article_never_linked_counts_with_the_tickets_that_ask_for_it() -> None:
    demand = {"b": Demand("b", Proportion(0, 30), Proportion(0, 50), 60)}
    task = only(rank(figures_with(unused=(UNUSED,)), demand=demand).tasks, Kind.NEVER_LINKED)
    assert (task.subject, task.tickets) == ("Sign in with a phone", 80)
    assert task.expected == pytest.approx(80 * ASSUMED_REACH)


def test_customers_who_used_several_missing_words_count_once() -> None:
    terms = [Term("a", "locked out", 23, 4.2), Term("a", "2fa", 12, 3.1)]
    task = only(rank(figures_with(), terms=terms).tasks, Kind.WORDS)
    assert task.tickets == 23
    assert '"locked out", "2fa"' in task.why


def test_a_search_must_fail_more_often_than_others() -> None:
    usual = ("failed-search", Level.SITE, "", Proportion(400, 1000))
    bad = ("failed-search", Level.QUERY, "seat swap", Proportion(50, 60))
    same = ("failed-search", Level.QUERY, "password", Proportion(42, 100))
    work = rank(figures_with(usual, bad, same))
    assert only(work.tasks, Kind.SEARCH).subject == "seat swap"
