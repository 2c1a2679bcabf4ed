"""The HTML of an article's text, with links that are known from the last build."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from helpwright.articles import quick_markdown
from helpwright.articles.rendering import ClassesForAlignment
from helpwright.rebuilds.refusal import Refused

_KEYS = {"a": "href", "img": "src"}


class Renderer:
    """Renders as a whole build does. `options` are those of `described`."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        configs = {name: dict(values) for name, values in options["configs"].items()}
        for name, values in configs.items():
            for key, named in options["functions"].get(name, {}).items():
                module, _, function = named.rpartition(".")
                values[key] = getattr(import_module(module), function)
        named = [_extension(name, configs.get(name, {})) for name in options["extensions"]]
        self._markdown = Markdown(extensions=[*named, ClassesForAlignment()])
        quick_markdown.install(self._markdown)
        self._links = _KnownLinks(self._markdown)
        # Last, as MkDocs does it.
        self._markdown.treeprocessors.register(self._links, "relpath", 0)

    def __call__(self, text: str, links: Mapping[str, str]) -> tuple[str, Any]:
        """The HTML and the table of contents of a text.

        Raises:
            Refused: it has an address that the page did not have.
        """
        self._links.known = links
        self._markdown.reset()
        html = self._markdown.convert(text)
        return html, getattr(self._markdown, "toc_tokens", [])


def _extension(name: str, options: Mapping[str, Any]) -> Extension:
    """An extension by its name; to let Markdown look for it reads what every package declares."""
    path, _, made = name.partition(":")
    module = import_module(path if "." in path else f"markdown.extensions.{path}")
    extension: Extension = getattr(module, made or "makeExtension")(**options)
    return extension


class _KnownLinks(Treeprocessor):
    known: Mapping[str, str] = {}

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = _KEYS.get(element.tag)
            url = element.get(key) if key else None
            if key is None or url is None:
                continue
            if url not in self.known:
                raise Refused(f"the link {url} is new")
            element.set(key, self.known[url])


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
