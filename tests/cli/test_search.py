"""`helpwright search QUERY`: what agents and writers find, and what it says of what they ask."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from helpwright.cli import main

Run = Callable[..., "subprocess.CompletedProcess[str]"]
TODAY = ("--today", "2026-11-22")
CONFIG = """\
site_name: Test
site_url: https://help.example/hc/
theme: helpwright
plugins: [helpwright/articles, helpwright/troubleshooters, helpwright/search]
"""


def article(title: str, body: str = "Text.", **keys: str) -> str:
    front = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: {title}\ndescription: About it.\n{front}---\n\n{body}\n"


TREE = """\
title: A refund does not arrive
audience: agents
status: draft
start: wait
steps:
  wait:
    ask: Did you wait five days?
    options:
      yes_: {label: "Yes", go: write}
      no_: {label: "No", go: solved}
outcomes:
  write: {contact: email, title: Write to us}
"""
FILES = {
    "mkdocs.yml": CONFIG,
    "docs/billing/category.yml": "title: Plans and billing\n",
    "docs/billing/refund.md": article(
        "Get a refund",
        "You get your money back.\n\n## When it arrives\n\nThe bank needs five days.",
        id="rf1",
        type="how-to",
        owner="billing",
        redirect_from="[old/refund/]",
    ),
    "docs/billing/goodwill.md": article("Goodwill refund", id="gw1", audience="agents"),
    "docs/billing/new.md": article("New refund rules", id="nw1", status="draft"),
    "docs/billing/both.md": article(
        "Refund secrets", id="bo1", audience="agents", status="archived"
    ),
    "docs/billing/later.md": article("Refund in spring", id="la1", publish_at="2027-03-01"),
    "docs/billing/past.md": article("Refund offer", id="pa1", expires="2026-01-31"),
    "docs/start/eval.md": article("Eval editions", "How to evaluate an edition.", id="ev1"),
    "troubleshooters/refund-late.yml": TREE,
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Done:
    """What a command said and how it ended."""

    returncode: int
    stdout: str
    stderr: str


Say = Callable[..., Done]
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def say(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs the search in this process, which is quicker than one of its own."""

    def run(*arguments: str) -> Done:
        monkeypatch.chdir(site)
        monkeypatch.setattr(sys, "argv", ["helpwright", "search", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        heard = capsys.readouterr()
        return Done(code, heard.out, heard.err)

    return run


@pytest.fixture
def ask(say: Say) -> Ask:
    """What the search prints with `--json`."""

    def run(*arguments: str) -> dict[str, Any]:
        done = say("--json", *TODAY, *arguments)
        assert done.returncode == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    return run


def test_each_result_says_who_cannot_see_it_and_why(ask: Ask) -> None:
    rows = {row["title"]: row for row in ask("refund", "--limit", "20")["results"]}
    assert {title: row["hidden_because"] for title, row in rows.items()} == {
        "Get a refund": [],
        "Goodwill refund": ["agents"],
        "New refund rules": ["draft"],
        "Refund secrets": ["agents", "archived"],
        "Refund in spring": ["scheduled"],
        "Refund offer": ["expired"],
        "A refund does not arrive": ["agents", "draft"],
    }
    assert rows["Get a refund"]["visibility"] == "public"
    assert rows["Refund secrets"]["visibility"] == "agents"


def test_it_says_so_in_words(say: Say) -> None:
    said = say("refund", *TODAY).stdout
    for words in (
        "Goodwill refund  [for agents only]",
        "New refund rules  [draft]",
        "Refund secrets  [for agents only, archived]",
        "Refund in spring  [not published before 2027-03-01]",
        "Refund offer  [expired on 2026-01-31]",
        "Get a refund\n    https://help.example/hc/a/rf1/",
    ):
        assert words in said


def test_a_result_names_its_section_and_marks_the_words(ask: Ask, say: Say) -> None:
    (row,) = ask("how many days does the bank need", "--limit", "1")["results"]
    assert row["section"] == {
        "heading": "When it arrives",
        "url": "https://help.example/hc/billing/refund/#when-it-arrives",
    }
    assert row["path"] == "docs/billing/refund.md"
    assert [row["snippet"][a:b] for a, b in row["highlights"]] == ["bank", "days"]
    said = say("days bank", *TODAY).stdout
    assert "Section: When it arrives (#when-it-arrives)" in said
    assert "The [bank] needs five [days]." in said


@pytest.mark.parametrize(
    "name",
    [
        "rf1",
        "billing/refund.md",
        "docs/billing/refund.md",
        "https://help.example/hc/billing/refund/",
        "https://help.example/hc/billing/refund/index.html#when-it-arrives",
        "/hc/a/rf1/",
        "old/refund/",
    ],
)
def test_pages_like_one_are_found_by_any_name_of_it(ask: Ask, name: str) -> None:
    titles = [row["title"] for row in ask("--like", name)["results"]]
    assert titles
    assert "Get a refund" not in titles


def test_an_unknown_name_gets_a_suggestion(say: Say) -> None:
    done = say("--like", "billing/refnud.md")
    assert done.returncode == 2
    assert "[missing-article]" in done.stderr
    assert 'did you mean "billing/refund.md"?' in done.stderr


def test_a_link_that_somebody_pasted_leads_to_its_article(ask: Ask) -> None:
    for link in ("https://help.example/hc/a/rf1/#when-it-arrives", "/hc/old/refund/"):
        (row,) = ask(link)["results"]
        assert row["id"] == "rf1"
    nowhere = ask("https://help.example/hc/nowhere/")
    assert nowhere["results"] == []
    assert nowhere["notices"][0]["code"] == "missing-article"
    assert ask("https://other.example/refund")["results"]


def test_filters_narrow_and_list_without_a_query(ask: Ask) -> None:
    drafts = ask("--visibility", "draft")
    assert {row["id"] for row in drafts["results"]} == {"nw1", ""}
    assert ask("--category", "billing", "--visibility", "public")["total"] == 1
    assert ask("refund", "--type", "how-to")["total"] == 1
    unknown = ask("refund", "--category", "Biling")
    assert unknown["results"] == []
    (notice,) = unknown["notices"]
    assert (notice["code"], notice["hint"]) == ("unknown-search-value", 'did you mean "billing"?')


def test_facets_are_counted_when_asked_for(ask: Ask, say: Say) -> None:
    assert "facets" not in ask("refund")
    counted = ask("refund", "--facets", "--limit", "1")
    assert counted["facets"]["visibility"]["agents"] == 3
    assert counted["facets"]["kind"] == {"article": 6, "troubleshooter": 1}
    said = say("refund", "--facets", *TODAY).stdout
    assert "category: Plans and billing 6" in said


def test_a_query_with_a_typo_finds_what_was_meant_and_says_so(ask: Ask, say: Say) -> None:
    found = ask("refnud")
    assert (found["suggestion"], found["searched"]) == ("refund", "refund")
    assert found["total"] == 7
    said = say("refnud", *TODAY).stdout
    assert said.startswith('Nothing has "refnud". Found with "refund":')
    assert ask("refnud bank")["suggestion"] == "refund bank"
    assert ask("refnud bank")["searched"] == "refnud bank"


def test_a_query_that_is_odd_is_answered_with_a_notice(say: Say) -> None:
    done = say("titel:refund", *TODAY)
    assert done.returncode == 0
    assert 'query: notice: there is no field "titel"' in done.stderr
    assert 'hint: did you mean "title"?' in done.stderr
    assert "Get a refund" in done.stdout


@pytest.mark.parametrize("query", ['"', "((", "AND", "x" * 10_000, "\x07\x1b[31m", "😀"])
def test_no_query_is_a_traceback(say: Say, query: str) -> None:
    done = say("--", query)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "Nothing was found" in done.stdout


def test_bytes_that_are_no_text_are_no_traceback(helpwright: Run, site: Path) -> None:
    done = helpwright("search", "--json", "--", "\udcffrefund", cwd=site)
    assert done.returncode == 0, done.stderr


def test_nothing_asked_is_a_wrong_call(say: Say) -> None:
    for query in ((), ("",), (" ",)):
        done = say(*query)
        assert done.returncode == 2
        assert "QUERY" in done.stderr


def test_the_name_of_a_command_is_found_after_two_hyphens(ask: Ask, say: Say) -> None:
    assert [row["id"] for row in ask("--", "eval")["results"]] == ["ev1"]
    assert [row["id"] for row in ask("editions", "eval")["results"]] == ["ev1"]
    done = say("eval", "editions")
    assert done.returncode == 2
    assert "helpwright search -- eval editions" in done.stderr
