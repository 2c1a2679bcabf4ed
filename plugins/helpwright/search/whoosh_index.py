"""The agents' and writers' side: drafts and internal pages too, with Whoosh's query language.

The only module that imports Whoosh, and it does so when first used. The site's own search
does not depend on it. Open only an index that Helpwright built: Whoosh unpickles parts of it.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpwright.errors import Finding, Place, StoreError
from helpwright.search.analysis import normalize, surfaces
from helpwright.search.documents import Document
from helpwright.search.query import edit_distance

_WEIGHTS = {"title": 5.0, "headings": 2.0, "aliases": 4.0, "labels": 3.0, "content": 1.0}
_MOST_CHARACTERS = 2000
# A query with a field, a phrase or NOT means what it says: then nothing found is the answer.
_EXACT = re.compile(
    r"\b(title|headings|aliases|labels|content|category|type|kind|language|visibility|url):\S"
    r'|\bNOT\b|"[^"]+"'
)
_LANGUAGE = re.compile(r'[:"*?()\[\]^~]|\b(AND|OR|NOT|ANDNOT|ANDMAYBE)\b')


@dataclass(frozen=True)
class WhooshIndex:
    """An open index. `handle` is Whoosh's own and nobody else's business."""

    handle: Any
    place: str


@dataclass(frozen=True)
class WhooshHit:
    """A page found. `highlights` is plain text, the words found in [brackets]."""

    url: str
    title: str
    visibility: str
    score: float
    highlights: str


def build(
    documents: Iterable[Document],
    folder: Path | None = None,
    *,
    visibility: Mapping[str, str] | None = None,
) -> WhooshIndex:
    """A new index of documents, in a folder or, without one, in memory.

    Args:
        documents: What to index.
        folder: Replaces the Whoosh index in it, if there is one.
        visibility: From address to "draft", "internal" or the like; others are "public".
    """
    from whoosh import index  # type: ignore[import-untyped]
    from whoosh.filedb.filestore import RamStorage  # type: ignore[import-untyped]

    pages = sorted(documents, key=lambda document: document.url)
    schema = _schema(pages)
    if folder is None:
        handle = RamStorage().create_index(schema)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        handle = index.create_in(str(folder), schema)
    writer = handle.writer()
    for page in pages:
        content = [page.description, *(section.text for section in page.sections)]
        writer.add_document(
            url=page.url,
            title=page.title,
            headings="\n".join(section.heading for section in page.sections),
            aliases="\n".join(page.aliases),
            labels="\n".join(page.labels),
            content="\n".join(content),
            category=page.category,
            type=page.type,
            kind=page.kind,
            language=page.language,
            words=_words(page),
            visibility=(visibility or {}).get(page.url, "public"),
        )
    writer.commit()
    return WhooshIndex(handle, str(folder or "memory"))


def open_folder(folder: Path) -> WhooshIndex:
    """The index that Helpwright built in a folder.

    Raises:
        StoreError: There is none, or it cannot be read.
    """
    from whoosh import index

    # Whoosh reports a damaged file by whatever its parts raise: struct, pickle, Key- or OSError.
    try:
        return WhooshIndex(index.open_dir(str(folder)), str(folder))
    except Exception as error:
        raise StoreError(
            Finding(
                Place(str(folder)),
                "search-index-unreadable",
                "there is no search index here that can be read",
                "run the search again with a fresh index",
            )
        ) from error


def search(index: WhooshIndex, query_string: str, limit: int = 10) -> list[WhooshHit]:
    """The pages that match a query in Whoosh's language, best first.

    A query such as `title:refund NOT visibility:draft` is taken at its word: all of it must
    match. Words alone need not all match, and what Whoosh cannot read is searched as words.
    """
    from whoosh import scoring

    with index.handle.searcher(weighting=scoring.BM25F()) as searcher:
        for query in _queries(index, query_string[:_MOST_CHARACTERS]):
            # Odd queries fail in odd places of Whoosh (dates, ranges, lone operators).
            try:
                found = searcher.search(query, limit=max(1, limit))
                hits = [_hit(hit) for hit in found]
            except Exception:
                continue
            if hits or _EXACT.search(query_string):
                return hits
    return []


def suggest(index: WhooshIndex, query_string: str) -> str | None:
    """The query with unknown words replaced by near ones that the index has, or None."""
    typed = [word for word, _, _ in surfaces(normalize(query_string[:_MOST_CHARACTERS]))]
    with index.handle.reader() as reader:
        corrector = reader.corrector("words")
        corrected = [
            word
            if not 4 <= len(word) <= 32 or ("words", word) in reader
            else _nearest(word, corrector.suggest(word, 8, 2))
            for word in typed
        ]
    return " ".join(corrected) if corrected != typed else None


def _nearest(word: str, candidates: Iterable[str]) -> str:
    """The candidate that a typo most likely meant; Whoosh counts two swapped letters as two."""
    most = 1 if len(word) < 8 else 2
    near = [(edit_distance(word, found, most), found) for found in candidates]
    return min((pair for pair in near if pair[0] <= most), default=(0, word))[1]


def _schema(pages: list[Document]) -> Any:
    from whoosh import analysis, fields

    code = (pages[0].language if pages else "en").replace("_", "-").split("-")[0].lower()
    if code in ("ja", "zh", "ko", "th"):
        analyzer = analysis.NgramWordAnalyzer(2, 2)
    else:
        analyzer = analysis.LanguageAnalyzer(code)
    texts = {
        field: fields.TEXT(analyzer=analyzer, field_boost=weight, stored=True)
        for field, weight in _WEIGHTS.items()
    }
    plain = {
        field: fields.TEXT(analyzer=analysis.SimpleAnalyzer(), stored=True)
        for field in ("category", "type", "kind", "language", "visibility")
    }
    url = fields.ID(unique=True, stored=True)
    return fields.Schema(url=url, words=fields.KEYWORD(), **texts, **plain)


def _queries(index: WhooshIndex, text: str) -> Iterator[Any]:
    """The query as written, if it uses the query language; then as plain words in any field."""
    from whoosh import qparser, query

    schema = index.handle.schema
    if _LANGUAGE.search(text):
        with contextlib.suppress(Exception):
            yield qparser.MultifieldParser(list(_WEIGHTS), schema).parse(text)
    words = normalize(text)
    terms = [
        query.Term(field, term)
        for field in _WEIGHTS
        for term in schema[field].process_text(words, mode="query")
    ]
    yield query.Or(terms, scale=0.9)


def _words(page: Document) -> str:
    texts = [page.title, *page.aliases, *page.labels]
    texts += (f"{section.heading} {section.text}" for section in page.sections)
    return " ".join(sorted({word for text in texts for word, _, _ in surfaces(normalize(text))}))


def _hit(hit: Any) -> WhooshHit:
    from whoosh import highlight

    class Brackets(highlight.Formatter):  # type: ignore[misc]
        between = " … "

        def format_token(self, text: str, token: Any, replace: bool = False) -> str:
            return f"[{highlight.get_text(text, token, replace)}]"

    hit.results.formatter = Brackets()
    marked = hit.highlights("content", top=2)
    return WhooshHit(
        url=hit["url"],
        title=hit["title"],
        visibility=hit["visibility"],
        score=float(hit.score),
        highlights=" ".join((marked or hit["content"][:160]).split()),
    )
