"""What a whole build leaves for the edits after it, or why it leaves nothing."""

from __future__ import annotations

import logging
import os
import posixpath
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from helpwright.articles import links
from helpwright.articles.model import Article, Content, Settings
from helpwright.errors import Finding, StoreError
from helpwright.files import locked
from helpwright.mkdocs_plugins import (
    assets,
    companions,
    markdown_pages,
    publishing,
    recorded_catalog,
    recorded_pages,
    recorded_shelves,
    recorded_whereabouts,
)
from helpwright.mkdocs_plugins.generated import Generated
from helpwright.mkdocs_plugins.page_views import Views
from helpwright.mkdocs_plugins.places import shown_folder
from helpwright.mkdocs_plugins.recorded_words import Theme
from helpwright.mkdocs_plugins.standing_pages import Stands
from helpwright.permalinks.redirects import Plan
from helpwright.permalinks.resolver import Resolver
from helpwright.publication.leaks import Secret
from helpwright.publication.standing import Standing
from helpwright.rebuilds import (
    applying,
    catalog,
    included,
    inputs,
    record,
    related_lists,
    whereabouts,
)
from helpwright.rebuilds.record import Facts, Run
from helpwright.rebuilds.refusal import Refused
from helpwright.rebuilds.rendering import described
from helpwright.rebuilds.ties import asked_for
from helpwright.search import related_state
from helpwright.search.related import Comparison

_TEMPLATES = (".html", ".jinja", ".j2", ".xml")


class Built(Protocol):
    """What the articles plugin knows at the end of a build."""

    settings: Settings
    content: Content
    published: dict[str, Article]
    made: dict[str, Generated]
    hidden: dict[str, str]
    files: Files
    rendered: dict[str, links.Rendered]
    resolver: Resolver
    shared: markdown_pages.Shared | None
    plan: Plan
    comparison: Comparison
    views: Views | None


@lru_cache(10_000)
def _led_to(folder: str, href: str) -> str:
    """The address, without slashes around it, to which a link leads from a page's folder."""
    return unquote(posixpath.normpath(posixpath.join("/", folder, href)))[1:]


class Recorder:
    """Listens to one build.

    `reason` says why it leaves no record, "" if it leaves one; `included` is to have the names of
    the snippets that articles include, by the articles' paths.
    """

    def __init__(self, config: MkDocsConfig, run: Run) -> None:
        self.reason = _reason(config)
        self.roots = [str(path) for path in _roots(config)]
        self.before = inputs.look([Path(root) for root in self.roots])
        self.begun = time.time_ns()
        self.run = run
        self.places: dict[str, tuple[str, int, int]] = {}
        self.outputs: dict[str, str] = {}
        self.items: dict[str, str] = {}
        self.included: dict[str, set[str]] = {}
        self.pages = 0
        self.scanned = publishing.Scanned()
        self._held = ExitStack()
        self.said = _Said()
        logging.getLogger("mkdocs").addHandler(self.said)

    def standing(self, config: MkDocsConfig) -> Standing | None:
        """The site as the last build left it; None if that is not known, or another is at work."""
        path, site = record.path_for(self.run), Path(config.site_dir)
        if self.reason or not path.is_file():
            return None
        if not self._held.enter_context(locked(path.with_suffix(".lock"))):
            return None
        with record.opened(path) as known:
            facts = known.facts if known else None
        if facts is None or Path(facts.site) != site.resolve():
            return None
        try:
            mark = applying.mark_of_site(facts)
        except Refused:
            return None
        self.scanned = publishing.Scanned(
            frozenset((kind, value) for kind, value, _ in facts.secrets),
            frozenset(facts.public_urls),
            facts.is_public,
        )
        return Standing(
            site.resolve(),
            is_same=lambda: inputs.folder_mark(site) == mark,
            doubt=lambda: record.forget(path),
            last="/index/meta.json",
        )

    def close(self) -> None:
        """Let other builds use the record."""
        self._held.close()

    def note(
        self,
        page: Page,
        output: str,
        start: int = -1,
        stands: Stands | None = None,
        related: Iterable[str] = (),
    ) -> None:
        """Note where the text of an article begins in its page, and where it ends.

        `start` is where it probably begins; `stands` is what is known of a page that nobody drew;
        `related` are the addresses in its list of related articles.
        """
        self.pages += 1
        content = page.content or ""
        self.outputs[page.file.src_uri] = page.file.dest_uri
        if stands:
            self.items |= stands.items
            start = stands.start
        elif not self.reason:
            if any(unquote(url).strip("/") not in self.items for url in related):
                folder = page.url if page.url.endswith("/") else posixpath.dirname(page.url)
                for href, item in related_lists.items(output):
                    self.items[_led_to(folder, href)] = item
            if content.strip() and (start < 0 or not output.startswith(content, start)):
                # To look for it takes longer.
                start = output.index(content) if output.count(content) == 1 else -1
        if not self.reason and start >= 0 and content.strip():
            self.places[page.file.src_uri] = page.file.dest_uri, start, len(content)

    def stop(self) -> None:
        """Listen no more."""
        logging.getLogger("mkdocs").removeHandler(self.said)

    def leave(
        self,
        config: MkDocsConfig,
        built: Built,
        secrets: Iterable[Secret],
    ) -> None:
        """Write the record of a build that has ended well, or remove the one before."""
        content, published, shared = built.content, built.published, built.shared
        path = record.path_for(self.run)
        options = described(list(config.markdown_extensions), config.mdx_configs or {})
        site = Path(config.site_dir)
        is_same = self.before == inputs.look([Path(root) for root in self.roots])
        if self.reason or shared is None or options is None or not is_same:
            record.forget(path)
            return
        marks = inputs.settled(self.before, self.begun)
        search = companions.find(config, "search")
        findings = sorted(set(companions.findings(config)))
        docs = Path(config.docs_dir)
        facts = Facts(
            run=self.run,
            clock="" if self.run.today or _names_day(config) else str(built.settings.today),
            day=get_build_date(),
            site=str(site.resolve()),
            shown_site=config.site_dir,
            mark=inputs.folder_mark(site),
            tree=f"{inputs.fingerprint(site.resolve()):x}",
            is_public=built.settings.audience == "public",
            roots=self.roots,
            inputs=marks,
            digests=applying.digests(
                marks, {f"{docs}{os.sep}{path}".replace("/", os.sep) for path in published}
            ),
            docs=str(docs),
            shown=shown_folder(docs),
            index=f"{assets.PUBLISHED}/index" if search else "",
            markdown=options,
            settings={**asdict(built.settings), "today": str(built.settings.today)},
            snippets=[[s.name, s.place.path, s.text] for s in content.snippets.values()],
            included=included.by_name(self.included),
            sources=list(getattr(search, "sources", ())),
            steering=_plain_steering(getattr(search, "steered", None)),
            secrets=[[s.kind, s.value, s.place.path] for s in secrets],
            public_urls=sorted(built.plan.gone),
            hidden_runs=sorted(set(_runs(content, built.hidden))),
            has_hidden=len(published) < len(content.articles),
            asked=sorted(asked_for(chain(*(page.links for page in built.rendered.values())))),
            findings=[_plain_finding(finding) for finding in findings],
            said=[list(pair) for pair in self.said.found],
            pages=self.pages,
            articles={
                self.outputs[path]: article.place.path
                for path, article in published.items()
                if path in self.outputs
            },
        )
        pages = recorded_pages.of_build(config, built, shared, self.places, findings)
        try:
            theme = Theme(config, shared.kept)
            shelves = list(
                recorded_shelves.of_build(config, built, self.outputs, self.items, theme)
            )
            lists = recorded_catalog.of_build(config, built, shelves)
            compared = related_state.dumps(built.comparison)
            word = str(theme.words.s("toc"))
            ways = whereabouts.dumps(recorded_whereabouts.of_build(config, built, word))
            record.write(path, facts, pages, shelves, compared, ways, catalog.dumps(lists))
        # A configuration may hold values that cannot be kept.
        except (OSError, StoreError, ValueError, TypeError):
            record.forget(path)


def _runs(content: Content, hidden: Collection[str]) -> Iterator[str]:
    """What hidden articles say; as soon as a public one says it too, it is no secret."""
    for article in content.articles:
        if article.path in hidden:
            for run in publishing.sentences(article):
                yield " ".join(run.casefold().split())


def _reason(config: MkDocsConfig) -> str:
    """Why edits to this site take whole builds."""
    if other := companions.others(config):
        return f"{other} may look at every page"
    if config.theme.name != "helpwright":
        return "another theme may show an article's text elsewhere, too"
    own = config.theme.custom_dir
    if own and any(path.suffix in _TEMPLATES for path in Path(own).rglob("*")):
        return "templates of the site's own may show an article's text elsewhere, too"
    if config.extra_templates:
        return "templates of the site's own may show an article's text elsewhere, too"
    if not markdown_pages.may_share(config):
        return "a Markdown extension may read other files"
    text = Path(config.config_file_path or "mkdocs.yml").read_text("utf-8", "replace")
    if "!ENV" in text or "INHERIT" in text:
        return "the configuration reads more than its own file"
    return ""


def _roots(config: MkDocsConfig) -> Iterator[Path]:
    """Everything that a build reads, beside Helpwright itself."""
    yield Path(config.docs_dir)
    file = Path(config.config_file_path or "mkdocs.yml").resolve()
    yield file
    steps = companions.find(config, "troubleshooters")
    if steps is not None:
        yield file.parent / str(steps.config["folder"])
    if config.theme.custom_dir:
        yield Path(config.theme.custom_dir)
    short = getattr(companions.find(config, "articles"), "config", {}).get("short_links")
    if isinstance(short, str):
        yield file.parent / short
    yield from map(Path, config.watch)


def _names_day(config: MkDocsConfig) -> bool:
    plugin = companions.find(config, "articles")
    return bool(plugin and plugin.config["today"])


def _plain_finding(finding: Finding) -> list[Any]:
    place = [finding.place.path, finding.place.line, finding.place.col]
    return [place, finding.code, finding.message, finding.hint, str(finding.severity)]


def _plain_steering(steered: Any) -> dict[str, Any]:
    steering = getattr(steered, "steering", None)
    if steering is None:
        return {"weights": {}, "synonyms": [], "promotions": []}
    return {
        "weights": dict(steering.weights),
        "synonyms": [[one.asked, one.found] for one in steering.synonyms],
        "promotions": [[one.queries, one.urls] for one in steering.promotions],
    }


class _Said(logging.Handler):
    """Keeps what is printed: the level and the text of each warning."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append((record.levelname, record.getMessage()))
