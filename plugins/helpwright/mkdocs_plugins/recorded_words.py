"""What the theme writes on pages into which an edit may put it, for the edits after a build."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig

from helpwright.articles.views import EntryView
from helpwright.rebuilds.kept import Kept
from helpwright.rebuilds.kept_templates import KeptTemplates
from helpwright.rebuilds.related_lists import item_of

_WORDS = "partials/helpwright/strings.html"
_MACROS = "partials/helpwright/macros.html"


@jinja2.pass_context
def _as_it_is(context: Any, address: object) -> str:
    return str(address)


class Theme:
    """The theme of a site, apart from any page."""

    def __init__(self, config: MkDocsConfig, kept: Kept) -> None:
        self._config = config
        self._env = config.theme.get_env()
        self._env.bytecode_cache = KeptTemplates(kept, self._env)
        # Nothing is asked for here that depends on where it stands.
        self._env.filters["url"] = _as_it_is

    @cached_property
    def words(self) -> Any:
        """The theme's words; see `strings.html`."""
        return self._env.get_template(_WORDS).make_module({"config": self._config})

    def item(self, entry: EntryView) -> str:
        """What follows the address of an article in a list of related ones."""
        return item_of(self._macros.entry(entry, self.words, False))

    @cached_property
    def _macros(self) -> Any:
        return self._env.get_template(_MACROS).make_module({"config": self._config})
