"""The views of all pages of one build, made once the whole site is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles import structured_data
from helpwright.articles.lifecycle import is_internal
from helpwright.articles.links import Rendered, linked
from helpwright.articles.model import Article, Settings
from helpwright.articles.views import (
    CategoryView,
    ContactView,
    Crumb,
    EntryView,
    FeedbackView,
    HomeView,
    PageView,
    Shelf,
)
from helpwright.errors import Finding, Place, Severity
from helpwright.mkdocs_plugins.generated import Generated
from helpwright.mkdocs_plugins.places import shown_file
from helpwright.rebuilds.related_lists import shown


@dataclass(frozen=True)
class Views:
    """Makes the view of each page.

    `related` maps an article's URL to the URLs of related pages, nearest first; `entries` maps
    URLs to what lists show of a page; `by_name` maps ids and paths of articles to URLs.
    """

    base: PageView
    shelf: Shelf
    site_url: str
    published: Mapping[str, Article]
    made: Mapping[str, Generated]
    by_name: Mapping[str, str]
    entries: Mapping[str, EntryView]
    related: Mapping[str, Sequence[str]]
    troubleshooters: tuple[EntryView, ...]
    helpful: tuple[EntryView, ...]
    alternates: tuple[tuple[str, str], ...]

    def page(self, page: Page) -> PageView:
        """The view of a page, with its structured data."""
        return self.whole(page, self.outline(page))

    def outline(self, page: Page) -> PageView:
        """The view of a page, but for its structured data, which say the same once more."""
        path = page.file.src_uri
        article = self.published.get(path)
        made = self.made.get(path)
        if made is not None:
            view = self._made(made, page)
        elif article is not None and article.is_index:
            view = self._introduction(article)
        elif article is not None:
            view = self._article(article)
        else:
            view = self._other(page)
        if self.alternates:
            alternates = tuple((code, f"{base}{page.url}") for code, base in self.alternates)
            view = replace(view, alternates=alternates)
        return view

    def whole(self, page: Page, view: PageView) -> PageView:
        """A view with its structured data."""
        article, url = self.published.get(page.file.src_uri), page.url
        modified = article.last_reviewed if article else None
        json_ld = structured_data.json_ld(view, site_url=self.site_url, url=url, modified=modified)
        return _with(view, json_ld=json_ld)

    def not_found(self) -> PageView:
        """The view of the page that stands in for a missing one."""
        return replace(self.base, kind="notfound", title="Page not found", nav=self.shelf.nav(""))

    def _article(self, article: Article) -> PageView:
        before, after = self.shelf.neighbours(article)
        return _with(
            self.base,
            kind="article",
            title=article.title,
            description=article.description,
            id=article.id,
            permalink=f"a/{article.id}/",
            internal=is_internal(article, self.shelf.all_categories),
            type=article.type,
            applies_to=article.applies_to,
            last_reviewed=article.last_reviewed,
            breadcrumbs=self.shelf.breadcrumbs(article.folder),
            nav=self.shelf.nav(article.folder, article.path),
            related=tuple(self._related(article)),
            previous=before,
            next=after,
        )

    def _related(self, article: Article) -> Iterator[EntryView]:
        urls = [self.by_name[name] for name in article.related if name in self.by_name]
        for url in shown(urls, self.related.get(article.url, ()), article.url):
            if url in self.entries:
                yield self.entries[url]

    def _introduction(self, article: Article) -> PageView:
        if not article.folder:
            return replace(self._home(), title=article.title, description=article.description)
        view = self._category(article.folder, 1)
        description = article.description or view.description
        return replace(view, title=article.title, description=description)

    def _made(self, made: Generated, page: Page) -> PageView:
        if made.kind == "home":
            return replace(self._home(), title=made.title)
        if made.kind == "category":
            view = self._category(made.folder, made.page)
            return replace(view, title=made.title)
        return replace(
            self.base,
            kind=made.kind,
            title=made.title,
            breadcrumbs=(Crumb("Home", ""), Crumb(made.title, page.url)),
            nav=self.shelf.nav(""),
        )

    def _home(self) -> PageView:
        home = HomeView(
            self.shelf.cards(), self.shelf.promoted(), self.helpful, self.troubleshooters
        )
        return replace(self.base, kind="home", home=home, nav=self.shelf.nav(""))

    def _category(self, folder: str, number: int) -> PageView:
        category = self.shelf.category(folder, number)
        return replace(
            self.base,
            kind="category",
            title=category.title,
            description=category.description,
            breadcrumbs=self.shelf.breadcrumbs(folder),
            category=category,
            nav=self.shelf.nav(folder),
        )

    def _other(self, page: Page) -> PageView:
        title = str(page.title or "")
        kind = str(page.meta.get("helpwright_kind", "page"))
        crumbs = [Crumb("Home", "")]
        if kind == "troubleshooter":
            crumbs.append(Crumb("Troubleshooters", "troubleshooters/"))
        listed = self.troubleshooters if kind == "troubleshooters" else ()
        return replace(
            self.base,
            kind="category" if listed else kind,
            title=title,
            description=str(page.meta.get("description", "")),
            breadcrumbs=(*crumbs, Crumb(title, page.url)),
            category=_list_of_troubleshooters(title, page, listed) if listed else None,
            nav=self.shelf.nav(""),
        )


def prepare(
    *,
    config: MkDocsConfig,
    settings: Settings,
    shelf: Shelf,
    published: Mapping[str, Article],
    made: Mapping[str, Generated],
    contact: ContactView | None,
    feedback: FeedbackView | None,
    related: Mapping[str, Sequence[str]],
    troubleshooters: Sequence[EntryView],
    helpful: Sequence[str],
    has_search: bool,
) -> Views:
    """The views of a build. `helpful` holds ids of articles, most helpful first."""
    end = "/" if settings.directory_urls else ".html"
    base = PageView(
        kind="page",
        site_name=config.site_name,
        categories=shelf.cards(),
        contact=contact,
        feedback=feedback,
        has_search=has_search,
        search_url=f"search{end}",
    )
    entries = {article.url: shelf.entry(article) for article in published.values()}
    by_id = {article.id: article.url for article in published.values()}
    return Views(
        base=base,
        shelf=shelf,
        site_url=config.site_url or "",
        published=published,
        made=made,
        by_name=by_id | {path: article.url for path, article in published.items()},
        entries=entries | {entry.url: entry for entry in troubleshooters},
        related=related,
        troubleshooters=tuple(troubleshooters),
        helpful=tuple(entries[by_id[name]] for name in helpful if name in by_id),
        alternates=tuple(_alternates(config)),
    )


def link_graph(rendered: Mapping[str, Rendered], paths: Mapping[str, str]) -> dict[str, set[str]]:
    """URL -> URLs of articles that it links to, from the links of the rendered pages."""
    return {page.article.url: linked(page, paths) for page in rendered.values()}


def list_troubleshooters(files: Files) -> list[EntryView]:
    """The pages that say they are troubleshooters, by title."""
    pages = [file.page for file in files.documentation_pages() if file.page is not None]
    found = [
        EntryView(
            str(page.title),
            page.url,
            str(page.meta.get("description", "")),
            kind="troubleshooter",
            internal=page.meta.get("audience") == "agents",
        )
        for page in pages
        if page.meta.get("helpwright_kind") == "troubleshooter"
    ]
    return sorted(found, key=lambda entry: (entry.title.casefold(), entry.url))


def check_layout(env: jinja2.Environment, config: MkDocsConfig) -> list[Finding]:
    """Whether a template of the site's own puts Material's layout in the place of ours."""
    if config.theme.name != "helpwright" or env.loader is None:
        return []
    source, path, _ = env.loader.get_source(env, "main.html")
    extended = re.search(r"""\{%-?\s*extends\s+["'](base|main)\.html["']""", source)
    if extended is None:
        return []
    message = "it extends Material's base.html, so pages lose the layout of the help center"
    severity = Severity.WARNING
    if extended[1] == "main":
        message, severity = "it extends itself, so no page can be made", Severity.ERROR
    hint = 'write {% extends "helpwright.html" %}; the blocks have the same names'
    file = Path(path or "main.html")
    place = Place(shown_file(file), 1, 1)
    return [Finding(place, "foreign-layout", message, hint, severity)]


def drop_unknown_templates(env: jinja2.Environment, files: Files) -> list[Finding]:
    """Let pages that name a template which the theme lacks use the usual one."""
    findings = []
    for file in files.documentation_pages():
        name = file.page.meta.get("template") if file.page else None
        if file.page is None or name is None:
            continue
        try:
            env.get_template(str(name))
        except (jinja2.TemplateNotFound, jinja2.TemplateSyntaxError):
            del file.page.meta["template"]
            place = Place(file.src_uri, 1, 1)
            message = f'the theme has no template "{name}"'
            findings.append(Finding(place, "unknown-template", message, "remove the line"))
    return findings


def _alternates(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Language and absolute base URL of each language of the site, from `extra.alternate`."""
    listed = config.extra.get("alternate")
    for item in listed if isinstance(listed, list) else ():
        if not isinstance(item, Mapping):
            continue
        link, language = str(item.get("link", "")), str(item.get("lang", ""))
        if language and link.startswith(("https://", "http://")):
            yield language, link.rstrip("/") + "/"


def _with(view: PageView, **changes: Any) -> PageView:
    """What `dataclasses.replace` does, in a third of its time."""
    return PageView(**{**vars(view), **changes})


def _list_of_troubleshooters(title: str, page: Page, entries: Sequence[EntryView]) -> CategoryView:
    return CategoryView(
        title, page.url, icon="material/stairs-up", count=len(entries), entries=tuple(entries)
    )
