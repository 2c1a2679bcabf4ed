"""Words that customers use for what an article answers, and that the article lacks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from helpwright.deflection.figures import FEWEST_REQUESTERS_PUBLIC
from helpwright.deflection.learning.log_odds import LEAST_Z
from helpwright.deflection.learning.messages import Message
from helpwright.deflection.learning.vocabulary import Uses, Vocabulary, at_least
from helpwright.deflection.learning.wording import Key
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
LIMITS = Limits()


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
    vocabularies: Sequence[Vocabulary],
    articles: Mapping[str, Wording],
    *,
    reviewed: Reviewed = NOTHING_REVIEWED,
    limits: Limits = LIMITS,
) -> tuple[Term, ...]:
    """New terms of each article, the most typical first; the order of messages is no matter.

    Args:
        vocabularies: Customers' first messages, of linked and of other tickets, by language.
        articles: The public articles by id.
        reviewed: What must not be proposed again.
        limits: What a term must reach.
    """
    found: list[Term] = []
    for vocabulary in vocabularies:
        linked: dict[str, list[Message]] = defaultdict(list)
        for message in vocabulary.messages:
            for name in message.articles:
                if name in articles:
                    linked[name].append(message)
        choice = _Choice(vocabulary, articles, reviewed, limits)
        groups = {name: choice.candidates(name, linked[name]) for name in sorted(linked)}
        groups = {name: uses for name, uses in groups.items() if uses.people}
        for name, scores in vocabulary.typical(groups, least_z=limits.least_z).items():
            found += choice.choose(name, groups[name].people, scores, linked[name])
    return tuple(sorted(found, key=lambda term: (term.article, -term.z, term.text)))


@dataclass(frozen=True)
class _Choice:
    """Chooses the terms of each article in one language."""

    vocabulary: Vocabulary
    articles: Mapping[str, Wording]
    reviewed: Reviewed
    limits: Limits

    def candidates(self, name: str, messages: Sequence[Message]) -> Uses:
        """Terms of enough customers that hold a word that the article lacks."""
        uses = at_least(self.vocabulary.count(messages), self.limits.fewest)
        lacking = {key: n for key, n in uses.people.items() if self._lacking(name, key)}
        return uses._replace(people=Counter(lacking))

    def choose(
        self,
        name: str,
        uses: Mapping[Key, int],
        scores: Mapping[Key, float],
        messages: Sequence[Message],
    ) -> Iterator[Term]:
        """The most typical terms, each with a word that those before it do not have."""
        forms = self.vocabulary.forms(messages, scores.keys())
        rejected = self._keys(self.reviewed.rejected, name, EVERYWHERE)
        accepted = self._keys(self.reviewed.accepted, name)
        covered = {word for key in accepted for word in self._lacking(name, key)}
        # Search looks for words: a phrase helps by those that are typical alone.
        telling = {key[0] for key in scores if len(key) == 1}
        left = [k for k in forms if not any(map(partial(_holds, k), rejected))]
        left = [k for k in left if not _is_part(k, left, uses)]
        chosen = 0
        for key in sorted(left, key=lambda key: (-scores[key], len(key), key)):
            lacking = self._lacking(name, key) & telling
            if chosen < self.limits.most and not covered.issuperset(lacking):
                yield Term(name, forms[key], uses[key], round(scores[key], 2))
                covered |= lacking
                chosen += 1

    def _lacking(self, name: str, key: Key) -> frozenset[str]:
        """The words of a term that an article does not have."""
        stops = language_of(self.vocabulary.analyst.language).stop_words
        return frozenset(key) - self.articles[name].stems - stops

    def _keys(self, phrases: Mapping[str, Collection[str]], *names: str) -> set[Key]:
        analyst = self.vocabulary.analyst
        return {analyst.key_of(text) for name in names for text in phrases.get(name, ())}


def _is_part(key: Key, others: Collection[Key], uses: Mapping[Key, int]) -> bool:
    """Whether nearly everybody who used a term used it in one longer term."""
    return any(
        len(other) > len(key) and uses[other] >= _NEARLY_ALL * uses[key] and _holds(other, key)
        for other in others
    )


def _holds(key: Key, part: Key) -> bool:
    """Whether a term holds another one, or is it."""
    return any(key[n : n + len(part)] == part for n in range(len(key) - len(part) + 1))
