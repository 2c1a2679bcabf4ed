"""The HTML of an article's text, with links that are known from the last build."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from helpwright.articles import quick_markdown
from helpwright.articles.rendering import ClassesForAlignment

_KEYS = {"a": "href", "img": "src"}


class Renderer:
    """Renders as a whole build does. `options` are those of `described`."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._markdown = instance(options)
        self._links = _KnownLinks(self._markdown)
        # Last, as MkDocs does it.
        self._markdown.treeprocessors.register(self._links, "relpath", 0)

    def __call__(
        self, text: str, links: Mapping[str, str], find: Callable[[str], str]
    ) -> tuple[str, Any, dict[str, str]]:
        """The HTML of a text.

        Args:
            text: The text.
            links: What addresses that the page had before became.
            find: Tells what becomes of others.

        Returns:
            The HTML, the table of contents, and what `find` told.
        """
        self._links.known, self._links.find, self._links.found = links, find, {}
        self._markdown.reset()
        html = self._markdown.convert(text)
        return html, getattr(self._markdown, "toc_tokens", []), self._links.found


def instance(options: Mapping[str, Any]) -> Markdown:
    """A Markdown instance as a whole build has it, but for what MkDocs adds."""
    configs = {name: dict(values) for name, values in options["configs"].items()}
    for name, functions in options["functions"].items():
        values = configs.setdefault(name, {})
        for key, path in functions.items():
            module, _, function = path.rpartition(".")
            values[key] = getattr(import_module(module), function)
    named = [_extension(name, configs.get(name, {})) for name in options["extensions"]]
    made = Markdown(extensions=[*named, ClassesForAlignment()])
    quick_markdown.install(made)
    return made


def _extension(name: str, options: Mapping[str, Any]) -> Extension:
    """An extension by its name; to let Markdown look for it reads what every package declares."""
    path, _, made = name.partition(":")
    module = import_module(path if "." in path else f"markdown.extensions.{path}")
    extension: Extension = getattr(module, made or "makeExtension")(**options)
    return extension


class _KnownLinks(Treeprocessor):
    known: Mapping[str, str]
    find: Callable[[str], str]
    found: dict[str, str]

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = _KEYS.get(element.tag)
            url = element.get(key) if key else None
            if key is None or url is None:
                continue
            became = self.known.get(url)
            if became is None:
                became = self.found[url] = self.find(url)
            element.set(key, became)


class Written(Treeprocessor):
    """Notes addresses as they are when it runs: once before links are made relative, once after."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def run(self, root: Element) -> None:
        """Look at every link and image."""
        self.found = [
            url
            for element in root.iter()
            if (key := _KEYS.get(element.tag)) and (url := element.get(key)) is not None
        ]


def described(extensions: list[Any], configs: Mapping[str, Any]) -> dict[str, Any] | None:
    """Extensions and their options in values that JSON has; None if they are more than that."""
    names = [name for name in extensions if not isinstance(name, ClassesForAlignment)]
    if any(not isinstance(name, str) for name in names):
        return None
    plain: dict[str, dict[str, Any]] = {}
    functions: dict[str, dict[str, str]] = {}
    for name, values in configs.items():
        for key, value in values.items():
            if callable(value):
                named = f"{value.__module__}.{value.__qualname__}"
                if getattr(import_module(value.__module__), value.__qualname__, None) is not value:
                    return None
                functions.setdefault(name, {})[key] = named
            elif _is_plain(value):
                plain.setdefault(name, {})[key] = value
            else:
                return None
    return {"extensions": names, "configs": plain, "functions": functions}


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    return value is None or isinstance(value, str | int | float)
