"""What the articles room knows about a help center's content."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from helpwright.articles.kinds import Audience, Status
from helpwright.errors import Finding, Place, Severity


@dataclass(frozen=True)
class Settings:
    """How content is read, and for whom.

    `unknown_keys` is the severity of front-matter keys that the schema does not have; None
    ignores them, which suits a folder written for another tool. `drafts` shows what is not (or
    no longer) published, for a writer's own eyes.
    """

    audience: Audience = Audience.PUBLIC
    today: date = date(1970, 1, 1)
    variables: dict[str, str] = field(default_factory=dict)
    unknown_keys: Severity | None = Severity.WARNING
    max_bytes: int = 1_000_000
    directory_urls: bool = True
    internal_marker: str = "helpwright:internal"
    drafts: bool = False


@dataclass(frozen=True)
class Article:
    """One Markdown file.

    `path` is relative to the docs folder; `place` is the file as a person would open it;
    `body` starts on line `body_line` of the file. `id_is_derived` says that the file has no id
    yet: `id` is then the one that `helpwright check --fix` would write.
    """

    path: str
    place: Place
    url: str
    body: str
    body_line: int
    id: str
    title: str
    id_is_derived: bool = False
    description: str = ""
    type: str = ""
    labels: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    language: str = ""
    applies_to: tuple[str, ...] = ()
    audience: Audience = Audience.PUBLIC
    status: Status = Status.PUBLISHED
    publish_at: date | None = None
    expires: date | None = None
    owner: str = ""
    last_reviewed: date | None = None
    review_in: str = ""
    redirect_from: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    promoted: bool = False
    keys: dict[str, Place] = field(default_factory=dict, compare=False)

    @property
    def folder(self) -> str:
        """The path of the category it stands in; "" is the top."""
        return self.path.rpartition("/")[0]

    @property
    def is_index(self) -> bool:
        """Whether it introduces a category (or the site) rather than being an article in it."""
        return self.path.rpartition("/")[2].rpartition(".")[0] in {"index", "README"}


@dataclass(frozen=True)
class Category:
    """A folder of articles. `path` is relative to the docs folder, as in "billing/refunds"."""

    path: str
    title: str
    description: str = ""
    icon: str = ""
    order: int = 1000
    audience: Audience = Audience.PUBLIC

    @property
    def parent(self) -> str:
        """The path of the category around it; "" is the top."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class Snippet:
    """A piece of Markdown that articles include by name."""

    name: str
    place: Place
    text: str


@dataclass(frozen=True)
class Content:
    """Everything that was read from a docs folder, with what is wrong in it.

    `headers` holds the front matter of articles, by their paths, as far as `yaml.safe_load` is
    known to read the same.
    """

    root: Path
    articles: tuple[Article, ...]
    categories: dict[str, Category]
    snippets: dict[str, Snippet]
    findings: tuple[Finding, ...] = ()
    headers: dict[str, dict[str, Any]] = field(default_factory=dict)
