"""Since when readers have had an article."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from helpwright.articles.model import Article
from helpwright.errors import Place
from helpwright.mkdocs_plugins.history import published_on

TEXT = "Nine lines of a text that is long enough to be known again\n" * 9


class Repository:
    """A folder `docs` in a git repository of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.docs = folder, folder / "docs"
        self.docs.mkdir()
        self.git("init", "-q")

    def git(self, *words: str, day: str = "2026-01-01") -> None:
        stamp = f"{day}T12:00:00+0000"
        who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.example"}
        who |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@b.example"}
        dates = {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
        subprocess.run(
            ["git", *words], cwd=self.folder, env={**os.environ, **who, **dates}, check=True
        )

    def commit(self, day: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "work", day=day)

    def write(self, path: str, text: str = TEXT) -> None:
        (self.docs / path).parent.mkdir(parents=True, exist_ok=True)
        (self.docs / path).write_text(text, encoding="utf-8")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def article(path: str) -> Article:
    return Article(path, Place(path), "", "", 1, path, path)


def test_an_article_is_there_since_its_file_came_into_git(repository: Repository) -> None:
    repository.write("old.md")
    repository.commit("2025-01-01")
    repository.write("über uns/new page.md", "Something else entirely, in two words or more\n" * 5)
    repository.commit("2025-06-03")
    repository.write("old.md", TEXT + "more\n")
    repository.commit("2025-07-04")
    named = [article(path) for path in ("old.md", "über uns/new page.md", "absent.md")]
    assert published_on(repository.docs, named) == {"über uns/new page.md": date(2025, 6, 3)}


def test_a_renamed_file_keeps_its_day(repository: Repository) -> None:
    repository.write("index.md", "start\n")
    repository.commit("2025-01-01")
    repository.write("first.md")
    repository.commit("2025-02-02")
    (repository.docs / "first.md").rename(repository.docs / "second.md")
    repository.commit("2025-09-09")
    assert published_on(repository.docs, [article("second.md")]) == {"second.md": date(2025, 2, 2)}


def test_what_the_writer_says_counts_more_than_git(repository: Repository) -> None:
    repository.write("index.md", "start\n")
    repository.commit("2025-01-01")
    repository.write("page.md")
    repository.commit("2025-02-02")
    said = replace(article("page.md"), publish_at=date(2025, 3, 3))
    assert published_on(repository.docs, [said]) == {"page.md": date(2025, 3, 3)}


def test_without_git_or_with_a_cut_off_history_only_the_writer_is_asked(
    repository: Repository, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.write("index.md", "start\n")
    repository.commit("2025-01-01")
    repository.write("page.md")
    repository.commit("2025-02-02")
    shallow = tmp_path_factory.mktemp("shallow") / "clone"
    source = f"file://{tmp_path}"
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, str(shallow)], check=True)
    assert published_on(shallow / "docs", [article("page.md")]) == {}
    elsewhere = tmp_path_factory.mktemp("plain")
    assert published_on(elsewhere, [article("page.md")]) == {}
