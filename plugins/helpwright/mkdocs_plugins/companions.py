"""What one of our plugins asks of the others, each of which may be absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from helpwright.errors import Finding, Place
from helpwright.mkdocs_plugins import clock
from helpwright.publication.leaks import Secret

if TYPE_CHECKING:
    from helpwright.troubleshooters.source.model import Troubleshooter


def find(config: MkDocsConfig, name: str) -> BasePlugin[Any] | None:
    """The plugin `helpwright/<name>`, if the site has it."""
    return config.plugins.get(f"helpwright/{name}")


def others(config: MkDocsConfig) -> str:
    """What else takes part in a build, in words: another plugin, or hooks; "" if nothing does."""
    foreign = [name for name in config.plugins if not name.startswith("helpwright")]
    if foreign:
        return f"the plugin {foreign[0]}"
    return "hooks" if config.hooks else ""


def has_search(config: MkDocsConfig) -> bool:
    """Whether the site has our search."""
    return find(config, "search") is not None


def most_helpful(config: MkDocsConfig) -> list[str]:
    """Ids of the most helpful articles, best first, as the deflection plugin read them."""
    plugin = find(config, "deflection")
    return list(getattr(plugin, "most_helpful", ()))


def contact_url(config: MkDocsConfig) -> str | None:
    """The site-relative URL of the contact page, if there is one."""
    address = getattr(find(config, "articles"), "contact_url", "")
    return str(address) or None


def audience(config: MkDocsConfig) -> str:
    """For whom the site is built: "public" unless the articles plugin says otherwise."""
    settings = getattr(find(config, "articles"), "settings", None)
    return str(getattr(settings, "audience", "public"))


def today(config: MkDocsConfig) -> date:
    """The day for which the site is built."""
    settings = getattr(find(config, "articles"), "settings", None)
    day = getattr(settings, "today", None)
    return day if isinstance(day, date) else clock.today(None)


def language(config: MkDocsConfig) -> str:
    """The language of the site's own texts."""
    return str(config.theme.get("language") or "en")


def hidden_articles(config: MkDocsConfig) -> dict[str, str]:
    """Paths of the articles that this build does not show, and why."""
    return dict(getattr(find(config, "articles"), "hidden", {}))


def shows_drafts(config: MkDocsConfig) -> bool:
    """Whether drafts are shown, for a writer's own eyes."""
    settings = getattr(find(config, "articles"), "settings", None)
    return bool(getattr(settings, "drafts", False))


def reserved_pages(config: MkDocsConfig) -> set[str]:
    """Pages that another of our plugins is going to make."""
    return {"troubleshooters/index.md"} if find(config, "troubleshooters") else set()


def troubleshooters(config: MkDocsConfig) -> Iterator[tuple[Troubleshooter, Mapping[str, Any]]]:
    """The troubleshooters that this build shows, each with the program it was compiled to."""
    plugin = find(config, "troubleshooters")
    broken = getattr(plugin, "broken", {})
    programs: Mapping[str, Mapping[str, Any]] = getattr(plugin, "programs", {})
    for path, tree in sorted(getattr(plugin, "trees", {}).items()):
        if path not in broken:
            yield tree, programs[path]


def channels(config: MkDocsConfig) -> set[str]:
    """The names of contact channels that the articles plugin knows."""
    contact = getattr(getattr(find(config, "articles"), "config", None), "contact", None)
    return set(contact["channels"]) if contact else set()


def withheld_troubleshooters(config: MkDocsConfig) -> list[str]:
    """Slugs of the troubleshooters that this build does not show, or cannot read."""
    plugin = find(config, "troubleshooters")
    hidden = [tree.slug for tree in getattr(plugin, "secrets", ())]
    return [*hidden, *getattr(plugin, "unread", ())]


def told_articles(config: MkDocsConfig) -> set[str]:
    """Paths of the articles whose titles stand in the texts of pages, or in files for search."""
    found: set[str] = set()
    for name in ("troubleshooters", "deflection"):
        found |= getattr(find(config, name), "told", set())
    articles = find(config, "articles")
    shelf = getattr(articles, "shelf", None)
    if shelf is not None and not shelf.cards():
        # Without categories, search offers the top of the navigation.
        found |= set(getattr(articles, "published", ()))
    return found


def secrets(config: MkDocsConfig) -> Iterator[Secret]:
    """Titles of troubleshooters that this build does not show."""
    for tree in getattr(find(config, "troubleshooters"), "secrets", ()):
        yield Secret("title", tree.title, Place(tree.path))


def findings(config: MkDocsConfig) -> Iterator[Finding]:
    """Everything that our plugins found wrong."""
    for name, plugin in config.plugins.items():
        if name.startswith("helpwright/"):
            yield from getattr(plugin, "findings", ())
