"""The report as a folder: written beside the old one, then put in its place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpwright.errors import Finding, InputError, Place
from helpwright.publication.staging import stage_for
from helpwright.reports import pages
from helpwright.reports.data import KIND, to_json
from helpwright.reports.model import Report
from helpwright.reports.summary import to_markdown
from helpwright.reports.tables import Table, tables_of, to_csv, write_parquet

_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_NAMES = frozenset(
    {
        *("index.html", "writers.html", "agents.html", "articles.html", "categories.html"),
        *("self-service.html", "method.html", "report.css", "report.json", "summary.md"),
        *("articles", "categories", "tables"),
        "reuse.csv",  # reports of the first format had it
    }
)


def write(report: Report, folder: Path, *, keep_out: Sequence[Path] = ()) -> Path:
    """Write the report as a folder of its own, for the owner only, and return its first page.

    Args:
        report: What to write.
        folder: New, empty, or an older report, which is replaced in one step.
        keep_out: Folders that are published or become so, such as the docs and the site.

    Raises:
        InputError: the folder holds something else than a report, or lies in one of `keep_out`.
    """
    check_folder(folder, keep_out)
    tables = tables_of(report)
    with stage_for(folder) as stage:
        stage.folder.chmod(_PRIVATE_FOLDER)
        for name in ("articles", "categories", "tables"):
            (stage.folder / name).mkdir(mode=_PRIVATE_FOLDER)
        for name, text in _files(report, tables):
            _write_private(stage.folder / name, text)
        write_parquet(tables, stage.folder / "tables")
        for path in (stage.folder / "tables").glob("*.parquet"):
            path.chmod(_PRIVATE_FILE)
        stage.publish()
    folder.chmod(_PRIVATE_FOLDER)
    return folder / "index.html"


def _files(report: Report, tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
    """Every text file; one after another, for a large help center has thousands."""
    yield from pages.render(report)
    yield "report.css", Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    yield "report.json", to_json(report)
    yield "summary.md", to_markdown(report)
    for table in tables:
        yield f"tables/{table.name}.csv", to_csv(table)


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE_FILE)
    with os.fdopen(handle, "wb") as stream:
        stream.write(text.encode("utf-8"))


def check_folder(folder: Path, keep_out: Sequence[Path] = ()) -> None:
    """See whether a report may be written there, before its figures are computed.

    Raises:
        InputError: the folder holds something else than a report, or lies in one of `keep_out`.
    """
    place = folder.resolve()
    for public in (path.resolve() for path in keep_out):
        if place == public or public in place.parents or place in public.parents:
            message = f"a report is private, and {public.name}/ is or becomes public"
            hint = "leave --output out, or name a folder outside the docs and the site"
            raise InputError(Finding(Place(str(folder)), "report-in-public", message, hint))
    what = ""
    if folder.is_file():
        what = "it is a file"
    elif folder.is_dir():
        found = sorted(path.name for path in folder.iterdir())
        others = [name for name in found if name not in _NAMES]
        if others or (found and not _is_report(folder / "report.json")):
            what = f'it holds "{(others or found)[0]}"'
    if what:
        message = f"the report needs a folder of its own: {what}"
        hint = "name a folder that is empty or does not exist yet"
        raise InputError(Finding(Place(str(folder)), "not-a-report-folder", message, hint))


def _is_report(path: Path) -> bool:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(document, dict) and document.get("kind") == KIND
