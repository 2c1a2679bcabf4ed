"""A corpus: articles, queries, and which articles answer which query, kept as JSON lines.

A folder holds `articles.jsonl` (id, title, body, url, and sections where known),
`queries.jsonl` (id, text, and whatever the source knows besides) and `qrels.tsv`
(query id, article id, relevance), the form that most judged collections come in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Section:
    """A part of an article. The first has no anchor and no heading."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True)
class Article:
    """One page of a help center; its text is in its sections."""

    id: str
    title: str
    sections: tuple[Section, ...]
    url: str = ""

    @property
    def body(self) -> str:
        """The text with its headings, a section a line."""
        parts = (part for section in self.sections for part in (section.heading, section.text))
        return "\n".join(part for part in parts if part)


@dataclass(frozen=True)
class Query:
    """A query, and the articles that answer it."""

    id: str
    text: str
    relevant: frozenset[str] = frozenset()
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Corpus:
    """Articles with the queries that they are asked; `language` is a code such as "en"."""

    name: str
    language: str
    articles: tuple[Article, ...]
    queries: tuple[Query, ...] = ()


def read(folder: Path, *, name: str = "", language: str = "en") -> Corpus:
    """The corpus in a folder.

    Raises:
        OSError, ValueError, KeyError: A file is missing or of another form.
    """
    articles = tuple(_article(row) for row in _rows(folder / "articles.jsonl"))
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, article, relevance = line.split("\t")
        if int(relevance) > 0:
            relevant.setdefault(query, set()).add(article)
    queries = tuple(
        Query(row["id"], row["text"], frozenset(relevant[row["id"]]), row)
        for row in _rows(folder / "queries.jsonl")
        if row["id"] in relevant
    )
    return Corpus(name or folder.name, language, articles, queries)


def write(corpus: Corpus, folder: Path) -> None:
    """Write a corpus so that `read` finds it."""
    folder.mkdir(parents=True, exist_ok=True)
    _save(
        folder / "articles.jsonl",
        (
            {
                "id": article.id,
                "title": article.title,
                "body": article.body,
                "url": article.url,
                "language": corpus.language,
                "sections": [[s.anchor, s.heading, s.text] for s in article.sections],
            }
            for article in corpus.articles
        ),
    )
    _save(
        folder / "queries.jsonl",
        ({**query.about, "id": query.id, "text": query.text} for query in corpus.queries),
    )
    lines = ["query-id\tarticle-id\trelevance"]
    lines += [f"{q.id}\t{article}\t1" for q in corpus.queries for article in sorted(q.relevant)]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def page(article: Article, language: str) -> str:
    """The article as the HTML page of a help center, as every engine gets it."""
    parts = [
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(article.title)}</title>\n</head>\n<body>\n<main data-pagefind-body>\n"
        f"<h1>{escape(article.title)}</h1>\n"
    ]
    for section in article.sections:
        if section.heading:
            parts.append(f'<h2 id="{escape(section.anchor)}">{escape(section.heading)}</h2>\n')
        parts += [f"<p>{escape(text)}</p>\n" for text in section.text.split("\n") if text.strip()]
    return "".join(parts) + "</main>\n</body>\n</html>\n"


def _article(row: Mapping[str, Any]) -> Article:
    sections = row.get("sections") or [["", "", row["body"]]]
    return Article(
        str(row["id"]), row["title"], tuple(Section(*part) for part in sections), row["url"]
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def _save(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
