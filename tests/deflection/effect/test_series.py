"""Weekly series from tickets, run by DuckDB, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pytest

from helpwright.deflection.effect.series import (
    REST,
    by_article,
    by_category,
    by_tag,
    count_weeks,
    publications,
    read_counts,
    weekly,
)
from helpwright.deflection.effect.weeks import Publication, WeeklyCounts
from helpwright.deflection.figures import ReportArticle
from helpwright.deflection.tables import SCHEMAS, Tables, unbound
from helpwright.deflection.warehouses.duck import Duck
from helpwright.deflection.warehouses.engine import DIALECTS, to_sql

TYPES = {"string": "VARCHAR", "int32": "INTEGER", "float64": "DOUBLE"}
SUNDAY = datetime(2026, 3, 1, 23, 59)
MONDAY = datetime(2026, 3, 2)
NEXT = datetime(2026, 3, 9, 12)
UNTIL = date(2026, 3, 15)


class Desk:
    """A database with the canonical tables."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        for table, columns in SCHEMAS.items():
            listed = ", ".join(
                f'"{name}" {TYPES.get(kind, kind.upper())}' for name, kind in columns.items()
            )
            con.execute(f"CREATE TABLE {table} ({listed})")
        self.engine = Duck(con, nullcontext)
        self.tables: Tables = unbound()

    def add(self, name: str, **row: Any) -> None:
        columns = ", ".join(f'"{column}"' for column in row)
        marks = ", ".join("?" for _ in row)
        self.con.execute(f"INSERT INTO {name} ({columns}) VALUES ({marks})", [*row.values()])

    def ticket(
        self, ticket: str, at: datetime, who: str, *tags: str, state: str = "active"
    ) -> None:
        key = {"source": "desk", "ticket": ticket}
        self.add("tickets", **key, created_at=at, requester=who, state=state)
        for tag in tags:
            self.add("ticket_tags", **key, tag=tag)

    def article(self, article: str, category: str, tag: str) -> None:
        self.add("report_articles", article=article, category=category, tag=tag)

    def about(self, ticket: str, article: str) -> None:
        self.add("topics", source="desk", ticket=ticket, article=article, score=1.0)

    def weekly(self, topics: Any) -> list[tuple[Any, ...]]:
        return self.engine.fetch("weekly", weekly(self.tables, topics))


@pytest.fixture
def desk() -> Iterator[Desk]:
    with duckdb.connect() as con:
        yield Desk(con)


def test_weeks_begin_on_monday(desk: Desk) -> None:
    desk.ticket("1", SUNDAY, "ann")
    desk.ticket("2", MONDAY, "ann")
    desk.ticket("3", MONDAY + timedelta(days=6, hours=23), "bob")
    assert desk.weekly(by_category(desk.tables)) == [
        (REST, date(2026, 2, 23), 1, 1, 1),
        (REST, date(2026, 3, 2), 2, 2, 1),
    ]


def test_a_category_is_that_of_a_tag_or_else_of_the_best_article(desk: Desk) -> None:
    desk.article("pay", "Billing", "billing")
    desk.article("app", "Mobile", "mobile")
    desk.ticket("1", MONDAY, "ann", "billing", "vip")
    desk.about("1", "app")
    desk.ticket("2", MONDAY, "bob", "vip")
    desk.about("2", "app")
    desk.ticket("3", MONDAY, "cem")
    found = {row[0]: row[2] for row in desk.weekly(by_category(desk.tables))}
    assert found == {"Billing": 1, "Mobile": 1, REST: 1}


def test_every_ticket_counts_once_for_its_rarest_topic(desk: Desk) -> None:
    desk.ticket("1", MONDAY, "ann", "web", "refund")
    desk.ticket("2", MONDAY, "bob", "web")
    desk.ticket("3", MONDAY, "cem", "web", "refund", "other")
    desk.ticket("4", MONDAY, "dee", "other")
    found = {row[0]: row[2] for row in desk.weekly(by_tag(desk.tables, ["web", "refund"]))}
    assert found == {"refund": 2, "web": 1, REST: 1}


def test_an_article_can_be_a_topic(desk: Desk) -> None:
    desk.ticket("1", MONDAY, "ann")
    desk.about("1", "pay")
    assert desk.weekly(by_article(desk.tables))[0][0] == "pay"


def test_merged_deleted_and_spam_tickets_count_nowhere(desk: Desk) -> None:
    for number, state in enumerate(("active", "merged", "deleted", "spam")):
        desk.ticket(str(number), MONDAY, "ann", "web", state=state)
    assert [row[2] for row in desk.weekly(by_tag(desk.tables, ["web"]))] == [1]


def test_a_person_is_a_newcomer_to_a_topic_once(desk: Desk) -> None:
    for number, who in enumerate(("ann", "ann", "bob")):
        desk.ticket(f"a{number}", MONDAY, who, "web")
    for number, who in enumerate(("ann", "cem", "")):
        desk.ticket(f"b{number}", NEXT, who, "web")
    rows = desk.weekly(by_tag(desk.tables, ["web"]))
    assert [row[2:] for row in rows] == [(3, 2, 2), (3, 2, 1)]


def test_weeks_that_are_cut_short_are_not_counted(desk: Desk) -> None:
    for at in (SUNDAY, MONDAY, NEXT, NEXT + timedelta(days=7)):
        desk.ticket(at.isoformat(), at, "ann", "web")
    counts = count_weeks(desk.engine, desk.tables, by_tag(desk.tables, ["web"]), UNTIL)
    assert counts.first_week == date(2026, 3, 2)
    assert counts.tickets.tolist() == [[1, 1]]
    shorter = count_weeks(
        desk.engine, desk.tables, by_tag(desk.tables, ["web"]), UNTIL - timedelta(days=1)
    )
    assert shorter.tickets.tolist() == [[1]]


def test_weeks_without_tickets_are_zero() -> None:
    rows = [("b", "2026-02-02", 1, 1, 1), ("a", datetime(2026, 3, 2), 2, 2, 2)]
    counts = read_counts(rows, UNTIL)
    assert counts.topics == ("a", "b")
    assert counts.tickets.tolist() == [[0, 0, 0, 2, 0], [0, 0, 0, 0, 0]]


def test_no_rows_are_no_weeks() -> None:
    assert read_counts([], UNTIL).weeks == 0


def test_people_are_never_counted_too_many() -> None:
    tickets = np.array([[3, 3, 9]])
    counts = WeeklyCounts(("t",), date(2026, 3, 2), tickets, np.array([[2, 3, 4]]), tickets * 0 + 1)
    week = np.array([True, True, False])
    assert counts.people(0, week) == 3
    assert counts.people(0, ~week) == 4
    assert counts.people(0, week & ~week) == 0


def test_publications_come_from_articles_with_a_date() -> None:
    articles = [
        ReportArticle("pay", "Pay", "/pay/", "Billing", published_on=date(2026, 3, 4)),
        ReportArticle("app", "App", "/app/", "Mobile"),
    ]
    assert publications(articles, by="category") == [
        Publication("pay", "Billing", date(2026, 3, 4))
    ]
    assert publications(articles, by="article")[0].topic == "pay"
    with pytest.raises(ValueError, match="team"):
        publications(articles, by="team")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_aggregate_compiles_for_every_warehouse(dialect: str) -> None:
    tables = unbound(dialect)
    for topics in (by_category(tables), by_tag(tables, ["web"]), by_article(tables)):
        assert to_sql(weekly(tables, topics), dialect).lstrip().startswith("WITH")
