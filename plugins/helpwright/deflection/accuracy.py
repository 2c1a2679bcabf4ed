"""Link accuracy: a sample of links for people to judge, and their judgements read back.

The sheet is a CSV file with one link a line. It holds numbers of tickets, so it is as private as
the ticket system; it holds no message and no person.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from helpwright.deflection.figures import Period, ReportArticle
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically
from helpwright.tickets.store import open_store, readable

COLUMNS = ("source", "ticket", "team", "article", "title", "link", "judged")
_RIGHT, _WRONG = ("right", "yes", "1"), ("wrong", "no", "0")
_SEED = 20_260_101

_LINKS = """
SELECT l.source, l.ticket, t.team, l.article, l.url
FROM links l JOIN tickets t ON t.source = l.source AND t.ticket = l.ticket
WHERE l.sent_by = 'agent' AND t.state = 'active'
  AND l.first_at >= ?::DATE AND l.first_at < ?::DATE + INTERVAL 1 DAY
ORDER BY t.team, l.source, l.ticket, l.article
"""


@dataclass(frozen=True)
class Judgement:
    """What a person said of a link: whether the article answers the ticket."""

    source: str
    ticket: str
    article: str
    is_right: bool


def draw_sheet(
    store: Path, articles: Sequence[ReportArticle], period: Period, *, per_team: int = 50
) -> list[tuple[str, ...]]:
    """Links of a period drawn by chance, the same number for each team; the last column is empty.

    The same store gives the same sheet, so that nobody draws until the sheet is to his liking.

    Raises:
        InputError: there is no store, or DuckDB is not installed.
        StoreError: the store cannot be read.
    """
    titles = {article.id: article.title for article in articles}
    with closing(open_store(store)) as con, readable(store):
        links = con.execute(_LINKS, [period.first, period.last]).fetchall()
    chance = random.Random(_SEED)
    sheet: list[tuple[str, ...]] = []
    for _team, found in groupby(links, key=lambda link: str(link[2])):
        listed = list(found)
        drawn = sorted(chance.sample(listed, min(per_team, len(listed))))
        for source, ticket, team, article, url in drawn:
            sheet.append((source, ticket, team, article, titles.get(article, ""), url, ""))
    return sheet


def write_sheet(path: Path, sheet: Sequence[Sequence[str]]) -> None:
    """Write a sheet to fill in."""
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([[_cell(value) for value in row] for row in sheet])
    write_atomically(path, text.getvalue())


def read_judgements(path: Path) -> tuple[list[Judgement], list[Finding]]:
    """The links that people judged; lines left empty are not judged, odd ones are findings.

    Raises:
        InputError: the file cannot be read, or is no such sheet.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"the file cannot be read: {error}"
        raise InputError(Finding(Place(str(path)), "unreadable-file", message)) from error
    needed = {"source", "ticket", "article", "judged"}
    if rows and not needed <= set(rows[0]):
        message = f"the columns {', '.join(sorted(needed - set(rows[0])))} are missing"
        hint = "draw a sheet: helpwright report --sample-links FILE"
        finding = Finding(Place(str(path)), "not-a-link-sheet", message, hint, Severity.ERROR)
        raise InputError(finding)
    judged: dict[tuple[str, str, str], Judgement] = {}
    findings = []
    for line, row in enumerate(rows, start=2):
        said = (row["judged"] or "").strip().lower()
        key = (row["source"] or "", row["ticket"] or "", row["article"] or "")
        if said in (*_RIGHT, *_WRONG):
            judged[key] = Judgement(*key, said in _RIGHT)
        elif said:
            message, hint = (
                f'"{said}" is no judgement',
                'write "right" or "wrong", or leave it empty',
            )
            place = Place(str(path), line)
            findings.append(Finding(place, "bad-judgement", message, hint, Severity.WARNING))
    return list(judged.values()), findings


def _cell(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
