"""Python-Markdown's way from a tree to HTML, for trees that hold nothing but plain elements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown, serializers

_NAMES = ("BOOLEAN_ATTRIBUTES", "HTML_EMPTY", "_escape_cdata", "_escape_attrib_html")
_EMPTY: Any = getattr(serializers, "HTML_EMPTY", None)


def install(md: Markdown) -> None:
    """Give a Markdown instance this serializer in the place of the library's own, if it has it."""
    if md.serializer is serializers.to_xhtml_string and all(
        hasattr(serializers, name) for name in _NAMES
    ):
        md.serializer = xhtml


def xhtml(element: Element) -> str:
    """An element and what is in it, as the library writes it."""
    data: list[str] = []
    try:
        _write(element, data.append, *_ESCAPES, _EMPTY)
    except (_UnusualError, RecursionError):
        return serializers.to_xhtml_string(element)
    return "".join(data)


class _UnusualError(Exception):
    """A comment, a qualified name or the like."""


_ESCAPES: tuple[Any, Any] = (
    getattr(serializers, "_escape_cdata", None),
    getattr(serializers, "_escape_attrib_html", None),
)


def _write(
    element: Any,
    write: Callable[[str], None],
    escape: Callable[[str], str],
    escape_value: Callable[[str], str],
    empty: Any,
) -> None:
    tag, text, tail = element.tag, element.text, element.tail
    if not isinstance(tag, str):
        raise _UnusualError
    items = element.items()
    if items:
        write(f"<{tag}")
        for name, value in sorted(items) if len(items) > 1 else items:
            if not isinstance(name, str) or not isinstance(value, str):
                raise _UnusualError
            write(f' {name}="{escape_value(value)}"')
        start = ""
    else:
        start = f"<{tag}"
    low = tag.lower()
    if low in empty:
        # Nothing can stand in these; of one that was given something, only the tail is shown.
        write(f"{start} />")
    else:
        write(f"{start}>")
        if text:
            write(text if low in {"script", "style"} else escape(text))
        for child in element:
            _write(child, write, escape, escape_value, empty)
        write(f"</{tag}>")
    if tail:
        write(escape(tail))
