"""`helpwright search eval`: how well search answers the writers' own list of queries."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from helpwright.cli import (
    findings_output,
    options,
    search_eval_json,
    search_eval_output,
    search_pages,
)
from helpwright.cli.progress import Progress
from helpwright.cli.search_eval_report import Asked, Report, build
from helpwright.cli.search_pages import Pages
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.mkdocs_plugins import project
from helpwright.mkdocs_plugins.overrides import Overrides
from helpwright.mkdocs_plugins.places import shown_file
from helpwright.search import evaluation, evaluation_runs, index, judgements, query, whoosh_index
from helpwright.search.evaluation import DEPTH, Outcome
from helpwright.search.evaluation_typos import with_typo
from helpwright.search.judgements import Expected, Judged

LIST = ".search-queries.yml"
_REASONS = {
    "agents": "it is for agents only",
    "draft": "it is a draft",
    "archived": "it is archived",
    "scheduled": "it is not published yet",
    "expired": "it has expired",
}
# To find the nearest of 20,000 names takes most of a second.
_MOST_HINTS = 20

Engine = Callable[[str, str], tuple[list[str], int, int]]
"""For a text and a language: the URLs found, how many in all, how many with all the words."""


@click.command("eval")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@options.config
@options.today
@click.option("--save", is_flag=True, help="Store this run, for the next to be compared with.")
@click.option(
    "--run",
    "stored",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The stored run; default beside the list.",
)
@click.option(
    "--tolerance",
    type=click.FloatRange(0, 1),
    default=0.01,
    show_default=True,
    help="How far nDCG@10 may fall under the stored run.",
)
@click.option("--typos", is_flag=True, help="Ask each query a second time, with one typo.")
@click.option(
    "--seed",
    default=evaluation.SEED,
    show_default=True,
    help="The same seed gives the same typos and intervals.",
)
@click.option(
    "--engine",
    type=click.Choice(["site", "whoosh"]),
    default="site",
    show_default=True,
    help="The site's own search or, to compare, that of this command line.",
)
@click.option("--all", "every", is_flag=True, help="List every query, not only those to look at.")
@click.option("--markdown", is_flag=True, help="Print Markdown, as for a pull request.")
@options.as_json
def command(
    file: Path | None,
    config_file: str | None,
    today: str | None,
    save: bool,
    stored: Path | None,
    tolerance: float,
    typos: bool,
    seed: int,
    engine: str,
    every: bool,
    markdown: bool,
    as_json: bool,
) -> None:
    """Measure search with queries and the articles that should be found.

    FILE is a list, or a folder of judged data; default .search-queries.yml in the docs folder.
    Ends with exit code 1 if search answers worse than in the stored run, or the list has an error.
    To look for the word, write: helpwright search -- eval
    """
    if engine != "site" and save:
        raise click.UsageError("--save is for the site's own search; leave --engine out.")
    if markdown and as_json:
        raise click.UsageError("Choose one of --markdown and --json.")
    if file is not None and not file.exists():
        words = f"helpwright search -- eval {file}"
        hint = f'name a list, or a folder of judged data; to look for these words: "{words}"'
        message = "there is no such list of queries"
        raise InputError(Finding(Place(str(file)), "no-query-list", message, hint))
    path = file or Path(project.load(config_file).docs_dir) / LIST
    run = stored or _default_run(path)
    judged, findings = judgements.read(path, shown=shown_file(path))
    with Progress() as progress:
        # What customers cannot open is nothing that their search should find.
        pages = search_pages.read(config_file, Overrides("public", today, drafts=False), progress)
        before = evaluation_runs.read(run, _current(pages), shown=shown_file(run))
        known, unknown = _resolve(judged, pages)
        asked = list(_ask(known, _engine(engine, pages), seed, typos=typos, progress=progress))
    report = build(
        asked,
        before,
        Place(shown_file(path)),
        tolerance=tolerance,
        seed=seed,
        # A run that is stored now is accepted, and another engine's is no fall of the site's.
        may_fall=save or engine != "site",
        findings=sorted({*findings, *unknown}),
    )
    _print(report, pages, every=every, form="json" if as_json else "md" if markdown else "text")
    if save and asked:
        evaluation_runs.write(run, [one.outcome for one in asked])
        click.echo(f"Stored this run in {shown_file(run)}. Commit it with the list.", err=True)
    if any(finding.severity is Severity.ERROR for finding in report.findings):
        sys.exit(1)


def _default_run(path: Path) -> Path:
    if path.is_dir():
        return path / "queries.run.json"
    return path.with_name(f"{path.stem}.run.json")


def _current(pages: Pages) -> Callable[[str], str]:
    return lambda url: pages.names.url(url) or url


def _resolve(
    judged: Iterable[Judged], pages: Pages
) -> tuple[list[tuple[Judged, dict[str, int]]], list[Finding]]:
    """Queries with the grades of the pages that they expect, by URL."""
    listed = {entry.document.url for entry in pages.entries}
    known: list[tuple[Judged, dict[str, int]]] = []
    findings: list[Finding] = []
    for one in judged:
        grades: dict[str, int] = {}
        for expected in one.expect:
            url = pages.names.url(expected.name)
            if url in listed and url is not None:
                grades[url] = max(expected.grade, grades.get(url, 0))
            else:
                with_hint = len(findings) < _MOST_HINTS
                findings.append(_unknown(expected, url, pages, with_hint=with_hint))
        # A query that lost all that it expects must not seem to expect nothing.
        if grades or not one.expect:
            known.append((one, grades))
    return known, findings


def _unknown(expected: Expected, url: str | None, pages: Pages, *, with_hint: bool) -> Finding:
    reason = pages.names.hidden_because(expected.name)
    if url is not None or reason:
        why = _REASONS.get(reason, "search does not list this page")
        message, hint = f'customers cannot find "{expected.name}": {why}', "take it out of the list"
        # Nobody made a mistake, and nothing must fail, because a date passed or has yet to come.
        is_date = reason in ("scheduled", "expired")
        severity = Severity.NOTICE if is_date else Severity.ERROR
        return Finding(expected.place, "expects-hidden", message, hint, severity)
    message = f'no article has the id, the path or the address "{expected.name}"'
    hint = pages.names.meant(expected.name) if with_hint else ""
    return Finding(expected.place, "missing-article", message, hint, Severity.ERROR)


def _engine(name: str, pages: Pages) -> Engine:
    if name == "whoosh":
        words = whoosh_index.build(pages.entries)

        def ask_whoosh(text: str, language: str) -> tuple[list[str], int, int]:
            filters = {"language": (language,)} if language else {}
            found, _ = whoosh_index.search_mended(words, text, limit=DEPTH, filters=filters)
            urls = [hit.entry.document.url for hit in found.hits]
            return urls, found.total, found.complete

        return ask_whoosh
    site = index.build([entry.document for entry in pages.entries], pages.steered.steering)

    def ask_site(text: str, language: str) -> tuple[list[str], int, int]:
        results = query.search(site, text, limit=DEPTH, language=language)
        return [hit.document.url for hit in results.hits], results.total, results.complete

    return ask_site


def _ask(
    known: list[tuple[Judged, dict[str, int]]],
    engine: Engine,
    seed: int,
    *,
    typos: bool,
    progress: Progress,
) -> Iterator[Asked]:
    for number, (one, grades) in enumerate(known, 1):
        progress("Asking", number, len(known))
        texts = [""]
        if typos:
            typo = with_typo(one.query, one.language, seed)
            texts += [typo] * (typo != one.query)
        for typo in texts:
            urls, total, answered = engine(typo or one.query, one.language)
            ranks = {url: rank for rank, url in enumerate(urls, 1) if url in grades}
            outcome = Outcome(one.query, grades, ranks, total, answered, one.language, typo)
            yield Asked(outcome, one.place, urls[0] if urls else "")


def _print(report: Report, pages: Pages, *, every: bool, form: str) -> None:
    titles = {entry.document.url: entry.document.title for entry in pages.entries}
    paths = {entry.document.url: entry.path for entry in pages.entries}
    if form == "json":
        click.echo(
            json.dumps(search_eval_json.as_json(report, paths), indent=2, ensure_ascii=False)
        )
        return
    writer = search_eval_output.Writer(report, paths, titles)
    click.echo(writer.as_markdown() if form == "md" else writer.as_text(every=every))
    if form == "text":
        for finding in report.findings:
            click.echo(findings_output.as_line(finding), err=True)
