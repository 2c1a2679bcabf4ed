"""The order of words in an index: that of JavaScript's strings, by UTF-16 code units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

_Row = TypeVar("_Row", bound=tuple[Any, ...])


def sort_key(text: str) -> bytes:
    """A key that sorts as JavaScript compares strings."""
    return text.encode("utf-16-be", "surrogatepass")


def in_order(rows: Iterable[_Row]) -> list[_Row]:
    """Rows sorted by their texts as JavaScript would, then by their numbers."""
    found = list(rows)
    # Python compares by code points, which differs only where some lie beyond U+FFFF.
    letters = "".join(text for row in found for text in row if isinstance(text, str))
    if letters.isascii() or max(letters) < "\ud800":
        return sorted(found)
    return sorted(found, key=lambda row: [sort_key(x) if isinstance(x, str) else x for x in row])
