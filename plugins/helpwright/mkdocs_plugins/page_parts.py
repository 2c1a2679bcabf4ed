"""What many pages of our own theme have in common, made once and used again.

The header, the navigation's categories, the footer and the links to styles are the same for all
articles of a folder, whose links lead the same way. A site with templates of its own, or with
another plugin that changes what templates are given, gets each page made from scratch.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.views import PageView

_THEME = Path(__file__).parents[1] / "theme"
_OWN = "helpwright."


class Parts:
    """Keeps parts of pages for one build; `page` tells whose turn it is."""

    def __init__(self, files: Files) -> None:
        self._kept: dict[str, str] = {}
        self._modules: dict[str, Any] = {}
        self._place: tuple[str, ...] = ()
        self._once: dict[str, str] = {}
        # A link to what stands below a page's own address leads another way from that page alone.
        self._above = {folder for file in files for folder in _folders(file.url)}

    def page(self, page: Page, view: PageView) -> Parts | None:
        """These parts for an article's page; none for a page that shares nothing with others."""
        own = page.url.rstrip("/")
        if view.kind != "article" or view.alternates or "template" in page.meta:
            return None
        if not own or own in self._above:
            return None
        folder = own.rpartition("/")[0]
        is_file = "." in page.url.rpartition("/")[2]
        place = (folder, str(is_file), *(crumb.url for crumb in view.breadcrumbs))
        # Pages come folder by folder; what other folders' said would only take room.
        if place != self._place:
            self._place, self._kept = place, {}
        self._once = {}
        return self

    @jinja2.pass_context
    def shared(self, context: Context, name: str) -> str:
        """A partial template that says the same on all pages of this place."""
        if name not in self._kept:
            self._kept[name] = _rendered(context, name)
        return self._kept[name]

    @jinja2.pass_context
    def once(self, context: Context, name: str) -> str:
        """A partial template of this page, as one text, made once however often it stands there."""
        if name not in self._once:
            self._once[name] = _rendered(context, name)
        return self._once[name]

    @jinja2.pass_context
    def macros(self, context: Context, name: str) -> Any:
        """The macros of a template that needs nothing of a page."""
        if name not in self._modules:
            template = context.environment.get_template(name)
            self._modules[name] = template.make_module(context.get_all(), shared=True)
        return self._modules[name]


def prepare(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> Parts | None:
    """The parts of a build with our own theme; none if anything may change what a part says."""
    if config.theme.name != "helpwright" or type(env.loader) is not jinja2.FileSystemLoader:
        return None
    for folder in map(Path, env.loader.searchpath):
        if folder.resolve() == _THEME:
            break
        if folder.is_dir() and any(folder.rglob("*.html")):
            return None
    for event in ("page_context", "nav"):
        if not all(_is_own(method) for method in config.plugins.events.get(event, ())):
            return None
    return Parts(files)


def quicken(env: jinja2.Environment) -> None:
    """Put an equal in the place of the engine's filter for addresses, which is slow."""
    given = env.filters.get("url")
    if given is not None and getattr(given, "__module__", "").endswith(".utils.templates"):
        env.filters["url"] = url_filter(given)


def url_filter(given: Callable[[Any, Any], str]) -> Callable[[Any, Any], str]:
    """The engine's filter with a memory: what a page's own name is not in, its folder decides."""
    kept: dict[tuple[str, bool], dict[str, str]] = {}
    last: Page | None = None
    name, there = "", dict[str, str]()

    @jinja2.pass_context
    def url(context: Any, value: Any) -> str:
        nonlocal last, name, there
        page = context["page"]
        if page is not last and page is not None:
            last = page
            folder, _, name = page.url.rstrip("/").rpartition("/")
            # From a page that is a file of its folder, ways are one step shorter.
            is_file = "." in page.url.rpartition("/")[2]
            there = kept.setdefault((folder, is_file), {})
        if page is None or not name or type(value) is not str or name in value:
            return given(context, value)
        if value not in there:
            there[value] = given(context, value)
        return there[value]

    return url


def _rendered(context: Context, name: str) -> str:
    template = context.environment.get_template(name)
    return "".join(template.root_render_func(template.new_context(context.get_all(), shared=True)))


def _folders(url: str) -> list[str]:
    """The folders above a file's address, which a page may have as its own."""
    folder = posixpath.dirname(url.rstrip("/"))
    found = []
    while folder:
        found.append(folder)
        folder = posixpath.dirname(folder)
    return found


def _is_own(method: Any) -> bool:
    return str(getattr(method, "__module__", "")).startswith(_OWN)
