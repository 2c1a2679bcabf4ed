"""What a theme shows: plain values for each page, computed from the tree of categories.

Every URL here is relative to the site's root; a theme makes it relative to the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from helpwright.articles.categories import Tree
from helpwright.articles.lifecycle import is_internal
from helpwright.articles.model import Article, Category

_Item = TypeVar("_Item")

DEFAULT_ICON = "material/folder-outline"
NAV_ENTRIES = 25
NAV_CATEGORIES = 40


class Crumb(NamedTuple):
    """A step of the way from the home page."""

    title: str
    url: str


class CategoryLink(NamedTuple):
    """A top category in the navigation."""

    title: str
    url: str
    icon: str
    active: bool


class EntryLink(NamedTuple):
    """An article in the navigation."""

    title: str
    url: str
    active: bool


@dataclass(frozen=True)
class EntryView:
    """An article or a troubleshooter as a line in a list."""

    title: str
    url: str
    description: str = ""
    type: str = ""
    kind: str = "article"
    promoted: bool = False
    internal: bool = False


@dataclass(frozen=True)
class CategoryView:
    """A category as a card, or (with `entries`) as a page of its articles."""

    title: str
    url: str
    description: str = ""
    icon: str = DEFAULT_ICON
    count: int = 0
    sections: tuple[CategoryView, ...] = ()
    entries: tuple[EntryView, ...] = ()
    page: int = 1
    pages: int = 1
    previous_url: str = ""
    next_url: str = ""


@dataclass(frozen=True)
class NavView:
    """Navigation of one page: the top categories, and the articles around the page."""

    categories: tuple[CategoryLink, ...] = ()
    entries: tuple[EntryLink, ...] = ()
    more_url: str = ""
    more_count: int = 0


@dataclass(frozen=True)
class HomeView:
    """What the home page offers."""

    categories: tuple[CategoryView, ...] = ()
    promoted: tuple[EntryView, ...] = ()
    helpful: tuple[EntryView, ...] = ()
    troubleshooters: tuple[EntryView, ...] = ()


@dataclass(frozen=True)
class ContactView:
    """How to reach the support team; `data` is what the form of the contact page knows, in JSON."""

    url: str
    email: str = ""
    form_url: str = ""
    hours: str = ""
    intro: str = ""
    data: str = ""


@dataclass(frozen=True)
class FeedbackView:
    """Where to tell that an article was read; `asks` whether it helped."""

    endpoint: str
    consent: bool = False
    asks: bool = True


@dataclass(frozen=True)
class PageView:
    """Everything that a page's template needs beside MkDocs' own context."""

    kind: str
    site_name: str = ""
    title: str = ""
    description: str = ""
    id: str = ""
    permalink: str = ""
    internal: bool = False
    type: str = ""
    applies_to: tuple[str, ...] = ()
    last_reviewed: date | None = None
    breadcrumbs: tuple[Crumb, ...] = ()
    category: CategoryView | None = None
    nav: NavView = NavView()
    related: tuple[EntryView, ...] = ()
    previous: EntryView | None = None
    next: EntryView | None = None
    home: HomeView | None = None
    categories: tuple[CategoryView, ...] = ()
    contact: ContactView | None = None
    feedback: FeedbackView | None = None
    has_search: bool = False
    search_url: str = "search/"
    json_ld: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    social_image: str = ""


@dataclass(frozen=True)
class Shelf:
    """The tree with the addresses of its category pages, from which views are made."""

    tree: Tree
    urls: Mapping[str, str]
    all_categories: Mapping[str, Category]
    page_size: int = 60

    def entry(self, article: Article) -> EntryView:
        """An article as a line in a list."""
        known = self._entries.get(article.path)
        if known is None:
            known = self._entries[article.path] = EntryView(
                article.title,
                article.url,
                article.description,
                article.type,
                promoted=article.promoted,
                internal=is_internal(article, self.all_categories),
            )
        return known

    def card(self, category: Category) -> CategoryView:
        """A category without its articles."""
        return CategoryView(
            category.title,
            self.urls[category.path],
            category.description,
            category.icon or DEFAULT_ICON,
            self.tree.count(category.path),
        )

    def cards(self, path: str = "") -> tuple[CategoryView, ...]:
        """The categories directly below one; "" is the top."""
        return tuple(self.card(child) for child in self.tree.children.get(path, ()))

    def pages(self, path: str) -> int:
        """On how many pages a category's articles stand."""
        return max(1, -(-len(self.tree.articles.get(path, ())) // self.page_size))

    def category(self, path: str, page: int = 1, also: Sequence[EntryView] = ()) -> CategoryView:
        """One page of a category; `also` are further entries, shown on its first page."""
        first = (page - 1) * self.page_size
        articles = self.tree.articles.get(path, ())[first : first + self.page_size]
        pages = self.pages(path)
        base = self.urls[path]
        entries = tuple(self.entry(article) for article in articles)
        return replace(
            self.card(self.tree.categories[path]),
            sections=self.cards(path) if page == 1 else (),
            entries=(*also, *entries) if page == 1 else entries,
            page=page,
            pages=pages,
            previous_url=page_address(base, page - 1) if page > 1 else "",
            next_url=page_address(base, page + 1) if page < pages else "",
        )

    def nav(self, folder: str, current: str = "") -> NavView:
        """Navigation for a page in a category; `current` is the path of its article."""
        trail = self.tree.trail(folder)
        top = trail[0].path if trail else None
        if top not in self._tops:
            self._tops[top] = tuple(self._categories_around(top))
        articles = self.tree.articles.get(folder, ()) if folder else ()
        if folder not in self._links:
            self._links[folder] = [EntryLink(item.title, item.url, False) for item in articles]
        at = self.tree.positions.get(current, 0)
        links = self._links[folder]
        if at < len(articles) and articles[at].path == current:
            links = [*links[:at], links[at]._replace(active=True), *links[at + 1 :]]
        shown = _around(tuple(links), at, NAV_ENTRIES)
        return NavView(
            self._tops[top],
            shown,
            self.urls.get(folder, "") if folder else "",
            len(articles) - len(shown),
        )

    @cached_property
    def _entries(self) -> dict[str, EntryView]:
        """The articles as lines in lists, by their paths, as they are asked for."""
        return {}

    @cached_property
    def _tops(self) -> dict[str | None, tuple[CategoryLink, ...]]:
        """The top categories in the navigation, by which of them is open."""
        return {}

    @cached_property
    def _links(self) -> dict[str, list[EntryLink]]:
        """The articles of each folder, none of them active, as they are asked for."""
        return {}

    def _categories_around(self, top: str | None) -> Iterable[CategoryLink]:
        around = self.tree.children.get("", ())
        at = next((n for n, item in enumerate(around) if item.path == top), 0)
        for item in _around(around, at, NAV_CATEGORIES):
            is_open = item.path == top
            yield CategoryLink(item.title, self.urls[item.path], item.icon or DEFAULT_ICON, is_open)

    def breadcrumbs(self, folder: str) -> tuple[Crumb, ...]:
        """The way from the home page down to a category."""
        home = Crumb("Home", "")
        return (home, *(Crumb(c.title, self.urls[c.path]) for c in self.tree.trail(folder)))

    def neighbours(self, article: Article) -> tuple[EntryView | None, EntryView | None]:
        """The articles before and after one in its category."""
        articles = self.tree.articles.get(article.folder, ())
        at = self.tree.positions.get(article.path)
        if not article.folder or at is None:
            return None, None
        before = self.entry(articles[at - 1]) if at else None
        after = self.entry(articles[at + 1]) if at + 1 < len(articles) else None
        return before, after

    def promoted(self, limit: int = 6) -> tuple[EntryView, ...]:
        """Promoted articles of all categories, in the categories' order."""
        order = [c.path for c in self._walk("")]
        found = [a for path in ["", *order] for a in self.tree.articles.get(path, ()) if a.promoted]
        return tuple(self.entry(article) for article in found[:limit])

    def _walk(self, path: str) -> Iterable[Category]:
        for child in self.tree.children.get(path, ()):
            yield child
            yield from self._walk(child.path)


def _around(items: tuple[_Item, ...], at: int, most: int) -> tuple[_Item, ...]:
    """At most so many of the items, with the one at `at` in their middle where there is room."""
    start = max(0, min(at - most // 2, len(items) - most))
    return items[start : start + most]


def page_address(base: str, page: int) -> str:
    """The URL of a page of a category whose first page is `base`."""
    if page == 1:
        return base
    if base.endswith("index.html"):
        return f"{base.removesuffix('index.html')}page-{page}.html"
    return f"{base}page-{page}/"
