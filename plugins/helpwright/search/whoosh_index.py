"""The agents' and writers' side: drafts and internal pages too, with a query language.

This module and its neighbours `whoosh_index_*` are the only ones that import Whoosh, and they do
so when first used; the site's own search does not depend on it. An index lives in memory only:
Whoosh unpickles parts of what it reads from a disk, so nothing is read from one.

Pages are cut into words by `analysis`, each in its own language, as for the site's search. The
words of a strong field stand several times in the field that is ranked, so that BM25 over it is
BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 Extension to Multiple Weighted Fields", 2004).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from helpwright.errors import Finding
from helpwright.search import whoosh_index_query as queries
from helpwright.search.analysis import tokenize
from helpwright.search.documents import Section
from helpwright.search.whoosh_index_fields import (
    ALL,
    FACETS,
    Entry,
    Vocabulary,
    count_values,
    fields_of,
    is_value,
    schema,
    values,
    vocabulary_of,
)
from helpwright.search.whoosh_index_query import Asked
from helpwright.search.whoosh_index_snippets import Passage, best_passage, passage_of
from helpwright.search.whoosh_index_spelling import suggest

# On 160 customers' questions to a help center and 199 forum posts, a slow saturation ranked
# better (nDCG@10 .83 and .83) than the usual 1.2 (.79 and .82).
_K1, _B = 3.0, 0.75
# A page counts by the share of the words that it has, as if it had this many more of them.
_COVERAGE, _GRANTED = 0.5, 12
# As many words of a page as say what it is about.
_KEY_TERMS = 40


@dataclass(frozen=True)
class WhooshIndex:
    """An open index. `handle` is Whoosh's own and nobody else's business."""

    handle: Any
    entries: tuple[Entry, ...]
    vocabulary: Vocabulary


@dataclass(frozen=True)
class WhooshHit:
    """A page found, and where in it."""

    entry: Entry
    score: float
    passage: Passage


@dataclass(frozen=True)
class Found:
    """What a query found.

    `total` counts all pages found, `complete` those with every word of the query. `suggestion` is
    the query with unknown words replaced by near ones. `facets` says of each facet how many pages
    have each value, the commonest first.
    """

    hits: tuple[WhooshHit, ...] = ()
    total: int = 0
    complete: int = 0
    suggestion: str | None = None
    notices: tuple[Finding, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def build(entries: Iterable[Entry]) -> WhooshIndex:
    """A new index, in memory."""
    from whoosh.filedb.filestore import RamStorage

    ordered = tuple(sorted(entries, key=lambda entry: entry.document.url))
    handle = RamStorage().create_index(schema())
    writer = handle.writer()
    seen = []
    for number, entry in enumerate(ordered):
        fields, tokens = fields_of(entry)
        writer.add_document(number=number, **fields)
        seen.append(tokens)
    writer.commit()
    return WhooshIndex(handle, ordered, vocabulary_of(ordered, seen))


def search(
    index: WhooshIndex,
    text: str,
    *,
    limit: int = 10,
    filters: Mapping[str, Collection[str]] | None = None,
    like: Entry | None = None,
) -> Found:
    """The pages that match a query, best first.

    A query such as `title:refund NOT visibility:draft` is taken at its word: all of it must
    match. Words alone need not all match. What cannot be understood is read as words, and a
    notice says so.

    Args:
        index: What to search.
        text: The query. An empty one leaves the choice to the filters and to `like`.
        limit: The most hits to return; `Found.total` counts them all.
        filters: From facet to values; a page must have one of the values of each.
        like: Rank by likeness to this page, which is itself left out.
    """
    asked = queries.parse(text, index.vocabulary) if text.strip() else queries.EVERYTHING
    ranked = _rank(index, asked, like)
    kept = [
        (number, score, is_complete)
        for number, score, is_complete in ranked
        if index.entries[number] != like and _passes(index.entries[number], filters or {})
    ]
    found = [index.entries[number] for number, _, _ in kept]
    hits = tuple(
        WhooshHit(entry, score, best_passage(entry.document, asked.stems, index.vocabulary.counts))
        for entry, (_, score, _) in zip(found[:limit], kept, strict=False)
    )
    return Found(
        hits=hits,
        total=len(found),
        complete=sum(is_complete for _, _, is_complete in kept),
        suggestion=suggest(text, asked.words, index.vocabulary),
        notices=asked.notices,
        facets={name: count_values(found, name) for name in FACETS},
    )


def search_mended(
    index: WhooshIndex,
    text: str,
    *,
    limit: int = 10,
    filters: Mapping[str, Collection[str]] | None = None,
    like: Entry | None = None,
) -> tuple[Found, str]:
    """The same, but if nothing is found, with the words replaced that no page has.

    Returns:
        What was found, and the query that found it.
    """
    found = search(index, text, limit=limit, filters=filters, like=like)
    if found.total or not found.suggestion:
        return found, text
    mended = search(index, found.suggestion, limit=limit, filters=filters, like=like)
    if not mended.total:
        return found, text
    notices = (*found.notices, *mended.notices)
    mended = replace(mended, suggestion=found.suggestion, notices=tuple(dict.fromkeys(notices)))
    return mended, found.suggestion


def hit_at(entry: Entry, anchor: str) -> WhooshHit:
    """A page as a result that nobody had to search for, at one of its sections."""
    sections = entry.document.sections or (Section("", "", ""),)
    section = next((section for section in sections if section.anchor == anchor), sections[0])
    return WhooshHit(entry, 1.0, passage_of(section, entry.document))


def _rank(index: WhooshIndex, asked: Asked, like: Entry | None) -> list[tuple[int, float, bool]]:
    """Numbers of the pages that match, with scores and whether they have every word, best first."""
    from whoosh import query, scoring

    tree = query.Every() if asked.tree is None else asked.tree
    ranking, narrowed = (tree, None) if like is None else (_likeness(index, like), tree)
    with index.handle.searcher(weighting=scoring.BM25F(B=_B, K1=_K1)) as searcher:
        results = searcher.search(ranking, limit=None, filter=narrowed)
        scores = {hit.docnum: float(hit.score) for hit in results}
        had = Counter(number for part in asked.parts for number in part.docs(searcher))
    count = len(asked.parts)
    if like is None:
        scores = {
            number: score * ((had[number] + _GRANTED) / (count + _GRANTED)) ** _COVERAGE
            for number, score in scores.items()
        }
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [(number, score, had[number] == count) for number, score in ranked]


def _passes(entry: Entry, filters: Mapping[str, Collection[str]]) -> bool:
    return all(
        any(is_value(facet, wanted, value) for wanted in allowed for value in values(entry, facet))
        for facet, allowed in filters.items()
        if allowed
    )


def _likeness(index: WhooshIndex, entry: Entry) -> Any:
    from whoosh import query

    terms = _key_terms(index, entry).items()
    return query.Or([query.Term(ALL, stem, boost=weight) for stem, weight in terms])


def _key_terms(index: WhooshIndex, entry: Entry) -> dict[str, float]:
    """The stems that set a page apart from the others, each with a weight up to 1.

    By Whoosh's expansion model Bo1 (Amati, "Probabilistic Models for Information Retrieval based
    on Divergence from Randomness", 2003).
    """
    from whoosh.classify import Expander

    document = entry.document
    strong = [document.title, *document.aliases, document.description]
    texts = [*strong, *strong, *(f"{s.heading} {s.text}" for s in document.sections)]
    counted = Counter(t.stem for text in texts for t in tokenize(text, document.language))
    with index.handle.reader() as reader:
        expander = Expander(reader, ALL)
        expander.add(counted.items())
        return dict(expander.expanded_terms(_KEY_TERMS))
