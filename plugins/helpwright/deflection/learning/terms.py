"""Words that customers use for what an article answers, and that the article lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpwright.deflection.figures import FEWEST_REQUESTERS_PUBLIC
from helpwright.deflection.learning.log_odds import LEAST_Z, z_score
from helpwright.deflection.learning.messages import Message
from helpwright.deflection.learning.scrubbing import is_private
from helpwright.deflection.learning.wording import Analyst, Key, Names, terms
from helpwright.search.analysis import language_of, tokenize
from helpwright.search.documents import Document
from helpwright.search.index import code_of

# More would bury the ones that matter, for the reviewer and for search.
MOST_TERMS = 10
# A longer phrase says more than its part, if nearly everybody who used the part used it.
_NEARLY_ALL = 0.8


@dataclass(frozen=True)
class Term:
    """A term for an article: how many customers used it, and how typical it is of these."""

    article: str
    text: str
    requesters: int
    z: float


@dataclass(frozen=True)
class Limits:
    """What a term must reach. Whoever lowers `fewest` must not publish the result."""

    fewest: int = FEWEST_REQUESTERS_PUBLIC
    least_z: float = LEAST_Z
    most: int = MOST_TERMS


@dataclass(frozen=True)
class Wording:
    """An article's words: its language and the stems it has, without its customers' words."""

    language: str
    stems: frozenset[str]


@dataclass(frozen=True)
class Reviewed:
    """What a person decided, by article: phrases that are in use, and those that must not return.

    Those rejected under `EVERYWHERE` return for no article.
    """

    accepted: Mapping[str, Collection[str]]
    rejected: Mapping[str, Collection[str]]


EVERYWHERE = "*"
NOTHING_REVIEWED = Reviewed({}, {})


def wording_of(document: Document) -> Wording:
    """The words of an article wherever search finds them, save those of its customers."""
    language = code_of(document)
    texts = [document.title, document.description, document.category, document.type]
    texts += [*document.labels, *document.aliases, *document.applies_to]
    for section in document.sections:
        texts += section.heading, section.text
    tokens = tokenize("\n".join(texts), language, stop_words=True)
    return Wording(language, frozenset(word for token in tokens for word in token))


def propose(
    messages: Sequence[Message],
    articles: Mapping[str, Wording],
    site_words: Mapping[str, Collection[str]],
    *,
    reviewed: Reviewed = NOTHING_REVIEWED,
    limits: Limits = Limits(),
) -> tuple[Term, ...]:
    """New terms of each article, the most typical first; the order of messages is no matter.

    Args:
        messages: Customers' first messages, of linked and of other tickets.
        articles: The public articles by id.
        site_words: The words of the whole site by language, as written without accents.
        reviewed: What must not be proposed again.
        limits: What a term must reach.
    """
    by_language: dict[str, list[Message]] = defaultdict(list)
    main = max(sorted(site_words), key=lambda code: len(site_words[code]), default="en")
    for message in messages:
        known = [articles[name].language for name in message.articles if name in articles]
        by_language[known[0] if known else main].append(message)
    found: list[Term] = []
    for language in sorted(by_language):
        chosen = {name: item for name, item in articles.items() if item.language == language}
        site = site_words.get(language, ())
        learner = _Learner(Analyst(language), Names(site, language), chosen, reviewed, limits)
        found += learner.learn(by_language[language])
    return tuple(found)


@dataclass(frozen=True)
class _Group:
    """The customers of an article: of each term how many used it, and of all terms by length."""

    uses: Counter[Key]
    totals: Counter[int]


@dataclass(frozen=True)
class _Learner:
    analyst: Analyst
    names: Names
    articles: Mapping[str, Wording]
    reviewed: Reviewed
    limits: Limits

    def learn(self, messages: Sequence[Message]) -> Iterator[Term]:
        linked: dict[str, list[Message]] = defaultdict(list)
        for message in messages:
            for name in message.articles:
                if name in self.articles:
                    linked[name].append(message)
        groups: dict[str, _Group] = {}
        for name in sorted(linked):
            if len({message.requester for message in linked[name]}) >= self.limits.fewest:
                groups[name] = self._count(name, linked[name])
        if not any(group.uses for group in groups.values()):
            return
        everywhere = self._count_everywhere(messages, {k for g in groups.values() for k in g.uses})
        for name, group in groups.items():
            yield from self._choose(name, group, everywhere, linked[name])

    def _count(self, name: str, messages: Iterable[Message]) -> _Group:
        """What may become a term of an article, by distinct customers."""
        uses: Counter[Key] = Counter()
        totals: Counter[int] = Counter()
        for keys in self._by_requester(messages):
            uses.update(keys)
            totals.update(map(len, keys))
        lacking = {
            key: count
            for key, count in uses.items()
            if count >= self.limits.fewest and self._lacks(name, key)
        }
        return _Group(Counter(lacking), totals)

    def _count_everywhere(self, messages: Iterable[Message], wanted: Collection[Key]) -> _Group:
        uses: Counter[Key] = Counter()
        totals: Counter[int] = Counter()
        for message in messages:
            for clause in self.analyst.clauses(message.courtesies):
                self.names.see_courtesy(clause)
            for text in message.question:
                for clause in self.analyst.clauses(text):
                    self.names.see(clause)
        for keys in self._by_requester(messages):
            totals.update(map(len, keys))
            uses.update(keys & wanted if len(keys) < len(wanted) else wanted & keys)  # type: ignore[operator]
        return _Group(uses, totals)

    def _by_requester(self, messages: Iterable[Message]) -> Iterator[set[Key]]:
        by: dict[tuple[str, str], list[Message]] = defaultdict(list)
        for message in messages:
            by[message.source, message.requester].append(message)
        for own in by.values():
            yield {key for message in own for key, _ in self._terms(message)}

    def _terms(self, message: Message) -> Iterator[tuple[Key, str]]:
        for text in message.question:
            for clause in self.analyst.clauses(text):
                yield from terms(clause)

    def _lacks(self, name: str, key: Key) -> frozenset[str]:
        """The words of a term that an article does not have."""
        stops = language_of(self.analyst.language).stop_words
        return frozenset(key) - self.articles[name].stems - stops

    def _choose(
        self, name: str, group: _Group, everywhere: _Group, messages: Sequence[Message]
    ) -> Iterator[Term]:
        scores = {
            key: z_score(
                count,
                group.totals[len(key)],
                everywhere.uses[key] - count,
                everywhere.totals[len(key)] - group.totals[len(key)],
            )
            for key, count in group.uses.items()
        }
        typical = {key for key, z in scores.items() if z >= self.limits.least_z}
        forms = self._forms(messages, typical)
        printable = {key for key in typical if self._may_print(forms[key])}
        whole = {key for key in printable if not _is_part(key, printable, group.uses)}
        rejected = self._keys(self.reviewed.rejected, name, EVERYWHERE)
        covered = set().union(
            *(self._lacks(name, key) for key in self._keys(self.reviewed.accepted, name))
        )
        left = self.limits.most
        for key in sorted(whole - rejected, key=lambda key: (-scores[key], len(key), key)):
            lacking = self._lacks(name, key)
            if left and not lacking <= covered:
                yield Term(name, forms[key], group.uses[key], round(scores[key], 2))
                covered |= lacking
                left -= 1

    def _forms(self, messages: Iterable[Message], wanted: Collection[Key]) -> dict[Key, str]:
        """The most frequent form of each term, by distinct customers."""
        seen: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for message in messages:
            for key, form in self._terms(message):
                if key in wanted:
                    seen[key][form].add(message.requester)
        return {
            key: min(forms, key=lambda form: (-len(forms[form]), form))
            for key, forms in seen.items()
        }

    def _may_print(self, form: str) -> bool:
        if is_private(form):
            return False
        words = [word for clause in self.analyst.clauses(form) for word in clause.words]
        return not any(self.names.is_name(word.surface) for word in words if not word.is_stop)

    def _keys(self, phrases: Mapping[str, Collection[str]], *names: str) -> set[Key]:
        return {self.analyst.keys(text) for name in names for text in phrases.get(name, ())}


def _is_part(key: Key, others: Collection[Key], uses: Mapping[Key, int]) -> bool:
    """Whether nearly everybody who used a term used it in one longer term."""
    return any(
        len(other) > len(key)
        and uses[other] >= _NEARLY_ALL * uses[key]
        and any(other[n : n + len(key)] == key for n in range(len(other) - len(key) + 1))
        for other in others
    )
