"""`helpwright build`: what changed made anew, or the whole site where more may have changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from helpwright.cli import findings_output, options
from helpwright.errors import Finding
from helpwright.mkdocs_plugins import clock
from helpwright.mkdocs_plugins.overrides import Overrides, from_environment, merged
from helpwright.publication import changes
from helpwright.rebuilds.record import Run
from helpwright.rebuilds.refusal import Refused


@click.command("build")
@options.config
@options.audience
@options.today
@click.option("-d", "--site-dir", metavar="FOLDER", help="Where to write the site.")
@click.option("--strict", is_flag=True, help="Warnings fail the build, too.")
@click.option("--drafts", is_flag=True, help="Show drafts, scheduled and expired articles, too.")
@click.option("--fresh", is_flag=True, help="Build all pages anew, whatever changed.")
@click.option(
    "--manifest",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what changed since the last build into this file, as JSON.",
)
@options.as_json
def command(
    config_file: str | None,
    audience: str | None,
    today: str | None,
    site_dir: str | None,
    strict: bool,
    drafts: bool,
    fresh: bool,
    manifest: Path | None,
    as_json: bool,
) -> None:
    """Build the site. If anything fails, the site that was there stays as it was.

    Where only the text of some articles changed since the last build, their pages and the search
    index are made again, and nothing else.
    """
    chosen = Overrides(audience, today, drafts or None)
    run = _run(config_file, merged(chosen, from_environment()), site_dir)
    if not fresh and _edit(run, strict=strict, manifest=manifest, as_json=as_json):
        return
    # Only now, as loading MkDocs takes longer than an edit.
    from helpwright.cli import whole_build

    done = whole_build.build(
        config_file,
        chosen,
        run=run,
        site_dir=site_dir,
        strict=strict,
        quiet=as_json,
        is_fresh=fresh,
        manifest=manifest,
    )
    _say(done.site, done.pages, done.findings, done.failure, as_json=as_json)
    if done.failure:
        sys.exit(1)
    if done.because and not as_json:
        click.echo(f"notice: every build makes all pages: {done.because}", err=True)


def _run(config_file: str | None, overrides: Overrides, site_dir: str | None) -> Run:
    """Which build is asked for."""
    default = "mkdocs.yml" if Path("mkdocs.yml").is_file() else "mkdocs.yaml"
    return Run(
        str(Path(config_file or default).resolve()),
        str(Path(site_dir).resolve()) if site_dir else "",
        overrides.audience or "",
        overrides.drafts,
        overrides.today or "",
    )


def _edit(run: Run, *, strict: bool, manifest: Path | None, as_json: bool) -> bool:
    """Whether an edit was put into the site that stands."""
    from helpwright.rebuilds import applying

    try:
        today, day = str(clock.today(None)), clock.build_day()
        done = applying.apply(run, clock=today, day=day, strict=strict)
    except Refused:
        return False
    if manifest:
        changes.write(manifest, done.changes)
    if not as_json:
        for level, text in done.said:
            click.echo(f"{level.lower()}: {text}", err=True)
    _say(done.site, done.pages, done.findings, "", as_json=as_json)
    return True


def _say(site: str, pages: int, found: tuple[Finding, ...], failure: str, *, as_json: bool) -> None:
    if as_json:
        result: dict[str, Any] = {"site": site, "pages": pages, "error": failure or None}
        click.echo(json.dumps(result | findings_output.as_json(list(found)), indent=2))
    elif failure:
        click.echo("The last good site is as it was.", err=True)
    else:
        click.echo(f"{findings_output.summary(list(found))} {pages} pages are in {_shown(site)}.")


def _shown(folder: str) -> str:
    path = Path(folder)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else folder
