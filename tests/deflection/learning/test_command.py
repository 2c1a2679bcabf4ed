"""`helpwright learn`, from an export to what customers find."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
KEY = {"HELPWRIGHT_KEY": "a key for tests, thirty-two bytes"}


@pytest.fixture
def project(helpwright: Run, tmp_path: Path, desk: Any, case: Any) -> Path:
    """A starter site, with tickets in which a word stands that none of its articles has."""
    folder = tmp_path / "site"
    assert helpwright("new", str(folder), cwd=tmp_path).returncode == 0
    config = folder / "mkdocs.yml"
    text = config.read_text().replace("# site_url: https:", "site_url: https:")
    config.write_text(text.replace("help.example.com", "help.example.org"))
    done = helpwright("check", "--fix", cwd=folder)
    assert done.returncode == 0, done.stderr
    found = helpwright("search", "--json", "change your email address", cwd=folder)
    article = json.loads(found.stdout)["results"][0]["id"]
    asked = [case(f"m{n}", "how do i swap my mailbox", article) for n in range(12)]
    others = [case(f"o{n}", f"nothing about it, {n} times", "else") for n in range(40)]
    desk.write(tmp_path / "export", [*asked, *others])
    return folder


def test_a_word_goes_from_tickets_through_a_review_into_search(
    helpwright: Run, project: Path
) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = helpwright(*arguments, cwd=project, **KEY)
        assert done.returncode == 0, done.stderr
        return done

    def found(query: str) -> list[str]:
        return [
            row["title"] for row in json.loads(run("search", "--json", query).stdout)["results"]
        ]

    assert found("mailbox") == []
    run("tickets", "import", "../export")
    said = run("learn", "../export")
    assert "mailbox  (12 customers, z " in said.stdout
    assert "nothing about it" not in said.stdout
    proposed = project / ".helpwright/proposals/customer-language.yml"
    shutil.copy(proposed, project / "docs/.customer-language.yml")
    assert found("mailbox") == ["Change your email address"]
    run("check")
    # Topics may change now: search finds articles by these words.
    assert json.loads(run("learn", "../export", "--json").stdout)["terms"] == []


def test_words_that_were_not_taken_over_are_noted_and_stay_away(
    helpwright: Run, project: Path
) -> None:
    for arguments in (("tickets", "import", "../export"), ("learn", "../export")):
        assert helpwright(*arguments, cwd=project, **KEY).returncode == 0
    noted = helpwright("learn", "--reject-rest", cwd=project, **KEY)
    assert "docs/.customer-language-rejected.yml" in noted.stdout
    again = helpwright("learn", "../export", "--json", cwd=project, **KEY)
    assert json.loads(again.stdout)["terms"] == []
    assert "nothing to note" in helpwright("learn", "--reject-rest", cwd=project, **KEY).stdout


def test_learning_needs_a_store_and_an_export(helpwright: Run, project: Path) -> None:
    for arguments, said in (
        ((), "Give the exports"),
        (("../export", "--reject-rest"), "Give the exports"),
        (("../nowhere",), "no-such-export"),
        (("../export",), "no-ticket-store"),
    ):
        done = helpwright("learn", *arguments, cwd=project, **KEY)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
