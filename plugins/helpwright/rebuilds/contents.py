"""The table of contents of a page, which stands above its text and beside it, or nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.theme import templates

_ABOVE, _BESIDE = "partials/helpwright/toc-fold.html", "partials/helpwright/toc-aside.html"
# What stands around these in the page of an article.
_AROUND_ABOVE = ("</header>\n", '\n<div class="hw-body md-typeset">\n')
_AROUND_BESIDE = ("\n</div>\n", "\n\n</main></div>")


@dataclass(frozen=True)
class _Words:
    """Stands in for the theme's words, of which a table of contents has one."""

    toc: str

    def s(self, key: str) -> str:
        """The word for a key."""
        return str(getattr(self, key))


def replaced(
    html: str,
    span: tuple[int, int],
    before: Sequence[Any],
    after: Sequence[Any],
    *,
    hidden: bool,
    word: str,
) -> tuple[str, int]:
    """A page with another table of contents.

    Args:
        html: The page.
        span: Where its text begins and ends.
        before: The headings that the page has, as Python-Markdown tells them.
        after: Those that it is to have.
        hidden: Whether the writer wants no table of contents.
        word: What the theme writes above it.

    Returns:
        The page, and where its text begins now.

    Raises:
        Refused: the page has another table of contents than is known.
    """
    start, end = span
    head, body, foot = html[:start], html[start:end], html[end:]
    old, new = _drawn(before, hidden, word), _drawn(after, hidden, word)
    mark = _AROUND_ABOVE[1]
    if not head.endswith(_AROUND_ABOVE[0] + old[0] + mark):
        raise Refused("its table of contents is not the one that was built")
    head = head[: len(head) - len(mark) - len(old[0])] + new[0] + mark
    at = foot.rfind(_AROUND_BESIDE[1])
    if at < 0 or not foot[:at].endswith(_AROUND_BESIDE[0] + old[1]):
        raise Refused("its table of contents is not the one that was built")
    foot = foot[: at - len(old[1])] + new[1] + foot[at:]
    return head + body + foot, len(head)


def _drawn(headings: Sequence[Any], hidden: bool, word: str) -> tuple[str, str]:
    """What the theme writes above the text, and beside it."""
    meta = {"hide": ["toc"] if hidden else []}
    given = {"page": {"toc": [_item(one) for one in headings], "meta": meta}, "words": _Words(word)}
    above, beside = (templates().get_template(name).render(given) for name in (_ABOVE, _BESIDE))
    return above, beside


def _item(heading: Any) -> dict[str, Any]:
    """A heading as MkDocs gives it to templates."""
    return {
        "title": heading["name"],
        "url": f"#{heading['id']}",
        "level": heading["level"],
        "children": [_item(child) for child in heading["children"]],
    }
