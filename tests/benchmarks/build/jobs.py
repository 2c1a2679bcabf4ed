"""The jobs that every engine does: a whole build, edits, an edit while it serves."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import edits
import engines
import measuring
import serving
from engines import Engine
from measuring import Effort, NotMeasured

import articles

JOBS = ("full", "edit", "title", "add", "serve")
EDITS = 3
_WARM = 20  # articles of the project that an engine starts with


@dataclass(frozen=True)
class Corpus:
    """A folder of Markdown files, and how many there are."""

    name: str
    folder: Path
    count: int


@dataclass(frozen=True)
class Row:
    """A figure of one engine, or why there is none."""

    job: str
    engine: str
    corpus: str
    articles: int
    effort: Effort | None
    reason: str = ""


@dataclass(frozen=True)
class Settings:
    """Where projects are, which jobs are done, seconds that a run may take, and full builds."""

    work: Path
    jobs: Sequence[str]
    limit: float
    repeats: int = 1


def measure(engine: Engine, corpus: Corpus, settings: Settings) -> Iterator[Row]:
    """Rows of all jobs; after a job that has no figure, the jobs that need it have none either.

    The project stays until the whole run ends. A file system such as ext4 looks for a free place
    among all that was deleted a short time ago, so who comes next would pay for it.
    """
    project = settings.work / f"{corpus.name}-{engine.name}"
    engine.lay_out(project, corpus.folder)
    for job in settings.jobs:
        try:
            done = _JOBS[job](engine, project, corpus, settings)
        except NotMeasured as problem:
            if problem.detail:
                print(problem.detail, file=sys.stderr)
            yield Row(job, engine.name, corpus.name, corpus.count, None, problem.reason)
            if job == "full":
                return
        else:
            for name, effort in done.items():
                yield Row(name, engine.name, corpus.name, corpus.count, effort)


def warm_up(engine: Engine, settings: Settings) -> None:
    """Do all jobs on a few articles, so that bytecode and the system's file cache are there."""
    few = settings.work / "few"
    if not few.is_dir():
        articles.write(few, _WARM)
    for row in measure(engine, Corpus("few", few, _WARM), settings):
        if row.reason:
            print(f"{engine.title}: {row.job} of {_WARM} articles {row.reason}", file=sys.stderr)


def _full(engine: Engine, project: Path, corpus: Corpus, settings: Settings) -> dict[str, Effort]:
    """The build with the least CPU of several, each from nothing."""
    done = []
    for _ in range(settings.repeats):
        engine.clear(project)
        done.append(_build(engine, project, settings))
        if engine.pages(project) < corpus.count:
            raise NotMeasured("pages missing")
    return {"full": min(done, key=lambda effort: effort.cpu)}


def _edit(engine: Engine, project: Path, corpus: Corpus, settings: Settings) -> dict[str, Effort]:
    """The median of some edits in a site that stands."""
    return {"edit": _rebuilt(engine, project, settings, _edits(engine, project))}


def _title(engine: Engine, project: Path, corpus: Corpus, settings: Settings) -> dict[str, Effort]:
    """The median of some new titles in a site that stands."""
    chosen = edits.choose_titles(project / engine.docs, EDITS)
    if not chosen:
        raise NotMeasured("no title to edit")
    return {"title": _rebuilt(engine, project, settings, chosen)}


def _add(engine: Engine, project: Path, corpus: Corpus, settings: Settings) -> dict[str, Effort]:
    """The median of some new articles in a site that stands."""
    chosen = edits.choose_additions(project / engine.docs, EDITS)
    if not chosen:
        raise NotMeasured("no article like which to write one")
    return {"add": _rebuilt(engine, project, settings, chosen)}


def _rebuilt(
    engine: Engine,
    project: Path,
    settings: Settings,
    chosen: Sequence[edits.Edit | edits.Retitling | edits.Addition],
) -> Effort:
    """The median of builds after edits."""
    if not engine.pages(project):
        _build(engine, project, settings)
    done = []
    for number, edit in enumerate(chosen):
        words = edit.make(project / engine.docs, 1000 + number)
        done.append(_build(engine, project, settings))
        if words not in engine.page(project, edit.path):
            raise NotMeasured("edit missing")
    return _median(done)


def _serve(engine: Engine, project: Path, corpus: Corpus, settings: Settings) -> dict[str, Effort]:
    """The medians of some edits while the server runs: until the page is there, until it rests."""
    served, settled = [], []
    with serving.serving(
        engine.serve,
        folder=project,
        environment=_environment(settings),
        limit=settings.limit,
        log=project.with_suffix(".log"),
    ) as server:
        for number, edit in enumerate(_edits(engine, project)):
            address = engine.address(edit.path)
            serving.wait_for(server, address, "<html")

            def make(edit: edits.Edit = edit, number: int = 2000 + number) -> str:
                return edit.make(project / engine.docs, number)

            one, other = serving.edit(server, address, make)
            served.append(one)
            settled.append(other)
    return {"serve": _median(served), "serve, rest": _median(settled)}


_JOBS: dict[str, Callable[[Engine, Path, Corpus, Settings], dict[str, Effort]]] = {
    "full": _full,
    "edit": _edit,
    "title": _title,
    "add": _add,
    "serve": _serve,
}


def _build(engine: Engine, project: Path, settings: Settings) -> Effort:
    effort = measuring.run(
        engine.build,
        folder=project,
        environment=_environment(settings),
        limit=settings.limit,
        log=project.with_suffix(".log"),
    )
    return replace(effort, output=measuring.size(project / engine.site))


def _environment(settings: Settings) -> dict[str, str]:
    home = settings.work / "home"
    home.mkdir(exist_ok=True)
    return engines.environment(home)


def _edits(engine: Engine, project: Path) -> list[edits.Edit]:
    chosen = edits.choose(project / engine.docs, EDITS)
    if not chosen:
        raise NotMeasured("no text to edit")
    return chosen


def _median(efforts: Sequence[Effort]) -> Effort:
    return sorted(efforts, key=lambda effort: effort.cpu)[(len(efforts) - 1) // 2]
