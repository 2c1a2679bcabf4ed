"""`helpwright search eval`: a list of queries, figures, a stored run, and what counts as worse."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from helpwright.cli import main

REPO = Path(__file__).parents[2]
TODAY = ("--today", "2026-11-22")
CONFIG = """\
site_name: Test
site_url: https://help.example/
theme: helpwright
plugins: [helpwright/articles, helpwright/troubleshooters, helpwright/search]
"""
SUBJECTS = {
    "refund": "Get your money back from the bank",
    "invoice": "Download a bill for the tax office",
    "password": "Reset the secret word you sign in with",
    "captions": "Subtitles under a video",
    "notifications": "Messages on your phone",
}
LIST = """\
queries:
  - query: money from the bank
    expect: {a/refund.md: 3, in1: 1}
  - query: bill for the tax office
    expect: [docs/a/invoice.md]
  - query: subtitels
    expect: [https://help.example/a/captions/]
  - query: bitcoin
    expect: []
"""


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "docs/a").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    for name, text in SUBJECTS.items():
        page = f"---\nid: {name[:2]}1\ntitle: The {name}\ndescription: D\n---\n\n{text}.\n"
        (tmp_path / f"docs/a/{name}.md").write_text(page)
    (tmp_path / "docs/.search-queries.yml").write_text(LIST)
    return tmp_path


@pytest.fixture
def run(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the evaluation in this process, which is quicker than one of its own."""

    def evaluate(*arguments: str) -> Done:
        monkeypatch.chdir(site)
        monkeypatch.setattr(sys, "argv", ["helpwright", "search", "eval", *TODAY, *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        heard = capsys.readouterr()
        return Done(code, heard.out, heard.err)

    return evaluate


def values(done: Done) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_list_of_the_site_is_measured_query_by_query(run: Run) -> None:
    done = run("--json")
    assert done.returncode == 0, done.stderr
    said = values(done)
    assert said["figures"]["queries"] == 3
    assert said["figures"]["rightly_none"] == 1
    assert said["figures"]["means"]["success_1"]["value"] == 1
    ranks = {
        row["query"]: {page["path"]: page["rank"] for page in row["expect"]}
        for row in said["queries"]
    }
    assert ranks["bill for the tax office"] == {"docs/a/invoice.md": 1}
    assert ranks["subtitels"] == {"docs/a/captions.md": 1}
    assert ranks["money from the bank"]["docs/a/refund.md"] == 1
    assert said["queries"][0]["line"] == 2


def test_a_stored_run_shows_what_moved(run: Run, site: Path) -> None:
    first = run()
    assert "There is no stored run yet" in first.stdout
    saved = run("--save")
    assert saved.returncode == 0
    stored = site / "docs/.search-queries.run.json"
    assert "docs/.search-queries.run.json" in saved.stderr
    same = run()
    assert same.returncode == 0
    assert "Moved" not in same.stdout
    edit(stored, '"a/invoice/":1', '"a/invoice/":4')
    better = run()
    assert better.returncode == 0
    assert 'better "bill for the tax office": docs/a/invoice.md was 4, now 1' in better.stdout


def test_a_query_that_lost_its_article_fails_until_it_is_accepted(run: Run, site: Path) -> None:
    run("--save")
    edit(site / "docs/a/captions.md", "Subtitles under a video", "Words under it")
    worse = run("--tolerance", "1")
    assert worse.returncode == 1
    assert "docs/.search-queries.yml:6:12: error:" in worse.stderr
    assert "[search-fell]" in worse.stderr
    assert '"subtitels" was answered on rank 1, now not in the first ten' in worse.stderr
    assert run("--save").returncode == 0
    assert run().returncode == 0


def test_a_fall_within_the_tolerance_is_none(run: Run, site: Path) -> None:
    run("--save")
    edit(site / "docs/a/password.md", "Reset the", "Money from the bank, money, bank. Reset the")
    edit(site / "docs/a/password.md", "The password", "Money from the bank")
    fell = run()
    assert fell.returncode == 1
    assert "all queries: nDCG@10 fell from" in fell.stderr
    assert run("--tolerance", "0.5").returncode == 0


def test_a_page_that_answers_what_nothing_fits_is_a_fall(run: Run, site: Path) -> None:
    run("--save")
    edit(site / "docs/a/refund.md", "Get your", "No bitcoin. Get your")
    done = run("--tolerance", "1")
    assert done.returncode == 1
    assert 'nothing fits "bitcoin", but a page now has all its words' in done.stderr


def test_a_moved_article_is_the_same_and_a_new_query_is_not_compared(run: Run, site: Path) -> None:
    run("--save")
    (site / "docs/a/refund.md").rename(site / "docs/refund.md")
    edit(site / "docs/refund.md", "title:", "redirect_from: [a/refund/]\ntitle:")
    edit(site / "docs/.search-queries.yml", "a/refund.md", "refund.md")
    with (site / "docs/.search-queries.yml").open("a") as queries:
        queries.write("  - query: word to sign in\n    expect: [pa1]\n")
    done = run("--json")
    assert done.returncode == 0, done.stderr
    compared = values(done)["figures"]["compared"]
    assert compared["queries"] == 3
    assert compared["moved"] == []
    assert [row["query"] for row in compared["added"]] == ["word to sign in"]


def test_an_article_that_is_not_there_or_hidden_is_an_error_with_its_place(
    run: Run, site: Path
) -> None:
    edit(site / "docs/a/password.md", "title:", "status: draft\ntitle:")
    edit(site / "docs/a/notifications.md", "title:", "expires: 2026-01-01\ntitle:")
    queries = site / "more.yml"
    queries.write_text(
        "queries:\n  - query: money\n    expect: [a/refnd.md, a/refund.md]\n"
        "  - query: sign in\n    expect: [pa1]\n"
    )
    done = run("more.yml")
    assert done.returncode == 1
    assert 'more.yml:3:14: error: no article has the id, the path or the address "a/refnd.md"' in (
        done.stderr
    )
    assert 'did you mean "a/refund.md"?' in done.stderr
    assert 'customers cannot find "pa1": it is a draft [expects-hidden]' in done.stderr
    assert "1 query with articles to find." in done.stdout
    queries.write_text("queries:\n  - query: messages\n    expect: [a/notifications.md]\n")
    passed = run("more.yml")
    assert "it has expired [expects-hidden]" in passed.stderr
    assert passed.returncode == 0


def test_typos_are_asked_as_well_and_stored_apart(run: Run, site: Path) -> None:
    run("--save", "--typos")
    lines = (site / "docs/.search-queries.run.json").read_text("utf-8").splitlines()
    assert sum('"typo":' in line for line in lines) == 4
    said = values(run("--typos", "--json"))
    assert said["typos"]["compared"]["queries"] == said["figures"]["compared"]["queries"] == 3
    assert said["typos"]["compared"]["moved"] == []
    plain = values(run("--json"))
    assert plain["typos"] is None
    assert plain["figures"]["compared"]["removed"] == []


def test_languages_are_told_apart(run: Run, site: Path) -> None:
    edit(
        site / "docs/.search-queries.yml",
        "expect: [docs/a/invoice.md]",
        "expect: [docs/a/invoice.md]\n    language: en",
    )
    said = values(run("--json"))
    assert {name: group["queries"] for name, group in said["languages"].items()} == {
        "en": 1,
        "no language": 2,
    }
    assert "By language" in run().stdout


def test_what_writers_steer_is_measured(run: Run, site: Path) -> None:
    (site / "queries.yml").write_text("queries:\n  - query: moolah\n    expect: [a/refund.md]\n")
    assert values(run("queries.yml", "--json"))["figures"]["means"]["recall"]["value"] == 0
    (site / "docs/search.yml").write_text("synonyms:\n  - [moolah, money]\n")
    assert values(run("queries.yml", "--json"))["figures"]["means"]["recall"]["value"] == 1


def test_judged_data_and_the_other_engine_are_measured(run: Run, site: Path) -> None:
    folder = site / "judged"
    folder.mkdir()
    (folder / "queries.jsonl").write_text('{"id": "q1", "text": "tax office"}\n')
    (folder / "qrels.tsv").write_text("query-id\tarticle-id\trelevance\nq1\tin1\t1\n")
    for engine in ("site", "whoosh"):
        done = run("judged", "--engine", engine, "--json")
        assert done.returncode == 0, done.stderr
        assert values(done)["figures"]["means"]["ndcg"]["value"] == 1
    assert run("judged", "--engine", "whoosh", "--save").returncode == 2


def test_markdown_is_made_for_a_pull_request(run: Run, site: Path) -> None:
    run("--save")
    edit(site / "docs/.search-queries.run.json", '"a/invoice/":1', '"a/invoice/":null')
    said = run("--markdown").stdout
    assert said.startswith("## Search\n")
    assert "| nDCG@10 | 0." in said
    assert "<details><summary>Moved since the stored run</summary>" in said
    assert "\x1b" not in said
    edit(site / "docs/a/captions.md", "Subtitles", "Words")
    assert "**To mend**" in run("--markdown").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere.yml",), 2, "[no-query-list]"),
        (("--json", "--markdown"), 2, "Choose one"),
        (("--tolerance", "2"), 2, "Invalid value"),
        (("docs",), 2, "[no-query-list]"),
        (("mkdocs.yml",), 1, "[unknown-key]"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    run: Run, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = run(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_run_stops_the_evaluation(run: Run, site: Path) -> None:
    (site / "docs/.search-queries.run.json").write_text("<<<<<<< HEAD\n")
    done = run()
    assert done.returncode == 3
    assert "[search-run-unreadable]" in done.stderr


def test_the_list_of_this_help_center_has_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPO)
    monkeypatch.setattr(sys, "argv", ["helpwright", "search", "eval", *TODAY, "--json"])
    with contextlib.suppress(SystemExit):
        main()
    said = json.loads(capsys.readouterr().out)
    assert [f for f in said["findings"] if f["code"] != "search-fell"] == []
    assert said["figures"]["queries"] >= 30
