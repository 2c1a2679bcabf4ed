"""`helpwright troubleshooter`: decision trees tested, measured, drawn, tried and exchanged."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from helpwright.cli import findings_output, options
from helpwright.cli.troubleshooter_files import Found, by_slug, inspected
from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.proof.paths import count

_slugs = click.argument("slugs", nargs=-1, metavar="[NAME]...")
_slug = click.argument("slug", metavar="NAME")
_output = click.option("-o", "--output", type=click.Path(path_type=Path), help="Write to a file.")


@click.group("troubleshooter")
def command() -> None:
    """Test, measure, draw, try and exchange troubleshooters.

    NAME is that of a file in the folder troubleshooters, without .yml.
    """


@command.command("test")
@_slugs
@options.config
@options.today
@options.as_json
def test(slugs: tuple[str, ...], config_file: str | None, today: str | None, as_json: bool) -> None:
    """Check troubleshooters and run their scenarios; without a NAME, all of them.

    Ends with exit code 1 if one of them has an error.
    """
    found = inspected(config_file, today, slugs)
    findings = [finding for one in found for finding in one.findings]
    if as_json:
        said = findings_output.as_json(findings) | {"troubleshooters": [_summary(o) for o in found]}
        click.echo(json.dumps(said, indent=2, ensure_ascii=False))
    else:
        for one in found:
            click.echo(_told(one))
        click.echo(findings_output.write(findings, "text"))
    _end(findings)


@command.command("coverage")
@_slugs
@options.config
@options.today
@options.as_json
@click.option("--missing", is_flag=True, help="Print the scenarios that are missing, as YAML.")
def coverage(
    slugs: tuple[str, ...],
    config_file: str | None,
    today: str | None,
    as_json: bool,
    missing: bool,
) -> None:
    """Tell how many options, rules and outcomes the scenarios try."""
    from helpwright.cli import troubleshooter_coverage as told

    found = inspected(config_file, today, slugs)
    if missing:
        click.echo(told.missing(found), nl=False)
    elif as_json:
        click.echo(json.dumps([told.as_json(one) for one in found], indent=2))
    else:
        click.echo(told.table(found))


@command.command("paths")
@_slug
@options.config
@options.today
@options.as_json
@click.option(
    "--limit", type=click.IntRange(1), default=200, show_default=True, help="The most to list."
)
def paths(slug: str, config_file: str | None, today: str | None, as_json: bool, limit: int) -> None:
    """List the ways through a troubleshooter, one for each thing that decides."""
    from helpwright.cli import troubleshooter_paths as told

    one = by_slug(config_file, today, slug)
    click.echo(told.as_json(one, limit) if as_json else told.as_text(one, limit))


@command.command("graph")
@_slug
@options.config
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "dot", "text"]),
    default="text",
    show_default=True,
    help="A drawing, a file for Graphviz, or a list.",
)
@_output
def graph(slug: str, config_file: str | None, form: str, output: Path | None) -> None:
    """Draw a troubleshooter."""
    from helpwright.cli import troubleshooter_graph

    text = troubleshooter_graph.drawn(by_slug(config_file, None, slug), form)
    _write(text, output)


@command.command("run")
@_slug
@options.config
@options.today
def run(slug: str, config_file: str | None, today: str | None) -> None:
    """Answer a troubleshooter in the terminal."""
    from helpwright.cli import troubleshooter_run

    troubleshooter_run.run(by_slug(config_file, today, slug))


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of the files, for editors."""
    from helpwright.troubleshooters.source.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@command.command("export")
@_slug
@options.config
@_output
def export(slug: str, config_file: str | None, output: Path | None) -> None:
    """Print a troubleshooter as JSON, for other programs; `import` reads it back."""
    from helpwright.cli import troubleshooter_exchange

    _write(troubleshooter_exchange.exported(config_file, slug), output)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@options.config
@click.option("--name", help="What it shall be called; default, what the file says.")
@click.option("--replace", is_flag=True, help="Write over a troubleshooter of that name.")
def import_(file: Path, config_file: str | None, name: str | None, replace: bool) -> None:
    """Write a troubleshooter from JSON into the folder troubleshooters."""
    from helpwright.cli import troubleshooter_exchange

    written, findings = troubleshooter_exchange.imported(config_file, file, name, replace)
    click.echo(f"Wrote {written}.")
    if findings:
        click.echo(findings_output.write(findings, "text"))
    _end(findings)


@command.command("translate")
@_slug
@click.argument("language", metavar="LANGUAGE")
@options.config
def translate(slug: str, language: str, config_file: str | None) -> None:
    """Write a file in which a troubleshooter can be translated, or bring it up to date.

    LANGUAGE is a code such as de or pt-BR. What was translated stays.
    """
    from helpwright.cli import troubleshooter_translate

    click.echo(f"Wrote {troubleshooter_translate.translate(config_file, slug, language)}.")


def _told(one: Found) -> str:
    if one.inspected is None:
        return f"{one.slug}: cannot be read"
    results = one.inspected.results
    passed = sum(result.passed for result in results)
    counted = f"{passed} of {len(results)} scenarios pass" if results else "no scenarios"
    lines = [f"{one.slug}: {counted}"]
    lines += [f"  {'ok  ' if result.passed else 'FAIL'}  {result.name}" for result in results]
    return "\n".join(lines)


def _summary(one: Found) -> dict[str, object]:
    results = one.inspected.results if one.inspected else ()
    explored = one.inspected.exploration if one.inspected else None
    return {
        "name": one.slug,
        "paths": count(explored.program) if explored else 0,
        "states": explored.states if explored else 0,
        "scenarios": [
            {"name": r.name, "passed": r.passed, "path": [*r.walk.path], "at": r.walk.at}
            for r in results
        ],
    }


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    from helpwright.files import write_atomically

    write_atomically(output, text)


def _end(findings: list[Finding]) -> None:
    if any(finding.severity is Severity.ERROR for finding in findings):
        sys.exit(1)
