"""Single values of a file: what they are in a writer's words, and which are too large."""

from __future__ import annotations

MOST = 1e15
"""Larger numbers are not exact in every browser."""

TEXT_HINTS: dict[type, str] = {
    list: "write one text, not a list; text that begins with [ needs quotes around it",
    dict: "text that begins with { or holds a colon needs quotes around it",
}


def kind(value: object) -> str:
    """What a value is."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    names = {int: "a number", float: "a number", str: "text", list: "a list", dict: "a mapping"}
    return names[type(value)]


def is_counted(value: float) -> bool:
    """Whether a number is one with which can be counted."""
    return -MOST <= value <= MOST


def number_text(value: float) -> str:
    """A number as it stands in an expression."""
    text = repr(value)
    return text if "e" not in text else f"{value:.15f}".rstrip("0").rstrip(".")
