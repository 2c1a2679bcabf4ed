"""Reports: figures as a private page, JSON and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from helpwright.deflection.figures import Figures, Period, ReportArticle
from helpwright.deflection.metrics import measure
from helpwright.errors import Finding, InputError, Place
from helpwright.publication.staging import stage_for
from helpwright.reports import page
from helpwright.reports.data import to_csv, to_json
from helpwright.tickets.model import Progress

__all__ = ["Figures", "Period", "ReportArticle", "build", "to_csv", "to_json", "write"]

FILES = ("index.html", "report.css", "report.json", "reuse.csv")


def build(
    store: Path,
    *,
    articles: Sequence[ReportArticle],
    period: Period,
    today: date,
    progress: Progress | None = None,
) -> Figures:
    """Compute the figures of a period from the ticket store.

    Raises:
        InputError: there is no store, or DuckDB or Ibis is not installed.
        StoreError: the store cannot be read.
    """
    return measure(store, articles=articles, period=period, today=today, progress=progress)


def write(figures: Figures, folder: Path) -> Path:
    """Write the report as a folder of its own and return its page; an older report is replaced.

    Raises:
        InputError: the folder holds something else than a report.
    """
    others = [p.name for p in folder.iterdir() if p.name not in FILES] if folder.is_dir() else []
    if others or folder.is_file():
        what = f'it holds "{min(others)}"' if others else "it is a file"
        message = f"the report needs a folder of its own: {what}"
        hint = "name a folder that is empty or does not exist yet"
        raise InputError(Finding(Place(str(folder)), "not-a-report-folder", message, hint))
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    contents = (page.render(figures), style, to_json(figures), to_csv(figures))
    with stage_for(folder) as stage:
        for name, text in zip(FILES, contents, strict=True):
            (stage.folder / name).write_text(text, encoding="utf-8", newline="")
        stage.publish()
    return folder / FILES[0]
