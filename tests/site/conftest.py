"""What the tests of the built site share: small sites, copies of the sample, watched pages."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPO = Path(__file__).parents[2]
CONFIG = """site_name: Test
site_url: https://help.example.org/
plugins: [helpwright/articles, helpwright/troubleshooters, helpwright/search]
theme: helpwright
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

Make = Callable[..., Path]
Tree = Callable[[Path], dict[str, str]]
Open = Callable[..., "Watched"]


class Watched:
    """A page in the browser, and whatever it complained about or fetched from elsewhere."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("console", lambda said: self.faults.append(f"{said.text} {said.location}"))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self._look(request.url))

    def _look(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname != "127.0.0.1":
            self.faults.append(f"asked another host: {url}")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens pages that must stay silent until the test ends."""
    opened: list[Watched] = []

    def start(**options: object) -> Watched:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        opened.append(Watched(context.new_page()))
        return opened[-1]

    yield start
    for watched in opened:
        watched.page.context.close()
    assert [fault for watched in opened for fault in watched.faults] == []


@pytest.fixture(scope="session")
def make() -> Make:
    """Writes a site: `make(folder, {path: text}, config)`; bytes are written as they are."""

    def write(folder: Path, files: dict[str, str | bytes], config: str = CONFIG) -> Path:
        for name, content in {"mkdocs.yml": config, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture(scope="session")
def tree() -> Tree:
    """What is in a folder: path -> digest of each file."""

    def digest(folder: Path) -> dict[str, str]:
        return {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return digest


@pytest.fixture(scope="session")
def larkfield() -> Make:
    """Copies the sample help center; keywords replace whole lines of its configuration."""

    def copy(folder: Path, **settings: str) -> Path:
        for name in ("docs", "troubleshooters"):
            shutil.copytree(REPO / name, folder / name)
        config = (REPO / "mkdocs.yml").read_text("utf-8")
        for key, value in settings.items():
            config, count = re.subn(rf"(?m)^{key}:.*$", f"{key}: {value}", config)
            config += "" if count else f"{key}: {value}\n"
        (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
        return folder

    return copy


@pytest.fixture(scope="session")
def lamp() -> str:
    """The text of a small troubleshooter."""
    return LAMP


@pytest.fixture(scope="session")
def sub_sites(
    helpwright: Callable[..., Any], larkfield: Make, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path]:
    """The sample for readers and for agents, below a path, with short category pages."""
    folder = larkfield(
        tmp_path_factory.mktemp("sub"), site_url="https://help.larkfield.example/help/center/"
    )
    config = (folder / "mkdocs.yml").read_text("utf-8")
    plugin = "  - helpwright/articles:\n"
    config = config.replace(plugin, f"{plugin}      category_page_size: 3\n")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    for audience in ("public", "agents"):
        arguments = ("build", "--audience", audience, "-d", audience, "--today", "2026-11-22")
        done = helpwright(*arguments, cwd=folder)
        assert done.returncode == 0, done.stderr
    return folder / "public", folder / "agents"
