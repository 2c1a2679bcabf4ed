"""What the words of a query stand for in the agents' and writers' index.

Whoosh's parser gives a tree of operators, phrases and fields with words as typed. Here each word
becomes its stems in the languages of the site, as pages were cut into words, too. Wild and fuzzy
words are looked up among the words as people write them, which stems no longer are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from helpwright.search.analysis import fold, is_unspaced, language_of, normalize
from helpwright.search.whoosh_index_fields import (
    ALL,
    DATES,
    FACETS,
    RAW,
    TEXTS,
    Vocabulary,
    other_name,
)
from helpwright.search.whoosh_index_spelling import within

ANY = ""
"""The field of words that name none."""

MOST_WORDS = 64
# Each is compared with every word of the site.
_MOST_PATTERNS = 16
_MOST_STARS = 5
_MOST_STEMS = 200
_HEAVIEST = 100.0
_OPERATORS = frozenset({"AND", "OR", "NOT", "ANDNOT", "ANDMAYBE", "REQUIRE"})
_OPERATORS_AS_WORDS = frozenset(operator.lower() for operator in _OPERATORS)
_SENTENCE, _LITTLE_WORDS = 6, 2
_SEPARATORS = re.compile(r"[^\w*?]+")


class Terms:
    """Turns the words of one query into Whoosh's queries, and keeps what they are."""

    def __init__(self, vocabulary: Vocabulary, text: str) -> None:
        self.vocabulary = vocabulary
        self.words: list[str] = []
        self.stems: set[str] = set()
        self.stop_stems: set[str] = set()
        self.patterns = 0
        self.is_negated = False
        surfaces = [surface for surface, _ in vocabulary.variants(text)]
        self.stop_words = _stop_words(surfaces, vocabulary.languages)
        stops = self.stop_words - _OPERATORS_AS_WORDS
        # The little words that a question has and a query does not.
        self.is_sentence = len(surfaces) >= _SENTENCE and (
            sum(surface in stops for surface in surfaces) >= _LITTLE_WORDS
        )

    def of_tree(self, tree: Any, *, has_operators: bool) -> tuple[Any, tuple[Any, ...]] | None:
        """The query, and its words one by one if a page need not have all; None without a word."""
        from whoosh import query

        leaves = tree.subqueries if type(tree) is query.And else [tree]
        kinds = (query.Term, query.Prefix, query.Wildcard, query.FuzzyTerm)
        are_words = all(type(leaf) in kinds and leaf.fieldname == ANY for leaf in leaves)
        if are_words and not has_operators:
            return self._loose(leaves)
        made = self._part(tree)
        return None if made is None else (made, ())

    def of_words(self, words: Iterable[str]) -> tuple[Any, tuple[Any, ...]] | None:
        """The same for a text that is no query."""
        from whoosh import query

        return self._loose([query.Term(ANY, word) for word in words])

    def _loose(self, leaves: Iterable[Any]) -> tuple[Any, tuple[Any, ...]] | None:
        from whoosh import query

        content: list[Any] = []
        stops: list[Any] = []
        for leaf in leaves:
            if type(leaf) is not query.Term:
                content.append(self._pattern(leaf, ALL))
                continue
            for surface, stems in self._words(leaf.text):
                kept = stops if surface in self.stop_words else content
                kept.append(_any(ALL, stems, leaf.boost))
        # A word typed twice is not meant twice as much.
        made = tuple(dict.fromkeys(content or stops))[:MOST_WORDS]
        return (query.Or(made), made) if made else None

    def _part(self, tree: Any) -> Any:
        """A part of a query that is taken at its word, or None if it holds no word."""
        from whoosh import query

        if isinstance(tree, query.Not):
            self.is_negated = not self.is_negated
            inner = self._part(tree.query)
            self.is_negated = not self.is_negated
            return None if inner is None else query.Not(inner)
        if isinstance(tree, query.AndNot | query.AndMaybe | query.Require):
            first, second = self._part(tree.a), self._part(tree.b)
            return first if first is None or second is None else type(tree)(first, second)
        if isinstance(tree, query.And | query.Or):
            return self._group(tree)
        if isinstance(tree, query.Every):
            return query.Every(tree.fieldname or None)
        if isinstance(tree, query.TermRange):
            return self._range(tree)
        if isinstance(tree, query.Phrase):
            return self._phrase(tree.fieldname, " ".join(tree.words), tree.slop, tree.boost)
        return self._leaf(tree) if hasattr(tree, "text") else None

    def _group(self, tree: Any) -> Any:
        from whoosh import query

        parts = [part for part in tree.subqueries if not self._is_stop(part)] or tree.subqueries
        made = [q for part in parts if (q := self._part(part)) is not None]
        if made and type(tree) is query.And and all(isinstance(part, query.Not) for part in made):
            made.insert(0, query.Every())
        return type(tree)(made, boost=min(tree.boost, _HEAVIEST)) if made else None

    def _is_stop(self, part: Any) -> bool:
        from whoosh import query

        is_word = type(part) is query.Term and part.fieldname == ANY
        return is_word and fold(normalize(part.text)).strip() in self.stop_words

    def _leaf(self, leaf: Any) -> Any:
        from whoosh import query

        field, is_word = leaf.fieldname, type(leaf) is query.Term
        if field in RAW:
            return _raw(leaf)
        if field in FACETS:
            return self._facet(leaf)
        if is_word:
            return self._phrase(field, leaf.text, 1, leaf.boost)
        return self._pattern(leaf, field or ALL)

    def _range(self, tree: Any) -> Any:
        from whoosh import query

        start, end = (tree.start or "").strip(), (tree.end or "").strip()
        if tree.fieldname == ANY:
            return self._phrase(ANY, f"{start} {end}", 1, tree.boost)
        if tree.fieldname not in RAW:
            start, end = fold(normalize(start)), fold(normalize(end))
        elif end and not tree.endexcl:
            # "[TO 2026]" means all of that year: whatever begins so.
            end = f"{end}~"
        if start and end and start > end:
            return query.NullQuery
        return query.TermRange(
            tree.fieldname, start or None, end or None, tree.startexcl, tree.endexcl
        )

    def _phrase(self, field: str, text: str, slop: int, boost: float) -> Any:
        """Words that follow each other, or a single one."""
        from whoosh import query

        if field in FACETS:
            return self._facet(query.Term(field, text))
        if field in RAW:
            return _raw(query.Term(field, text))
        words = self._words(text)
        if len(words) < 2:
            return _any(field or ALL, words[0][1], boost) if words else None
        fields = (field,) if field else tuple(TEXTS)
        lines = self.vocabulary.phrases(text)
        boost = min(boost, _HEAVIEST)
        return query.Or([query.Phrase(f, list(s), slop, boost) for f in fields for s in lines])

    def _facet(self, leaf: Any) -> Any:
        """A value, of which a part is enough: category:billing finds "Plans and billing"."""
        from whoosh import query

        if type(leaf) is not query.Term:
            return type(leaf)(leaf.fieldname, fold(normalize(leaf.text)))
        surfaces = [surface for surface, _ in self.vocabulary.variants(leaf.text)]
        if leaf.fieldname == "visibility":
            surfaces = [other_name(surface) for surface in surfaces]
        if len(surfaces) < 2:
            return query.Term(leaf.fieldname, surfaces[0]) if surfaces else None
        return query.Phrase(leaf.fieldname, surfaces)

    def _words(self, text: str) -> Sequence[tuple[str, frozenset[str]]]:
        """The words of a text with their stems; what it looks for is to be marked."""
        if text in _OPERATORS:
            return ()
        words = [(word, self._pairs(word) or s) for word, s in self.vocabulary.variants(text)]
        if not self.is_negated:
            self.words += (surface for surface, _ in words)
            for surface, stems in words:
                kept = self.stop_stems if surface in self.stop_words else self.stems
                kept.update(stems)
        return words

    def _pairs(self, surface: str) -> frozenset[str]:
        """For a single character of a script without spaces: the pairs that hold it."""
        if len(surface) > 1 or not is_unspaced(surface):
            return frozenset()
        return frozenset(pair for pair in self.vocabulary.stems if surface in pair)

    def _pattern(self, leaf: Any, field: str) -> Any:
        """A wild or fuzzy word: all of the site's words that it fits."""
        from whoosh import query

        self.patterns += 1
        before, _, text = (" ".join(_SEPARATORS.split(fold(normalize(leaf.text))))).rpartition(" ")
        stars = len(re.findall(r"[*?]", text))
        if self.patterns > _MOST_PATTERNS or stars > _MOST_STARS:
            return self._phrase(leaf.fieldname, text, 1, leaf.boost) or query.NullQuery
        if type(leaf) is query.FuzzyTerm:
            near = within(text, min(2, int(leaf.maxdist)), self.vocabulary)
            start = text[: int(leaf.prefixlength)]
            found = [surface for _, surface in near if surface.startswith(start)]
        else:
            found = self._fitting(f"{text}*" if type(leaf) is query.Prefix else text)
        stems = {stem for surface in found for stem in self.vocabulary.stems[surface]}
        if not self.is_negated:
            self.stems |= stems
        made = _any(field, stems, leaf.boost) if stems else query.NullQuery
        words = self._phrase(leaf.fieldname, before, 1, leaf.boost) if before else None
        return made if words is None else query.And([words, made])

    def _fitting(self, pattern: str) -> list[str]:
        """The commonest words that a pattern with * and ? fits."""
        wild = {"*": ".*", "?": "."}
        shape = re.compile("".join(wild.get(letter, re.escape(letter)) for letter in pattern))
        found = [surface for surface in self.vocabulary.stems if shape.fullmatch(surface)]
        found.sort(key=lambda surface: (-self.vocabulary.counts.get(surface, 0), surface))
        return found[:_MOST_STEMS]


def _stop_words(surfaces: Sequence[str], languages: Sequence[str]) -> frozenset[str]:
    """Those of the language that a query seems to be in; a lone "hat" may be English or German."""
    sets = [language_of(code).stop_words for code in languages]
    counts = [sum(surface in stops for surface in surfaces) for stops in sets]
    most = max(counts, default=0)
    return sets[counts.index(most)] if len(sets) == 1 or most > 1 else frozenset()


def _any(field: str, stems: Iterable[str], boost: float) -> Any:
    """Any of these stems in a field."""
    from whoosh import query

    terms = [query.Term(field, stem, boost=min(boost, _HEAVIEST)) for stem in sorted(stems)]
    return terms[0] if len(terms) == 1 else query.Or(terms)


def _raw(leaf: Any) -> Any:
    """A value as it is written; a part of a path or an address, and the start of a date, do."""
    from whoosh import query

    field, text = leaf.fieldname, leaf.text.strip()
    if type(leaf) is query.Prefix:
        return query.Prefix(field, text)
    if type(leaf) is query.Wildcard and len(re.findall(r"[*?]", text)) <= _MOST_STARS:
        return query.Wildcard(field, text)
    if field in ("path", "url"):
        return query.Wildcard(field, f"*{re.sub(r'[*?]', '', text).strip('/')}*")
    return query.Prefix(field, text) if field in DATES else query.Term(field, text)
