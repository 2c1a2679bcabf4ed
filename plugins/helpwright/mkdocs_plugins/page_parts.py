"""What many pages of our own theme have in common, made once and used again.

The header, the navigation's categories, the footer and the links to styles are the same for all
articles of a folder, whose links lead the same way. A site with templates of its own, or with
another plugin that changes what templates are given, gets each page made from scratch.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import jinja2
from jinja2.runtime import Context, Macro
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.views import PageView
from helpwright.mkdocs_plugins import page_shells, relative_addresses
from helpwright.mkdocs_plugins.standing_pages import Stands
from helpwright.rebuilds.kept import Kept
from helpwright.rebuilds.kept_templates import KeptTemplates

_THEME = Path(__file__).parents[1] / "theme"
_OWN = "helpwright."
_CONTENTS = "partials/helpwright/toc-list.html"
_FACTS = "partials/helpwright/facts.html"


class Words:
    """The macros of the theme's words, each called once for what it is given."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self._kept: dict[str, Callable[..., str]] = {}
        self.s = cache(module.s)

    def __getattr__(self, name: str) -> Callable[..., str]:
        if name not in self._kept:
            self._kept[name] = cache(getattr(self._module, name))
        return self._kept[name]


class Parts:
    """Keeps parts of pages for one build; `page` tells whose turn it is.

    Attributes:
        start: Where the text of the last article begins in its page; -1 if that is not known.
    """

    start = -1

    def __init__(self, files: Files, addresses: relative_addresses.Addresses) -> None:
        self._addresses = addresses
        self._words: Words | None = None
        self._kept: dict[str, str] = {}
        self._lines: dict[tuple[Hashable, ...], dict[Hashable, str]] = {}
        self._modules: dict[str, Any] = {}
        self._place: tuple[str, ...] = ()
        self._once: dict[str, str] = {}
        self._shells: dict[Hashable, page_shells.Shell | None] = {}
        # The page itself, while a page with slots in its place is made.
        self._drawn: dict[str, Any] = {}
        self._macros: dict[str, tuple[Macro, tuple[Any, ...]]] = {}
        self._known_facts: dict[Hashable, str] = {}
        self._context_of_tools: dict[str, Any] = {}
        # A link to what stands below a page's own address leads another way from that page alone.
        self._above = {folder for file in files for folder in _folders(file.url)}

    def page(self, page: Page, view: PageView, base_url: str) -> Parts | None:
        """These parts for an article's page; none for a page that shares nothing with others."""
        own = page.url.rstrip("/")
        self._addresses.turn = None
        self.start = -1
        if view.kind != "article" or view.alternates or "template" in page.meta:
            return None
        if not own or own in self._above:
            return None
        folder = own.rpartition("/")[0]
        is_file = "." in page.url.rpartition("/")[2]
        place = (folder, str(is_file), *(crumb.url for crumb in view.breadcrumbs))
        # Pages come folder by folder; what other folders' said would only take room.
        if place != self._place:
            self._place, self._kept, self._lines, self._shells = place, {}, {}, {}
        self._once = {}
        self._addresses.turn = {"page": page, "base_url": base_url}
        return self

    @jinja2.pass_context
    def shared(self, context: Context, name: str) -> str:
        """A partial template that says the same on all pages of this place."""
        if name not in self._kept:
            self._kept[name] = _rendered(context, name, self._drawn)
        return self._kept[name]

    @jinja2.pass_context
    def once(self, context: Context, name: str) -> str:
        """A partial template of this page, as one text, made once however often it stands there."""
        if self._drawn and name in (_CONTENTS, _FACTS):
            return page_shells.Slot(name) if name == _FACTS or self._once[name] else ""
        if name not in self._once:
            self._once[name] = _rendered(context, name)
        return self._once[name]

    def render(self, template: jinja2.Template, given: dict[str, Any]) -> str:
        """A page from what a template makes of its like."""
        page, view = given["page"], given["hw"]
        self.start = -1
        said = page_shells.texts(page, view)
        if said is None:
            return _whole(template, given)
        context = template.new_context({**given, **self._tools(template, given)})
        contents = self.once(context, _CONTENTS)
        shape = page_shells.shape(page, view, said), bool(contents)
        if shape not in self._shells:
            self._shells[shape] = self._draw(template, given, said)
        shell = self._shells[shape]
        if shell is None:
            return _whole(template, given)

        def value(slot: str) -> str:
            name, _, how = slot.partition("|")
            if name in said:
                if how == "url":
                    return self._addresses.url(given, said[name])
                return page_shells.escaped(said[name]) if how else said[name]
            if name == _CONTENTS:
                return contents
            if name == _FACTS:
                return self._facts(context, view)
            macro, also = self._macros[name]
            return self.lines(macro, view.related if name == "entry" else view.nav.entries, *also)

        text, self.start = shell.filled(value, "content")
        return text

    def _draw(
        self, template: jinja2.Template, given: dict[str, Any], said: Mapping[str, str]
    ) -> page_shells.Shell | None:
        """The shell of all pages like one; none if what they share has marks of slots itself."""
        page, view = page_shells.drawn(given["page"], given["hw"], said)
        self._drawn = {"page": given["page"], "hw": given["hw"]}
        try:
            shell = page_shells.shell(_whole(template, {**given, "page": page, "hw": view}))
        finally:
            # What was made meanwhile has slots in it.
            self._drawn, self._once = {}, {_CONTENTS: self._once[_CONTENTS]}
        names = {slot.partition("|")[0] for slot in shell.slots}
        return shell if names <= {*said, *self._macros, _CONTENTS, _FACTS} else None

    def _facts(self, context: Context, view: PageView) -> str:
        """The line below the title, the same for all that it is the same for."""
        key = view.internal, view.type, view.applies_to, view.last_reviewed
        if key not in self._known_facts:
            self._known_facts[key] = self.once(context, _FACTS)
        return self._known_facts[key]

    def _tools(self, template: jinja2.Template, given: dict[str, Any]) -> dict[str, Any]:
        """What the layout gives to the templates that it includes."""
        if not self._context_of_tools:
            context = template.new_context(given)
            self._context_of_tools = {
                "kind": "article",
                "words": self.words(context, "partials/helpwright/strings.html"),
                "ui": self.macros(context, "partials/helpwright/macros.html"),
            }
        return self._context_of_tools

    @jinja2.pass_context
    def macros(self, context: Context, name: str) -> Any:
        """The macros of a template that needs nothing of a page but its place."""
        if name not in self._modules:
            template = context.environment.get_template(name)
            self._modules[name] = template.make_module(context.get_all(), shared=True)
        return self._modules[name]

    @jinja2.pass_context
    def words(self, context: Context, name: str) -> Words:
        """The words of the theme, from macros that need nothing of a page at all."""
        if self._words is None:
            self._words = Words(self.macros(context, name))
        return self._words

    def lines(self, macro: Macro, items: Iterable[Hashable], *given: Any) -> str:
        """What a macro says of each item, one after the other; in this place it is always that."""
        if self._drawn:
            self._macros[macro.name] = macro, given
            return page_shells.Slot(macro.name)
        kept = self._lines.setdefault((macro.name, *given), {})
        found = []
        for item in items:
            line = kept.get(item)
            if line is None:
                line = kept[item] = macro(item, *given)
            found.append(line)
        return "".join(found)


def prepare(
    env: jinja2.Environment, config: MkDocsConfig, files: Files, kept: Kept
) -> Parts | None:
    """The parts of a build with our own theme; none if anything may change what a part says."""
    addresses = relative_addresses.quicken(env)
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
    if addresses is None:
        return None
    env.template_class = PageTemplate
    env.bytecode_cache = KeptTemplates(kept, env)
    return Parts(files, addresses)


class PageTemplate(jinja2.Template):
    """A template that fills a shell where a page has parts in common with others."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The page; see `jinja2.Template.render`."""
        given = dict(*args, **kwargs)
        parts = given.get("hw_parts")
        if isinstance(parts, Stands):
            return ""
        return parts.render(self, given) if isinstance(parts, Parts) else super().render(given)


def _whole(template: jinja2.Template, given: dict[str, Any]) -> str:
    return jinja2.Template.render(template, given)


def _rendered(context: Context, name: str, other: Mapping[str, Any] = MappingProxyType({})) -> str:
    template = context.environment.get_template(name)
    given = {**context.get_all(), **other}
    return "".join(template.root_render_func(template.new_context(given, shared=True)))


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
