"""By what names people call a page: its id, its source path, any address it ever had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from helpwright.articles.model import Article
from helpwright.errors import did_you_mean
from helpwright.mkdocs_plugins import companions
from helpwright.mkdocs_plugins.places import shown_file, shown_folder
from helpwright.permalinks.resolver import Resolver

_HINT = "write its id, its path such as billing/refunds.md, or its address"


@dataclass(frozen=True)
class Names:
    """The names of a site's pages.

    `urls` maps names to site-relative URLs, `ids` those of articles alone; `hidden` says why an
    article is not in this build, by path and id. `docs` is the docs folder and `base` the path of
    the site, as people write them, with a slash at the end or empty.
    """

    urls: Mapping[str, str]
    ids: Mapping[str, str]
    hidden: Mapping[str, str]
    resolver: Resolver
    docs: str
    base: str

    def url(self, name: str) -> str | None:
        """The site-relative URL of the page with a name, or None if there is none."""
        for written in self._forms(name):
            if written in self.urls:
                return self.urls[written]
        # Last, because it knows the articles' former addresses, too.
        return self.ids.get(self.resolver.article_id(name.partition("#")[0]) or "")

    def hidden_because(self, name: str) -> str:
        """Why the article with a name is not in this build; "" if there is no such article."""
        article = self.resolver.article_id(name.partition("#")[0]) or ""
        found = [self.hidden.get(written, "") for written in (*self._forms(name), article)]
        return next(filter(None, found), "")

    def is_ours(self, name: str) -> bool:
        """Whether a whole address is one of this site."""
        return "://" in name and self.resolver.is_ours(name)

    def meant(self, name: str) -> str:
        """A hint for a name that no page has."""
        bare = name.partition("#")[0].removeprefix("./").removeprefix(self.docs)
        end = bare.rstrip("/").rpartition("/")[2]
        known = [known for known in self.urls if not known.endswith("/")]
        same = [known for known in known if end and known.rpartition("/")[2] == end]
        return (
            f'did you mean "{min(same)}"?' if same else did_you_mean(bare, known, otherwise=_HINT)
        )

    def _forms(self, name: str) -> Iterator[str]:
        bare = name.partition("#")[0]
        yield bare
        yield bare.removeprefix("./").removeprefix(self.docs)
        try:
            parts = urlsplit(bare)
        except ValueError:
            return
        hosts = {host.lower() for host in self.resolver.hosts}
        if not parts.netloc or (parts.hostname or "") in hosts:
            path = unquote(parts.path).lstrip("/")
            yield _tidy(path)
            if self.base and f"{path}/".startswith(self.base):
                yield _tidy(path.removeprefix(self.base))


def read(config: MkDocsConfig, files: Files) -> Names:
    """The names of the pages of a build, once it is rendered."""
    urls: dict[str, str] = {}
    ids: dict[str, str] = {}
    root = Path(config.docs_dir)
    for page in (file.page for file in files.documentation_pages() if file.page is not None):
        article = page.meta.get("helpwright")
        if isinstance(article, Article):
            ids[article.id] = page.url
        for name in _names_of(page, root):
            urls.setdefault(name, page.url)
    plugin = companions.find(config, "articles")
    reasons = dict(getattr(plugin, "hidden", {}))
    content = getattr(plugin, "content", None)
    for article in getattr(content, "articles", ()):
        if article.path in reasons:
            reasons[article.id] = reasons[article.path]
    resolver = getattr(plugin, "resolver", Resolver(()))
    base = urlsplit(config.site_url or "").path.strip("/")
    folder = shown_folder(root)
    return Names(
        {**urls, **ids},
        ids,
        reasons,
        resolver,
        "" if folder == "." else f"{folder}/",
        f"{base}/" if base else "",
    )


def source_of(page: Page, root: Path) -> str:
    """The file that a page was made from, as a person would open it."""
    source = page.meta.get("source")
    if page.meta.get("helpwright_kind") == "troubleshooter" and source:
        return str(source)
    return shown_file(root / page.file.src_uri)


def _names_of(page: Page, root: Path) -> Iterator[str]:
    yield page.file.src_uri
    yield source_of(page, root)
    yield _tidy(unquote(page.url))
    if page.meta.get("helpwright_kind") == "troubleshooter":
        yield page.file.name
        yield f"{page.file.name}.yml"


def _tidy(path: str) -> str:
    """An address without what people add or leave out."""
    path = path.removesuffix("index.html").strip("/")
    return path if path.endswith((".html", ".md")) or not path else f"{path}/"
