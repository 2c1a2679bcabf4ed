"""What pages around an article say of it, as the last whole build knew it.

An edit that leaves titles and descriptions as they are never asks for it, so it is kept apart and
read late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from helpwright.articles import categories
from helpwright.articles.kinds import Audience
from helpwright.articles.model import Article, Category, Content
from helpwright.articles.views import Shelf
from helpwright.errors import Place
from helpwright.rebuilds.refusal import Refused
from helpwright.search.packed import pack, unpack


class Entry(NamedTuple):
    """An article as lists and the navigation show it. `path` is relative to the docs folder."""

    path: str
    url: str
    title: str
    description: str
    type: str
    promoted: bool
    internal: bool

    @property
    def folder(self) -> str:
        """The path of its category; "" is the top."""
        return self.path.rpartition("/")[0]

    @property
    def key(self) -> str:
        """Its title as titles are compared."""
        return " ".join(self.title.casefold().split())


class ListPage(NamedTuple):
    """A page of a category: which it is of how many, its address and its file in the site."""

    folder: str
    number: int
    url: str
    output: str


@dataclass(frozen=True)
class Catalog:
    """The lists of a site. Addresses are relative to the site and percent-encoded.

    Attributes:
        entries: The published articles that are no introductions.
        categories: Path, title, description, icon and order of each category, as its data says.
        urls: The address of each category that has something published.
        page_size: How many articles stand on a page of a category.
        pages: The pages of categories.
        home: The file of the home page; "" if that is none of ours.
        helpful: Addresses of the most helpful articles, as the home page lists them.
        named: Addresses of the articles whose writers named one as related, by its address.
        config: What the theme asks of the configuration for the head of a page.
        alternates: Language and address of each language of the site.
        has_search: Whether the site has our search.
    """

    entries: Sequence[Entry]
    categories: Sequence[tuple[str, str, str, str, int]]
    urls: Mapping[str, str]
    page_size: int
    pages: Sequence[ListPage]
    home: str
    helpful: Sequence[str]
    named: Mapping[str, Sequence[str]]
    config: Mapping[str, Any]
    alternates: Sequence[tuple[str, str]]
    has_search: bool

    def shelf(self, folders: Collection[str]) -> Shelf:
        """The articles in these folders, and those that the home page may show."""
        helpful = set(self.helpful)
        known = {row[0]: Category(*row) for row in self.categories}
        articles = [
            _article(entry)
            for entry in self.entries
            if entry.promoted or entry.folder in folders or entry.url in helpful
        ]
        tree = categories.plant(Content(Path(), (), known, {}), articles)
        return Shelf(tree, self.urls, known, self.page_size)

    def with_entries(self, changed: Mapping[str, Entry]) -> Catalog:
        """The catalog with other entries, by their paths."""
        return replace(self, entries=[changed.get(one.path, one) for one in self.entries])

    def entry(self, path: str) -> Entry | None:
        """What lists show of an article."""
        return next((entry for entry in self.entries if entry.path == path), None)

    def titles(self, but: Collection[str]) -> Iterator[str]:
        """All titles but those of the articles at these paths, as they are compared."""
        return (entry.key for entry in self.entries if entry.path not in but)


def dumps(known: Catalog) -> bytes:
    """All of it as bytes, for the same Python; see `packed`."""
    values = vars(known)
    plain = {name: [tuple(row) for row in values[name]] for name in ("entries", "pages")}
    return pack({**values, **plain})


def loads(data: bytes) -> Catalog:
    """What such bytes hold.

    Raises:
        Refused: they are none.
    """
    try:
        values = unpack(data)
        values["entries"] = [Entry(*row) for row in values["entries"]]
        values["pages"] = [ListPage(*row) for row in values["pages"]]
        return Catalog(**values)
    except (ValueError, TypeError, LookupError):
        raise Refused("the record of the last build is of no use") from None


def _article(entry: Entry) -> Article:
    audience = Audience.AGENTS if entry.internal else Audience.PUBLIC
    return Article(
        *(entry.path, Place(entry.path), entry.url, "", 0, "", entry.title),
        description=entry.description,
        type=entry.type,
        promoted=entry.promoted,
        audience=audience,
    )
