"""Pulls from a server that answers as Zendesk's documentation says, well and badly."""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from helpwright.errors import InputError
from helpwright.tickets.pull import pull_zendesk, read_account
from helpwright.tickets.store import ImportResult, open_store

_spec = importlib.util.spec_from_file_location(
    "zendesk_server", Path(__file__).with_name("zendesk_server.py")
)
assert _spec
assert _spec.loader
zendesk_server = importlib.util.module_from_spec(_spec)
sys.modules["zendesk_server"] = zendesk_server
_spec.loader.exec_module(zendesk_server)
NOW = zendesk_server.NOW
KEY = b"a key for tests, thirty-two bytes"
SECRET = {
    "HELPWRIGHT_ZENDESK_TOKEN": zendesk_server.TOKEN,
    "HELPWRIGHT_ZENDESK_EMAIL": zendesk_server.EMAIL,
}
LINK = "A secret Wolpertinger. See https://help.example.org/a/pay/"


class Site:
    link_hosts = ("help.example.org",)

    def is_ours(self, url: str) -> bool:
        return "help.example.org" in url

    def article_id(self, url: str) -> str | None:
        return url.split("/")[4]


def written(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_account(tickets: int = 10, **options: Any) -> Any:
    """An account with a comment with a link in every ticket; several changes in one second."""
    account = zendesk_server.Zendesk(**options)
    for n in range(1, tickets + 1):
        at = NOW - 10_000 + (n // 3) * 100
        account.tickets.append(
            {"id": n, "created_at": written(at), "updated_at": written(at), "status": "solved"}
            | {"requester_id": 1000 + n, "group_id": 3, "generated_timestamp": at, "tags": ["a"]}
        )
        comment = {"id": 500 + n, "event_type": "Comment", "type": "Comment", "public": True}
        comment |= {"body": LINK, "author_id": 9, "created_at": written(at)}
        account.ticket_events.append(
            {"id": 700 + n, "ticket_id": n, "timestamp": at, "child_events": [comment]}
        )
    account.users = [{"id": 9, "role": "agent", "_at": NOW - 9000}]
    account.users += [
        {"id": 1000 + n, "role": "end-user", "_at": NOW - 9000} for n in range(1, tickets + 1)
    ]
    account.groups = [{"id": n, "name": f"Team {n}"} for n in range(1, 8)]
    return account


class Pull:
    def __init__(self, store: Path, zendesk: Any, server: Any) -> None:
        self.store, self.zendesk, self.server = store, zendesk, server
        self.waited: list[float] = []

    def __call__(self, **options: Any) -> ImportResult:
        account = read_account(self.server.address, SECRET)
        return pull_zendesk(
            self.store,
            account,
            resolver=Site(),
            key=KEY,
            wait=self.waited.append,
            now=lambda: self.zendesk.now,
            **options,
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with open_store(self.store) as con:
            return con.execute(query).fetchall()

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        names = ("tickets", "links", "unresolved", "ticket_tags")
        return {name: self.rows(f"FROM {name} ORDER BY ALL") for name in names}


@pytest.fixture
def make_pull(tmp_path: Path) -> Iterator[Callable[..., Pull]]:
    servers: list[Any] = []

    def make(account: Any = None, **options: Any) -> Pull:
        zendesk = account or make_account(**options)
        servers.append(zendesk_server.Server(zendesk))
        store = tmp_path / f"{len(servers)}" / ".helpwright" / "tickets.duckdb"
        return Pull(store, zendesk, servers[-1])

    yield make
    for server in servers:
        server.__exit__()


def test_a_pull_takes_in_tickets_comments_roles_and_teams(make_pull: Callable[..., Pull]) -> None:
    pull = make_pull()
    pull.zendesk.tickets[0]["_reopens"] = 2
    result = pull()
    assert (result.tickets, result.links, result.skipped, result.findings) == (10, 10, 0, ())
    assert pull.rows("SELECT DISTINCT team FROM tickets") == [("Team 3",)]
    assert pull.rows("SELECT reopens FROM tickets WHERE ticket = '1'") == [(2,)]
    assert pull.waited == []
    assert len(pull.rows("FROM imports")) == 1


def test_the_next_pull_fetches_only_what_changed(make_pull: Callable[..., Pull]) -> None:
    pull = make_pull()
    pull()
    before, first = pull.tables(), len(pull.zendesk.asked)
    pull.zendesk.now += 1000
    pull()
    assert pull.tables() == before
    assert len(pull.zendesk.asked) - first <= 6  # three pages of groups, one of each stream
    more = make_account(12).tickets[10:]
    pull.zendesk.tickets += [{**row, "generated_timestamp": NOW + 100} for row in more]
    late = {**pull.zendesk.tickets[0], "status": "deleted", "generated_timestamp": NOW + 101}
    pull.zendesk.tickets[0] = {**late, "updated_at": written(NOW + 101)}
    pull()
    assert pull.rows("SELECT count(*) FROM tickets") == [(12,)]
    assert pull.rows("SELECT count(*) FROM links") == [(9,)]


def test_what_changed_in_the_last_minute_comes_with_the_next_pull(
    make_pull: Callable[..., Pull],
) -> None:
    pull = make_pull()
    pull.zendesk.ticket_events[-1]["timestamp"] = NOW - 30
    pull()
    assert pull.rows("SELECT count(*) FROM links") == [(9,)]
    pull.zendesk.now += 40
    pull()
    assert pull.rows("SELECT count(*) FROM links") == [(10,)]


@pytest.mark.parametrize("is_packed", [False, True])
def test_faults_are_waited_out_and_nothing_is_lost(
    make_pull: Callable[..., Pull], is_packed: bool
) -> None:
    expected = make_pull()
    expected()
    faults = ["429", "", "503", "drop", "short", "500", "html", "", "drop", "", "429", "", "short"]
    account = make_account(is_packed=is_packed)
    account.faults = {n: fault for n, fault in enumerate(faults * 2) if fault}
    pull = make_pull(account)
    assert pull().links == 10
    assert pull.tables() == expected.tables()
    assert pull.waited[0] == 7
    assert all(1 <= seconds <= 60 for seconds in pull.waited)
    assert len(pull.waited) >= 14


def test_without_an_end_to_the_faults_what_came_before_is_kept(
    make_pull: Callable[..., Pull],
) -> None:
    account = make_account()
    account.faults = {n: "drop" for n in range(9, 100)}
    pull = make_pull(account)
    with pytest.raises(InputError, match="zendesk-unreachable") as error:
        pull()
    assert "goes on where it stopped" in error.value.finding.hint
    assert pull.waited == [1, 2, 4, 8, 16, 32, 60]
    assert 0 < pull.rows("SELECT count(*) FROM tickets")[0][0] < 10
    account.faults = {}
    pull()
    assert pull.rows("SELECT count(*) FROM links") == [(10,)]


def test_without_cursors_tickets_come_by_time(make_pull: Callable[..., Pull]) -> None:
    expected = make_pull()
    expected()
    pull = make_pull(has_cursors=False)
    pull()
    tables = pull.tables()
    assert tables["links"] == expected.tables()["links"]
    assert len(tables["tickets"]) == 10
    pull.zendesk.now += 1000
    pull()
    assert pull.tables() == tables


def test_a_cursor_that_is_no_longer_known_is_replaced_by_its_time(
    make_pull: Callable[..., Pull],
) -> None:
    pull = make_pull()
    pull()
    pull.zendesk.has_cursors = False
    pull.zendesk.tickets[0] |= {"status": "deleted", "generated_timestamp": NOW - 100}
    pull.zendesk.now += 1000
    pull()
    assert pull.rows("SELECT count(*) FROM links") == [(9,)]


def test_since_fetches_again_from_a_day_on(make_pull: Callable[..., Pull]) -> None:
    pull = make_pull()
    pull()
    before, first = pull.tables(), len(pull.zendesk.asked)
    pull(since=date(2026, 1, 1))
    assert pull.tables() == before
    starts = [path for path in pull.zendesk.asked[first:] if "start_time=1767225600" in path]
    assert len(starts) == 3


def test_more_changes_in_a_second_than_a_page_holds_come_through(
    make_pull: Callable[..., Pull],
) -> None:
    account = make_account(12)
    for row in account.ticket_events:
        row["timestamp"] = NOW - 5000
    assert make_pull(account)().links == 12


def test_the_token_is_neither_shown_nor_stored_and_no_body_is(
    make_pull: Callable[..., Pull], capfd: pytest.CaptureFixture[str]
) -> None:
    pull = make_pull()
    pull.zendesk.faults = {0: "429", 4: "drop"}
    pull()
    account = read_account(pull.server.address, SECRET)
    shown = repr(account) + "".join(capfd.readouterr())
    for path in pull.store.parent.rglob("*"):
        shown += path.read_bytes().decode("latin-1") if path.is_file() else ""
    for secret in (zendesk_server.TOKEN, account.authorization[6:], "Wolpertinger"):
        assert secret not in shown


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "no-token"),
        ({"HELPWRIGHT_ZENDESK_TOKEN": "a\nb"}, "no-token"),
        ({"HELPWRIGHT_ZENDESK_TOKEN": "wrong"}, "zendesk-refused"),
        ({"HELPWRIGHT_ZENDESK_TOKEN": zendesk_server.TOKEN}, ""),
    ],
)
def test_a_token_is_needed_and_may_be_an_oauth_token(
    make_pull: Callable[..., Pull], environment: dict[str, str], code: str
) -> None:
    pull = make_pull()

    def run() -> None:
        account = read_account(pull.server.address, environment)
        pull_zendesk(pull.store, account, resolver=Site(), key=KEY, now=lambda: NOW)

    if not code:
        run()
        return
    with pytest.raises(InputError, match=code) as error:
        run()
    assert "wrong" not in str(error.value)


def test_the_token_goes_to_no_other_address(make_pull: Callable[..., Pull]) -> None:
    pull = make_pull()
    pull.zendesk.faults = {2: "redirect"}
    with pytest.raises(InputError, match="zendesk-redirects"):
        pull()


def test_a_store_belongs_to_one_account(make_pull: Callable[..., Pull]) -> None:
    first, second = make_pull(), make_pull()
    first()
    second.store = first.store
    with pytest.raises(InputError, match="another-account"):
        second()


PULL = """
import sys
from pathlib import Path
sys.path.insert(0, str(Path(sys.argv[3]).parent))
from helpwright.tickets.pull import pull_zendesk, pulling, read_account
from test_pull_site import KEY, SECRET, Site
pulling._BATCH_PAGES = 2
pull_zendesk(Path(sys.argv[1]), read_account(sys.argv[2], SECRET), resolver=Site(), key=KEY,
             now=lambda: float(sys.argv[4]), wait=lambda _: None)
"""


def test_a_killed_pull_goes_on_behind_the_last_batch(
    make_pull: Callable[..., Pull], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_pull_site.py").write_text(
        f"KEY = {KEY!r}\nSECRET = {SECRET!r}\nclass Site:\n"
        "    link_hosts = ('help.example.org',)\n"
        "    def is_ours(self, url):\n        return 'help.example.org' in url\n"
        "    def article_id(self, url):\n        return url.split('/')[4]\n",
        encoding="utf-8",
    )
    expected = make_pull(tickets=24)
    expected()
    pull = make_pull(tickets=24)
    marker = str(tmp_path / "test_pull_site.py")
    command = [sys.executable, "-c", PULL, str(pull.store), pull.server.address, marker, str(NOW)]
    chance = random.Random(3)
    killed = 0
    for _ in range(12):
        process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        )
        try:
            process.wait(timeout=0.6 + chance.random() * 1.5)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        for path in pull.store.parent.rglob("*") if pull.store.parent.exists() else ():
            if path.is_file():
                assert b"Wolpertinger" not in path.read_bytes(), path
        if process.returncode == 0:
            break
        time.sleep(0.05)
    pull()
    assert killed
    assert pull.tables() == expected.tables()
