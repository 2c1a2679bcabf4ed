"""Home, category and contact pages for a theme that knows nothing of Helpwright."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape

from mkdocs.structure.files import Files
from mkdocs.utils import get_relative_url

from helpwright.articles.views import CategoryView, ContactView, EntryView, PageView
from helpwright.mkdocs_plugins.page_views import Views


def fill(views: Views, files: Files, made: Collection[str]) -> None:
    """Write into made pages, as plain lists, what our own theme would show there."""
    for path in made:
        file = files.get_file_from_path(path)
        if file is not None and file.page is not None:
            page = file.page
            page.content = (page.content or "") + html(views.page(page), page.url)


def html(view: PageView, url: str) -> str:
    """The body of a made page; all links are relative to `url`."""
    if view.home is not None:
        troubleshooters = _section("Solve it step by step", view.home.troubleshooters, url)
        promoted = _section("Worth reading first", view.home.promoted, url)
        return _categories(view.home.categories, url) + promoted + troubleshooters
    if view.category is not None:
        category = view.category
        turn = [("Previous page", category.previous_url), ("Next page", category.next_url)]
        pages = "".join(f"<p>{_link(title, to, url)}</p>" for title, to in turn if to)
        lists = _categories(category.sections, url) + _list(category.entries, url)
        return f"<p>{escape(category.description)}</p>{lists}{pages}"
    if view.kind == "contact" and view.contact is not None:
        return "".join(_channels(view.contact))
    return ""


def _categories(categories: Collection[CategoryView], url: str) -> str:
    items = (
        f"<li>{_link(item.title, item.url, url)} ({item.count}){_described(item.description)}</li>"
        for item in categories
    )
    return f"<ul>{''.join(items)}</ul>" if categories else ""


def _list(entries: Collection[EntryView], url: str) -> str:
    items = (
        f"<li>{_link(item.title, item.url, url)}{_described(item.description)}</li>"
        for item in entries
    )
    return f"<ul>{''.join(items)}</ul>" if entries else ""


def _section(title: str, entries: Collection[EntryView], url: str) -> str:
    return f"<h2>{escape(title)}</h2>{_list(entries, url)}" if entries else ""


def _channels(contact: ContactView) -> Iterator[str]:
    for text in filter(None, (contact.intro, contact.hours)):
        yield f"<p>{escape(text)}</p>"
    if contact.email:
        address = escape(contact.email)
        yield f'<p><a href="mailto:{address}">{address}</a></p>'
    if contact.form_url:
        yield f'<p><a href="{escape(contact.form_url)}">Write to us</a></p>'


def _link(title: str, target: str, url: str) -> str:
    return f'<a href="{escape(get_relative_url(target or ".", url))}">{escape(title)}</a>'


def _described(description: str) -> str:
    return f"<br>{escape(description)}" if description else ""
