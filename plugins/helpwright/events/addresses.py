"""Paths of pages in events, as ids of articles and troubleshooters.

The browser knows the page of a result or a suggestion, not its id.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FindArticle = Callable[[str], str | None]
"""From a path below the site's root to the id of the article there, if there is one."""

_TROUBLESHOOTER = re.compile(r"(?:.*/)?troubleshooters/([\w-]+)(?:/(?:index\.html)?|\.html)")
_MOST_VIEWED = 10


def resolve(con: DuckDBPyConnection, find_article: FindArticle) -> None:
    """Put ids where paths stand, also in what earlier imports could not resolve."""
    pages = con.execute(
        "SELECT DISTINCT article FROM events "
        "WHERE contains(article, '/') OR contains(article, '.') "
        "UNION SELECT DISTINCT page FROM events "
        "WHERE name = 'view' AND article = '' AND troubleshooter = '' AND page <> ''"
    ).fetchall()
    lists = con.execute(
        "SELECT DISTINCT viewed FROM events WHERE contains(viewed, '/') OR contains(viewed, '.')"
    ).fetchall()
    known: dict[str, tuple[str, str]] = {}

    def find(path: str) -> tuple[str, str]:
        if path not in known:
            steps = _TROUBLESHOOTER.fullmatch(path)
            known[path] = ("", steps[1]) if steps else (find_article(path) or "", "")
        return known[path]

    con.execute("CREATE TEMP TABLE paths (path VARCHAR, article VARCHAR, troubleshooter VARCHAR)")
    rows = [(path, *find(path)) for (path,) in pages]
    rows = [row for row in rows if row[1] or row[2]]
    if rows:
        con.executemany("INSERT INTO paths VALUES (?, ?, ?)", rows)
    con.execute(
        "UPDATE events SET article = paths.article, troubleshooter = "
        "CASE WHEN paths.troubleshooter <> '' AND events.troubleshooter = '' "
        "THEN paths.troubleshooter ELSE events.troubleshooter END "
        "FROM paths WHERE events.article = paths.path "
        "OR (events.name = 'view' AND events.article = '' AND events.troubleshooter = '' "
        "AND events.page = paths.path)"
    )
    for (viewed,) in lists:
        items = [one for one in viewed.split(",") if one]
        named = [
            next(filter(None, find(one)), one) if "/" in one or "." in one else one for one in items
        ]
        text = ",".join(list(dict.fromkeys(named))[:_MOST_VIEWED])
        if text != viewed:
            con.execute("UPDATE events SET viewed = ? WHERE viewed = ?", [text, viewed])
    con.execute("DROP TABLE paths")
