"""Pages that no file in the docs folder stands for: home, categories, contact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from helpwright.articles.views import Shelf


@dataclass(frozen=True)
class Generated:
    """A page made here: its source path, what kind it is, and of which category page."""

    path: str
    kind: str
    title: str
    description: str = ""
    folder: str = ""
    page: int = 1


def plan(shelf: Shelf, taken: set[str], *, contact: bool, site_name: str) -> Iterator[Generated]:
    """The pages to make; a page whose path is in `taken` is the writer's own."""
    if not taken & {"index.md", "README.md", "readme.md"}:
        yield Generated("index.md", "home", site_name)
    for path, category in sorted(shelf.tree.categories.items()):
        for page in range(1, shelf.pages(path) + 1):
            name = "index.md" if page == 1 else f"page-{page}.md"
            names = {f"{path}/{name}", *([f"{path}/README.md"] if page == 1 else [])}
            if not taken & names:
                title = category.title if page == 1 else f"{category.title}, page {page}"
                source = f"{path}/{name}"
                yield Generated(source, "category", title, category.description, path, page)
    if contact and "contact.md" not in taken:
        yield Generated("contact.md", "contact", "Contact support")


def category_url(folder: str, *, directory_urls: bool) -> str:
    """The URL of a category's first page."""
    return f"{quote(folder)}/" if directory_urls else f"{quote(folder)}/index.html"


def add(files: Files, config: MkDocsConfig, page: Generated) -> None:
    """Add a page to the site; its body is empty, the theme shows what its kind needs."""
    meta = {"title": page.title, "description": page.description}
    files.append(File.generated(config, page.path, content=source(meta)))


def source(meta: Mapping[str, object]) -> str:
    """The Markdown of a page that is nothing but front matter and its title.

    Material prints a heading of its own above text that has none.
    """
    header = yaml.safe_dump(
        {key: value for key, value in meta.items() if value}, allow_unicode=True
    )
    return f"---\n{header}---\n\n# {meta['title']}\n"
