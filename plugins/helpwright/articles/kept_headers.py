"""Front matter as it was read before, in plain values: to read it again takes ten times as long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from helpwright.articles.kinds import Audience, Status, Type
from helpwright.errors import Place


class KeptHeaders(Protocol):
    """Where it is kept, by the text between the lines with hyphens and these."""

    def get(self, key: str) -> Any:
        """What was put under a key; None if nothing was."""

    def put(self, key: str, made: Any) -> None:
        """Keep something that has plain values only."""


_SCALARS = frozenset({str, int, float, bool, type(None)})
_KINDS: Mapping[type, str] = {date: "date", Audience: "audience", Status: "status", Type: "type"}
_MAKERS: Mapping[str, Callable[[str], Any]] = {
    "date": date.fromisoformat,
    "audience": Audience,
    "status": Status,
    "type": Type,
}


def packed(
    values: Mapping[str, Any], keys: Mapping[str, Place], plain: Mapping[str, Any] | None
) -> Any:
    """What is to be kept of front matter in which nothing is wrong; None if it cannot be kept.

    Args:
        values: What passed the schema.
        keys: Where its keys stand.
        plain: All that stands there; see `Header`.
    """
    try:
        found = _split(values), None if plain is None else _split(plain)
    except TypeError:
        return None
    return *found, [(key, place.line, place.col) for key, place in keys.items()]


def unpacked(
    kept: Any, path: str
) -> tuple[dict[str, Any], dict[str, Place], dict[str, Any] | None]:
    """Values, keys and all that stands there, as `packed` was given them, now of this file."""
    values, plain, keys = kept
    places = {key: Place(path, line, col) for key, line, col in keys}
    return _joined(values), places, None if plain is None else _joined(plain)


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """Values with None in the place of days and the like, and what these are."""
    plain: dict[str, Any] = {}
    others: list[tuple[str, str, str]] = []
    for key, value in values.items():
        kind = _KINDS.get(type(value))
        if type(key) is not str:
            raise TypeError(key)
        plain[key] = _checked(value) if kind is None else None
        if kind is not None:
            others.append((key, kind, value.isoformat() if kind == "date" else value.value))
    return plain, others


def _checked(value: Any) -> Any:
    """A value of plain values only.

    Raises:
        TypeError: it is none.
    """
    if type(value) in _SCALARS:
        return value
    if type(value) is list:
        return [_checked(item) for item in value]
    if type(value) is dict:
        return {_checked(key): _checked(item) for key, item in value.items()}
    raise TypeError(type(value).__name__)


def _joined(kept: tuple[dict[str, Any], list[tuple[str, str, str]]]) -> dict[str, Any]:
    values, others = kept
    for key, kind, text in others:
        values[key] = _MAKERS[kind](text)
    return values
