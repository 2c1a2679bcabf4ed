"""Pages that say something of an edited article: its neighbours, lists, and redirects to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from helpwright.articles.model import Article
from helpwright.articles.views import EntryView, HomeView, NavView, Shelf
from helpwright.rebuilds import related_lists
from helpwright.rebuilds.catalog import Catalog, Entry, dumps
from helpwright.rebuilds.record import Facts, Record
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.sheets import Sheets
from helpwright.rebuilds.theme import Theme
from helpwright.rebuilds.whereabouts import Whereabouts, folded


@dataclass(frozen=True)
class Listed:
    """What is known of articles now, for the record.

    `catalog` holds bytes for it; `named` tells by an article's address who names it as related;
    `shelves` are those of retitled articles by their addresses.
    """

    catalog: bytes
    named: Mapping[str, Sequence[str]]
    shelves: Mapping[str, related_lists.Shelf]


def check(
    edits: Sequence[tuple[Article, Article]],
    catalog: Catalog,
    ways: Whereabouts,
    facts: Facts,
) -> None:
    """Whether a whole build would find the same about articles that have other front matter now.

    Raises:
        Refused: it may not.
    """
    for before, after in edits:
        if after.is_index or catalog.entry(after.path) is None:
            raise Refused("its front matter changed")
        if before.promoted != after.promoted and not after.folder:
            raise Refused("an article that no category lists may have lost its last link")
        if not after.description:
            raise Refused("there is something to mend about its front matter")
        if before.title == after.title:
            continue
        if any(f'"{before.title}"' in message for _, _, message, *_ in facts.findings):
            raise Refused("there is something to mend that names its title")
        if {folded(before.title), folded(after.title)} & set(ways.hidden_titles):
            raise Refused("it may say what hidden articles say")
    paths = {after.path for _, after in edits}
    others = set(catalog.titles(paths))
    titles = [folded(one.title) for pair in edits for one in pair if pair[0].title != pair[1].title]
    now = [folded(after.title) for _, after in edits]
    if not others.isdisjoint(titles) or len(set(now)) < len(now):
        raise Refused("another article has its title")


def follow(
    edits: Sequence[tuple[Article, Article]],
    catalog: Catalog,
    known: Record,
    sheets: Sheets,
    theme: Theme,
) -> Listed:
    """Change the pages that list edited articles, but for lists of related ones.

    Args:
        edits: The articles as they were and as they are.
        catalog: What pages say of articles.
        known: The record of the site.
        sheets: The pages, to change.
        theme: The theme of the site.

    Raises:
        Refused: a page is not the one that was built, or too many change.
    """
    changed: dict[str, Entry] = {}
    for _, after in edits:
        entry = catalog.entry(after.path)
        if entry is not None:
            changed[after.path] = entry._replace(
                title=after.title,
                description=after.description,
                type=str(after.type),
                promoted=after.promoted,
            )
    now = catalog.with_entries(changed)
    folders = {entry.folder for entry in changed.values()}
    shelves = catalog.shelf(folders), now.shelf(folders)
    for folder in sorted(folders):
        _navigation(folder, shelves, known, sheets, theme)
        _categories(folder, shelves, catalog, sheets, theme)
    _home(shelves, catalog, now, sheets, theme)
    found = {}
    for before, after in edits:
        if before.title != after.title:
            shelf = known.shelf(after.url)
            _redirects(shelf, before.title, after.title, sheets)
            item = related_lists.item_of(theme.entry(shelves[1].entry(after), after.url))
            found[after.url] = replace(shelf, item=item)
    return Listed(dumps(now), now.named, found)


def _navigation(
    folder: str, shelves: tuple[Shelf, Shelf], known: Record, sheets: Sheets, theme: Theme
) -> None:
    """The navigation of the articles in a folder, and the way to those before and after."""
    for article in shelves[0].tree.articles.get(folder, ()):
        navs = [shelf.nav(folder, article.path) for shelf in shelves]
        around = [shelf.neighbours(article) for shelf in shelves]
        if not folder or (navs[0].entries == navs[1].entries and around[0] == around[1]):
            continue
        output = known.shelf(article.url).output
        lists = [_entries(nav, article.url, theme) for nav in navs]
        moved = sheets.swap(output, lists[0], lists[1])
        sheets.moved[article.path] = sheets.moved.get(article.path, 0) + moved
        links = [
            theme.draw("neighbours", article.url, hw={"previous": before, "next": after})
            for before, after in around
        ]
        sheets.swap(output, links[0], links[1])


def _entries(nav: NavView, url: str, theme: Theme) -> str:
    return theme.draw("nav-entries", url, hw={"nav": nav})


def _categories(
    folder: str, shelves: tuple[Shelf, Shelf], catalog: Catalog, sheets: Sheets, theme: Theme
) -> None:
    """The pages of a category, which list its articles."""
    for page in catalog.pages:
        if page.folder != folder:
            continue
        lists = [_entries(shelf.nav(folder), page.url, theme) for shelf in shelves]
        sheets.swap(page.output, lists[0], lists[1])
        views = [shelf.category(folder, page.number) for shelf in shelves]
        if views[0].entries != views[1].entries:
            before, after = (theme.entries(view.entries, page.url) for view in views)
            sheets.swap(page.output, before, after)


def _home(
    shelves: tuple[Shelf, Shelf], catalog: Catalog, now: Catalog, sheets: Sheets, theme: Theme
) -> None:
    """The lists on the home page."""
    homes = [
        HomeView(promoted=shelf.promoted(), helpful=tuple(_helpful(shelf, one)))
        for shelf, one in zip(shelves, (catalog, now), strict=True)
    ]
    if catalog.home and homes[0] != homes[1]:
        before, after = (theme.draw("home-lists", "", hw={"home": home}) for home in homes)
        sheets.swap(catalog.home, before, after)


def _helpful(shelf: Shelf, catalog: Catalog) -> Iterator[EntryView]:
    found = {entry.url: entry.path for entry in catalog.entries}
    by_path = {
        article.path: article for listed in shelf.tree.articles.values() for article in listed
    }
    for url in catalog.helpful:
        if url in found:
            yield shelf.entry(by_path[found[url]])


def _redirects(shelf: related_lists.Shelf, before: str, after: str, sheets: Sheets) -> None:
    """The pages that send readers on to an article, and name it."""
    if shelf.is_told:
        raise Refused("other pages say its title in their text")
    # Only now: most edits leave titles as they are.
    from helpwright.permalinks.pages import named

    for output in shelf.sources:
        sheets.swap(output, named(before), named(after))
