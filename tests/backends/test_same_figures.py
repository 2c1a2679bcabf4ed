"""The same expressions give the same figures on DuckDB, PostgreSQL and Spark, to the last digit."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest

from helpwright.deflection.accuracy import Judgement
from helpwright.deflection.catalogue import Level
from helpwright.deflection.figures import Figures, Period, ReportArticle
from helpwright.deflection.metrics import Asked, figures_of
from helpwright.deflection.raw import Site, canonical_tables
from helpwright.deflection.raw.maps import raw_tables
from helpwright.deflection.savings import Savings, TopicTickets
from helpwright.deflection.tables import SCHEMAS, unbound
from helpwright.deflection.warehouses.duck import Duck
from helpwright.deflection.warehouses.engine import Engine
from helpwright.deflection.warehouses.postgres import Postgres
from helpwright.deflection.warehouses.spark import Spark

# PySpark leaves the sockets to its JVM to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
HOST = "help.example.org"
ARTICLES = [
    ReportArticle(
        f"a{n}",
        f"Article {n}",
        f"https://{HOST}/a/a{n}/",
        ("Billing & invoices", "Sign in", "Über uns")[n % 3],
        "public",
        date(2026, 3, 1) if n % 4 == 0 else None,
    )
    for n in range(12)
]
FIVETRAN = {
    "ticket": {
        "id": "int64",
        "created_at": "timestamp",
        "updated_at": "timestamp",
        "status": "string",
        "via_channel": "string",
        "group_id": "int64",
        "requester_id": "int64",
    },
    "group": {"id": "int64", "name": "string"},
    "user": {"id": "int64", "role": "string"},
    "ticket_tag": {"tag": "string", "ticket_id": "int64"},
    "ticket_field_history": {
        "field_name": "string",
        "ticket_id": "int64",
        "updated": "timestamp",
        "value": "string",
    },
    "ticket_comment": {
        "id": "int64",
        "body": "string",
        "created": "timestamp",
        "public": "boolean",
        "ticket_id": "int64",
        "user_id": "int64",
    },
}
Rows = dict[str, list[tuple[Any, ...]]]
START = datetime(2026, 1, 1)


class Resolver:
    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == HOST

    def article_id(self, url: str) -> str | None:
        name = urlsplit(url).path.strip("/").rpartition("/")[2]
        return name if name in {article.id for article in ARTICLES} else None


def canonical_rows(chance: random.Random) -> Rows:
    """A year of invented tickets, links and events, with every odd case in it."""
    rows: Rows = {name: [] for name in SCHEMAS if name not in ("report_articles", "judged")}
    for number in range(600):
        opened = START + timedelta(minutes=chance.randrange(360 * 1440))
        solved = opened + timedelta(minutes=chance.randrange(1, 20_000))
        again = solved + timedelta(days=chance.randrange(40)) if chance.random() < 0.2 else None
        status = chance.choice(["closed", "solved", "solved", "open", "pending"])
        ended = status in ("closed", "solved")
        key = ("zendesk" if number % 2 else "generic", str(number))
        facts = (opened, max(filter(None, (solved, again))), solved if ended else None, again)
        counted = chance.choice([1, 2]) if again or chance.random() < 0.03 else 0
        who = None if number % 50 == 0 else f"person {int(chance.paretovariate(1) * 20) % 200}"
        team = chance.choice(["Übersee", "First", "Second", ""])
        state = chance.choices(["active", "deleted", "merged", "spam"], [95, 2, 2, 1])[0]
        rows["tickets"].append((*key, *facts, counted, status, "web", team, who, state))
        for article in {f"a{int(chance.paretovariate(0.7)) % 14}" for _ in range(2)}:
            sent = opened + timedelta(minutes=chance.randrange(5_000))
            by = chance.choices(["agent", "bot", "customer"], [70, 20, 10])[0]
            if chance.random() < 0.6:
                rows["links"].append((*key, article, f"https://{HOST}/{article}", sent, by))
        if chance.random() < 0.1:
            rows["unresolved"].append((*key, f"https://{HOST}/gone-{number % 3}", opened))
        for tag in chance.sample(["billing_invoices", "sign_in", "ber_uns", "vip"], 2):
            rows["ticket_tags"].append((*key, tag))
        if chance.random() < 0.3:
            rows["topics"].append((*key, f"a{number % 12}", chance.random()))
    rows["events"] = [event_row(chance, number) for number in range(4000)]
    return rows


def event_row(chance: random.Random, number: int) -> tuple[Any, ...]:
    names = ["view", "view", "search", "search-click", "feedback", "contact-view", "form-start"]
    names += ["suggest-shown", "suggest-open", "suggest-answered", "form-submit", "ts-start"]
    names += ["ts-outcome", "ts-helped", "ts-escalate"]
    name = chance.choice(names)
    article = f"a{number % 15}" if name in ("view", "feedback") else ""
    words = chance.choice(["Passwort ändern", "passwort ändern", "invoice", "rare words"])
    query = words if name.startswith("search") or name == "contact-view" else ""
    slug = f"no-{number % 3}" if name.startswith("ts-") else ""
    before = ["view", "search", "click", "suggest", "helped"]
    after = ",".join(chance.sample(before, chance.randrange(4)))
    viewed = ",".join({f"a{chance.randrange(15)}", f"no-{chance.randrange(4)}"})
    return (
        START + timedelta(minutes=chance.randrange(300 * 1440)),
        *(name, chance.choice(["contact/", "business/contact/"]), article, "en", query),
        *(chance.choice([0, 3, None]), None, chance.choice(["yes", "no", ""]), "", slug, "", ""),
        *(chance.randrange(2), after, viewed if name == "form-submit" else "", "form"),
    )


def fivetran_rows(chance: random.Random) -> Rows:
    """Tickets with messages, as Fivetran leaves them."""
    rows: Rows = {name: [] for name in FIVETRAN}
    rows["group"] = [(1, "First"), (2, "Übersee")]
    rows["user"] = [(n, "agent" if n % 2 else "admin") for n in range(1, 9)]
    rows["user"] += [(n, "end-user") for n in range(100, 180)]
    for number in range(1, 900):
        opened = START + timedelta(minutes=chance.randrange(350 * 1440))
        status = chance.choice(["closed", "solved", "open", "hold", "deleted"])
        person, agent = chance.randrange(100, 180), chance.randrange(1, 9)
        latest = opened + timedelta(days=9)
        rows["ticket"].append((number, opened, latest, status, "web", number % 3 or None, person))
        for tag in chance.sample(["Billing-Invoices", "sign_in", "vip", "spam"], 1):
            rows["ticket_tag"] += [(tag, number)] * 2
        for day, value in enumerate(chance.choices(["open", "pending", "solved", "closed"], k=4)):
            at = opened + timedelta(days=day)
            rows["ticket_field_history"].append(("status", number, at, value))
        says = [(person, "Hello, I am stuck."), (agent, message(chance, agent))]
        says += [(person, f"Thanks!\n\n> {message(chance, 0)}\n> bye"), (-1, message(chance, 0))]
        for place, (author, body) in enumerate(says):
            at = opened + timedelta(hours=place)
            public = chance.random() < 0.9
            rows["ticket_comment"].append((number * 10 + place, body, at, public, number, author))
        if number % 60 == 0:
            note = f"This request was closed and merged into request #{number - 1}."
            rows["ticket_comment"].append((number * 10 + 9, note, opened, False, number, agent))
    return rows


def message(chance: random.Random, agent: int) -> str:
    """A message in one of the ways in which agents link, quote and sign."""
    link = f"https://{HOST}/a/a{chance.randrange(14)}/?utm=mail#top"
    bare = link.removeprefix("https://")
    text = chance.choice(
        [
            f'<p>Größe: see <a href="{link}">{link}</a>.</p><div class="signature">{link}</div>',
            f"See [the article] ({link}), please.\n\n-- \nSupport\nhttps://{HOST}/contact/",
            f"Have a look at {bare}\nand at `this`.",
            f"Nothing here.\n\nOn Monday, somebody wrote:\nSee {link}",
            f"<p>No.</p><blockquote><p>{link}<blockquote>{link}</blockquote></p></blockquote>",
            "No link at all, only 50 % of one: https://www.example.org/a/a1/",
            f"Two: <{link}> and\r\n(https://{HOST}/gone/).",
            "From me.\nFrom: Somebody\nSent: Monday\n" + link,
        ]
    )
    # One agent puts a link under everything.
    return f"{text}\n\nAlways: https://{HOST}/a/a3/" if agent == 3 else text


ASKED = Asked(
    ARTICLES,
    Period(date(2026, 4, 1), date(2026, 11, 20)),
    date(2026, 11, 22),
    earlier=Period(date(2026, 1, 1), date(2026, 3, 31)),
    judged=[
        Judgement("generic" if n % 2 == 0 else "zendesk", str(n), f"a{a}", (n + a) % 3 > 0)
        for n in range(600)
        for a in range(3)
    ],
    savings=Savings([TopicTickets("", 300, 400.0, (0.6, 0.9), 200)], 12.5),
)
SITE = Site([HOST], Resolver())


def load_duck(
    con: duckdb.DuckDBPyConnection, columns: Mapping[str, str], name: str, rows: Any
) -> None:
    types = {"string": "VARCHAR", "int32": "INTEGER", "int64": "BIGINT", "float64": "DOUBLE"}
    listed = ", ".join(f'"{n}" {types.get(k, k)}' for n, k in columns.items())
    con.execute(f'CREATE TABLE "{name}" ({listed})')
    if rows:
        con.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', rows)


def load_postgres(engine: Postgres, columns: Mapping[str, str], name: str, rows: Any) -> None:
    # Loaders write times with a zone; the session's own zone is another, and must not matter.
    types = {"string": "text", "int32": "integer", "int64": "bigint", "float64": "float8"}
    types["timestamp"] = "timestamptz" if name in FIVETRAN else "timestamp"
    listed = ", ".join(f'"{n}" {types.get(k, k)}' for n, k in columns.items())
    engine.con.execute(f'CREATE SCHEMA IF NOT EXISTS desk; CREATE TABLE desk."{name}" ({listed})')
    with engine.con.cursor() as cursor, cursor.copy(f'COPY desk."{name}" FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def load_spark(engine: Spark, columns: Mapping[str, str], name: str, rows: Any) -> None:
    types = {"int32": "int", "int64": "bigint", "float64": "double", "timestamp": "timestamp_ntz"}
    listed = ", ".join(f"`{n}` {types.get(k, k)}" for n, k in columns.items())
    # Else every query would read the rows anew as Python's.
    frame = engine.session.createDataFrame(rows, listed).persist()
    frame.createOrReplaceTempView(name)


@pytest.fixture(scope="session")
def data() -> tuple[Rows, Rows]:
    return canonical_rows(random.Random(7)), fivetran_rows(random.Random(8))


@pytest.fixture(scope="session")
def duck(data: tuple[Rows, Rows]) -> Duck:
    con = duckdb.connect()
    load_all(data, lambda columns, name, rows: load_duck(con, columns, name, rows))
    return Duck(con, nullcontext)


@pytest.fixture(scope="session")
def loaded_postgres(postgres: Postgres, data: tuple[Rows, Rows]) -> Postgres:
    load_all(data, lambda columns, name, rows: load_postgres(postgres, columns, name, rows))
    return postgres


@pytest.fixture(scope="session")
def loaded_spark(spark: Spark, data: tuple[Rows, Rows]) -> Spark:
    load_all(data, lambda columns, name, rows: load_spark(spark, columns, name, rows))
    return spark


def load_all(
    data: tuple[Rows, Rows], load: Callable[[Mapping[str, str], str, Sequence[Any]], None]
) -> None:
    for schemas, rows in zip((SCHEMAS, FIVETRAN), data, strict=True):
        for name, listed in rows.items():
            load(schemas[name], name, listed)


def canonical_figures(engine: Engine, schema: str = "", *, compared: bool = True) -> Figures:
    asked = ASKED if compared else replace(ASKED, earlier=None)
    return figures_of(engine, unbound(engine.dialect, schema), asked)


def raw_figures(engine: Engine, schema: str = "") -> Figures:
    raw = raw_tables("fivetran", engine.dialect, schema)
    asked = replace(ASKED, earlier=None, judged=())
    return figures_of(engine, canonical_tables(engine, raw, SITE), asked)


@pytest.fixture(scope="session")
def expected(duck: Duck) -> Figures:
    return canonical_figures(duck)


@pytest.fixture(scope="session")
def expected_raw(duck: Duck) -> Figures:
    return raw_figures(duck)


def test_the_data_reach_every_figure(expected: Figures, expected_raw: Figures) -> None:
    empty = [f"{m.metric}/{m.level}" for m in expected.measured if not m.rows]
    assert empty == ["publication-effect/article"]
    assert expected.changes
    assert any(change.difference for change in expected.changes)
    reuse = expected_raw.of("reuse", Level.ARTICLE)
    assert len(reuse.rows) >= 10
    senders = {row.key for row in expected_raw.of("links-by-sender", Level.SENDER).rows}
    assert senders == {"agent", "bot", "customer"}
    assert expected_raw.unresolved


def test_postgresql_gives_the_same_figures(loaded_postgres: Postgres, expected: Figures) -> None:
    assert canonical_figures(loaded_postgres, "desk") == expected


def test_postgresql_gives_the_same_figures_from_a_loaders_tables(
    loaded_postgres: Postgres, expected_raw: Figures
) -> None:
    assert raw_figures(loaded_postgres, "desk") == expected_raw


def test_two_spark_workers_give_the_same_figures(loaded_spark: Spark, expected: Figures) -> None:
    assert len(workers(loaded_spark)) == 2
    alone = replace(expected, compared_with=None, changes=())
    assert canonical_figures(loaded_spark, compared=False) == alone


def test_two_spark_workers_give_the_same_figures_from_a_loaders_tables(
    loaded_spark: Spark, expected_raw: Figures
) -> None:
    assert raw_figures(loaded_spark) == expected_raw


def workers(engine: Spark) -> list[str]:
    """The executors that do the work, without the driver."""
    infos = engine.session.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
    return [f"{info.host()}:{info.port()}" for info in infos][1:]
