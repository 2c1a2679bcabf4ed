"""Figures of small exports whose answers can be counted by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.deflection.figures import ArticleRow, Figures, Folded, Period, ReportArticle
from helpwright.deflection.helpful import most_helpful, read_most_helpful, write_most_helpful
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.metrics import category_tag, measure
from helpwright.errors import InputError
from helpwright.tickets.store import import_tickets

TODAY = date(2026, 11, 22)
ARTICLES = [
    ReportArticle("pay", "Pay an invoice", "/pay/", "Billing & invoices"),
    ReportArticle("vat", "Add a VAT number", "/vat/", "Billing & invoices"),
    ReportArticle("app", "Install the app", "/app/", "Mobile"),
]


class Site:
    def is_ours(self, url: str) -> bool:
        return "//help.example.org/" in url

    def article_id(self, url: str) -> str | None:
        return None if "/gone" in url else url.rstrip("/").rpartition("/")[2]


Case = dict[str, Any]


def case(number: int, links: Sequence[str] = (), **more: Any) -> Case:
    """A ticket of one requester each, closed in March, with the articles its agent linked."""
    return {"number": number, "links": links, "requester": number, "day": "2026-03-10"} | more


@pytest.fixture
def figures_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Figures]:
    def measure_cases(cases: Sequence[Case], period: Period | None = None) -> Figures:
        folder = tmp_path_factory.mktemp("figures")
        tickets, comments, events = [], [], []
        for c in cases:
            moment = f"{c['day']}T12:00:00Z"
            tickets.append(
                {
                    "id": c["number"],
                    "created_at": moment,
                    "updated_at": moment,
                    "status": c.get("status", "closed"),
                    "requester_id": c["requester"],
                    "group_id": c.get("team", 1),
                    "tags": c.get("tags", []),
                }
            )
            comments += [
                {
                    "id": c["number"] * 100 + index,
                    "ticket_id": c["number"],
                    # Many agents, so that none links one address in most comments.
                    "author_id": 90_000 + c["number"],
                    "public": True,
                    "created_at": moment,
                    "body": f"https://help.example.org/{article}/",
                }
                for index, article in enumerate(c["links"])
            ]
            if "reopened" in c:
                change = {"event_type": "Change", "status": "open", "previous_value": "solved"}
                change |= {"id": c["number"], "created_at": f"{c['reopened']}T12:00:00Z"}
                events.append(
                    {"id": 1, "ticket_id": c["number"], "timestamp": 0, "child_events": [change]}
                )
        users = [{"id": 90_000 + c["number"], "role": "agent"} for c in cases]
        pages = [{"tickets": tickets}, {"comments": comments}, {"users": users}]
        pages += [{"ticket_events": events}, {"groups": [{"id": 1, "name": "First"}]}]
        (folder / "export.json").write_text("\n".join(map(json.dumps, pages)), encoding="utf-8")
        import_tickets(
            folder / "tickets.duckdb",
            folder / "export.json",
            system="zendesk",
            resolver=Site(),
            key=b"k" * 32,
        )
        return measure(
            folder / "tickets.duckdb",
            articles=ARTICLES,
            period=period or Period(date(2026, 1, 1), date(2026, 10, 31)),
            today=TODAY,
        )

    return measure_cases


def row_of(figures: Figures, article: str) -> ArticleRow:
    return next(row for row in figures.articles if row.article.id == article)


def test_link_rate_counts_closed_tickets_with_a_link(figures_of: Callable[..., Figures]) -> None:
    cases = [case(n, ["pay"]) for n in range(1, 21)]
    cases += [case(n) for n in range(21, 41)]
    cases += [case(n, ["pay"], status="open") for n in range(41, 51)]
    cases += [case(51, ["pay"], tags=["spam"]), case(52, ["pay"], status="deleted")]
    figures = figures_of(cases)
    assert figures.link_rate == Proportion(20, 40)
    assert (figures.closed, figures.requesters, figures.links) == (40, 40, 30)
    assert figures.left_out == (("deleted", 1), ("spam", 1))
    pay = row_of(figures, "pay")
    assert (pay.reuse, pay.requesters) == (30, 30)
    assert pay.link_rate == Proportion(20, 40)
    assert [article.id for article in figures.never_linked] == ["vat", "app"]


def test_the_period_cuts_by_the_day_in_utc(figures_of: Callable[..., Figures]) -> None:
    days = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"]
    cases = [case(10 * d + n, ["pay"], day=day) for d, day in enumerate(days) for n in range(6)]
    figures = figures_of(cases, Period(date(2026, 3, 1), date(2026, 3, 31)))
    assert figures.closed == 12
    assert row_of(figures, "pay").reuse == 12
    assert [(m.month, m.whole) for m in figures.months] == [("2026-03", True)]


def test_months_without_tickets_are_gaps_and_cut_months_are_marked(
    figures_of: Callable[..., Figures],
) -> None:
    cases = [case(n, day="2026-03-10") for n in range(8)] + [case(9, day="2026-05-10")]
    figures = figures_of(cases, Period(date(2026, 3, 5), date(2026, 5, 31)))
    months = [(m.month, m.whole, m.link_rate) for m in figures.months]
    assert months == [
        ("2026-03", False, Proportion(0, 8)),
        ("2026-04", True, None),
        ("2026-05", True, None),
    ]


def test_lasting_leaves_out_tickets_reopened_within_14_days(
    figures_of: Callable[..., Figures],
) -> None:
    cases = [case(n, ["pay"]) for n in range(1, 7)]
    cases += [case(7, ["pay"], reopened="2026-03-20"), case(8, ["pay"], reopened="2026-03-25")]
    cases += [case(9, ["pay"], status="open")]
    assert row_of(figures_of(cases), "pay").lasting == Proportion(7, 9)


def test_a_category_has_a_link_rate_if_tickets_carry_its_tag(
    figures_of: Callable[..., Figures],
) -> None:
    assert category_tag("Billing & invoices") == "billing_invoices"
    cases = [case(n, ["app"], tags=["Billing-Invoices", "billing_invoices"]) for n in range(6)]
    cases += [case(n, tags=["billing_invoices"]) for n in range(6, 10)]
    cases += [case(n, ["pay"]) for n in range(10, 15)]
    billing, mobile = figures_of(cases).categories
    assert (billing.articles, billing.linked, billing.reuse) == (2, 1, 5)
    assert billing.link_rate == Proportion(6, 10)
    assert (mobile.reuse, mobile.link_rate) == (6, None)


def test_few_articles_carry_most_links(figures_of: Callable[..., Figures]) -> None:
    cases = [case(n, ["pay"]) for n in range(80)] + [case(n, ["app"]) for n in range(80, 100)]
    figures = figures_of(cases)
    assert figures.pareto == 1
    assert [row.cumulative for row in figures.articles] == [0.8, 1.0]


def test_an_article_that_is_no_longer_published_stays_in_the_figures(
    figures_of: Callable[..., Figures],
) -> None:
    row = row_of(figures_of([case(n, ["old"]) for n in range(6)]), "old")
    assert (row.published, row.article.title, row.reuse) == (False, "old", 6)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_nothing_is_shown_of_fewer_than_five_requesters(
    figures_of: Callable[..., Figures], data: st.DataObject
) -> None:
    draw = data.draw(
        st.lists(
            st.tuples(
                st.sampled_from(["pay", "vat", "app", "old", "gone-1", "gone-2"]),
                st.integers(1, 7),
                st.sampled_from([1, 2]),
                st.sampled_from(["2026-03-10", "2026-04-10"]),
            ),
            min_size=1,
            max_size=40,
        )
    )
    cases = [
        case(n, [article], requester=person, team=team, day=day)
        for n, (article, person, team, day) in enumerate(draw, start=1)
    ]
    figures = figures_of(cases)

    def people(index: int, value: object) -> int:
        return len({row[1] for row in draw if row[index] == value})

    articles = {row[0] for row in draw if not row[0].startswith("gone")}
    shown = {row.article.id for row in figures.articles}
    assert shown == {article for article in articles if people(0, article) >= 5}
    assert figures.folded_articles.rows == len(articles - shown)
    hidden = {row[1] for row in draw if row[0] in articles - shown}
    assert (figures.folded_articles.links is None) == (0 < len(hidden) < 5)
    teams = {row.team for row in figures.teams}
    names = {1: "First", 2: "team 2"}
    assert teams == {names[t] for t in (1, 2) if people(2, t) >= 5}
    for month in figures.months:
        assert (month.link_rate is None) == (people(3, f"{month.month}-10") < 5)
    addresses = {row.url.strip("/").rpartition("/")[2] for row in figures.unresolved}
    assert addresses == {u for u in ("gone-1", "gone-2") if people(0, u) >= 5}


def test_no_rows_are_folded_when_there_is_nothing(figures_of: Callable[..., Figures]) -> None:
    figures = figures_of([case(1)], Period(date(2020, 1, 1), date(2020, 1, 31)))
    assert figures.link_rate == Proportion(0, 0)
    assert figures.articles == ()
    assert figures.folded_articles == Folded(0, 0)
    assert figures.pareto == 0


def test_the_usual_period_is_the_twelve_whole_months_before() -> None:
    assert Period.year_before(TODAY) == Period(date(2025, 11, 1), date(2026, 10, 31))
    assert Period.year_before(date(2024, 2, 29)) == Period(date(2023, 2, 1), date(2024, 1, 31))
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_without_a_store_there_is_a_hint(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no-ticket-store"):
        measure(
            tmp_path / "none.duckdb", articles=[], period=Period.year_before(TODAY), today=TODAY
        )


def test_the_most_helpful_articles_last_and_are_asked_by_ten_people(
    figures_of: Callable[..., Figures],
) -> None:
    cases = [case(n, ["pay"], reopened="2026-03-12") for n in range(60)]
    cases += [case(n, ["app"]) for n in range(100, 112)]
    cases += [case(n, ["vat"]) for n in range(200, 209)]
    cases += [case(n, ["old"]) for n in range(300, 330)]
    figures = figures_of(cases)
    assert most_helpful(figures) == ["app", "pay"], "vat has nine people, old is not published"
    assert most_helpful(figures, limit=1) == ["app"]


def test_the_reviewed_list_holds_ids_only_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "most-helpful.yml"
    ids = ["pay-an-invoice", "12", "null", 'odd "id"', "yes"]
    write_most_helpful(path, ids)
    assert read_most_helpful(path) == (tuple(ids), ())
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    assert lines[:3] == ["articles:", "  - pay-an-invoice", '  - "12"']
    write_most_helpful(path, [])
    assert read_most_helpful(path) == ((), ())
    path.write_text("articles: 3\n", encoding="utf-8")
    assert [finding.code for finding in read_most_helpful(path)[1]] == ["most-helpful-list"]
    assert read_most_helpful(tmp_path / "none.yml") == ((), ())
