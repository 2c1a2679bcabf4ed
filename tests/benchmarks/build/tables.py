"""Markdown tables of what was measured."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date

from engines import Engine
from jobs import Row

TITLES = {
    "full": "Full build",
    "edit": "Build after an edit",
    "title": "Build after a new title",
    "add": "Build with a new article",
    "serve": "Edit while serving",
    "serve, rest": "Edit while serving, until at rest",
}
OURS, BESIDE = "helpwright", ("zensical", "hugo")


def render(rows: Sequence[Row], engines: Sequence[Engine], today: date) -> str:
    """CPU of all engines side by side with its growth and our share, then all figures."""
    versions = ", ".join(f"{one.title} {one.version}" for one in engines)
    named = {engine.name: engine.title for engine in engines}
    parts = [
        f"Measured on {today.day} {today:%B %Y} with {versions}, cores {os.cpu_count()}.",
        "CPU seconds, user and system:",
        _side_by_side(rows, named),
        "All figures (seconds, MB of memory at the peak, MB of the site):",
        _in_full(rows, named),
    ]
    return "\n\n".join(parts) + "\n"


def put(tables: str, page: str) -> str:
    """A Markdown page with the tables in place of what stood under its heading "Figures"."""
    head, heading, rest = page.partition("## Figures\n")
    after = re.search(r"^## .*", rest, re.DOTALL | re.MULTILINE)
    return f"{head}{heading}\n{tables}\n{after[0] if after else ''}" if heading else page


def growth(few: Row, many: Row) -> float:
    """The exponent b in `CPU = a * articles ** b` between two sizes; not a number without both."""
    if few.effort and many.effort and min(few.effort.cpu, many.effort.cpu) > 0:
        return math.log(many.effort.cpu / few.effort.cpu) / math.log(many.articles / few.articles)
    return math.nan


def _side_by_side(rows: Sequence[Row], named: Mapping[str, str]) -> str:
    beside = [name for name in BESIDE if name in named and OURS in named]
    shares = [f"{named[OURS]} / {named[name]}" for name in beside]
    lines = [["job", "articles", *named.values(), *shares]]
    for job, title in TITLES.items():
        sizes = sorted({(row.articles, row.corpus) for row in rows if row.job == job})
        at = {(row.corpus, row.engine): row for row in rows if row.job == job}
        for count, corpus in sizes:
            here = {name: at[corpus, name] for name in named if (corpus, name) in at}
            cells = [_cpu(here.get(name)) for name in named]
            lines.append([title, f"{count:,}", *cells, *(_share(here, name) for name in beside)])
        if len(sizes) > 1:
            (few, less), (many, more) = sizes[-2:]
            cells = [_growth(at.get((less, name)), at.get((more, name))) for name in named]
            lines.append(
                [f"{title}: growth", f"{few:,} to {many:,}", *cells, *("-" for _ in beside)]
            )
    return _table(lines)


def _in_full(rows: Sequence[Row], named: Mapping[str, str]) -> str:
    lines = [["job", "articles", "engine", "user", "system", "wall", "memory", "site"]]
    # What the last job takes on the wall is mostly waiting, to see whether the server rests.
    order = list(TITLES)[:-1]
    engines = list(named)
    shown = (row for row in rows if row.job in order)
    for row in sorted(
        shown, key=lambda row: (order.index(row.job), row.articles, engines.index(row.engine))
    ):
        cells = ["-"] * 5
        if row.effort:
            one = row.effort
            site = f"{one.output / 1e6:.1f}" if one.output else "-"
            cells = [
                *map(_seconds, (one.user, one.system, one.wall)),
                f"{one.peak / 1e6:,.0f}",
                site,
            ]
        else:
            cells[0] = row.reason
        lines.append([TITLES[row.job], f"{row.articles:,}", named[row.engine], *cells])
    return _table(lines)


def _cpu(row: Row | None) -> str:
    if row is None:
        return "-"
    return _seconds(row.effort.cpu) if row.effort else row.reason


def _share(here: Mapping[str, Row], other: str) -> str:
    ours, theirs = (here[name].effort if name in here else None for name in (OURS, other))
    if not ours or not theirs or not theirs.cpu:
        return "-"
    return f"{ours.cpu / theirs.cpu:.2f}"


def _growth(few: Row | None, many: Row | None) -> str:
    exponent = growth(few, many) if few and many and few.articles < many.articles else math.nan
    return "-" if math.isnan(exponent) else f"n^{exponent:.2f}"


def _seconds(seconds: float) -> str:
    return f"{seconds:,.2f}" if seconds < 10 else f"{seconds:,.1f}"


def _table(lines: Sequence[Sequence[str]]) -> str:
    head, *body = lines
    rows = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)
