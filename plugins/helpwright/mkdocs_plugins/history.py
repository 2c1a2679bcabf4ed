"""Since when readers have had an article: what its writer says, or what git knows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from helpwright.articles.model import Article

_LOG = (
    *("git", "-c", "core.quotePath=false", "-c", "log.showSignature=false", "--no-pager", "log"),
    *("--reverse", "--format=%x01%as", "--name-status", "--diff-filter=AR", "-M", "--relative"),
)


def published_on(docs: Path, articles: Iterable[Article]) -> dict[str, date]:
    """The first day of each article whose day is known, by the article's id.

    That is `publish_at`, or the day on which its file came into git, under whatever name. Files
    that came with the very first commit are older than the repository, so nobody knows their day.
    """
    in_git = _days_in_git(docs)
    found = {article.id: article.publish_at or in_git.get(article.path) for article in articles}
    return {name: day for name, day in found.items() if day is not None}


def _days_in_git(docs: Path) -> Mapping[str, date]:
    """The day on which each file of a folder was added; none where history is cut off or absent."""
    if _output(docs, "git", "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    days: dict[str, date] = {}
    first: date | None = None
    for day, kind, names in _changes(_output(docs, *_LOG, "--", ".")):
        first = first or day
        known = days.pop(names[0], day) if kind == "R" else day
        days[names[-1]] = known
    return {name: day for name, day in days.items() if day != first}


def _changes(log: str) -> Iterator[tuple[date, str, list[str]]]:
    """What was added or renamed, oldest first: the day, "A" or "R", and the names."""
    for commit in log.split("\x01")[1:]:
        day, _, listed = commit.partition("\n")
        for line in filter(None, listed.splitlines()):
            kind, *names = line.split("\t")
            yield date.fromisoformat(day.strip()), kind[0], names


def _output(folder: Path, *command: str) -> str:
    """What git says, or nothing where there is no git or no repository."""
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, check=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")
