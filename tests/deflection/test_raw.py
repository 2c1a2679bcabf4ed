"""Reading messages where they lie, against the exact importer."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from helpwright.deflection.catalogue import Level
from helpwright.deflection.figures import Figures
from helpwright.deflection.metrics import figures_of
from helpwright.deflection.raw import canonical_tables
from helpwright.deflection.raw.maps import raw_tables
from helpwright.deflection.raw.work import open_files
from helpwright.deflection.tables import unbound
from helpwright.deflection.warehouses.connect import read_address
from helpwright.deflection.warehouses.duck import Duck
from helpwright.errors import InputError
from helpwright.tickets.sample import SampleArticle, write_sample
from helpwright.tickets.store import import_tickets, open_store

from .raw_site import ARTICLES, ASKED, HOST, LINK, SITE, TODAY, Resolver


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    articles = [SampleArticle(a.id, a.title, f"{n}/", a.category) for n, a in enumerate(ARTICLES)]
    write_sample(folder, articles, site_url=f"https://{HOST}/", tickets=1500, today=TODAY)
    return folder


def rows_of(export: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for path in sorted(export.rglob("*")):
        if path.is_file() and path.name.startswith(name) and ".json" in path.name:
            opener = gzip.open if path.suffix == ".gz" else open
            with opener(path, "rt", encoding="utf-8") as stream:
                rows += json.loads(stream.read())[name]
    return rows


def comments_of(export: Path) -> list[tuple[Any, ...]]:
    found = []
    for event in rows_of(export, "ticket_events"):
        for child in event["child_events"]:
            if child["event_type"] == "Comment":
                body = child.get("html_body") or child.get("body")
                found.append(
                    (child["id"], body, child["created_at"], child["public"], event, child)
                )
    return [
        (n, body, at, public, e["ticket_id"], c["author_id"]) for n, body, at, public, e, c in found
    ]


@pytest.fixture(scope="module")
def store(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "tickets.duckdb"
    import_tickets(path, export, system="zendesk", resolver=Resolver(), key=b"k" * 32)
    return path


@pytest.fixture(scope="module")
def fivetran(export: Path) -> Duck:
    """The sample as Fivetran would have loaded it."""
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE ticket (id BIGINT, created_at TIMESTAMP, updated_at TIMESTAMP, status TEXT, "
        "via_channel TEXT, group_id BIGINT, requester_id BIGINT);"
        "CREATE TABLE ticket_tag (tag TEXT, ticket_id BIGINT);"
        'CREATE TABLE "group" (id BIGINT, name TEXT); CREATE TABLE "user" (id BIGINT, role TEXT);'
        "CREATE TABLE ticket_field_history (field_name TEXT, ticket_id BIGINT, updated TIMESTAMP, "
        "value TEXT);"
        "CREATE TABLE ticket_comment (id BIGINT, body TEXT, created TIMESTAMP, public BOOLEAN, "
        "ticket_id BIGINT, user_id BIGINT);"
    )
    names = ("id", "created_at", "updated_at", "status", "group_id", "requester_id")
    for row in rows_of(export, "tickets"):
        values = {name: row[name] for name in names}
        add(
            con,
            "ticket",
            [(*list(values.values())[:4], row["via"]["channel"], *list(values.values())[4:])],
        )
        add(con, "ticket_tag", [(tag, row["id"]) for tag in row["tags"]])
    add(con, '"group"', [(row["id"], row["name"]) for row in rows_of(export, "groups")])
    add(con, '"user"', [(row["id"], row["role"]) for row in rows_of(export, "users")])
    changes = [
        ("status", event["ticket_id"], child["created_at"], child["status"])
        for event in rows_of(export, "ticket_events")
        for child in event["child_events"]
        if child["event_type"] == "Change"
    ]
    add(con, "ticket_field_history", changes)
    add(con, "ticket_comment", comments_of(export))
    return Duck(con, nullcontext)


def add(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        con.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


LINKS = "SELECT ticket, article, sent_by FROM {} ORDER BY ALL"


def test_links_from_a_loaders_tables_are_those_of_the_importer(store: Path, fivetran: Duck) -> None:
    canonical_tables(fivetran, raw_tables("fivetran", "duckdb", ""), SITE)
    with open_store(store) as con:
        active = "links SEMI JOIN (FROM tickets WHERE state = 'active') USING (source, ticket)"
        exact = con.execute(LINKS.format(active)).fetchall()
        tickets = "SELECT ticket, status, state, solved_at, reopens, team FROM {} ORDER BY ALL"
        facts = con.execute(tickets.format("tickets")).fetchall()
    kept = (
        "helpwright_links SEMI JOIN (FROM helpwright_tickets WHERE state = 'active') "
        "USING (source, ticket)"
    )
    assert fivetran.con.execute(LINKS.format(kept)).fetchall() == exact
    assert len(exact) > 700
    assert {sent_by for _ticket, _article, sent_by in exact} == {"agent", "bot", "customer"}
    assert fivetran.con.execute(tickets.format("helpwright_tickets")).fetchall() == facts


@pytest.fixture(scope="module")
def generic(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in the generic form."""
    folder = tmp_path_factory.mktemp("generic")
    roles = {row["id"]: row["role"] for row in rows_of(export, "users")}
    words = {"end-user": "customer", "admin": "agent"}
    groups = {row["id"]: row["name"] for row in rows_of(export, "groups")}
    tickets: list[Sequence[Any]] = [
        (
            *(row["id"], row["created_at"], row["updated_at"], row["status"], row["requester_id"]),
            *(groups[row["group_id"]], "; ".join(row["tags"]), row["via"]["channel"]),
        )
        for row in rows_of(export, "tickets")
    ]
    head = ("Ticket ID", "Created", "Updated at", "Status", "Requester", "Group", "Tags", "Channel")
    write(folder / "tickets.csv", head, tickets)
    comments = [
        (n, ticket, author, words.get(role, role), "yes" if public else "no", at, body)
        for n, body, at, public, ticket, author in comments_of(export)
        for role in [roles.get(author, "bot")]
    ]
    head = ("comment_id", "ticket_id", "author", "author_role", "public", "created_at", "body")
    write(folder / "comments.csv", head, comments)
    return folder


def write(path: Path, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])


def figures_from(paths: Sequence[Path]) -> Figures:
    with open_files(paths, SITE) as opened:
        assert not opened.findings
        return figures_of(opened.engine, opened.tables, ASKED)


def test_figures_from_files_are_those_of_an_import(generic: Path, tmp_path: Path) -> None:
    store = tmp_path / "tickets.duckdb"
    import_tickets(store, generic, system="generic", resolver=Resolver(), key=b"k" * 32)
    with open_store(store) as con:
        exact = figures_of(Duck(con, nullcontext), unbound(), ASKED)
    found = figures_from([generic])
    assert found == exact
    assert found.links > 500
    assert found.of("known-ratio", Level.CATEGORY).rows


@pytest.mark.parametrize("form", ["jsonl", "parquet", "csv.gz"])
def test_every_kind_of_file_gives_the_same(generic: Path, tmp_path: Path, form: str) -> None:
    expected = figures_from([generic])
    for name in ("tickets", "comments"):
        source, target = generic / f"{name}.csv", tmp_path / f"{name}.{form}"
        if form == "csv.gz":
            with source.open("rb") as stream, gzip.open(target, "wb") as packed:
                shutil.copyfileobj(stream, packed)
        else:
            kind = "JSON" if form == "jsonl" else "PARQUET"
            read = f"read_csv('{source}', quote='\"', escape='\"')"
            duckdb.connect().execute(f"COPY (FROM {read}) TO '{target}' (FORMAT {kind})")
    assert figures_from([tmp_path]) == expected
    assert figures_from([tmp_path / f"*.{form}"]) == expected


def test_a_ticket_exported_twice_counts_once(generic: Path, tmp_path: Path) -> None:
    expected = figures_from([generic])
    lines = (generic / "tickets.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "older.csv").write_text("\n".join(lines[:200]), encoding="utf-8")
    assert figures_from([generic, tmp_path / "older.csv"]) == expected


def test_bad_rows_are_listed_and_the_rest_counts(generic: Path, tmp_path: Path) -> None:
    shutil.copytree(generic, tmp_path / "export")
    with (tmp_path / "export/tickets.csv").open("a", encoding="utf-8") as stream:
        stream.write("7,2026-01-01T00:00:00Z\r\n")
    with open_files([tmp_path / "export"], SITE) as opened:
        assert [finding.code for finding in opened.findings] == ["bad-row"]
        assert opened.findings[0].place.line > 1000
        assert figures_of(opened.engine, opened.tables, ASKED) == figures_from([generic])


def test_what_is_missing_is_said(generic: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no-ticket-files"), open_files([tmp_path], SITE):
        pass
    with (
        pytest.raises(InputError, match="hold no comments"),
        open_files([generic / "tickets.csv"], SITE),
    ):
        pass
    (tmp_path / "odd.csv").write_text("ticket_id,createdat\n1,2\n", encoding="utf-8")
    with (
        pytest.raises(InputError, match="missing-column"),
        open_files([tmp_path / "odd.csv"], SITE),
    ):
        pass
    (tmp_path / "bad.parquet").write_bytes(b"nothing of the kind")
    with (
        pytest.raises(InputError, match="unreadable-file"),
        open_files([tmp_path / "bad.parquet"], SITE),
    ):
        pass


def test_an_address_of_a_database_is_taken_apart_without_its_password() -> None:
    backend = read_address(
        "postgres://me:secret@db.example.org:5433/desk?schema=zendesk&map=fivetran&sslmode=require"
    )
    assert (backend.scheme, backend.schema, backend.map) == ("postgres", "zendesk", "fivetran")
    assert backend.address == "postgresql://me:secret@db.example.org:5433/desk?sslmode=require"
    assert "secret" not in backend.shown
    assert read_address("spark://one:7077").address == "spark://one:7077"
    assert read_address("duckdb:///a/b.duckdb?map=airbyte").address == "/a/b.duckdb"
    for wrong in ("mysql://a:secret@b/c", "nothing"):
        with pytest.raises(InputError, match="bad-backend") as caught:
            read_address(wrong)
        assert "secret" not in str(caught.value)
    with pytest.raises(InputError, match=r"unknown-map[\s\S]*fivetran"):
        raw_tables("fivetrain", "duckdb", "")


def test_times_are_read_as_the_importer_reads_them(tmp_path: Path) -> None:
    written = {
        "2026-03-01T12:00:00Z": datetime(2026, 3, 1, 12),
        "2026-03-01T12:00:00+02:00": datetime(2026, 3, 1, 10),
        "2026-03-01T12:00:00-0530": datetime(2026, 3, 1, 17, 30),
        "2026-03-01 12:00:00": datetime(2026, 3, 1, 12),
        "2026-03-01 12:00:00.987": datetime(2026, 3, 1, 12),
        "1772366400": datetime(2026, 3, 1, 12),
        "1772366400000": datetime(2026, 3, 1, 12),
    }
    rows = [(n, text, "open") for n, text in enumerate(written)]
    write(tmp_path / "tickets.csv", ("ticket_id", "created_at", "status"), rows)
    head = ("comment_id", "ticket_id", "created_at", "author_role", "body")
    write(tmp_path / "comments.csv", head, [(1, 1, "2026-03-01", "agent", LINK)])
    with open_files([tmp_path], SITE) as opened:
        found = opened.engine.con.execute("SELECT created_at FROM raw_read_tickets").fetchall()
    assert sorted(moment for (moment,) in found) == sorted(written.values())
