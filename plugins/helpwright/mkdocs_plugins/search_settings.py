"""What the plugin `helpwright/search` says to its scripts, and to browsers without scripts.

The scripts read their settings from a module, `search/settings.js`: no inline script is needed,
and any theme and any policy will do.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from helpwright.mkdocs_plugins import companions

_NOSCRIPT = {
    "en": "Searching needs JavaScript. These links lead to every page:",
    "de": "Die Suche braucht JavaScript. Diese Links führen zu allen Seiten:",
    "es": "La búsqueda necesita JavaScript. Estos enlaces llevan a todas las páginas:",
    "fr": "La recherche a besoin de JavaScript. Ces liens mènent à toutes les pages :",
    "ja": "検索には JavaScript が必要です。次のリンクからすべてのページをご覧いただけます。",
}


@dataclass(frozen=True)
class Place:
    """A category, or what else the site's top level has; `url` is relative to its root."""

    title: str
    url: str


@dataclass(frozen=True)
class BrowserSettings:
    """What the scripts need to know. Addresses are relative to the site's root."""

    search: str
    contact: str = ""
    recent: bool = True
    shortcut: bool = True
    endpoint: str = ""
    consent: bool = False


def write(folder: Path, settings: BrowserSettings, places: Sequence[Place]) -> None:
    """Write the settings for the browser into the published folder of the search's scripts."""
    listed = [{"title": place.title, "url": place.url} for place in places]
    files = {
        "settings.js": f"export const settings = {_script(vars(settings))};\n"
        'export const root = new URL("../../../", import.meta.url);\n',
        "categories.js": f"export const categories = {_script(listed)};\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def places(config: MkDocsConfig, nav: Navigation | None) -> tuple[Place, ...]:
    """The top categories; on a site without categories, the top of its navigation."""
    shelf = getattr(companions.find(config, "articles"), "shelf", None)
    cards = shelf.cards() if shelf is not None else ()
    if cards:
        return tuple(Place(card.title, card.url) for card in cards)
    return tuple(_top(nav)) if nav is not None else ()


def without_script(found: Sequence[Place], *, url: str, language: str) -> str:
    """What the results page at `url` shows when scripts do not run: why, and a way on."""
    code = language.replace("_", "-").partition("-")[0].lower()
    known = code if code in _NOSCRIPT else "en"
    items = "".join(
        f'<li><a href="{escape(get_relative_url(place.url or ".", url))}">'
        f"{escape(place.title)}</a></li>"
        for place in found
    )
    mark = "" if known == code else ' lang="en"'
    text = f"<p{mark}>{_NOSCRIPT[known]}</p>" + (f"<ul>{items}</ul>" if items else "")
    return f"<noscript>{text}</noscript>"


def _top(nav: Navigation) -> Iterator[Place]:
    for item in nav.items:
        page = _first_page(item)
        if page is None or page.meta.get("helpwright_kind") == "search":
            continue
        title = item.title if isinstance(item, Section) else page.title
        yield Place(_plain(str(title or "")), "" if page.url in {".", "./"} else page.url)


def _first_page(item: StructureItem) -> Page | None:
    if isinstance(item, Page):
        return item
    children = item.children if isinstance(item, Section) else []
    found = (_first_page(child) for child in children)
    return next((page for page in found if page is not None), None)


def _plain(title: str) -> str:
    """A title as text: MkDocs takes titles from headings as HTML."""
    return unescape(re.sub(r"<[^>]*>", "", title))


def _script(value: object) -> str:
    """A value as JavaScript that is safe in a file of any encoding."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
