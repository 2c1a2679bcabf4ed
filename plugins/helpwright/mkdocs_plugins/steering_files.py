"""The two reviewed files by which writers steer search, read for one build."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.model import Article
from helpwright.errors import Finding, Place, did_you_mean
from helpwright.mkdocs_plugins import companions
from helpwright.mkdocs_plugins.places import shown_file
from helpwright.permalinks.resolver import Resolver
from helpwright.search import steering_file
from helpwright.search.customer_language import read as read_words
from helpwright.search.steering import Steering
from helpwright.search.steering_file import Target

# Why a page is not promoted, what to do about it, and whether nobody made a mistake: a build must
# not fail because a date passed.
_REASONS = {
    "agents": ("it is for agents only", "agents find it promoted on their site", True),
    "draft": ("it is a draft", "publish it, or take it out of the list", False),
    "archived": ("it is archived", "take it out, or promote what replaces it", False),
    "scheduled": ("it is not published yet", "it will be, from its day on", True),
    "expired": ("it has expired", "take it out, or promote what replaces it", True),
}
# To find the nearest of 20,000 paths takes most of a second, and in the file of another site all
# names are unknown.
_MOST_HINTS = 20
_UNLISTED = Target(None, "search does not list this page", "promote an article or a troubleshooter")


@dataclass(frozen=True)
class Steered:
    """What the two files say in this build. `customer_words` are by site-relative URL."""

    steering: Steering = field(default_factory=Steering)
    customer_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def withdraw(files: Files, *names: str) -> None:
    """Take these files of the docs folder out of what is published, whatever they end in."""
    for name in names:
        for path in {name, _misnamed(name)}:
            file = files.get_file_from_path(path)
            if file is not None:
                files.remove(file)


def read(
    config: MkDocsConfig,
    files: Files,
    searched: Collection[str],
    *,
    steering: str,
    customer_language: str,
) -> Steered:
    """Read both files, once every plugin has made its pages.

    Args:
        config: Of the site.
        files: All files of this build.
        searched: URLs of the pages that search lists.
        steering: The file of weights, synonyms and promotions, relative to the docs folder.
        customer_language: The file of customers' words, relative to the docs folder.
    """
    root = Path(config.docs_dir)
    language = str(config.theme.get("language") or "en")
    names = _Names(config, files, frozenset(searched))
    path = root / steering
    chosen, found = steering_file.read(
        path, names.resolve, shown=shown_file(path), language=language
    )
    words, more = _read_words(root / customer_language, names, language)
    found = [*found, *more, *_check_names(root, steering, customer_language)]
    return Steered(chosen, words, tuple(sorted(set(found))))


def _read_words(
    path: Path, names: _Names, language: str
) -> tuple[dict[str, tuple[str, ...]], list[Finding]]:
    entries, found = read_words(path, shown=shown_file(path), language=language)
    words: dict[str, tuple[str, ...]] = {}
    for name, entry in entries.items():
        target = names.resolve("article", name)
        if target.url is not None:
            texts = (*words.get(target.url, ()), *(word.text for word in entry.words))
            words[target.url] = tuple(dict.fromkeys(texts))
        # Words of an article that these readers do not see wait until they do.
        elif not target.reason:
            message = f'no article has the id "{name}"'
            found.append(Finding(entry.place, "missing-article", message, target.hint))
    return words, found


def _check_names(root: Path, *names: str) -> Iterator[Finding]:
    for name in names:
        wrong = root / _misnamed(name)
        if wrong.name != Path(name).name and wrong.is_file():
            hint = f"name it {Path(name).name}"
            yield Finding(Place(shown_file(wrong)), "search-file-name", "it is not read", hint)


def _misnamed(name: str) -> str:
    return f"{name.removesuffix('.yml')}.yaml" if name.endswith(".yml") else name


class _Names:
    """Everything by which a page of the site may be named, and why hidden ones are hidden."""

    def __init__(self, config: MkDocsConfig, files: Files, searched: frozenset[str]) -> None:
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        self.searched = searched
        self.unknown = 0
        self.paths = {page.file.src_uri: page.url for page in pages}
        self.ids = {name: page.url for page in pages if (name := _identity(page))}
        self.urls = {_bare(page.url): page.url for page in pages}
        self.site = urlsplit(config.site_url or "")
        articles = companions.find(config, "articles")
        resolver = getattr(articles, "resolver", None)
        self.resolver = resolver if isinstance(resolver, Resolver) else Resolver(())
        self.hidden = dict(_hidden_articles(articles))
        self.troubleshooters = {
            page.file.name: page.url
            for page in pages
            if page.meta.get("helpwright_kind") == "troubleshooter"
        }
        self.hidden_troubleshooters = dict(_hidden_troubleshooters(config))

    def resolve(self, what: str, name: str) -> Target:
        if what == "troubleshooter":
            return self._troubleshooter(name.removesuffix(".yml"))
        path, anchor, _ = name.partition("#")
        url = self._url(path)
        if anchor and url is not None:
            return Target(None, "a promotion leads to a whole page", f'write "{path}"')
        if url is not None:
            return Target(url) if url in self.searched else _UNLISTED
        reason = self.hidden.get(name) or self.hidden.get(self.resolver.article_id(name) or "")
        return _withheld(reason) if reason else Target(None, hint=self._meant(name))

    def _url(self, name: str) -> str | None:
        """The URL of a page by its path, its id, or an address that it has or had."""
        known = [self.paths.get(name), self.ids.get(name)]
        known += (self.urls.get(bare) for bare in self._addresses(name))
        known.append(self.ids.get(self.resolver.article_id(name) or ""))
        return next((url for url in known if url is not None), None)

    def _addresses(self, name: str) -> Iterator[str]:
        """What a name is as an address of this site: from its root, or from the host's."""
        try:
            parts = urlsplit(name)
        except ValueError:
            return
        if parts.netloc in ("", self.site.netloc):
            whole, base = _bare(parts.path), _bare(self.site.path)
            yield whole
            if base:
                yield whole.removeprefix(f"{base}/")

    def _troubleshooter(self, slug: str) -> Target:
        if slug in self.troubleshooters:
            url = self.troubleshooters[slug]
            return Target(url) if url in self.searched else _UNLISTED
        if slug in self.hidden_troubleshooters:
            return _withheld(self.hidden_troubleshooters[slug])
        hint = "write the name of its file without .yml"
        return Target(None, hint=did_you_mean(slug, self.troubleshooters, otherwise=hint))

    def _meant(self, name: str) -> str:
        """A hint; a file's name alone, or below a folder that is too much, is enough."""
        otherwise = "write its id, or its path from the docs folder, such as billing/refunds.md"
        self.unknown += 1
        if self.unknown > _MOST_HINTS:
            return otherwise
        end = name.rpartition("/")[2]
        found = [path for path in self.paths if end and path.rpartition("/")[2] == end]
        if found:
            return f'did you mean "{min(found)}"?'
        candidates = self.paths if "/" in name or name.endswith(".md") else [*self.ids, *self.paths]
        return did_you_mean(name, candidates, otherwise=otherwise)


def _hidden_articles(plugin: object) -> Iterator[tuple[str, str]]:
    """Paths and ids of the articles that these readers do not see, with the reason."""
    hidden: Mapping[str, str] = getattr(plugin, "hidden", {})
    for article in getattr(getattr(plugin, "content", None), "articles", ()):
        if article.path in hidden:
            yield article.path, hidden[article.path]
            yield article.id, hidden[article.path]


def _hidden_troubleshooters(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """Slugs of the troubleshooters that these readers do not see, with the reason."""
    plugin = companions.find(config, "troubleshooters")
    for slug in getattr(plugin, "unread", ()):
        yield slug, "it cannot be read"
    for tree in getattr(plugin, "secrets", ()):
        is_draft = tree.status == "draft" and not companions.shows_drafts(config)
        yield tree.slug, "draft" if is_draft else "agents"


def _withheld(reason: str) -> Target:
    return Target(None, *_REASONS.get(reason, (reason, "", False)))


def _identity(page: Page) -> str:
    article = page.meta.get("helpwright")
    return article.id if isinstance(article, Article) else str(page.meta.get("id", ""))


def _bare(url: str) -> str:
    """An address without what people add or leave out: slashes at its ends, and escapes."""
    return unquote(url).strip("/")
