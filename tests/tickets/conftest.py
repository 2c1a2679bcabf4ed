"""Small exports, written by hand, and a store to take them in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from helpwright.tickets.schema import STATE
from helpwright.tickets.store import ImportResult, import_tickets, open_store

KEY = b"a key for tests, thirty-two bytes"


class Site:
    """help.example.org, where /a/ID/ is an article if the id does not begin with x."""

    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == "help.example.org"

    def article_id(self, url: str) -> str | None:
        parts = urlsplit(url).path.strip("/").split("/")
        return parts[1] if len(parts) == 2 and parts[0] == "a" and parts[1][:1] != "x" else None


def make_ticket(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "created_at": "2026-03-01T10:00:00Z",
        "updated_at": "2026-03-05T10:00:00Z",
        "status": "closed",
        "requester_id": 1000 + number,
        "group_id": 3,
        "tags": [],
        **more,
    }


def make_comment(number: int, ticket: int, body: str, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "ticket_id": ticket,
        "author_id": 9,
        "public": True,
        "created_at": "2026-03-02T10:00:00Z",
        "body": body,
        **more,
    }


LINK = "See https://help.example.org/a/pay/"
USERS = {"users": [{"id": 9, "role": "agent"}, {"id": 1001, "role": "end-user"}]}


class Store:
    """A store in a folder of its own, with questions that tests ask often."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / ".helpwright" / "tickets.duckdb"
        self.exports = 0

    def take_in(self, *pages: object, key: bytes = KEY) -> ImportResult:
        self.exports += 1
        source = self.folder / f"export-{self.exports}"
        source.mkdir(parents=True)
        for index, page in enumerate(pages):
            text = page if isinstance(page, str) else json.dumps(page)
            (source / f"{index}.json").write_text(text, encoding="utf-8")
        return self.take_in_folder(source, key=key)

    def take_in_folder(self, source: Path, key: bytes = KEY) -> ImportResult:
        return import_tickets(self.path, source, system="zendesk", resolver=Site(), key=key)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with open_store(self.path) as con:
            return con.execute(query).fetchall()

    def links(self) -> list[tuple[str, str]]:
        return [(t, a) for t, a, by in self.links_by() if by == "agent"]

    def links_by(self) -> list[tuple[str, str, str]]:
        query = "SELECT ticket, article, sent_by FROM links ORDER BY ALL"
        return [(t, a, by) for t, a, by in self.rows(query)]

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        tables = ("tickets", "links", "unresolved", "ticket_tags")
        return {table: self.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in tables}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Store]:
    return lambda: Store(tmp_path_factory.mktemp("store"))


@pytest.fixture
def ticket() -> Callable[..., dict[str, Any]]:
    return make_ticket


@pytest.fixture
def comment() -> Callable[..., dict[str, Any]]:
    return make_comment


@pytest.fixture
def users() -> dict[str, Any]:
    return USERS


class HostSite(Site):
    """The same site, which says on which hosts its addresses lie."""

    link_hosts = ("help.example.org",)


class BothWays:
    """Takes the same files in row by row and by DuckDB, which is to make no difference."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.export = folder / "export"

    def take_in(
        self, system: str, files: dict[str, str], *, bulk: bool
    ) -> tuple[ImportResult, dict[str, list[Any]]]:
        """Take files into an empty store; what it holds then."""
        for name, text in files.items():
            path = self.export / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
        store = self.store(bulk=bulk)
        store.unlink(missing_ok=True)
        result = self.repeat(system, bulk=bulk)
        with open_store(store) as con:
            tables = [f"state.{name}" for name in STATE]
            tables += ["tickets", "links", "unresolved", "ticket_tags"]
            held = {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in tables}
        return result, held

    def repeat(self, system: str, *, bulk: bool, into_bulk: bool | None = None) -> ImportResult:
        """Import what lies there, into the store of one way."""
        return import_tickets(
            self.store(bulk=bulk if into_bulk is None else into_bulk),
            self.export,
            system=system,
            resolver=HostSite(),
            key=KEY,
            bulk_from=0 if bulk else 1 << 60,
        )

    def store(self, *, bulk: bool) -> Path:
        return self.folder / ("bulk" if bulk else "rows") / "tickets.duckdb"

    def compare(self, system: str, files: dict[str, str]) -> ImportResult:
        """Take files in both ways."""
        rows, held_by_rows = self.take_in(system, files, bulk=False)
        bulk, held_by_bulk = self.take_in(system, files, bulk=True)
        assert held_by_bulk == held_by_rows
        if system == "zendesk":
            assert _told(bulk) == _told(rows)
        assert (bulk.tickets, bulk.comments) == (rows.tickets, rows.comments)
        assert (bulk.links, bulk.skipped) == (rows.links, rows.skipped)
        return bulk


def _told(result: ImportResult) -> list[str]:
    return sorted(
        f"{Path(one.place.path).name}:{one.place.line} {one.code} {one.message}"
        for one in result.findings
        if not one.place.path.endswith(".duckdb")
    )


@pytest.fixture
def both_ways(tmp_path: Path) -> BothWays:
    """Imports of the same files by DuckDB and row by row."""
    return BothWays(tmp_path)
