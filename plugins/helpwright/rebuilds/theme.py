"""The theme's own templates, for those parts of a page that an edit draws anew."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from helpwright.rebuilds.ways import relative

if TYPE_CHECKING:
    import jinja2

    from helpwright.rebuilds.kept import Kept

_FOLDER = Path(__file__).parents[1] / "theme"
_PARTIALS = "partials/helpwright"
_NAMES = (
    *("strings", "macros", "head", "document-title", "facts"),
    *("nav-entries", "neighbours", "home-lists"),
)
_HERE = "here"


@lru_cache(1)
def templates() -> jinja2.Environment:
    """The templates, set up as MkDocs does it."""
    # Only now: most edits draw none.
    import jinja2

    env = jinja2.Environment(loader=jinja2.FileSystemLoader(_FOLDER), auto_reload=False)
    env.filters["url"] = jinja2.pass_context(_address)
    return env


class Theme:
    """The theme of a site.

    Args:
        own: `language` and `strings` as its configuration has them.
        kept: Where compiled templates are kept.
    """

    def __init__(self, own: dict[str, Any], kept: Kept) -> None:
        # Only now: most edits draw nothing.
        from helpwright.rebuilds.kept_templates import KeptTemplates

        env = templates()
        env.bytecode_cache = KeptTemplates(kept, env)
        strings, *_ = [env.get_template(f"{_PARTIALS}/{name}.html") for name in _NAMES]
        env.bytecode_cache = None
        kept.rest()
        self.words: Any = strings.make_module({"config": {"theme": own}})

    def draw(self, name: str, url: str, /, **given: Any) -> str:
        """What a partial template says on the page at an address of the site."""
        template = templates().get_template(f"{_PARTIALS}/{name}.html")
        tools = {_HERE: url, "words": self.words, "ui": self._macros(url)}
        return template.render({**tools, **given})

    def entries(self, listed: Any, url: str) -> str:
        """A list of articles with their descriptions, on the page at an address."""
        return str(self._macros(url).entries(listed, self.words))

    def entry(self, entry: Any, url: str) -> str:
        """An article in a list of related ones, on the page at an address."""
        return str(self._macros(url).entry(entry, self.words, False))

    def _macros(self, url: str) -> Any:
        return templates().get_template(f"{_PARTIALS}/macros.html").make_module({_HERE: url})


def _address(context: jinja2.runtime.Context, value: object) -> str:
    """An address as MkDocs' filter of that name writes it into a page."""
    written = str(value) or "."
    parts = urlsplit(written)
    if parts.scheme or parts.netloc or written.startswith(("/", "#")):
        return written
    return relative(written, str(context[_HERE]))
