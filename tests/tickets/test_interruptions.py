"""What happens to a store when imports are killed, come at once, or read broken files."""

from __future__ import annotations

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpwright.tickets.store import open_store

CANARY = "Wolpertinger"
PERSON = "zebulon@example.org"
IMPORT = """
import sys
from pathlib import Path
from helpwright.tickets.store import import_tickets

class Site:
    link_hosts = ("help.example.org",)

    def is_ours(self, url):
        return "help.example.org" in url

    def article_id(self, url):
        return url.split("/")[4]

store, source, system, least = sys.argv[1:]
import_tickets(Path(store), Path(source), system=system, resolver=Site(), key=b"k" * 32,
               bulk_from=int(least))
"""
ROWS = 4000


def body(number: int) -> str:
    link = f"https://help.example.org/a/article{number % 50}/" if number % 4 == 0 else ""
    return f"{CANARY} {number} writes a message.\n{link}\nKind regards, {CANARY}"


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same tickets in the generic form and as Zendesk's pages; every body holds the canary."""
    generic = tmp_path_factory.mktemp("generic")
    with (generic / "comments.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["comment_id", "ticket_id", "author", "author_role", "created_at", "body"])
        for n in range(ROWS):
            writer.writerow((n, n // 4, f"agent{n % 9}", "agent", "2026-03-01T10:00:00Z", body(n)))
    with (generic / "tickets.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["ticket_id", "created_at", "status", "requester"])
        for n in range(ROWS // 4):
            writer.writerow((n, "2026-03-01T09:00:00Z", "closed", f"{n}{PERSON}"))
    zendesk = tmp_path_factory.mktemp("zendesk")
    tickets = [
        {"id": n, "created_at": "2026-03-01T09:00:00Z", "status": "closed", "requester_id": n + 9}
        | {"subject": CANARY, "assignee_id": 1, "description": CANARY}
        for n in range(1, ROWS // 4)
    ]
    comments = [
        {"id": n, "ticket_id": 1 + n // 4, "author_id": 1, "public": True, "body": body(n)}
        | {"created_at": "2026-03-01T10:00:00Z"}
        for n in range(ROWS)
    ]
    for name, rows in (("tickets", tickets), ("comments", comments)):
        (zendesk / f"{name}.json").write_text(json.dumps({name: rows}), encoding="utf-8")
    return {"generic": generic, "zendesk": zendesk}


@pytest.fixture(autouse=True)
def path() -> Iterator[None]:
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    yield
    os.environ["PYTHONPATH"] = before or ""


def start(store: Path, source: Path, system: str, least: int = 0) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", IMPORT, str(store), str(source), system, str(least)]
    with (source.parent / "said.txt").open("wb") as said:
        return subprocess.Popen(command, stderr=said)


def assert_private(folder: Path) -> None:
    """No byte of a message or a person in any file of the store's folder."""
    for at, _, names in os.walk(folder):
        for name in names:
            try:
                data = (Path(at) / name).read_bytes()
            except FileNotFoundError:  # it was there a moment ago
                continue
            for secret in (CANARY, PERSON):
                assert secret.encode() not in data, f"{secret} in {name}"


def tables(store: Path) -> dict[str, list[Any]]:
    with open_store(store) as con:
        names = ("tickets", "links", "unresolved", "ticket_tags")
        return {name: con.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in names}


@pytest.mark.parametrize("way", ["bulk", "rows", "zendesk"])
def test_a_kill_at_any_moment_changes_no_byte_and_leaves_no_message(
    way: str, exports: dict[str, Path], tmp_path: Path, sample_of_one: Path
) -> None:
    store = tmp_path / ".helpwright" / "tickets.duckdb"
    system = "zendesk" if way == "zendesk" else "generic"
    least = 1 << 60 if way == "rows" else 0
    assert start(store, sample_of_one, "generic").wait(60) == 0
    before = store.read_bytes()
    begin = time.monotonic()
    other = tmp_path / "other" / "tickets.duckdb"
    assert start(other, exports[system], system, least).wait(120) == 0
    whole = time.monotonic() - begin
    chance = random.Random(way)
    killed = 0
    for attempt in range(15):
        process = start(store, exports[system], system, least)
        deadline = time.monotonic() + whole * chance.uniform(0.2, 0.9) * 0.9**attempt
        while time.monotonic() < deadline and process.poll() is None:
            assert_private(store.parent)
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert_private(store.parent)
        if store.read_bytes() == before:
            killed += process.returncode < 0
        else:  # all was done, and the process about to end
            assert set(tables(other)["links"]) <= set(tables(store)["links"])
            store.write_bytes(before)
        if killed == 5:
            break
    assert killed
    assert start(store, exports[system], system, least).wait(120) == 0
    assert_private(store.parent)
    assert {path.name for path in store.parent.iterdir()} == {
        ".gitignore",
        ".tickets.duckdb.lock",
        "tickets.duckdb",
    }
    expected = tables(other)
    assert set(expected["links"]) <= set(tables(store)["links"])


@pytest.fixture
def sample_of_one(tmp_path: Path) -> Path:
    """An export of one old ticket."""
    folder = tmp_path / "one"
    folder.mkdir()
    text = "ticket_id,created_at,status\nold,2024-03-01T09:00:00Z,closed\n"
    (folder / "tickets.csv").write_text(text, encoding="utf-8")
    return folder


def test_of_two_imports_at_once_one_is_told_to_wait_and_nothing_is_lost(
    exports: dict[str, Path], sample_of_one: Path, tmp_path: Path
) -> None:
    pytest.importorskip("fcntl", reason="locks need fcntl")
    store = tmp_path / ".helpwright" / "tickets.duckdb"
    for _ in range(3):
        both = [start(store, source, "generic") for source in (exports["generic"], sample_of_one)]
        ends = [process.wait(120) for process in both]
        for source, end in zip((exports["generic"], sample_of_one), ends, strict=True):
            assert end == 0 or "import-running" in (source.parent / "said.txt").read_text("utf-8")
        assert 0 in ends
    for source in (exports["generic"], sample_of_one):
        assert start(store, source, "generic").wait(120) == 0
    assert len(tables(store)["tickets"]) == ROWS // 4 + 1


@pytest.mark.parametrize("least", [0, 1 << 60])
def test_broken_and_mixed_files_take_nothing_away(
    exports: dict[str, Path], tmp_path: Path, least: int
) -> None:
    store = tmp_path / ".helpwright" / "tickets.duckdb"
    assert start(store, exports["generic"], "generic").wait(120) == 0
    before = tables(store)
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("comments.csv", "tickets.csv"):
        data = (exports["generic"] / name).read_bytes()
        (broken / f"half-{name}").write_bytes(data[: len(data) // 2])
        (broken / f"wild-{name}").write_bytes(data[:300] + b'\xff\x00"\n,,,\n' + data[300:900])
    (broken / "empty.csv").write_bytes(b"")
    (broken / "other.jsonl").write_bytes((exports["zendesk"] / "tickets.json").read_bytes()[:5000])
    end = start(store, broken, "generic", least).wait(120)
    assert end == 0, (tmp_path / "said.txt").read_text("utf-8")
    after = tables(store)
    assert set(before["links"]) <= set(after["links"])
    # A row that is cut off within its last value still is one, so only the numbers are compared.
    assert {row[:2] for row in before["tickets"]} <= {row[:2] for row in after["tickets"]}
    assert_private(store.parent)
