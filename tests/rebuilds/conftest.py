"""A small help center that has a bit of everything, and what a build makes of it."""

from __future__ import annotations

import _thread
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result

from helpwright.cli import group
from helpwright.rebuilds import applying, record
from helpwright.rebuilds.record import Run
from helpwright.rebuilds.refusal import Refused

CONFIG = """site_name: Test
site_url: https://help.example.org/center/
theme:
  name: helpwright
plugins:
  - helpwright/articles:
      variables: {product: Larkfield}
      contact: {email: help@example.org}
  - helpwright/troubleshooters
  - helpwright/deflection
  - helpwright/search
markdown_extensions: [admonition, attr_list, tables, footnotes, pymdownx.superfences]
"""
LAMP = """troubleshooter: 1
title: The lamp stays dark
summary: Find out why.
start: plugged
steps:
  plugged:
    ask: Is it plugged in?
    options:
      in: {label: It is, go: bulb}
      out: {label: It is not, go: plug}
outcomes:
  bulb: {solution: Change the bulb}
  plug: {solution: Plug it in}
"""
TOPICS = ("refund", "invoice", "seat", "video", "password", "course", "badge", "team")
ARTICLE = """---
id: {id}
title: {title}
description: About the {topic} and what to do with it.
labels: [{topic}]
---
The {topic} of {{{{ product }}}} is what this article is about. It has the number {number}.

## Change the {topic}

1. Open **Settings** and choose the {topic}.
2. Look at the [next article](../{next}) and wait until the word {word} is gone.

## Why a {topic} can fail

A {topic} fails when nobody has a *plan*. Some people ask about {word} and get no answer[^note].

| Plan | Seats |
|------|------:|
| One  | {number} |

[^note]: Only in the {topic} that came first.
"""
WORDS = ("teh", "bank", "lesson", "paper", "window", "harbour", "ticket", "spring")


def files() -> dict[str, str]:
    """The files of the help center."""
    found = {"mkdocs.yml": CONFIG, "troubleshooters/lamp.yml": LAMP}
    paths = [f"{'billing' if n % 2 else 'learning'}/{topic}.md" for n, topic in enumerate(TOPICS)]
    for number, (path, topic) in enumerate(zip(paths, TOPICS, strict=True)):
        found[f"docs/{path}"] = ARTICLE.format(
            id=f"art{number}",
            title=f"All about the {topic}",
            topic=topic,
            number=number,
            next=paths[(number + 1) % len(paths)],
            word=WORDS[number],
        )
    found["docs/billing/category.yml"] = "title: Money\ndescription: What things cost.\n"
    found["docs/_snippets/hint.md"] = "Wait a **minute** first."
    found["docs/learning/steps.md"] = (
        "---\nid: steps1\ntitle: With a snippet\ndescription: It has one.\n---\n"
        "{{ snippet: hint }}\n\nThen look at [the team](../billing/team.md) once more.\n"
    )
    found["docs/learning/heading.md"] = "# A title in the text\n\nNobody gave it a header.\n"
    found["docs/learning/embedded.md"] = (
        "---\nid: embed1\ntitle: With steps in it\ndescription: It has them.\n---\n"
        "Try this:\n\n```troubleshooter lamp\n```\n\nAnd then that.\n"
    )
    found["docs/billing/secret.md"] = (
        "---\nid: hush77\ntitle: What agents must never tell anybody\naudience: agents\n"
        "description: Internal.\n---\n"
        "Customers of the oldest plan pay nothing at all for the second seat of a team.\n"
    )
    return found


@dataclass(frozen=True)
class Built:
    """What a build printed, and the digest of each file of the site."""

    code: int
    said: str
    tree: dict[str, str]


@dataclass(frozen=True)
class Center:
    """A help center in a folder."""

    folder: Path

    def build(self, *arguments: str) -> Built:
        """Build it as the command does."""
        before = Path.cwd()
        os.chdir(self.folder)
        command = ["build", "--today", "2026-11-22", *arguments]
        try:
            done = _from_the_bottom(lambda: CliRunner().invoke(group, command))
        finally:
            os.chdir(before)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Built(done.exit_code, done.output, digests(self.folder / "site"))

    def kill_a_build(self, *, after: float) -> None:
        """Begin a build, kill it after some seconds, and see that no page is half written."""
        process = subprocess.Popen(
            [sys.executable, "-m", "helpwright.cli", "build", "--today", "2026-11-22"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(after)
        process.kill()
        process.wait()
        html = (self.folder / "site/billing/invoice/index.html").read_text("utf-8")
        assert html.rstrip().endswith("</html>")

    def anew(self, folder: Path, *arguments: str) -> Built:
        """Build a copy of it for which there is nothing to go by."""
        shutil.rmtree(folder, ignore_errors=True)
        hidden = shutil.ignore_patterns(".helpwright", "site")
        shutil.copytree(self.folder, folder, ignore=hidden)
        return Center(folder).build(*arguments)

    def build_both(self, folder: Path, *arguments: str) -> Built:
        """Build it, and see that a build from nothing in a folder gives and says the same."""
        now, clean = self.build(*arguments), self.anew(folder, *arguments)
        assert (now.code, now.said) == (clean.code, clean.said)
        if now.code == 0:
            different = {name for name in now.tree if now.tree[name] != clean.tree.get(name)}
            assert (different, now.tree.keys()) == (set(), clean.tree.keys())
        return now

    def clean(self) -> Built:
        """What a build from nothing gives; for the same files it is made once in a run."""
        return _built_from_nothing(self.sources())

    def sources(self) -> frozenset[tuple[str, bytes]]:
        """Path and content of each file that is not of a build's making."""
        return frozenset(
            (path.relative_to(self.folder).as_posix(), path.read_bytes())
            for path in self.folder.rglob("*")
            if path.is_file()
            and not {".helpwright", "site"} & set(path.relative_to(self.folder).parts)
        )

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace the first of something in a file."""
        file = self.folder / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def record(self) -> Path:
        """Where the record of its build lies."""
        return record.path_for(self.run())

    def run(self) -> Run:
        """The build that `build` asks for."""
        return Run(str(self.folder / "mkdocs.yml"), today="2026-11-22")


def _from_the_bottom(call: Callable[[], Result]) -> Result:
    """Call something on a stack of its own.

    Markdown takes very deep lists and quotes as text where the stack is nearly full, so what it
    makes of them depends on how deep it is called.
    """
    done: SimpleQueue[Result | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            done.put(call())
        except BaseException as error:
            done.put(error)

    # A test makes `threading` fail.
    _thread.start_new_thread(run, ())
    result = done.get()
    if isinstance(result, BaseException):
        raise result
    return result


@cache
def _built_from_nothing(sources: frozenset[tuple[str, bytes]]) -> Built:
    with TemporaryDirectory() as folder:
        center = Center(Path(folder).resolve() / "center")
        for name, content in sources:
            path = center.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return center.build()


def digests(site: Path) -> dict[str, str]:
    """Path -> digest of each file below a folder."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def center(tmp_path: Path) -> Center:
    """A help center that nobody has built."""
    made = Center((tmp_path / "center").resolve())
    for path, text in files().items():
        made.write(path, text)
    return made


Stand = Callable[[Center], Center]


@pytest.fixture(scope="session")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Stand:
    """Gives a help center as its first build leaves it, which is made once for the same files.

    The record of a build names its folder, so all lie in the same one, each until the next is
    given. They are copies that keep the times of files, as an archive does.
    """
    home = tmp_path_factory.mktemp("stand").resolve()
    kept: dict[frozenset[tuple[str, bytes]], Path] = {}

    def give(center: Center) -> Center:
        built, sources = Center(home / "center"), center.sources()
        shutil.rmtree(built.folder, ignore_errors=True)
        if sources not in kept:
            shutil.copytree(center.folder, built.folder)
            assert built.build().code == 0
            kept[sources] = built.folder.rename(home / f"kept-{len(kept)}")
        shutil.copytree(kept[sources], built.folder)
        return built

    return give


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How each build went: "" if an edit was put in, otherwise why it took a whole build."""
    found: list[str] = []
    original: Callable[..., applying.Done] = applying.apply

    def listen(*arguments: object, **options: object) -> applying.Done:
        try:
            done = original(*arguments, **options)
        except Refused as refusal:
            found.append(str(refusal))
            raise
        found.append("")
        return done

    monkeypatch.setattr(applying, "apply", listen)
    return found
