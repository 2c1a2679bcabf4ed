"""Zendesk's incremental exports, page by page.

Tickets and users come by cursor, with time as the fallback; ticket events by time only, in which a
page begins again with the last moment of the one before, so rows repeat. Zendesk leaves out what
changed in the last minute, and refuses a start within it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from helpwright.tickets.pull.client import Client, Refused

_TOO_RECENT = 61  # seconds
_PAGE = 1000
_FIRST = 1  # Zendesk has no ticket from before


@dataclass(frozen=True)
class Mark:
    """How far a stream was read: a cursor, or a time in seconds since 1970."""

    time: int = _FIRST
    cursor: str = ""


@dataclass(frozen=True)
class Page:
    """Rows of one answer, under the names under which they came, and how far it reaches."""

    rows: dict[str, list[dict[str, Any]]]
    mark: Mark


@dataclass(frozen=True)
class Stream:
    """A kind of rows, and whether the API gives it by cursor."""

    name: str
    by_cursor: bool
    include: str = ""


STREAMS = (
    Stream("users", by_cursor=True),
    Stream("tickets", by_cursor=True, include="metric_sets"),
    Stream("ticket_events", by_cursor=False, include="comment_events"),
)


def read_groups(client: Client) -> Iterator[Page]:
    """All groups, which are few, anew each time."""
    parameters: dict[str, object] = {"page[size]": 100}
    while True:
        answer = client.get("/api/v2/groups.json", parameters)
        yield Page(_rows(answer), Mark())
        after = _inner(answer, "meta")
        if not after.get("has_more") or not after.get("after_cursor"):
            return
        if parameters.get("page[after]") == after["after_cursor"]:
            return
        parameters = {**parameters, "page[after]": after["after_cursor"]}


def read_stream(
    client: Client, stream: Stream, mark: Mark, now: Callable[[], float]
) -> Iterator[Page]:
    """Every page of a stream behind a mark.

    Raises:
        Refused: the server does not give the stream.
        InputError: the server cannot be reached or refuses the token.
    """
    if stream.by_cursor:
        try:
            for page in _by_cursor(client, stream, mark, now):
                mark = page.mark
                yield page
            return
        except Refused:
            if mark.cursor:  # a cursor that the server no longer knows: go on by time
                mark = Mark(mark.time)
    yield from _by_time(client, stream, mark, now)


def _by_cursor(
    client: Client, stream: Stream, mark: Mark, now: Callable[[], float]
) -> Iterator[Page]:
    while True:
        where: dict[str, object] = {"cursor": mark.cursor}
        if not mark.cursor:
            where = {"start_time": _start(mark.time, now)}
        answer = client.get(
            f"/api/v2/incremental/{stream.name}/cursor.json",
            {**where, "per_page": _PAGE, **_included(stream)},
        )
        rows = _rows(answer)
        following = str(answer.get("after_cursor") or "")
        is_last = bool(answer.get("end_of_stream", True)) or following in ("", mark.cursor)
        mark = Mark(_latest(rows.get(stream.name, []), mark.time), following or mark.cursor)
        yield Page(rows, mark)
        if is_last:
            return


def _by_time(
    client: Client, stream: Stream, mark: Mark, now: Callable[[], float]
) -> Iterator[Page]:
    start = _start(mark.time, now)
    while True:
        answer = client.get(
            f"/api/v2/incremental/{stream.name}.json",
            {"start_time": start, "per_page": _PAGE, **_included(stream)},
        )
        rows = _rows(answer)
        found = rows.get(stream.name, [])
        end = answer.get("end_time")
        end = end if isinstance(end, int) and not isinstance(end, bool) else start
        # Older servers do not say; then a page that is not full is the last one.
        is_last = bool(answer.get("end_of_stream", len(found) < _PAGE)) or not found
        yield Page(rows, Mark(max(start, end)))
        if is_last:
            return
        # All rows of a page's last moment are in it, so a page that does not get on can be left.
        start = end if end > start else start + 1


def _start(moment: int, now: Callable[[], float]) -> int:
    return max(_FIRST, min(moment, int(now()) - _TOO_RECENT))


def _included(stream: Stream) -> dict[str, object]:
    return {"include": stream.include} if stream.include else {}


def _latest(rows: list[dict[str, Any]], least: int) -> int:
    stamps = [row.get("generated_timestamp") for row in rows]
    return max([least, *(stamp for stamp in stamps if type(stamp) is int)])


def _rows(answer: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {
        key: [row for row in value if isinstance(row, dict)]
        for key, value in answer.items()
        if isinstance(value, list)
    }


def _inner(answer: dict[str, Any], name: str) -> dict[str, Any]:
    value = answer.get(name)
    return value if isinstance(value, dict) else {}
