"""The tree of categories: which have something to show, in which order, on how many pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helpwright.articles.model import Article, Category, Content
from helpwright.articles.reading import title_from


@dataclass(frozen=True)
class Tree:
    """Published articles by category.

    Only categories with something published in or below them are here. `children` maps a
    category's path ("" is the top) to its sub-categories, `articles` to its own articles, both
    in the order in which they are shown; `positions` maps an article's path to its place there.
    """

    categories: dict[str, Category]
    children: dict[str, tuple[Category, ...]]
    articles: dict[str, tuple[Article, ...]]
    introductions: dict[str, Article]
    positions: dict[str, int]

    def count(self, path: str) -> int:
        """Articles in a category and all below it."""
        below = sum(self.count(child.path) for child in self.children.get(path, ()))
        return below + len(self.articles.get(path, ()))

    def trail(self, path: str) -> list[Category]:
        """The categories from the top down to and with `path`."""
        trail: list[Category] = []
        while path in self.categories:
            trail.append(self.categories[path])
            path = self.categories[path].parent
        return trail[::-1]


def plant(content: Content, published: Iterable[Article]) -> Tree:
    """The tree of categories that hold these articles."""
    articles: dict[str, list[Article]] = {}
    introductions: dict[str, Article] = {}
    categories: dict[str, Category] = {}
    for article in published:
        if article.is_index:
            introductions[article.folder] = article
        else:
            articles.setdefault(article.folder, []).append(article)
        for path in _around(article.folder):
            known = content.categories.get(path)
            categories[path] = known or Category(path, title_from(path))
    children: dict[str, list[Category]] = {}
    for category in categories.values():
        children.setdefault(category.parent, []).append(category)
    ordered = {path: tuple(sorted(found, key=_article_order)) for path, found in articles.items()}
    return Tree(
        categories,
        {path: tuple(sorted(found, key=_category_order)) for path, found in children.items()},
        ordered,
        introductions,
        {item.path: at for found in ordered.values() for at, item in enumerate(found)},
    )


def _around(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _category_order(category: Category) -> tuple[int, str, str]:
    return category.order, category.title.casefold(), category.path


def _article_order(article: Article) -> tuple[bool, str, str]:
    return not article.promoted, article.title.casefold(), article.path
