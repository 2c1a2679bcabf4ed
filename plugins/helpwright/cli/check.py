"""`helpwright check`: everything wrong with the content, before it is published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from helpwright.cli import findings_output, fixing, options
from helpwright.cli.progress import Progress
from helpwright.errors import Finding, Severity
from helpwright.mkdocs_plugins import project
from helpwright.mkdocs_plugins.overrides import Overrides


@click.command("check")
@options.config
@options.today
@click.option(
    "--fix", is_flag=True, help="Give new articles an id and bring the ledger up to date."
)
@click.option("--strict", is_flag=True, help="Warnings fail the check, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(findings_output.FORMATS),
    default="text",
    show_default=True,
    help="text for people, json and sarif for tools, github for annotations.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file.")
def command(
    config_file: str | None,
    today: str | None,
    fix: bool,
    strict: bool,
    form: str,
    as_json: bool,
    output: Path | None,
) -> None:
    """Check articles, categories, links, ids, dates and troubleshooters.

    Ends with exit code 1 if there is an error (with --strict, a warning).
    """
    with Progress() as progress:
        if fix:
            for line in fixing.fix(config_file, today, progress):
                click.echo(line, err=True)
        found = check(config_file, today, progress)
    text = findings_output.write(found, "json" if as_json else form)
    if output is not None:
        from helpwright.files import write_atomically

        write_atomically(output, f"{text}\n")
    elif text:
        click.echo(text)
    bad = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.severity in bad for finding in found):
        sys.exit(1)


def check(config_file: str | None, today: str | None, progress: project.Progress) -> list[Finding]:
    """Everything wrong in the site as the public sees it and, if it differs, as agents do."""
    config = project.load(config_file, Overrides("public", today, drafts=False))
    _, found = project.render(config, progress)
    plugin = config.plugins.get("helpwright/articles")
    if "agents" in getattr(plugin, "hidden", {}).values():
        config = project.load(config_file, Overrides("agents", today, drafts=False))
        _, more = project.render(config, progress)
        found = sorted({*found, *more})
    return found
