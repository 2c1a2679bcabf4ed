"""Builds the same articles with Helpwright, Zensical, Hugo and Material for MkDocs.

Two commands, in the repository, after the README's installation:

    .venv/bin/python tests/benchmarks/build/run.py install
    .venv/bin/python tests/benchmarks/build/run.py

The first puts Zensical into `.zensical/` beside this file, and says where Hugo comes from. The
second prints Markdown tables. Let the machine do nothing else: figures are those of the machine.

    run.py --sizes 300 10000 --limit 900      # how many articles; seconds that a run may take
    run.py --engines helpwright hugo --jobs full edit
    run.py --docs ~/help/docs                 # your own folder of Markdown, in place of sizes
    run.py --repeats 3 --json results.json    # full builds: the one of three with the least CPU
    run.py --page docs/helpwright/build-benchmark.md   # puts the tables under "Figures"

Jobs: `full` has neither site nor cache. `edit` changes one sentence of an article in a site that
stands, and runs the same command again: the median of three articles. `title` gives one another
title, which lists and other pages may show, and does the same; `add` writes one more article.
`serve` changes a sentence while the server runs, and counts from the edit until the page has it,
and until the server is at rest; what the server uses at rest is subtracted.

CPU is user and system time of the process and all its children, from the kernel (wait4; /proc for
servers). Growth is the exponent of CPU over articles between the two greatest sizes. Every engine
starts on a few articles first, in an environment without the caller's settings.

Helpwright runs with all its plugins. Zensical and Material have their own search; Material is
measured with `navigation.prune` and without, Zensical with it. Hugo has the small theme in `hugo/`:
one layout, a sidebar for each section that is rendered once, links to Markdown files, no search
index, no notes (it shows `!!! note` as it is written), no taxonomies, no feeds.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import venv
from dataclasses import asdict
from datetime import date
from pathlib import Path

import engines
import jobs
import tables
from engines import Engine
from jobs import Corpus, Row, Settings

import articles

HERE = Path(__file__).parent
SIZES = (300, 1_000, 3_000)
LIMIT = 600.0


def main() -> None:
    """Read the command line, and do what it says."""
    parser = _parser()
    options = parser.parse_args()
    if options.command == "install":
        install()
        return
    found, missing = engines.installed(options.zensical)
    for hint in missing.values():
        print(hint, file=sys.stderr)
    chosen = [engine for engine in found if not options.engines or engine.name in options.engines]
    unknown = set(options.engines or ()) - {engine.name for engine in found} - set(missing)
    if unknown:
        parser.error(f"no such engine: {', '.join(sorted(unknown))}")
    for folder in options.docs or ():
        if not any(folder.rglob("*.md")):
            parser.error(f"no Markdown in {folder}")
    work = options.work.resolve() / "projects"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    kinds = [job for job in jobs.JOBS if job in options.jobs]
    settings = Settings(work, kinds, options.limit, options.repeats)
    rows: list[Row] = []
    try:
        for engine in chosen:
            _say(f"{engine.title}: warming up")
            jobs.warm_up(engine, settings)
        for corpus in _corpora(options.docs, options.sizes, work):
            for engine in chosen:
                rows += _measured(engine, corpus, settings, rows)
                if options.json:
                    _write(options.json, rows, chosen)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    text = tables.render(rows, chosen, date.today())
    print(text)
    if options.page:
        page = options.page.read_text(encoding="utf-8")
        options.page.write_text(tables.put(text, page), encoding="utf-8")


def install() -> None:
    """Put Zensical into a folder beside this file; nothing else is changed."""
    home = engines.ZENSICAL.parents[1]
    venv.create(home, with_pip=True, clear=True)
    pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--upgrade", "zensical"]
    subprocess.run(pip, check=True)
    found, missing = engines.installed()
    for engine in found:
        print(f"{engine.title} {engine.version}")
    for hint in missing.values():
        print(hint)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", nargs="?", choices=("install", "run"), default="run")
    parser.add_argument("--engines", nargs="+", help="only these, such as helpwright material")
    parser.add_argument("--jobs", nargs="+", choices=jobs.JOBS, default=jobs.JOBS)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help=f"default: {SIZES}")
    parser.add_argument("--docs", nargs="+", type=Path, help="folders of Markdown to build")
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds; default: %(default)s")
    parser.add_argument("--repeats", type=int, default=1, help="full builds; the least CPU counts")
    parser.add_argument("--zensical", type=_whole, help="its command, if it is elsewhere")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="where projects are put")
    parser.add_argument("--page", type=Path, help='a Markdown page with a heading "Figures"')
    parser.add_argument("--json", type=Path, help="a file for all figures")
    return parser


def _whole(path: str) -> Path:
    """A path from here, for commands that run elsewhere; a link stays one."""
    return Path(path).absolute()


def _corpora(folders: list[Path] | None, sizes: list[int], work: Path) -> list[Corpus]:
    if folders:
        return [
            Corpus(f"{number}-{folder.resolve().name}", folder, len([*folder.rglob("*.md")]))
            for number, folder in enumerate(folders)
        ]
    made = []
    for size in sorted(sizes):
        articles.write(work / f"articles-{size}", size)
        made.append(Corpus(str(size), work / f"articles-{size}", size))
    return made


def _measured(engine: Engine, corpus: Corpus, settings: Settings, before: list[Row]) -> list[Row]:
    """Rows of an engine; none if fewer articles already took it too long."""
    if any(row.engine == engine.name and row.reason.startswith("over") for row in before):
        _say(f"{engine.title}: {corpus.count:,} articles left out, fewer took too long")
        return []
    rows = []
    for row in jobs.measure(engine, corpus, settings):
        figure = f"{row.effort.cpu:.2f} CPU s" if row.effort else row.reason
        _say(f"{engine.title}: {corpus.count:,} articles, {row.job}: {figure}")
        rows.append(row)
    return rows


def _write(file: Path, rows: list[Row], chosen: list[Engine]) -> None:
    about = {engine.name: engine.version for engine in chosen} | {
        "python": platform.python_version()
    }
    text = json.dumps({"about": about, "rows": [asdict(row) for row in rows]}, indent=1)
    file.write_text(text + "\n", encoding="utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
