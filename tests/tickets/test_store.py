"""What the store keeps, and that it keeps it whatever happens."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.errors import InputError, StoreError
from helpwright.tickets.sample import SampleArticle, write_sample
from helpwright.tickets.store import open_store, relink

Make = Callable[..., dict[str, Any]]
LINK = "See https://help.example.org/a/pay/"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = [SampleArticle(f"a{n}", f"Article {n}", f"/n/{n}/", "Billing") for n in range(12)]
    folder = tmp_path_factory.mktemp("sample") / "export"
    return write_sample(
        folder,
        articles,
        site_url="https://help.example.org/",
        tickets=150,
        today=date(2026, 11, 22),
    )


def test_the_same_export_again_leaves_the_file_untouched(store: Any, sample: Path) -> None:
    assert store.take_in_folder(sample).changed
    before = store.path.read_bytes()
    assert not store.take_in_folder(sample).changed
    assert store.path.read_bytes() == before
    assert len(store.rows("SELECT * FROM imports")) == 1
    assert sorted(p.name for p in store.path.parent.iterdir()) == [
        ".gitignore",
        ".tickets.duckdb.lock",
        "tickets.duckdb",
    ]


def rows_of(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    rows = []
    for path in sorted(folder.glob("*.json")):
        for key, values in json.loads(path.read_text(encoding="utf-8")).items():
            if isinstance(values, list):
                rows += [(key, row) for row in values]
    return rows


def shifted(value: Any, hours: int) -> Any:
    """The same moment, written in another time zone."""
    if isinstance(value, dict):
        return {key: shifted(inner, hours) for key, inner in value.items()}
    if isinstance(value, list):
        return [shifted(inner, hours) for inner in value]
    if isinstance(value, str) and len(value) == 20 and value.endswith("Z"):
        moment = datetime.fromisoformat(value).astimezone(timezone(timedelta(hours=hours)))
        return moment.isoformat()
    return value


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 1 << 30), imports=st.integers(1, 3), hours=st.integers(-11, 13))
def test_order_parts_repeats_and_time_zones_change_nothing(
    new_store: Callable[[], Any], sample: Path, seed: int, imports: int, hours: int
) -> None:
    expected = new_store()
    expected.take_in_folder(sample)
    chance = random.Random(seed)
    rows = rows_of(sample)
    rows += chance.sample(rows, 40)
    chance.shuffle(rows)
    other = new_store()
    for part in range(imports):
        pages = [{key: [shifted(row, hours)]} for key, row in rows[part::imports]]
        other.take_in("\n".join(json.dumps(page) for page in pages))
    assert other.everything() == expected.everything()


def test_a_clock_in_another_zone_changes_nothing(
    new_store: Callable[[], Any], sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = new_store(), new_store()
    first.take_in_folder(sample)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        second.take_in_folder(sample)
        assert second.everything() == first.everything()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_no_message_name_or_number_of_a_person_is_stored(
    store: Any, ticket: Make, comment: Make
) -> None:
    person = {"id": 1001, "role": "end-user", "name": "Zebulon", "email": "zebulon@example.org"}
    body = f"A secret Wolpertinger. {LINK}"
    tickets = [
        ticket(1, subject="Wolpertinger", description="Wolpertinger", requester_id=987654321)
    ]
    store.take_in({"tickets": tickets}, {"comments": [comment(1, 1, body)]}, {"users": [person]})
    data = store.path.read_bytes()
    for secret in (b"Wolpertinger", b"Zebulon", b"zebulon@", b"987654321"):
        assert secret not in data
    assert store.path.stat().st_mode & 0o077 == 0


def test_a_store_takes_only_the_key_it_began_with(store: Any, ticket: Make) -> None:
    store.take_in({"tickets": [ticket(1)]})
    before = store.path.read_bytes()
    with pytest.raises(InputError, match="another-key"):
        store.take_in({"tickets": [ticket(2)]}, key=b"quite another key of some length")
    assert store.path.read_bytes() == before


def test_pseudonyms_join_imports_but_not_keys(new_store: Callable[[], Any], ticket: Make) -> None:
    first, second = new_store(), new_store()
    for number in (1, 2):
        first.take_in({"tickets": [ticket(number, requester_id=5)]})
    second.take_in({"tickets": [ticket(1, requester_id=5)]}, key=b"another key, also long enough")
    known = {requester for (requester,) in first.rows("SELECT requester FROM tickets")}
    assert len(known) == 1
    assert known != {second.rows("SELECT requester FROM tickets")[0][0]}


@pytest.mark.parametrize("damage", ["garbage", "half", "other"])
def test_a_damaged_store_is_told_not_raised(store: Any, ticket: Make, damage: str) -> None:
    store.take_in({"tickets": [ticket(1)]})
    data = store.path.read_bytes()
    if damage == "other":
        import duckdb

        store.path.unlink()
        with duckdb.connect(str(store.path)) as con:
            con.execute("CREATE TABLE mine (x INTEGER)")
    else:
        store.path.write_bytes(b"garbage" * 1000 if damage == "garbage" else data[: len(data) // 2])
    with pytest.raises(StoreError, match="store-damaged"):
        store.take_in({"tickets": [ticket(2)]})
    with pytest.raises(StoreError, match="store-damaged"):
        open_store(store.path)


def test_no_store_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="helpwright tickets import"):
        open_store(tmp_path / "tickets.duckdb")


def test_a_truncated_export_adds_what_it_can(store: Any, ticket: Make) -> None:
    store.take_in({"tickets": [ticket(1)]})
    text = json.dumps({"tickets": [ticket(2), ticket(3)]})
    result = store.take_in(text[:-30])
    assert [f.code for f in result.findings] == ["truncated-file"]
    assert store.rows("SELECT ticket FROM tickets ORDER BY 1") == [("1",), ("2",)]


def test_findings_are_capped_but_counted(store: Any, ticket: Make) -> None:
    result = store.take_in({"tickets": [ticket(1), *({"id": None} for _ in range(500))]})
    assert result.skipped == 500
    assert len(result.findings) < 60
    assert "450 more" in result.findings[-1].message


def test_after_articles_moved_links_can_be_matched_anew(
    store: Any, ticket: Make, comment: Make, users: object
) -> None:
    gone = "https://help.example.org/old/pay/"
    store.take_in({"tickets": [ticket(1)]}, {"comments": [comment(1, 1, gone)]}, users)
    assert store.links() == []

    class Later:
        def is_ours(self, url: str) -> bool:
            return True

        def article_id(self, url: str) -> str | None:
            return "pay"

    assert relink(store.path, resolver=Later()).changed
    assert store.links() == [("1", "pay")]
    assert store.rows("FROM unresolved") == []


class _Site:
    def is_ours(self, url: str) -> bool:
        return "help.example.org" in url

    def article_id(self, url: str) -> str | None:
        return None


# An import that is killed, without a chance to tidy up, once it has read something.
IMPORT_AND_STOP = """
import os, signal, sys
from pathlib import Path
from helpwright.tickets.store import import_tickets

class Site:
    def is_ours(self, url):
        return "help.example.org" in url

    def article_id(self, url):
        return None

def stop(rows, what):
    if what == "computing links":
        os.kill(os.getpid(), signal.SIGKILL)

store, source = map(Path, sys.argv[1:])
import_tickets(store, source, system="zendesk", resolver=Site(), key=b"k" * 32, progress=stop)
"""


def test_a_killed_import_leaves_the_store_as_it_was(store: Any, ticket: Make, sample: Path) -> None:
    store.take_in({"tickets": [ticket(1)]}, key=b"k" * 32)
    before = store.path.read_bytes()
    command = [sys.executable, "-c", IMPORT_AND_STOP, str(store.path), str(sample)]
    assert subprocess.run(command, timeout=60, check=False).returncode == -signal.SIGKILL
    assert store.path.read_bytes() == before
    store.take_in_folder(sample, key=b"k" * 32)
    assert not list(store.path.parent.glob("*-import-*"))


def test_two_imports_at_once_do_not_lose_one(store: Any, ticket: Make, sample: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="locks need fcntl")
    store.take_in({"tickets": [ticket(1)]})
    with (store.path.parent / ".tickets.duckdb.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="import-running"):
            store.take_in_folder(sample)


def test_progress_is_told(store: Any, sample: Path) -> None:
    from helpwright.tickets.store import import_tickets

    told: list[tuple[int, str]] = []
    import_tickets(
        store.path,
        sample,
        system="zendesk",
        resolver=_Site(),
        key=b"k" * 32,
        progress=lambda done, what: told.append((done, what)),
    )
    assert told[-1][1] == "computing links"
    assert told[0][1].endswith(".json")


def test_the_sample_is_the_same_each_time_and_names_nobody(sample: Path, tmp_path: Path) -> None:
    articles = [SampleArticle(f"a{n}", f"Article {n}", f"/n/{n}/", "Billing") for n in range(12)]
    again = write_sample(
        tmp_path / "again",
        articles,
        site_url="https://help.example.org",
        tickets=150,
        today=date(2026, 11, 22),
    )
    for path in sorted(sample.iterdir()):
        assert (again / path.name).read_bytes() == path.read_bytes()
        text = path.read_text(encoding="utf-8")
        assert text.count("@") == text.count("@example.org")


def test_most_solved_tickets_of_the_sample_are_linked(
    new_store: Callable[[], Any], tmp_path: Path
) -> None:
    articles = [SampleArticle(f"a{n}", f"Article {n}", f"/a/a{n}/", "Billing") for n in range(30)]
    write_sample(
        tmp_path / "e",
        articles,
        site_url="https://help.example.org/",
        tickets=1500,
        today=date(2026, 11, 22),
    )
    store = new_store()
    store.take_in_folder(tmp_path / "e")
    ((closed, linked),) = store.rows(
        "SELECT count(*), count(l.ticket) FROM tickets t LEFT JOIN "
        "(SELECT DISTINCT ticket FROM links WHERE sent_by = 'agent') l USING (ticket) "
        "WHERE state = 'active' AND status IN ('solved', 'closed')"
    )
    assert 0.55 < linked / closed < 0.66
    assert {s for (s,) in store.rows("SELECT DISTINCT state FROM tickets")} == {
        "active",
        "deleted",
        "merged",
        "spam",
    }
    assert store.rows("SELECT count(*) FROM unresolved")[0][0] > 0
    latest = store.rows("SELECT max(updated_at) FROM tickets")[0][0].replace(tzinfo=UTC)
    assert latest < datetime(2026, 11, 22, tzinfo=UTC)
