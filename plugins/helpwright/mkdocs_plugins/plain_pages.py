"""Home, category and contact pages for a theme that knows nothing of Helpwright."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from html import escape
from pathlib import Path

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.utils import get_relative_url

from helpwright.articles.views import CategoryView, ContactView, EntryView, FeedbackView, PageView
from helpwright.mkdocs_plugins.page_views import Views

_THEME = Path(__file__).parents[1] / "theme"


def fill(views: Views, files: Files, made: Collection[str], config: MkDocsConfig) -> None:
    """Write into made pages, as plain lists, what our own theme would show there."""
    for path in made:
        file = files.get_file_from_path(path)
        if file is not None and file.page is not None:
            page = file.page
            view = views.page(page)
            page.content = (page.content or "") + html(view, page.url)
            if view.kind == "contact" and view.contact and view.contact.data:
                page.content += _form(view.contact, page.url, config)


def _part(name: str, url: str, config: MkDocsConfig, **values: object) -> str:
    """A part of our own theme, for a page of another theme; it needs nothing else of ours."""
    base_url = get_relative_url(".", url).rstrip("/")
    return _parts().get_template(name).render(config=config, base_url=base_url, **values)


@cache
def _parts() -> jinja2.Environment:
    # As MkDocs makes its own, which escapes nothing by itself.
    return jinja2.Environment(loader=jinja2.FileSystemLoader(_THEME), auto_reload=False)


def feedback(
    view: FeedbackView | None, article: str, url: str, config: MkDocsConfig, contact_url: str
) -> str:
    """What asks below an article whether it helped; "" on a site that counts nothing."""
    if view is None:
        return ""
    contact = contact_url and get_relative_url(contact_url, url)
    name = "partials/helpwright/feedback-plain.html"
    return _part(name, url, config, feedback=view, article=article, contact_url=contact)


def _form(contact: ContactView, url: str, config: MkDocsConfig) -> str:
    style = get_relative_url("assets/helpwright/contact/contact.css", url)
    form = _part("partials/helpwright/contact-plain.html", url, config, contact=contact)
    return f'<link rel="stylesheet" href="{style}">{form}'


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
