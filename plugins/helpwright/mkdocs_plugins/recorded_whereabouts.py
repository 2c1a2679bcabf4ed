"""What the links of one build may lead to, left for the edits after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles import attachments
from helpwright.articles.model import Article, Content
from helpwright.mkdocs_plugins import companions
from helpwright.permalinks.resolver import Resolver
from helpwright.rebuilds.whereabouts import Whereabouts, folded

_BETWEEN = re.compile(r"->|→|[#\s]+")


class Built(Protocol):
    """What the articles plugin knows at the end of a build."""

    content: Content
    published: dict[str, Article]
    hidden: dict[str, str]
    files: Files
    resolver: Resolver


def of_build(config: MkDocsConfig, built: Built, word: str) -> Whereabouts:
    """What links may lead to; `word` stands above tables of contents."""
    articles = built.content.articles
    concealed = [article for article in articles if article.path in built.hidden]
    names = {
        name for article in concealed for name in attachments.named_in(article.body, article.folder)
    }
    options: Any = getattr(companions.find(config, "articles"), "config", {})
    given = config.theme.get("strings")
    strings = given if isinstance(given, Mapping) else {}
    resolver = built.resolver
    return Whereabouts(
        word=word,
        theme={
            "language": str(config.theme.get("language") or ""),
            "strings": {str(name): str(text) for name, text in strings.items() if text},
        },
        files={file.src_uri: file.url for file in built.files if not file.inclusion.is_excluded()},
        published={path: article.url for path, article in built.published.items()},
        ids={article.id: article.path for article in articles},
        hidden=built.hidden,
        hidden_titles=sorted({folded(article.title) for article in concealed}),
        hidden_names=sorted(names),
        claimed=sorted(set(_claimed(built))),
        ledger=str(Path(config.docs_dir) / options["ledger"]),
        hosts=sorted(resolver.hosts),
        base_path=resolver.base_path,
        languages=list(resolver.languages),
        addresses=resolver.url_to_id,
    )


def _claimed(built: Built) -> Iterator[str]:
    """The words of all redirects."""
    for article in built.content.articles:
        for written in article.redirect_from:
            yield from _BETWEEN.split(written)
    for file in built.files.documentation_pages():
        for written in (file.page.meta.get("redirect_from") if file.page else None) or ():
            yield from _BETWEEN.split(str(written))
