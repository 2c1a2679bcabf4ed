"""Who sees an article, and when: audience, drafts, publication, expiry, reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from helpwright.articles.kinds import Audience, Status
from helpwright.articles.model import Article, Category, Content, Settings
from helpwright.articles.schema import days_in
from helpwright.errors import Finding, Place, Severity


def hidden_because(
    article: Article, categories: Mapping[str, Category], settings: Settings
) -> str | None:
    """Why an article is left out of this build; None if it is published."""
    if settings.audience is Audience.PUBLIC and is_internal(article, categories):
        return "agents"
    if settings.drafts:
        return None
    if article.status is not Status.PUBLISHED:
        return "draft" if article.status is Status.DRAFT else "archived"
    if article.publish_at is not None and article.publish_at > settings.today:
        return "scheduled"
    if article.expires is not None and article.expires <= settings.today:
        return "expired"
    return None


def is_internal(article: Article, categories: Mapping[str, Category]) -> bool:
    """Whether it is for agents only, by its own front matter or by a category around it."""
    return article.audience is Audience.AGENTS or folder_is_internal(article.folder, categories)


def folder_is_internal(folder: str, categories: Mapping[str, Category]) -> bool:
    """Whether a category, or one around it, is for agents only."""
    while True:
        category = categories.get(folder)
        if category is not None and category.audience is Audience.AGENTS:
            return True
        if not folder:
            return False
        folder = folder.rpartition("/")[0]


def split(content: Content, settings: Settings) -> tuple[list[Article], dict[str, str]]:
    """The published articles, and path -> reason for each hidden one."""
    published: list[Article] = []
    hidden: dict[str, str] = {}
    for article in content.articles:
        reason = hidden_because(article, content.categories, settings)
        if reason is None:
            published.append(article)
        else:
            hidden[article.path] = reason
    return published, hidden


def check_dates(articles: Iterable[Article], today: date) -> Iterator[Finding]:
    """Expired articles that are still marked published, and overdue reviews."""
    for article in articles:
        if article.status is not Status.PUBLISHED:
            continue
        if article.publish_at and article.expires and article.expires <= article.publish_at:
            message = f"it expires on {article.expires}, before it is published"
            place = _key(article, "expires")
            yield Finding(place, "never-published", message, "correct one of the two dates")
        elif article.expires and article.expires <= today:
            message = f"it expired on {article.expires} and is no longer shown"
            hint = "set `status: archived`, or a later date"
            yield Finding(_key(article, "expires"), "expired", message, hint, Severity.NOTICE)
        due = review_due(article)
        if due is not None and due < today:
            message = f"its review was due on {due}"
            hint = "read it, correct it, and set `last_reviewed` to today"
            yield Finding(
                _key(article, "last_reviewed"), "review-overdue", message, hint, Severity.NOTICE
            )


def review_due(article: Article) -> date | None:
    """The day by which it must be reviewed, or None if it names no period."""
    if not article.review_in or article.last_reviewed is None:
        return None
    try:
        return article.last_reviewed + timedelta(days=days_in(article.review_in))
    except OverflowError:
        return None


def _key(article: Article, key: str) -> Place:
    return article.keys.get(key, article.place)
