"""Engines that need a server, asked from Python: what ranking can reach without its limits.

All take a query as a list of words of which none must match.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from corpus import Article, Corpus

Ask = Callable[[str], list[str]]
_WORD = re.compile(r"\w+")
_NAMES = {"en": "english", "de": "german"}
TITLE, HEADINGS, BODY = 3.0, 1.5, 1.0


def open_whoosh(corpus: Corpus) -> Ask:
    """BM25F over title, headings and text, with stems and stop words."""
    analysis, fields, parsing = (
        _load(f"whoosh.{part}") for part in ("analysis", "fields", "qparser")
    )

    analyzer = analysis.LanguageAnalyzer(corpus.language)
    schema = fields.Schema(
        id=fields.ID(stored=True),
        title=fields.TEXT(analyzer=analyzer, field_boost=TITLE),
        headings=fields.TEXT(analyzer=analyzer, field_boost=HEADINGS),
        body=fields.TEXT(analyzer=analyzer, field_boost=BODY),
    )
    folder = tempfile.TemporaryDirectory(prefix="whoosh-")
    index = _load("whoosh.index").create_in(folder.name, schema)
    writer = index.writer(limitmb=512)
    for article in corpus.articles:
        writer.add_document(
            id=article.id, title=article.title, headings=_headings(article), body=_body(article)
        )
    writer.commit()
    searcher = index.searcher()
    parser = parsing.MultifieldParser(["title", "headings", "body"], schema, group=parsing.OrGroup)

    def ask(text: str) -> list[str]:
        assert folder.name  # kept as long as it is asked
        words = " ".join(_WORD.findall(text.lower()))
        return [hit["id"] for hit in searcher.search(parser.parse(words), limit=10)]

    return ask


def open_bm25s(corpus: Corpus) -> Ask:
    """BM25 over one field in which the title stands three times."""
    bm25s = _load("bm25s")
    stemmer = _load("Stemmer").Stemmer(_NAMES[corpus.language])

    def tokens(texts: list[str]) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            texts,
            stopwords=corpus.language,
            stemmer=stemmer,
            return_ids=False,
            show_progress=False,
        )
        return found

    texts = [
        " ".join([article.title] * int(TITLE)) + " " + article.body for article in corpus.articles
    ]
    retriever = bm25s.BM25()
    retriever.index(tokens(texts), show_progress=False)
    ids = [article.id for article in corpus.articles]

    def ask(text: str) -> list[str]:
        asked = tokens([text])
        if not asked[0]:
            return []
        found, scores = retriever.retrieve(asked, k=min(10, len(ids)), show_progress=False)
        pairs = zip(found[0], scores[0], strict=True)
        return [ids[int(n)] for n, score in pairs if score > 0]

    return ask


def open_fts5(corpus: Corpus) -> Ask:
    """SQLite's BM25 over three weighted columns; its stemmer knows English only."""
    tokenizer = "porter unicode61" if corpus.language == "en" else "unicode61"
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE page USING fts5"
        f"(id UNINDEXED, title, headings, body, tokenize='{tokenizer}')"
    )
    database.executemany(
        "INSERT INTO page VALUES (?, ?, ?, ?)",
        ((a.id, a.title, _headings(a), _body(a)) for a in corpus.articles),
    )
    ranked = (
        "SELECT id FROM page WHERE page MATCH ? "
        f"ORDER BY bm25(page, 0, {TITLE}, {HEADINGS}, {BODY}) LIMIT 10"
    )

    def ask(text: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
        return [row[0] for row in database.execute(ranked, (words,))] if words else []

    return ask


REFERENCES: Mapping[str, Callable[[Corpus], Ask]] = {
    "Whoosh (server)": open_whoosh,
    "bm25s (server)": open_bm25s,
    "SQLite FTS5 (server)": open_fts5,
}
LANGUAGES = tuple(_NAMES)


def _load(name: str) -> Any:
    """A module without type hints, or one that only the benchmark installs."""
    return import_module(name)


def _headings(article: Article) -> str:
    return "\n".join(section.heading for section in article.sections)


def _body(article: Article) -> str:
    return "\n".join(section.text for section in article.sections)
