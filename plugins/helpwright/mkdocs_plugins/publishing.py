"""Publication of one build: written beside the site, scanned, and swapped in when it is whole.

Where the last build of the site is known, only what this one changes is written and scanned.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.utils import CountHandler

from helpwright.articles.code import without_code
from helpwright.articles.model import Article
from helpwright.errors import Finding, HelpwrightError, Place
from helpwright.mkdocs_plugins.places import shown_file
from helpwright.permalinks.redirects import Plan
from helpwright.publication.leaks import Secret, scan
from helpwright.publication.staging import Stage, stage_for
from helpwright.publication.standing import Standing

# One of these stands at the top of whatever MkDocs built.
_OURS = ("index.html", "404.html", "sitemap.xml")
_PLAIN_RUN = re.compile(r"(?<![^\s])[A-Z][\w ,;'-]{48,140}[\w.]")


@dataclass
class Publication:
    """A build under way. `config.site_dir` is the stage until `publish` or `abandon`."""

    config: MkDocsConfig
    stage: Stage
    site_dir: str
    warnings: CountHandler
    standing: Standing | None = None
    is_overtaken: bool = False

    def keeps(self, name: str, data: bytes) -> bool:
        """Whether a file of the site holds just that, so that it need not be written."""
        return self.standing is not None and self.standing.keeps(name, data)

    def leaks(self, secrets: Sequence[Secret], plan: Plan, scanned: Scanned) -> list[Finding]:
        """Where the finished site says what it must not say.

        The addresses of gone pages were public, so their names are no leak.
        """
        folder = self.stage.folder
        if self.standing:
            if scanned.covers(secrets, plan):
                names = self.standing.fresh(folder)
                if not scan(folder, secrets, public_urls=plan.gone, names=names):
                    return []
            # What is said of a secret counts all files that have it.
            self.standing.complete(folder)
        return scan(folder, secrets, public_urls=plan.gone)

    def publish(self) -> None:
        """Put the finished build in the place of the site.

        Raises:
            PluginError: if warnings were logged under `--strict`, or the system refuses.
        """
        counts = self.warnings.get_counts()
        if self.config.strict and counts:
            self.abandon()
            said = ", ".join(f"{count} {name.lower()}s" for name, count in counts)
            raise PluginError(f"{said} in strict mode; nothing was published")
        try:
            if self.standing is None:
                self.stage.publish()
            elif not self.standing.publish(self.stage):
                self.is_overtaken = True
                raise PluginError("another build put its site there; this one begins again")
        except HelpwrightError as error:
            raise PluginError(str(error)) from None
        finally:
            self._leave()

    def abandon(self) -> None:
        """Leave the site as it was."""
        self.stage.discard()
        self._leave()

    def _leave(self) -> None:
        self.config.site_dir = self.site_dir
        logging.getLogger("mkdocs").removeHandler(self.warnings)


@dataclass(frozen=True)
class Scanned:
    """What the files of the site that stands were searched for, if they were.

    Attributes:
        secrets: Kind and value of each secret.
        public_urls: Addresses whose parts were no evidence.
        is_done: Whether they were searched at all.
    """

    secrets: frozenset[tuple[str, str]] = frozenset()
    public_urls: frozenset[str] = frozenset()
    is_done: bool = False

    def covers(self, secrets: Iterable[Secret], plan: Plan) -> bool:
        """Whether that was all that they would be searched for now."""
        known = all((secret.kind, secret.value) in self.secrets for secret in secrets)
        return self.is_done and known and self.public_urls <= set(plan.gone)


def begin(config: MkDocsConfig, standing: Standing | None = None) -> Publication:
    """Send what the build writes into a folder beside the site.

    `standing` is the site as the last build left it, if that is known.

    Raises:
        PluginError: if nothing can be written there.
    """
    site = Path(config.site_dir)
    if site.is_dir() and any(site.iterdir()) and not any((site / name).exists() for name in _OURS):
        place = Place(shown_file(site))
        message = "it holds something else than a built site, which would be lost"
        hint = "name a folder that is empty or does not exist yet"
        raise PluginError(str(Finding(place, "not-a-site-folder", message, hint)))
    try:
        stage = stage_for(site)
    except HelpwrightError as error:
        raise PluginError(str(error)) from None
    warnings = CountHandler()
    warnings.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(warnings)
    publication = Publication(config, stage, config.site_dir, warnings, standing)
    config.site_dir = str(stage.folder)
    return publication


def secrets(
    hidden: Iterable[Article],
    published: Iterable[Article],
    *,
    once_public: set[str],
    said: Iterable[str],
) -> Iterator[Secret]:
    """What a public site must not say: ids, titles and a sentence of each hidden article.

    A title that the site shows by right (`said`: categories, headings, other titles) is no
    secret, nor are id and title of an article that was public once: a build must not fail because
    a date passed, and its permalink stays, as a page that says nothing about it. Nor is a title
    such as "FAQ" or "Contact us", words that stand on any site.
    """
    withheld, shown = list(hidden), list(published)
    if not withheld:
        return
    titles = {_fold(text) for text in said} | {_fold(article.title) for article in shown}
    bodies = "\n".join(_fold(article.body) for article in shown)
    for article in withheld:
        if article.id not in once_public:
            yield Secret("id", article.id, article.place)
            title = _fold(article.title)
            if title not in titles and (len(title.split()) > 2 or len(title) > 20):
                yield Secret("title", article.title, article.place)
        for run in sentences(article):
            if _fold(run) not in bodies:
                yield Secret("text", run, article.place)
                break


def sentences(article: Article) -> list[str]:
    """Runs of plain words in an article, one of which tells whether it is published somewhere."""
    found: list[str] = _PLAIN_RUN.findall(without_code(article.body))
    return found


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
