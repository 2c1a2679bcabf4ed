"""`helpwright suggest`: the articles that answer a ticket, with links to paste into the reply."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import click

from helpwright.cli import findings_output, options, suggest_site, suggest_tickets
from helpwright.cli.progress import Progress
from helpwright.cli.suggest_output import FORMATS, NOTHING, Site, Writer
from helpwright.cli.suggest_text import decode, question
from helpwright.cli.suggest_tickets import Ticket
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically
from helpwright.search.suggestions import CHANCES, Confidence, Question, asks, suggest
from helpwright.search.suggestions_matrix import scipy_sparse

# Large enough for whole arrays, small enough for the processor's cache.
BATCH = 512


class Wanted(NamedTuple):
    """What a suggestion must be: `least` is the least chance, the language may be ""."""

    limit: int = 3
    language: str = ""
    least: float = CHANCES[Confidence.LOW]


@click.command("suggest")
@click.argument("text", nargs=-1)
@click.option("--file", "source", metavar="FILE", help="Read the ticket from a file; - is a pipe.")
@click.option("--subject", default="", metavar="TEXT", help="The ticket's subject.")
@click.option("--batch", metavar="FILE", help="Answer many tickets: JSON Lines or CSV.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write the results to a file."
)
@click.option(
    "--site",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Use the index of this built site, without reading the content again.",
)
@options.config
@options.today
@click.option(
    "--audience",
    type=click.Choice(["public", "agents"]),
    default="public",
    show_default=True,
    help="Suggest what customers can open, or also internal articles and drafts.",
)
@click.option("--language", default="", metavar="CODE", help="The tickets' language, such as de.")
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(1, 50),
    default=3,
    show_default=True,
    help="How many articles at most.",
)
@click.option(
    "--confidence",
    type=click.Choice([str(name) for name in Confidence]),
    default=str(Confidence.LOW),
    show_default=True,
    help="The least confidence with which an article is suggested.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print the result.")
@options.as_json
def command(
    text: tuple[str, ...],
    source: str | None,
    subject: str,
    batch: str | None,
    output: Path | None,
    site: Path | None,
    config_file: str | None,
    today: str | None,
    audience: str,
    language: str,
    limit: int,
    confidence: str,
    form: str | None,
    as_json: bool,
) -> None:
    """Suggest the articles that answer a ticket, with permanent links.

    TEXT is the ticket; without it, standard input is read. Mails may be given as they are: quotes,
    signatures and greetings are left out.
    """
    form = "json" if as_json else form or ("json" if batch else "text")
    _check_usage(text, source, batch, form, subject)
    if site is not None and (config_file or today):
        raise click.UsageError("--site needs neither --config nor --today.")
    wanted = Wanted(limit, language, CHANCES[Confidence(confidence)])
    if batch:
        scipy_sparse()
    asked = None if batch else _read_ticket(text, source, subject)
    with Progress() as progress:
        if site is not None:
            known = suggest_site.read(site, audience)
        else:
            # Only here MkDocs is needed, which takes longer to load than all the rest.
            from helpwright.cli import suggest_content

            known = suggest_content.read(config_file, audience, today, progress)
        if not known.address:
            _warn_of_links(str(site or config_file or "mkdocs.yml"))
        if asked is not None:
            _answer_one(known, asked, wanted, form, output)
        elif batch is not None:
            _answer_many(known, batch, wanted, output, progress)


def _check_usage(
    text: tuple[str, ...],
    source: str | None,
    batch: str | None,
    form: str,
    subject: str,
) -> None:
    if sum(map(bool, (text, source, batch))) > 1:
        raise click.UsageError("Give the ticket as TEXT, with --file, or many with --batch.")
    if batch and (subject or form != "json"):
        raise click.UsageError("With --batch, subjects stand in the file and results are JSON.")
    if not (text or source or batch or subject) and sys.stdin.isatty():
        raise click.UsageError("Give the ticket as TEXT, with --file, or through a pipe.")


def _read_ticket(text: tuple[str, ...], source: str | None, subject: str) -> Question:
    if source not in (None, "-"):
        body = decode(Path(str(source)).read_bytes(), Place(str(source)))
    elif text not in ((), ("-",)):
        body = " ".join(text)
    elif text or source or not sys.stdin.isatty():
        body = decode(sys.stdin.buffer.read(), Place("standard input"))
    else:
        body = ""
    return question(subject, body)


def _warn_of_links(path: str) -> None:
    message = "the site's address is not known, so links work on the site only"
    hint = "set `site_url:` in mkdocs.yml to the address under which customers read the site"
    click.echo(
        findings_output.as_line(Finding(Place(path), "no-site-url", message, hint)), err=True
    )


def _answer_one(
    site: Site, asked: Question, wanted: Wanted, form: str, output: Path | None
) -> None:
    if not asks(site.library, asked, wanted.language):
        message = "there is no word in this ticket to look for"
        hint = "give what the customer wrote, as text"
        raise InputError(Finding(Place("ticket"), "no-question", message, hint, Severity.ERROR))
    (found,) = suggest(site.library, [asked], **wanted._asdict())
    writer = Writer(site)
    if form == "json":
        said = json.dumps(json.loads(writer.json(found)), indent=2, ensure_ascii=False)
    elif form == "markdown":
        said = writer.markdown(found)
    else:
        said = writer.text(found)
    if output is not None:
        write_atomically(output, f"{click.unstyle(said)}\n" if said else "")
    elif said:
        click.echo(said)
    if form == "markdown" and not found:
        click.echo(NOTHING, err=True)


def _answer_many(
    site: Site, batch: str, wanted: Wanted, output: Path | None, progress: Progress
) -> None:
    # Nothing of the index is garbage before the end.
    gc.freeze()
    writer = Writer(site)
    answered, faults = 0, 0
    kept: list[bytes] = []
    for tickets, findings in suggest_tickets.batches(batch, BATCH):
        for finding in findings:
            click.echo(findings_output.as_line(finding), err=True)
        data = answer(writer, tickets, wanted)
        if output is None:
            sys.stdout.buffer.write(data)
        else:
            kept.append(data)
        answered += len(tickets)
        faults += len(findings)
        progress("Suggesting", answered)
    sys.stdout.flush()
    if output is not None:
        write_atomically(output, b"".join(kept))
        skipped = f" {faults:,} lines could not be used." if faults else ""
        click.echo(f"Wrote suggestions for {answered:,} tickets.{skipped}", err=True)
    if faults:
        sys.exit(1)


def answer(writer: Writer, tickets: Sequence[Ticket], wanted: Wanted) -> bytes:
    """A line of JSON for each ticket."""
    questions = [ticket.question for ticket in tickets]
    found = suggest(writer.site.library, questions, **wanted._asdict())
    lines = [f"{writer.json(row, ticket.id)}\n" for ticket, row in zip(tickets, found, strict=True)]
    return "".join(lines).encode("utf-8", "replace")
