"""What can be suggested from a built site: its compiled index, and what its pages show."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from helpwright.cli.suggest_output import Hidden, Site, is_answer
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.permalinks.urls import output_path, permalink, permalink_id
from helpwright.search import folder
from helpwright.search.documents import Document
from helpwright.search.suggestions import compile_library

# Where a build publishes its own files.
PUBLISHED = "assets/helpwright"
# Every page for agents only has it, and of the others only those that search leaves out.
_INTERNAL = b'<meta name="robots" content="noindex">'
_PERMALINK = re.compile(rb'class="[^"]*\bhw-permalink\b[^"]*" href="([^"]*)"')
_CANONICAL = re.compile(rb'<link rel="canonical" href="([^"]*)"')
_RULE = re.compile(r"(/(?:\S*/)?)a/([^/\s]+)/\s+(\S+)\s+301!?")
_REDIRECT = re.compile(r'data-to="([^"]*)"')


def read(site: Path, audience: str) -> Site:
    """A site that Helpwright built, from its own files alone.

    Raises:
        InputError: There is no such site, or nobody can tell which of its pages are internal.
        StoreError: Its index cannot be read.
    """
    published = site / PUBLISHED
    if not (published / "index" / folder.META).is_file():
        message = "there is no site with a search index of Helpwright's in this folder"
        hint = "name the folder that `helpwright build` wrote, which is usually site"
        raise InputError(Finding(Place(str(site)), "no-such-site", message, hint, Severity.ERROR))
    if audience == "public" and not (published / "theme").is_dir():
        message = "this site's theme does not say which of its pages are for agents only"
        hint = "leave --site out, or add --audience agents if no customer sees the suggestions"
        place = Place(str(site))
        raise InputError(Finding(place, "unknown-audience", message, hint, Severity.ERROR))
    found = folder.read(published / "index")
    hidden: dict[str, Hidden] = {}
    for document in found.documents:
        if _INTERNAL in _page_of(site, document):
            hidden[document.url] = Hidden(("agents",), "for agents only")
    permalinks = dict(_permalinks_of(site, found.documents))
    library = compile_library(
        found,
        keep=lambda document: (
            is_answer(document, permalinks.get(document.url, ""))
            and (audience == "agents" or document.url not in hidden)
        ),
    )
    return Site(library, _base_of(site, found.documents), permalinks, hidden)


def _page_of(site: Path, document: Document) -> bytes:
    path = site / output_path(unquote(document.url))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _base_of(site: Path, found: tuple[Document, ...]) -> str:
    """The address of a site, as its pages name it."""
    for document in found[:20]:
        match = _CANONICAL.search(_page_of(site, document))
        address = unescape(match[1].decode("utf-8", "replace")) if match else ""
        if address.endswith(document.url):
            return address.removesuffix(document.url)
    return ""


def _permalinks_of(site: Path, found: tuple[Document, ...]) -> Iterator[tuple[str, str]]:
    """The permanent link of each page: of several, the one that the page shows."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, url in _redirects(site):
        names[url].append(name)
    for document in found:
        listed = sorted(names.get(unquote(document.url), ()))
        if len(listed) > 1:
            match = _PERMALINK.search(_page_of(site, document))
            shown = match[1].decode("utf-8", "replace") if match else ""
            own = permalink_id(shown.lstrip("./"))
            listed = [own] if own in listed else listed
        if listed:
            yield document.url, permalink(listed[0])


def _redirects(site: Path) -> Iterator[tuple[str, str]]:
    """Name and address of each permanent link that leads to a whole page."""
    rules = site / "_redirects"
    if rules.is_file():
        for line in rules.read_text("utf-8", "replace").splitlines():
            match = _RULE.fullmatch(line.strip())
            if match and match[3].startswith(match[1]) and "#" not in match[3]:
                yield unquote(match[2]), unquote(match[3].removeprefix(match[1]))
        return
    for path in sorted(site.glob("a/*/index.html")):
        match = _REDIRECT.search(path.read_text("utf-8", "replace"))
        target = unescape(match[1]) if match else ""
        if target and "#" not in target:
            whole = os.path.normpath(f"a/{path.parent.name}/{target}").replace(os.sep, "/")
            yield path.parent.name, unquote(whole if target.endswith(".html") else f"{whole}/")
