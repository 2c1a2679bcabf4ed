"""The pages of one build whose text may be changed by itself, left for the edits after it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from helpwright.articles import links
from helpwright.articles.code import plain_lines
from helpwright.articles.model import Article
from helpwright.errors import Finding
from helpwright.mkdocs_plugins import companions, documents, markdown_pages
from helpwright.permalinks.redirects import Plan
from helpwright.permalinks.urls import page_url
from helpwright.rebuilds import record


class Built(Protocol):
    """What the articles plugin knows at the end of a build."""

    published: dict[str, Article]
    files: Files
    plan: Plan


def of_build(
    config: MkDocsConfig,
    built: Built,
    shared: markdown_pages.Shared,
    places: Mapping[str, tuple[str, int, int]],
    findings: Iterable[Finding],
) -> Iterator[record.Page]:
    """The pages of articles about whose text there is nothing to find.

    Args:
        config: The configuration.
        built: What was built.
        shared: What became of the links in articles.
        places: The file of each page, and where its text begins there and how long it is.
        findings: What was found wrong.
    """
    root = Path(config.docs_dir)
    steered = getattr(companions.find(config, "search"), "steered", None)
    words = getattr(steered, "customer_words", {})
    lines: dict[str, int] = {}
    for found in findings:
        lines[found.place.path] = max(_line_of_text(found), lines.get(found.place.path, 0))
    for path, (output, start, length) in places.items():
        article, file = built.published.get(path), built.files.get_file_from_path(path)
        written = shared.links.get(path)
        if not article or not file or not file.page or written is None:
            continue
        if lines.get(article.place.path, 0) >= article.body_line:
            continue
        hidden = file.page.meta.get("hide")
        source = (root / path).read_bytes()
        text = plain_lines(source.decode("utf-8-sig", "replace"))
        header = len(text) - len(article.body)
        known = "title" in article.keys and text[header:] == article.body
        yield record.Page(
            path=path,
            output=output,
            start=start,
            length=length,
            header=header if known else 0,
            body_line=article.body_line,
            links=written,
            fields=documents.fields_of(file.page, config, words.get(file.page.url, ())),
            hides_contents=isinstance(hidden, list | str) and "toc" in hidden,
            aliases=[*map(astuple, built.plan.aliases.get(page_url(file.page.url), ()))],
            source=source,
        )


def _line_of_text(finding: Finding) -> int:
    """The line of a finding that an edit to the text may move or mend; 0 if it may not."""
    return sys.maxsize if finding.code in links.CODES else finding.place.line
