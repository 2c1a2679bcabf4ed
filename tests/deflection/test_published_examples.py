"""Examples that vendors published, from events and tickets to the digits they give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from helpwright.deflection.accuracy import draw_sheet, read_judgements, write_sheet
from helpwright.deflection.catalogue import CATALOGUE, Kind, Level
from helpwright.deflection.figures import Figures, Period, ReportArticle
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.metrics import Asked, figures_of
from helpwright.deflection.ratios import Ratio
from helpwright.deflection.run import QUERIES, total
from helpwright.deflection.tables import SCHEMAS, unbound
from helpwright.deflection.warehouses.duck import Duck
from helpwright.errors import InputError
from helpwright.tickets.schema import CANONICAL

DAY = datetime(2026, 3, 10, 12)
PERIOD = Period(date(2026, 1, 1), date(2026, 10, 31))
ARTICLES = [ReportArticle("pay", "Pay", "", "Billing")]
Row = dict[str, Any]


def event(name: str, **more: Any) -> Row:
    empty = dict.fromkeys(SCHEMAS["events"], "") | {"results": None, "position": None}
    return empty | {"at": DAY, "name": name, "is_first": 1} | more


def times(count: int, row: Row) -> list[Row]:
    return [row] * count


def figures_of_rows(
    events: Iterable[Row] = (), tickets: Sequence[Row] = (), links: Sequence[Row] = ()
) -> Figures:
    con = duckdb.connect()
    given = {"events": list(events), "tickets": tickets, "links": links}
    for name, columns in CANONICAL.items():
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"CREATE TABLE {name} ({listed})")
        rows = [[row.get(column) for column in columns] for row in given.get(name, ())]
        if rows:
            con.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)
    asked = Asked(ARTICLES, PERIOD, date(2026, 11, 22))
    return figures_of(Duck(con, nullcontext), unbound(), asked)


def share(figures: Figures, metric: str, level: Level, key: str = "") -> Proportion:
    value = figures.of(metric, level).get(key)
    assert isinstance(value, Proportion)
    return value


def ticket(number: int, **more: Any) -> Row:
    base: Row = {"source": "zendesk", "ticket": str(number), "status": "solved", "reopens": 0}
    base |= {"created_at": DAY, "updated_at": DAY, "solved_at": DAY, "team": "First"}
    return base | {"requester": f"person {number}", "state": "active"} | more


def link(number: int, article: str, **more: Any) -> Row:
    base = {"source": "zendesk", "ticket": str(number), "article": article, "url": ""}
    return base | {"first_at": DAY + timedelta(hours=1), "sent_by": "agent"} | more


def test_zendesk_answers_80_percent_of_attempts() -> None:
    # 300 tickets, 200 attempts, 40 unsuccessful, 160 answers.
    events = times(200, event("form-start", page="contact/"))
    events += times(160, event("suggest-shown", page="contact/", results=3))
    events += times(40, event("suggest-shown", page="contact/", results=0))
    events += times(60, event("suggest-open", page="contact/"))
    events += times(32, event("suggest-answered", page="contact/", value="yes"))
    events += times(5, event("suggest-answered", page="contact/", value="no"))
    found = figures_of_rows(events, [ticket(n) for n in range(300)])
    for level, key in ((Level.SITE, ""), (Level.FORM, "contact/")):
        assert share(found, "suggestion-rate", level, key).value == 0.8
        assert share(found, "suggestion-click-rate", level, key) == Proportion(60, 160)
        assert share(found, "suggestion-resolution", level, key).value == 0.2


def test_searchunify_deflects_at_stage_1() -> None:
    # Site: (66 - 4) / 103 = 60.19 %. One query: (14 - 4) / 42 = 23.8 %.
    events = times(42, event("search", query="Invoice")) + times(61, event("search", query="other"))
    events += times(14, event("search-click", query="invoice"))
    events += times(52, event("search-click", query="other"))
    events += times(4, event("contact-view", query="invoice", after="view,click"))
    events += times(9, event("contact-view", query="other", after="view"))
    events += times(30, event("search", query="other", is_first=0))
    found = figures_of_rows(events)
    site = share(found, "stage-1", Level.SITE)
    assert site == Proportion(62, 103)
    assert site.value == pytest.approx(0.6019, abs=5e-5)
    query = share(found, "stage-1", Level.QUERY, "invoice")
    assert query == Proportion(10, 42)
    assert query.value == pytest.approx(0.238, abs=5e-4)


def test_queries_have_no_stage_1_if_visits_do_not_tell_their_words() -> None:
    events = times(40, event("search", query="invoice"))
    events += times(14, event("search-click", query="invoice"))
    events += times(4, event("contact-view", after="click"))
    found = figures_of_rows(events)
    assert found.of("stage-1", Level.QUERY).rows == ()
    assert share(found, "stage-1", Level.SITE) == Proportion(10, 40)


def test_gainsight_scores_4() -> None:
    # 1,000 sessions in the help center, 250 people who opened a ticket.
    days = [DAY + timedelta(days=n) for n in range(50)]
    events = [event("view", article="pay", at=day) for day in days for _ in range(20)]
    events += [event("view", article="pay", at=DAY, is_first=0)] * 500
    tickets = [ticket(n, created_at=days[n % 50]) for n in range(250)]
    # Who writes twice is one requester; who wrote before anybody counted sessions is none.
    tickets += [ticket(300 + n, requester=f"person {n}", created_at=days[49]) for n in range(40)]
    tickets += [ticket(400 + n, created_at=datetime(2026, 2, 1)) for n in range(70)]
    found = figures_of_rows(events, tickets)
    score = found.of("self-service-score", Level.SITE).whole
    assert isinstance(score, Ratio)
    assert (score.numerator, score.denominator, score.value) == (1000, 250, 4.0)
    assert score.interval
    assert (found.events_from, found.events_until) == (days[0].date(), days[49].date())


def test_confirmed_potential_and_none_are_kept_apart() -> None:
    events = times(100, event("view", article="pay"))
    events += times(30, event("feedback", article="pay", value="yes"))
    events += times(10, event("feedback", article="pay", value="no"))
    events += times(12, event("form-submit", viewed="pay,no-sound", after="view"))
    events += times(3, event("form-submit", viewed="pay", after="view,helped"))
    events += times(50, event("ts-start", troubleshooter="no-sound"))
    events += times(40, event("ts-outcome", troubleshooter="no-sound"))
    events += times(20, event("ts-helped", troubleshooter="no-sound", value="yes"))
    found = figures_of_rows(events)
    shares = [share(found, m, Level.ARTICLE, "pay") for m in ("confirmed", "potential", "none")]
    assert shares == [Proportion(27, 100), Proportion(58, 100), Proportion(15, 100)]
    assert sum(s.numerator for s in shares) == 100
    assert share(found, "helpful-rate", Level.ARTICLE, "pay") == Proportion(30, 40)
    assert share(found, "contact-after-view", Level.ARTICLE, "pay") == Proportion(15, 100)
    slug = Level.TROUBLESHOOTER
    shares = [share(found, m, slug, "no-sound") for m in ("confirmed", "potential", "none")]
    assert shares == [Proportion(20, 50), Proportion(18, 50), Proportion(12, 50)]
    assert share(found, "form-deflection", slug, "no-sound") == Proportion(28, 50)
    assert [row.key for row in found.of("confirmed", slug).rows] == ["no-sound"]
    assert found.of("confirmed", slug).folded.rows == 0, "articles are no troubleshooters"


def test_a_form_that_was_left_is_not_one_that_solved() -> None:
    events = times(100, event("form-start")) + times(50, event("suggest-open"))
    events += times(20, event("suggest-answered", value="yes"))
    events += times(5, event("suggest-answered", value="yes", after="suggest,helped"))
    events += times(15, event("form-submit", after="suggest"))
    events += times(2, event("form-submit", after="suggest,helped"))
    found = figures_of_rows(events)
    assert share(found, "form-deflection", Level.SITE) == Proportion(33, 100)
    assert share(found, "form-solved", Level.SITE) == Proportion(18, 100)
    assert share(found, "form-abandoned", Level.SITE) == Proportion(15, 100)


def test_a_search_fails_without_a_result_or_a_click() -> None:
    events = times(40, event("search", query="refund", results=4))
    events += times(20, event("search", query="refund", results=0))
    events += times(25, event("search-click", query="refund"))
    found = figures_of_rows(events)
    assert share(found, "failed-search", Level.QUERY, "refund") == Proportion(35, 60)


def test_what_is_known_was_there_before_the_ticket() -> None:
    early = {"created_at": DAY - timedelta(days=30), "solved_at": DAY - timedelta(days=29)}
    tickets = [ticket(0, **early)] + [ticket(n) for n in range(1, 41)]
    # "new" is first linked in ticket 1 and known from then on; all others come at the same time.
    links = [link(0, "old", first_at=DAY - timedelta(days=29))]
    links += [link(n, "old") for n in range(1, 11)] + [link(n, "new") for n in range(11, 31)]
    found = figures_of_rows((), tickets, links)
    assert share(found, "known-ratio", Level.SITE) == Proportion(10, 41)
    assert share(found, "link-rate", Level.SITE) == Proportion(31, 41)


def test_links_by_bots_and_customers_stand_apart() -> None:
    tickets = [ticket(n) for n in range(40)]
    links = [link(n, "pay") for n in range(10)]
    links += [link(n, "pay", sent_by="bot") for n in range(30)]
    links += [link(n, "pay", sent_by="customer") for n in range(5, 12)]
    found = figures_of_rows((), tickets, links)
    senders = {row.key: row.value for row in found.of("links-by-sender", Level.SENDER).rows}
    assert senders == {"agent": 10, "bot": 30, "customer": 7}
    assert share(found, "link-rate", Level.SITE) == Proportion(10, 40)
    assert found.of("reuse", Level.ARTICLE).get("pay") == 10


def test_events_of_fewer_than_five_sessions_are_folded() -> None:
    events = times(4, event("search", query="my secret name")) + times(
        6, event("search", query="b")
    )
    found = figures_of_rows(events)
    measured = found.of("failed-search", Level.QUERY)
    assert [row.key for row in measured.rows] == ["b"]
    assert (measured.folded.rows, measured.folded.links) == (1, None)


def test_every_entry_of_the_catalogue_is_computed_and_explained() -> None:
    names = {query.__module__.rpartition(".")[2] for query in QUERIES}
    assert names == {
        *("links", "resolution", "known", "service", "searches", "forms", "troubleshooters")
    }
    found = figures_of_rows([event("view", article="pay")], [ticket(1)], [link(1, "pay")])
    assert {(m.metric, m.level) for m in found.measured} == {(m.id, m.level) for m in CATALOGUE}
    assert len({metric.key for metric in CATALOGUE}) == len(CATALOGUE)
    for metric in CATALOGUE:
        words = (metric.name, metric.formula, metric.unit, metric.source, metric.never)
        assert all(words), metric.key
        assert bool(metric.denominator) == (metric.kind not in (Kind.COUNT, Kind.MONEY)), metric.key


def test_the_catalogue_names_only_columns_that_its_queries_count() -> None:
    con = duckdb.connect()
    for name, columns in CANONICAL.items():
        listed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
        con.execute(f"CREATE TABLE {name} ({listed})")
    from helpwright.deflection.measures.frame import frame_of
    from helpwright.deflection.metrics import send_articles

    engine = Duck(con, nullcontext)
    from dataclasses import replace

    tables = replace(unbound(), report_articles=send_articles(engine, ARTICLES))
    counts = {
        query.name: query.counts
        for make in QUERIES
        for query in [make(frame_of(engine, tables, PERIOD))]
    }
    for metric in CATALOGUE:
        if metric.query in counts:
            zeros = dict.fromkeys(counts[metric.query], 0)
            if metric.query == "shares":
                zeros["closed"] = 0  # of the whole site
            assert total(metric.hit, zeros) == 0, metric.key
            assert not metric.of or total(metric.of, zeros) == 0, metric.key
        else:
            assert metric.query in ("", "self_service"), metric.key


def test_a_sheet_of_links_is_drawn_judged_and_read_back(tmp_path: Path) -> None:
    rows = [("zendesk", str(n), "First", "pay", "=Pay", "https://x/", "") for n in range(4)]
    sheet = tmp_path / "links.csv"
    write_sheet(sheet, rows)
    text = sheet.read_text(encoding="utf-8").splitlines()
    assert "'=Pay" in text[1]
    said = ["right", "Wrong", "", "maybe"]
    judged = [text[0]] + [line + word for line, word in zip(text[1:], said, strict=True)]
    sheet.write_text("\n".join(judged), encoding="utf-8")
    found, findings = read_judgements(sheet)
    assert [(j.ticket, j.is_right) for j in found] == [("0", True), ("1", False)]
    assert [(f.code, f.place.line) for f in findings] == [("bad-judgement", 5)]
    sheet.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="not-a-link-sheet"):
        read_judgements(sheet)
    with pytest.raises(InputError, match="no-ticket-store"):
        draw_sheet(tmp_path / "none.duckdb", ARTICLES, PERIOD)
