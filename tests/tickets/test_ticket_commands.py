"""The commands on tickets, on a small site, as people run them."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpwright.tickets.store import open_store

Run = Callable[..., subprocess.CompletedProcess[str]]
CONFIG = """
site_name: Help
site_url: https://help.example.org/
theme: {name: helpwright}
extra:
  alternate:
    - {name: Deutsch, lang: de, link: https://hilfe.example.org/}
plugins:
  - helpwright/articles:
      short_links: {go.example.com/pay: /billing/pay/}
"""
ARTICLE = """---
title: Pay an invoice
description: How to pay.
id: abc1234
---

Pay.
"""
URLS = {
    1: "https://help.example.org/billing/pay/",
    2: "https://go.example.com/pay?x=1",
    3: "https://help.example.org/de/billing/pay/",
    4: "https://hilfe.example.org/a/abc1234/",
    5: "https://help.example.org/hc/en-us/articles/abc",
}
GONE = "https://help.example.org/billing/gone/"


def _load(name: str) -> Any:
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "billing").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "docs" / "billing" / "pay.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "docs" / "billing" / "category.yml").write_text(
        "title: Billing\n", encoding="utf-8"
    )
    tickets = "ticket_id,created_at,status,requester\n"
    comments = "comment_id,ticket_id,author,author_role,created_at,body\n"
    for number in range(1, 8):
        year = 2020 if number == 7 else 2026
        url = URLS.get(number, "nothing")
        tickets += f"{number},{year}-03-01T10:00:00Z,closed,customer{number}@example.org\n"
        comments += f"{number},{number},ann,agent,{year}-03-01T11:00:00Z,See {url} and {GONE}\n"
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "tickets.csv").write_text(tickets, encoding="utf-8")
    (tmp_path / "export" / "comments.csv").write_text(comments, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(site: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("HELPWRIGHT_KEY", "a key for tests, long enough")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "helpwright.cli", "tickets", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=site, timeout=120, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return run


def rows(site: Path, query: str) -> list[tuple[Any, ...]]:
    with open_store(site / ".helpwright" / "tickets.duckdb") as con:
        return con.execute(query).fetchall()


def test_links_of_every_kind_lead_to_their_article(run: Run, site: Path) -> None:
    done = run("import", "export", "--system", "generic")
    assert done.returncode == 0, done.stderr
    assert rows(site, "SELECT ticket, article FROM links ORDER BY 1") == [
        (str(number), "abc1234") for number in (1, 2, 3, 4, 5) if number != 5
    ]


def test_unknown_addresses_are_listed_if_enough_people_got_them(run: Run) -> None:
    run("import", "export")
    found = json.loads(run("links", "--json").stdout)
    assert [(one["url"], one["requesters"]) for one in found["unknown"]] == [(GONE, 7)]
    assert found["more"] == 1
    assert GONE in run("links").stdout


def test_people_tickets_and_old_ones_are_forgotten(run: Run, site: Path) -> None:
    run("import", "export")
    assert "Forgot 1 tickets" in run("forget", "--requester", "Customer1@example.org").stdout
    assert "Forgot 1 tickets" in run("forget", "--ticket", "2", "--system", "generic").stdout
    old = json.loads(run("forget", "--older-than", "24months", "--json").stdout)
    assert old == {"tickets": 1, "comments": 1}
    assert "held nothing" in run("forget", "--ticket", "99").stdout
    run("import", "export")
    assert rows(site, "SELECT ticket FROM tickets ORDER BY 1") == [(n,) for n in "3456"]


def test_what_is_to_be_forgotten_must_be_clear(run: Run, site: Path) -> None:
    for arguments in (
        (),
        ("--ticket", "1", "--requester", "2"),
        ("--older-than", "soon"),
        ("--older-than", "0months"),
    ):
        done = run("forget", *arguments)
        assert (done.returncode, "bad-forget" in done.stderr) == (2, True), done.stderr
    assert "no-ticket-store" in run("forget", "--ticket", "1").stderr


def test_everything_is_deleted_only_when_asked_twice(run: Run, site: Path) -> None:
    run("import", "export")
    store = site / ".helpwright" / "tickets.duckdb"
    assert run("forget", "--all").returncode != 0
    assert store.exists()
    assert "deleted" in run("forget", "--all", "--yes").stdout
    assert not store.exists()


@pytest.mark.parametrize(("months", "tickets"), [(24, 6), (1000, 7), (0, None)])
def test_the_retention_of_the_site_counts_at_each_import(
    run: Run, site: Path, months: int, tickets: int | None
) -> None:
    config = CONFIG + f"      retention_months: {months}\n"
    (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    done = run("import", "export")
    if tickets is None:
        assert "bad-retention" in done.stderr
        return
    assert rows(site, "SELECT count(*) FROM tickets") == [(tickets,)]


def test_a_bad_short_link_is_told(run: Run, site: Path) -> None:
    config = CONFIG.replace("go.example.com/pay: /billing/pay/", "go.example.com: nowhere")
    (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert "bad-short-link" in run("import", "export").stderr
    (site / "short.yml").write_text("go.example.com/pay: /billing/pay/\n", encoding="utf-8")
    config = CONFIG.replace("{go.example.com/pay: /billing/pay/}", "short.yml")
    (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert run("import", "export").returncode == 0
    assert ("2",) in rows(site, "SELECT ticket FROM links")


def test_a_pull_reads_the_token_from_the_environment(
    run: Run, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = _load("zendesk_server")
    ticket = {"id": 1, "created_at": "2026-03-01T10:00:00Z", "status": "open"}
    account = server.Zendesk(tickets=[ticket | {"generated_timestamp": 1_700_000_000}])
    with server.Server(account) as served:
        assert "no-token" in run("pull", "zendesk", served.address).stderr
        monkeypatch.setenv("HELPWRIGHT_ZENDESK_TOKEN", server.TOKEN)
        monkeypatch.setenv("HELPWRIGHT_ZENDESK_EMAIL", server.EMAIL)
        done = run("pull", "zendesk", served.address, "--since", "2023-01-01")
    assert "Read 1 tickets" in done.stdout, done.stderr
    assert server.TOKEN not in done.stdout + done.stderr
