"""The template filter that makes addresses relative to a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jinja2
from mkdocs.structure.pages import Page

from helpwright.mkdocs_plugins.page_shells import Slot


def quicken(env: jinja2.Environment) -> Addresses | None:
    """Put an equal in the place of the engine's filter for addresses, which is slow."""
    given = env.filters.get("url")
    if given is None or not getattr(given, "__module__", "").endswith(".utils.templates"):
        return None
    addresses = Addresses(given)
    env.filters["url"] = addresses.url
    return addresses


class Addresses:
    """The engine's filter with a memory: what a page's own name is not in, its folder decides.

    Attributes:
        turn: `page` and `base_url` of the page whose turn it is. Macros that pages share know
            only the page that came first.
    """

    def __init__(self, given: Callable[[Any, Any], str]) -> None:
        self.turn: Mapping[str, Any] | None = None
        self._given = given
        self._kept: dict[tuple[str, bool], dict[str, str]] = {}
        self._last: Page | None = None
        self._name = ""
        self._there: dict[str, str] = {}

    @jinja2.pass_context
    def url(self, context: Any, value: Any) -> str:
        """An address relative to the page."""
        context = self.turn or context
        page = context["page"]
        if page is not self._last and page is not None:
            self._last = page
            folder, _, self._name = page.url.rstrip("/").rpartition("/")
            # From a page that is a file of its folder, ways are one step shorter.
            is_file = "." in page.url.rpartition("/")[2]
            self._there = self._kept.setdefault((folder, is_file), {})
        if isinstance(value, Slot):
            return value.as_address()
        if page is None or not self._name or type(value) is not str or self._name in value:
            return self._given(context, value)
        if value not in self._there:
            self._there[value] = self._given(context, value)
        return self._there[value]
