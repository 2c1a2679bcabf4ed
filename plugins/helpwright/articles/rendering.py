"""Markdown to HTML the way a strict Content-Security-Policy allows.

Python-Markdown's tables write `style` attributes for aligned columns; the policy forbids them
and HTML no longer has `align`. `ClassesForAlignment` writes classes instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify, slugify_unicode
from markdown.treeprocessors import Treeprocessor

from helpwright.articles import plain_markdown

_CLASSES = {
    "text-align: left;": "hw-left",
    "text-align: center;": "hw-center",
    "text-align: right;": "hw-right",
}


class ClassesForAlignment(Extension):
    """Writes `class="hw-right"` where tables would write `style="text-align: right;"`."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the tree processor after those that make tables."""
        md.treeprocessors.register(_Alignment(md), "helpwright-alignment", 5)


class _Alignment(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter():
            if cell.tag in {"td", "th"} and cell.get("style") in _CLASSES:
                name = _CLASSES[cell.attrib.pop("style")]
                cell.set("class", " ".join(filter(None, [cell.get("class"), name])))


def slug(text: str, separator: str) -> str:
    """The anchor of a heading, as Python-Markdown makes it; in other scripts the words stay.

    Its own function leaves nothing of a Japanese or Cyrillic heading, so that anchors become
    numbers which shift with every new heading.
    """
    return slugify(text, separator) or slugify_unicode(text, separator)


class Renderer:
    """One Markdown instance, used again for each text: making one costs more than a page."""

    def __init__(self, extensions: Sequence[Any], configs: Mapping[str, Mapping[str, Any]]) -> None:
        known = [item for item in extensions if not isinstance(item, ClassesForAlignment)]
        options: Any = {name: dict(config) for name, config in configs.items()}
        self._markdown = Markdown(
            extensions=[*known, ClassesForAlignment()], extension_configs=options
        )
        self._is_plain = plain_markdown.understands(self._markdown)

    def __call__(self, text: str) -> str:
        """HTML for a Markdown text."""
        if self._is_plain and (html := plain_markdown.convert(text)) is not None:
            return html
        self._markdown.reset()
        return self._markdown.convert(text)
