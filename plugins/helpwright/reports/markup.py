"""HTML as nested calls: text is escaped unless it is `Html`, so that no page forgets to."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

VOID = frozenset({"br", "link", "meta"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: object) -> Html:
    """An element.

    Args:
        name: The element's name.
        children: What is in it: `Html` as it stands, other text escaped.
        attributes: `cls` is `class`; `_` in a name is `-`; None and False leave an attribute out,
            True writes it without a value.
    """
    parts = ["<", name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        parts += (" ", _name(key))
        if value is not True:
            plain = type(value) is int or type(value) is float
            parts += ('="', str(value) if plain else escape(str(value)), '"')
    parts.append(">")
    if name not in VOID:
        # A large report has millions of elements, so nothing here is called that need not be.
        for child in children:
            parts.append(child if type(child) is Html else escape(child, quote=False))
        parts += ("</", name, ">")
    return Html("".join(parts))


def join(children: Iterable[str], between: str = "") -> Html:
    """Several pieces one after another."""
    return Html(escape(between).join([text(child) for child in children]))


def text(value: str) -> Html:
    """A piece as HTML."""
    return value if type(value) is Html else Html(escape(value, quote=False))


@cache
def _name(key: str) -> str:
    return "class" if key == "cls" else key.rstrip("_").replace("_", "-")
