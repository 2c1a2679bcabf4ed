"""The engines that run in the browser: how their index is built, and with what files."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import material  # type: ignore[import-untyped]
import measures
from corpus import Corpus, page

from helpwright.mkdocs_plugins import scripts
from helpwright.search import stemmers

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
WEB = scripts.WEB / "search"
ASSETS = Path(material.__file__).parent / "templates/assets/javascripts"


@dataclass(frozen=True)
class Engine:
    """One engine.

    `whole` says that it loads its whole index before the first answer. `most` is the number
    of articles up to which it is measured here, `most_judged` the product of articles and
    queries: beyond, it would take hours.
    """

    name: str
    title: str
    build: Callable[[Path, str], Sequence[str | Path]]
    """The command that makes the index of a site from its pages, given its language."""
    publish: Callable[[Path], None]
    """Copies the engine's scripts into a site."""
    output: str
    """The folder of the site with the index, whose size is reported."""
    kept: str = ""
    """The folder of the site with what is kept for the next build."""
    whole: bool = False
    most: int = 10_000
    most_judged: int = 10_000_000


def versions() -> dict[str, str]:
    """The versions of all engines."""
    own = {"Helpwright": "helpwright", "Material": "mkdocs-material"}
    servers = {"Whoosh": "whoosh-reloaded", "bm25s": "bm25s"}
    node = {"Pagefind": "pagefind", "MiniSearch": "minisearch"}
    return {
        **{title: metadata.version(name) for title, name in (own | servers).items()},
        **{
            title: json.loads((MODULES / name / "package.json").read_bytes())["version"]
            for title, name in node.items()
        },
        "SQLite": sqlite3.sqlite_version,
    }


def lay_out(corpus: Corpus, site: Path) -> None:
    """Write the corpus as the pages of a site: `a/<position in the corpus>/index.html`."""
    if (site / "a").is_dir():
        return
    for number, article in enumerate(corpus.articles):
        folder = site / f"a/{number}"
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(page(article, corpus.language), encoding="utf-8")


def build(engine: Engine, corpus: Corpus, site: Path) -> tuple[measures.Effort, int]:
    """Build an engine's index in a fresh process; gives what that took, and its bytes on disk."""
    lay_out(corpus, site)
    for folder in filter(None, (engine.output, engine.kept)):
        shutil.rmtree(site / folder, ignore_errors=True)
    effort = measures.run(engine.build(site, corpus.language))
    size = sum(path.stat().st_size for path in (site / engine.output).rglob("*") if path.is_file())
    engine.publish(site)
    return effort, size


def renew(engine: Engine, corpus: Corpus, site: Path) -> measures.Effort | None:
    """Edit one article and bring the index up to date; None where it is built from nothing."""
    if not engine.kept:
        return None
    page = site / f"a/{len(corpus.articles) // 2}/index.html"
    before = page.read_text(encoding="utf-8")
    edited = before.replace("</main>", "<p>An edited article has one more sentence.</p></main>")
    page.write_text(edited, encoding="utf-8")
    effort = measures.run(engine.build(site, corpus.language))
    page.write_text(before, encoding="utf-8")
    return effort


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)


def _publish_helpwright(site: Path) -> None:
    folder = site / "assets/helpwright/search"
    shutil.rmtree(folder, ignore_errors=True)
    for path in scripts.published(WEB):
        if path.suffix == ".js":
            script = folder / path.relative_to(WEB)
            script.parent.mkdir(parents=True, exist_ok=True)
            script.write_text(scripts.text_of(path), encoding="utf-8")
    (folder / "stemmers").mkdir(exist_ok=True)
    for name in stemmers.names():
        script = folder / f"stemmers/{name}.js"
        script.write_text(stemmers.javascript(name), encoding="utf-8")


def _publish_minisearch(site: Path) -> None:
    _copy(MODULES / "minisearch/dist/es/index.js", site / "minisearch/minisearch.js")


def _publish_material(site: Path) -> None:
    (worker,) = ASSETS.glob("workers/search.*.min.js")
    _copy(worker, site / "assets/javascripts/workers/search.js")
    _copy(ASSETS / "lunr", site / "assets/javascripts/lunr")


ENGINES = (
    Engine(
        "helpwright",
        "Helpwright",
        lambda site, language: (
            *(sys.executable, HERE / "builders/helpwright_index.py"),
            *(site, language),
        ),
        _publish_helpwright,
        "assets/helpwright/index",
        ".store",
        most=100_000,
    ),
    Engine(
        "pagefind",
        "Pagefind",
        lambda site, language: ("node", MODULES / "pagefind/lib/runner/bin.cjs", "--site", site),
        lambda site: None,
        "pagefind",
    ),
    Engine(
        "minisearch",
        "MiniSearch",
        lambda site, language: ("node", HERE / "builders/minisearch_index.mjs", site),
        _publish_minisearch,
        "minisearch",
        whole=True,
    ),
    Engine(
        "material",
        "Material (lunr)",
        lambda site, language: (
            *(sys.executable, HERE / "builders/material_index.py"),
            *(site, language),
        ),
        _publish_material,
        "search",
        whole=True,
        most_judged=1_000_000,
    ),
)
