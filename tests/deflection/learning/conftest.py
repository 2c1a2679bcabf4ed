"""A small help center, and exports about it that are written row by row."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from helpwright.cli.suggest_text import question
from helpwright.deflection import learning
from helpwright.deflection.learning import Result, Site
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.tickets.store import import_tickets, open_store

KEY = b"a key for tests, thirty-two bytes"
PAGES = {
    "refund": ("Request a refund", "We pay back what a course cost to your card within 14 days."),
    "video": ("Fix playback problems", "If a lesson does not play, choose a lower quality first."),
    "seats": ("Seats and licenses", "An administrator adds seats and assigns them to people."),
    "login": ("Reset your password", "Follow the link in the message to choose a new password."),
}


class Resolver:
    hosts = ("help.example.org",)

    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == "help.example.org"

    def article_id(self, url: str) -> str | None:
        return urlsplit(url).path.strip("/").removeprefix("a/") or None


@dataclass(frozen=True)
class Case:
    """A ticket: who asks, what, and the article that an agent links ("" for none)."""

    requester: str
    text: str
    article: str = ""
    subject: str = ""
    day: int = 1
    number: str = ""


@dataclass
class Desk:
    """A store, and the export that is learned from."""

    folder: Path
    site: Site
    cases: list[Case] = field(default_factory=list)
    key: bytes = KEY
    resolver: Resolver = field(default_factory=Resolver)

    @property
    def store(self) -> Path:
        return self.folder / ".helpwright/tickets.duckdb"

    @property
    def proposals(self) -> Path:
        return self.store.parent / "proposals"

    def take(self, cases: Iterable[Case], shuffled: random.Random | None = None) -> Path:
        """Write an export and import it."""
        self.cases = list(cases)
        export = write_export(self.folder / "export", self.cases, shuffled)
        self.import_again(export)
        return export

    def write(self, folder: Path, cases: Iterable[Case]) -> None:
        """Write an export without importing it."""
        write_export(folder, cases, None)

    def import_again(self, export: Path) -> None:
        import_tickets(self.store, export, system="generic", resolver=Resolver(), key=KEY)

    def learn(self, export: Path | None = None, key: bytes = KEY) -> Result:
        return learning.learn(
            self.store,
            [export or self.folder / "export"],
            system="generic",
            site=self.site,
            files=learning.read_files(self.folder / "accepted.yml", self.folder / "rejected.yml"),
            key=key,
            ask=question,
        )

    def written(self) -> dict[str, str]:
        """Every file that learning wrote."""
        return {
            path.name: path.read_text(encoding="utf-8") for path in sorted(self.proposals.iterdir())
        }

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        con = open_store(self.store)
        try:
            return con.execute(query).fetchall()
        finally:
            con.close()


def write_export(folder: Path, cases: Iterable[Case], shuffled: random.Random | None) -> Path:
    tickets: list[list[str]] = []
    comments: list[list[str]] = []
    for place, case in enumerate(cases):
        number = case.number or str(place + 1)
        day = f"2026-{(case.day - 1) // 28 + 1:02}-{(case.day - 1) % 28 + 1:02}T10:00:00Z"
        tickets.append([number, day, "closed", case.requester, case.subject])
        comments.append([f"{number}a", number, case.requester, "customer", day, case.text])
        body = f"See https://help.example.org/a/{case.article}/" if case.article else "Done."
        comments.append([f"{number}b", number, "agent-1", "agent", day, body])
    if shuffled:
        shuffled.shuffle(tickets)
        shuffled.shuffle(comments)
    folder.mkdir(parents=True, exist_ok=True)
    for name, head, rows in (
        ("tickets.csv", "ticket_id,created_at,status,requester,subject", tickets),
        ("comments.csv", "comment_id,ticket_id,author,author_role,created_at,body", comments),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head.split(","), *rows])
    return folder


@pytest.fixture(scope="session")
def small_site() -> Site:
    documents = {
        name: Document(url=f"{name}/", title=title, sections=(Section("", "", text),))
        for name, (title, text) in PAGES.items()
    }
    names = {document.url: name for name, document in documents.items()}
    return learning.site_of(build(list(documents.values())), names, documents)


@pytest.fixture
def make_desk(tmp_path_factory: pytest.TempPathFactory, small_site: Site) -> Callable[[], Desk]:
    return lambda: Desk(tmp_path_factory.mktemp("desk"), small_site)


@pytest.fixture
def desk(make_desk: Callable[[], Desk]) -> Desk:
    return make_desk()


# Only words that the articles have.
ASKS = {
    "refund": "pay back what the course cost to my card, i request a refund within 14 days",
    "video": "playback problems, the lesson does not play in lower quality, fix the playback",
    "seats": "how does an administrator assign seats and licenses to people, adding a seat",
    "login": "reset the password, follow the link in the message, choose a new password",
}


def background(each: int = 40) -> list[Case]:
    """Tickets in the articles' own words, each by a customer of its own."""
    return [
        Case(f"{name}-{n}", text, name, day=1 + n % 90)
        for name, text in ASKS.items()
        for n in range(each)
    ]


@pytest.fixture(scope="session")
def case() -> type[Case]:
    return Case


@pytest.fixture(scope="session", name="background")
def background_fixture() -> Callable[..., list[Case]]:
    return background
