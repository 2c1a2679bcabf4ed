"""The theme's own templates, for those parts of a page that an edit draws anew."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

_FOLDER = Path(__file__).parents[1] / "theme"


@lru_cache(1)
def templates() -> jinja2.Environment:
    """The templates, set up as MkDocs does it."""
    # Only now: most edits draw none.
    import jinja2

    return jinja2.Environment(loader=jinja2.FileSystemLoader(_FOLDER), auto_reload=False)


def words(own: dict[str, Any]) -> Any:
    """The theme's words in the language of a site, and with words of its own; see `strings.html`.

    `own` holds `language` and `strings` as the site's theme has them.
    """
    strings = templates().get_template("partials/helpwright/strings.html")
    return strings.make_module({"config": {"theme": own}})
