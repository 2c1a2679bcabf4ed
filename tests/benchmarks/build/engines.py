"""Site generators: how each lays out a project of the same articles, builds and serves it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
ZENSICAL = HERE / ".zensical/bin/zensical"
_HUGO = HERE / "hugo"

_EXTENSIONS = """
markdown_extensions:
  - admonition
  - attr_list
  - tables
  - toc:
      permalink: false
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.keys
"""
_SITE = """
site_name: Help
site_url: https://help.example/
"""
_HELPWRIGHT = """
theme:
  name: helpwright
plugins:
  - helpwright/articles
  - helpwright/troubleshooters
  - helpwright/deflection
  - helpwright/search
"""
_MATERIAL = """
theme:
  name: material
plugins:
  - search
"""
_PRUNED = """
theme:
  name: material
  features: [navigation.prune]
plugins:
  - search
"""


@dataclass(frozen=True)
class Engine:
    """A generator: `build` is its command, `serve` the command for a port.

    `lay_out` makes a project from a folder of Markdown; `docs`, `site` and `caches` are folders of
    the project. `address` is where the page of a Markdown file is.
    """

    name: str
    title: str
    version: str
    lay_out: Callable[[Path, Path], None]
    build: Sequence[str]
    serve: Callable[[int], Sequence[str]]
    docs: str = "docs"
    site: str = "site"
    caches: tuple[str, ...] = ()
    address: Callable[[str], str] = lambda path: "/" + path.removesuffix(".md") + "/"

    def clear(self, project: Path) -> None:
        """Put the site and all that a build remembers aside."""
        for folder in (self.site, *self.caches):
            if (project / folder).exists():
                aside = project.with_name(f"{project.name}-{secrets.token_hex(4)}")
                (project / folder).rename(aside)

    def pages(self, project: Path) -> int:
        """How many pages the site has."""
        return sum(1 for _ in (project / self.site).rglob("*.html"))

    def page(self, project: Path, path: str) -> str:
        """HTML of the page of a Markdown file; empty if it is not there."""
        file = project / self.site / self.address(path).strip("/") / "index.html"
        return file.read_text(encoding="utf-8") if file.is_file() else ""


def installed(zensical: Path | None = None) -> tuple[list[Engine], dict[str, str]]:
    """The engines that are here, and what to say of the others, by their names."""
    found, missing = [_helpwright()], {}
    tool = zensical or (ZENSICAL if ZENSICAL.is_file() else _which("zensical"))
    if tool:
        found.append(_zensical(tool))
    else:
        missing["zensical"] = "Zensical is not installed: run `run.py install`."
    hugo = _which("hugo")
    if hugo:
        found.append(_hugo(hugo))
    else:
        missing["hugo"] = "Hugo is not installed: run `sudo apt-get install hugo`."
    found.append(_mkdocs("material-prune", "Material, pruned", _PRUNED))
    found.append(_mkdocs("material", "Material", _MATERIAL))
    return found, missing


def environment(home: Path) -> dict[str, str]:
    """What every engine's processes see, and nothing of the caller's settings."""
    seen = {"PATH": os.defpath, "HOME": str(home), "LANG": "C.UTF-8"}
    if "PYTHONPATH" in os.environ:
        seen["PYTHONPATH"] = os.environ["PYTHONPATH"]
    return seen


def _helpwright() -> Engine:
    command = [sys.executable, "-m", "helpwright.cli"]
    return Engine(
        "helpwright",
        "Helpwright",
        version("helpwright"),
        _laid_out(_SITE + _HELPWRIGHT + _EXTENSIONS),
        [*command, "build"],
        lambda port: [*command, "serve", "-a", f"127.0.0.1:{port}"],
        caches=(".helpwright",),
    )


def _mkdocs(name: str, title: str, settings: str) -> Engine:
    command = [sys.executable, "-m", "mkdocs"]
    return Engine(
        name,
        title,
        f"{version('mkdocs-material')} (MkDocs {version('mkdocs')})",
        _laid_out(_SITE + settings + _EXTENSIONS),
        [*command, "build", "-q"],
        lambda port: [*command, "serve", "-q", "-a", f"127.0.0.1:{port}"],
    )


def _zensical(tool: Path) -> Engine:
    return Engine(
        "zensical",
        "Zensical",
        _version(str(tool), "--version"),
        _laid_out(_SITE + _PRUNED + _EXTENSIONS),
        [str(tool), "build"],
        lambda port: [str(tool), "serve", "-a", f"127.0.0.1:{port}"],
        caches=(".cache",),
    )


def _hugo(tool: Path) -> Engine:
    return Engine(
        "hugo",
        "Hugo",
        _version(str(tool), "version"),
        _lay_out_hugo,
        [str(tool)],
        lambda port: [str(tool), "server", "--bind", "127.0.0.1", "--port", str(port)],
        docs="content",
        site="public",
        caches=("resources",),
        address=_hugo_address,
    )


def _laid_out(settings: str) -> Callable[[Path, Path], None]:
    def lay_out(project: Path, articles: Path) -> None:
        shutil.copytree(articles, project / "docs")
        (project / "mkdocs.yml").write_text(settings, encoding="utf-8")

    return lay_out


def _lay_out_hugo(project: Path, articles: Path) -> None:
    shutil.copytree(_HUGO, project)
    shutil.copytree(articles, project / "content")
    # With index.md, Hugo takes all below its folder for attachments of that one page.
    for index in (project / "content").rglob("index.md"):
        index.rename(index.with_name("_index.md"))


def _hugo_address(path: str) -> str:
    return f"/{path.removesuffix('.md').lower().replace(' ', '-')}/"


def _which(name: str) -> Path | None:
    found = shutil.which(name)
    return Path(found) if found else None


def _version(*command: str) -> str:
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+(\.\d+)+", said)
    return number[0] if number else said.strip()
