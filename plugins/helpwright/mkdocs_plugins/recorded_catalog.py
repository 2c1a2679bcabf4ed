"""What the pages of one build say of articles, left for the edits after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles.lifecycle import is_internal
from helpwright.articles.model import Article, Content
from helpwright.mkdocs_plugins.generated import Generated
from helpwright.mkdocs_plugins.page_views import Views
from helpwright.rebuilds import related_lists
from helpwright.rebuilds.catalog import Catalog, Entry, ListPage


class Built(Protocol):
    """What the articles plugin knows at the end of a build."""

    content: Content
    published: dict[str, Article]
    made: dict[str, Generated]
    files: Files
    views: Views | None


def of_build(config: MkDocsConfig, built: Built, shelves: Iterable[related_lists.Shelf]) -> Catalog:
    """The lists of a site; `shelves` tell how articles stand in lists of related ones."""
    known, views = built.content.categories, built.views
    if views is None:
        return Catalog((), (), {}, 1, (), "", (), {}, {}, (), False)
    named: dict[str, list[str]] = {}
    for one in shelves:
        for url in one.named:
            named.setdefault(url, []).append(one.url)
    listed = [article for article in built.published.values() if not article.is_index]
    pages = list(_pages(built))
    shelf = views.shelf
    return Catalog(
        entries=[
            Entry(
                *(article.path, article.url, article.title, article.description),
                *(str(article.type), article.promoted, is_internal(article, known)),
            )
            for article in listed
        ],
        categories=[(c.path, c.title, c.description, c.icon, c.order) for c in known.values()],
        urls=dict(shelf.urls),
        page_size=shelf.page_size,
        pages=[page for page in pages if page.folder],
        home=next((page.output for page in pages if not page.folder), ""),
        helpful=[entry.url for entry in views.helpful],
        named=named,
        config=_asked(config),
        alternates=list(views.alternates),
        has_search=views.base.has_search,
    )


def _pages(built: Built) -> Iterator[ListPage]:
    """The pages of categories; the home page has no folder."""
    found = {page.path: (page.folder, page.page) for page in built.made.values()}
    contact = {path for path, page in built.made.items() if page.kind == "contact"}
    found |= {a.path: (a.folder, 1) for a in built.published.values() if a.is_index}
    for path, (folder, number) in found.items():
        file = built.files.get_file_from_path(path)
        if file is not None and file.page is not None and path not in contact:
            yield ListPage(folder, number, file.page.url, file.dest_uri)


def _asked(config: MkDocsConfig) -> dict[str, Any]:
    """What `head.html` asks of a configuration."""
    listed = config.extra.get("alternate")
    others = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else None
    extra = others and [{key: str(one.get(key, "")) for key in ("lang", "link")} for one in others]
    return {
        "site_name": config.site_name,
        "site_url": config.site_url,
        "site_author": config.site_author,
        "site_description": config.site_description,
        "theme": {"favicon": config.theme.get("favicon")},
        "extra": {"alternate": extra} if extra is not None else {},
    }
