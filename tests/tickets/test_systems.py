"""An export of each system through the store: links, who sent them, states, times, teams."""

from __future__ import annotations

import gzip
import json
import random
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from helpwright.errors import Finding, Severity
from helpwright.tickets.model import Record, Skipped
from helpwright.tickets.readers import READERS
from helpwright.tickets.store import ImportResult, import_tickets, open_store

EXPORTS = Path(__file__).parent / "exports"
KEY = b"a key for tests, thirty-two bytes"
FIRST, REOPENED, SOLVED = (
    datetime(2026, 3, 1, 10),
    datetime(2026, 3, 2, 15),
    datetime(2026, 3, 3, 9),
)


class Expected(NamedTuple):
    """What stands in the store after an import."""

    system: str
    links: set[tuple[str, str, str]]
    states: dict[str, str]
    statuses: dict[str, str]
    first: tuple[str, datetime | None, datetime | None, int]
    team: str
    tags: tuple[str, ...] = ("billing",)


EXPECTED = {
    "freshdesk": Expected(
        "freshdesk",
        {
            ("1", "pay", "agent"),
            ("1", "team", "agent"),
            ("1", "start", "customer"),
            ("1", "mine", "customer"),
            ("1", "auto", "bot"),
            ("3", "refund", "agent"),
            ("3", "portal", "customer"),
            ("5", "news", "agent"),
        },
        {"2": "spam", "4": "merged", "6": "deleted"},
        {"1": "closed", "3": "solved", "5": "pending"},
        ("1", SOLVED, REOPENED, 1),
        "Billing team",
    ),
    "freshdesk_account": Expected(
        "freshdesk",
        {("1", "pay", "agent")},
        {},
        {"1": "closed"},
        ("1", datetime(2026, 3, 4, 10), None, 0),
        "Billing team",
        (),
    ),
    "intercom": Expected(
        "intercom",
        {
            ("1", "pay", "agent"),
            ("1", "mine", "customer"),
            ("1", "auto", "bot"),
            ("2", "refund", "agent"),
            ("3", "news", "agent"),
            ("5", "pay", "agent"),
        },
        {"4": "spam"},
        {"1": "closed", "2": "pending", "3": "open", "5": "solved"},
        ("1", datetime(2026, 3, 3, 10), datetime(2026, 3, 2, 11), 1),
        "Billing team",
    ),
    "helpscout": Expected(
        "helpscout",
        {
            ("1", "pay", "agent"),
            ("1", "team", "agent"),
            ("1", "start", "customer"),
            ("1", "mine", "customer"),
            ("1", "auto", "bot"),
            ("5", "pay", "agent"),
        },
        {"2": "spam", "3": "deleted", "4": "merged"},
        {"1": "closed", "5": "pending"},
        ("1", SOLVED, datetime(2026, 3, 2, 10), 1),
        "Billing team",
    ),
    "zammad": Expected(
        "zammad",
        {
            ("1", "pay", "agent"),
            ("1", "start", "customer"),
            ("1", "mine", "customer"),
            ("1", "auto", "bot"),
            ("5", "refund", "agent"),
            ("6", "team", "agent"),
        },
        {"2": "spam", "3": "merged", "4": "deleted"},
        {"1": "closed", "5": "closed", "6": "pending"},
        ("1", SOLVED, REOPENED, 1),
        "Billing team",
    ),
    "jira": Expected(
        "jira",
        {
            ("10001", "pay", "agent"),
            ("10001", "refund", "agent"),
            ("10001", "mine", "customer"),
            ("10001", "auto", "bot"),
            ("10002", "pay", "agent"),
            ("10003", "team", "agent"),
        },
        {"10004": "spam", "10005": "deleted"},
        {"10001": "solved", "10002": "open", "10003": "solved"},
        ("10001", SOLVED, REOPENED, 1),
        "Billing team",
    ),
    "github": Expected(
        "github",
        {
            ("larkfield/courses#1", "pay", "agent"),
            ("larkfield/courses#1", "start", "customer"),
            ("larkfield/courses#1", "mine", "customer"),
            ("larkfield/courses#1", "auto", "bot"),
            ("larkfield/courses#2", "refund", "agent"),
            ("larkfield/courses#2", "start", "customer"),
            ("larkfield/courses#4", "team", "agent"),
            ("larkfield/courses#4", "start", "customer"),
        },
        {"larkfield/courses#5": "deleted"},
        {"larkfield/courses#1": "closed", "larkfield/courses#2": "open"},
        ("larkfield/courses#1", SOLVED, REOPENED, 1),
        "larkfield/courses",
    ),
    "github_cli": Expected(
        "github",
        {("larkfield/courses#1", "pay", "agent")},
        {},
        {"larkfield/courses#1": "closed"},
        ("larkfield/courses#1", SOLVED, None, 0),
        "larkfield/courses",
    ),
    "zendesk_csv": Expected(
        "zendesk",
        set(),
        {"2": "spam", "3": "merged", "4": "deleted"},
        {"1": "closed"},
        ("1", SOLVED, None, 1),
        "Billing team",
        ("billing", "vip"),
    ),
    "generic": Expected(
        "generic",
        {
            ("T-1", "pay", "agent"),
            ("T-1", "team", "agent"),
            ("T-1", "mine", "customer"),
            ("T-1", "auto", "bot"),
            ("T-5", "refund", "agent"),
        },
        {"T-2": "spam", "T-3": "deleted", "T-4": "merged"},
        {"T-1": "closed", "T-5": "open"},
        ("T-1", SOLVED, REOPENED, 1),
        "Billing team",
        ("billing", "vip"),
    ),
    "generic_lines": Expected(
        "generic",
        {("T-1", "pay", "agent")},
        {},
        {"T-1": "closed"},
        ("T-1", SOLVED, None, 0),
        "Billing team",
        ("billing", "vip"),
    ),
}


class Site:
    """help.example.org, where /a/ID/ is an article."""

    def is_ours(self, url: str) -> bool:
        return urlsplit(url).hostname == "help.example.org"

    def article_id(self, url: str) -> str | None:
        return urlsplit(url).path.strip("/").split("/")[-1]


def take_in(store: Path, source: Path, system: str) -> ImportResult:
    return import_tickets(store, source, system=system, resolver=Site(), key=KEY)


def rows(store: Path, query: str) -> list[tuple[Any, ...]]:
    with open_store(store) as con:
        return con.execute(query).fetchall()


def read(system: str, source: Path) -> list[Record]:
    return list(READERS[system](source, pseudonymise=lambda person: f"p{person}"))


@pytest.fixture(scope="module", params=EXPECTED)
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Expected, Path, ImportResult]:
    expected = EXPECTED[request.param]
    store = tmp_path_factory.mktemp("store") / "t.duckdb"
    return expected, store, take_in(store, EXPORTS / request.param, expected.system)


Imported = tuple[Expected, Path, ImportResult]


def test_an_export_tells_links_and_who_sent_them(imported: Imported) -> None:
    expected, store, result = imported
    assert result.skipped == 0
    assert not [f for f in result.findings if f.severity is Severity.ERROR]
    found = rows(store, "SELECT ticket, article, sent_by FROM links")
    assert set(found) == expected.links
    assert len(found) == len(expected.links)


def test_an_export_tells_tickets_and_what_became_of_them(imported: Imported) -> None:
    expected, store, _ = imported
    found = rows(store, "SELECT ticket, state, status, requester FROM tickets")
    states = {ticket: state for ticket, state, *_ in found if state != "active"}
    assert states == expected.states
    assert {t: s for t, _, s, _ in found if t in expected.statuses} == expected.statuses
    assert all(requester and len(requester) == 32 for *_, requester in found)
    first, *times = expected.first
    query = "SELECT solved_at, reopened_at, reopens, created_at, team, tags FROM tickets"
    (row,) = rows(store, f"{query} WHERE ticket = '{first}'")
    assert row == (*times, FIRST, expected.team, list(expected.tags))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_same_export_packed_split_and_shuffled_gives_the_same_records(
    tmp_path: Path, name: str
) -> None:
    expected, chance = EXPECTED[name], random.Random(5)
    paths = [path for path in sorted((EXPORTS / name).iterdir()) if path.is_file()]
    for number, path in enumerate(paths):
        folder = tmp_path / f"{chance.randrange(1000)}-{number}"
        folder.mkdir()
        text = shuffled(path.read_text(encoding="utf-8"), path.suffix, chance)
        (folder / f"{path.name}.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    found, whole = (read(expected.system, folder) for folder in (tmp_path, EXPORTS / name))
    is_finding = [type(record) is Finding for record in whole]
    assert {r for r in found if type(r) is not Finding} == {
        record for record, said in zip(whole, is_finding, strict=True) if not said
    }
    assert sum(type(record) is Finding for record in found) == sum(is_finding)


def shuffled(text: str, suffix: str, chance: random.Random) -> str:
    if suffix in (".csv", ".jsonl"):
        return text
    page = json.loads(text)
    lists = [page] if isinstance(page, list) else [v for v in page.values() if type(v) is list]
    for found in lists:
        chance.shuffle(found)
    if isinstance(page, list):
        return "\n".join(json.dumps(row) for row in page)  # JSON Lines
    return json.dumps(page, indent=chance.choice([None, 2]))


def test_two_forms_of_one_system_agree(tmp_path: Path) -> None:
    store = tmp_path / "t.duckdb"
    take_in(store, EXPORTS / "freshdesk_account", "freshdesk")
    take_in(store, EXPORTS / "freshdesk", "freshdesk")
    links = rows(store, "SELECT ticket, article, sent_by FROM links")
    assert set(links) == EXPECTED["freshdesk"].links
    assert not take_in(store, EXPORTS / "freshdesk_account", "freshdesk").changed


def test_rows_of_another_system_are_skipped_and_listed(tmp_path: Path) -> None:
    for name in ("freshdesk", "intercom"):
        shutil.copytree(EXPORTS / name, tmp_path / name)
    found = read("freshdesk", tmp_path)
    assert {r for r in found if not isinstance(r, Skipped)} >= set(
        read("freshdesk", EXPORTS / "freshdesk")
    )
    places = [r.finding.place for r in found if isinstance(r, Skipped)]
    assert places
    assert all("intercom" in place.path and place.line for place in places)


@pytest.mark.parametrize("system", READERS)
def test_a_folder_of_unrelated_json_is_skipped_row_by_row(tmp_path: Path, system: str) -> None:
    (tmp_path / "package.json").write_text('{"scripts": {"a": "b"}, "version": 1}')
    (tmp_path / "list.json").write_text('[1, "two", {"three": [3]}, null]')
    (tmp_path / "empty.json").write_text("")
    found = read(system, tmp_path)
    assert [type(record) for record in found] == [Skipped] * 5


SAMPLES = Path(__file__).parents[2] / "../shared/data/ticket-samples"


@pytest.mark.parametrize(
    ("system", "name"),
    [
        ("freshdesk", "all_tickets.json"),
        ("freshdesk", "agents.json"),
        ("freshdesk", "contacts.json"),
        ("freshdesk", "conversations.json"),
        ("freshdesk", "ticket_1.json"),
        ("freshdesk", "note_1.json"),
        ("intercom", "conversation_example.json"),
        ("intercom", "ticket_example.json"),
        ("helpscout", "conversations.json"),
        ("zammad", "tickets_list.json"),
        ("zammad", "ticket_articles.json"),
        ("github", "issue_comment_created.payload.json"),
    ],
)
def test_samples_of_real_systems_are_read_without_a_skipped_row(system: str, name: str) -> None:
    path = SAMPLES / system / name
    if not path.exists():
        pytest.skip("the sample payloads are not at hand")
    found = read(system, path)
    assert found
    assert not [record for record in found if isinstance(record, Skipped)]
