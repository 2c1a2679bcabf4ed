"""What customers wrote in one language: terms by distinct customers, and what may be shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from helpwright.deflection.learning.log_odds import LEAST_Z, is_frequent, z_score
from helpwright.deflection.learning.messages import Message
from helpwright.deflection.learning.scrubbing import is_private
from helpwright.deflection.learning.wording import (
    Analyst,
    Clause,
    Key,
    Names,
    Word,
    forms_of,
    keys_of,
)

Heard = tuple[tuple[Word, ...], ...]


class Uses(NamedTuple):
    """Terms, by those who used them.

    Attributes:
        people: How many customers used each term.
        terms: The same, but a customer counts once for each thing that he wrote about.
        totals: The latter of all terms together, for each number of words.
    """

    people: Counter[Key]
    terms: Counter[Key]
    totals: Counter[int]


@dataclass(frozen=True)
class Vocabulary:
    """The messages of one language, cut into words once.

    Attributes:
        messages: All of them.
        analyst: Cuts them into words.
        names: Which words are rather names.
        heard: The words of each message's clauses, by its key.
        messages_with: In how many messages each word is.
    """

    messages: Sequence[Message]
    analyst: Analyst
    names: Names
    heard: dict[str, Heard] = field(default_factory=dict)
    messages_with: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, messages: Sequence[Message], language: str, site: Container[str]) -> Vocabulary:
        """Read messages; `site` holds the words that the site itself uses."""
        made = cls(messages, Analyst(language), Names(site))
        for message in messages:
            for clause in made.analyst.clauses(message.courtesies):
                made.names.see_courtesy(clause)
            clauses = list(made._clauses(message))
            for clause in clauses:
                made.names.see(clause)
            made.heard[message.key] = tuple(
                tuple(spoken.word for spoken in clause.words) for clause in clauses
            )
            made.messages_with.update(made.words(message))
        return made

    def words(self, message: Message) -> set[str]:
        """The stems of a message."""
        heard = self.heard[message.key]
        return {word.key for clause in heard for word in clause if not word.is_stop}

    def count(self, messages: Iterable[Message], wanted: Collection[Key] | None = None) -> Uses:
        """Count terms, all or only those wanted; totals are of all.

        Whoever writes about ten things uses common words ten times. Counted once, he would make
        them look rare among all messages, and so typical of each article.
        """
        by: dict[str, dict[str, set[Key]]] = defaultdict(lambda: defaultdict(set))
        for message in messages:
            own = by[message.person][message.about]
            for clause in self.heard[message.key]:
                own.update(keys_of(clause))
        found = Uses(Counter(), Counter(), Counter())
        only = None if wanted is None else frozenset(wanted)
        for person in by.values():
            said: set[Key] = set()
            for keys in person.values():
                found.totals.update(map(len, keys))
                kept = keys if only is None else keys & only
                found.terms.update(kept)
                said |= kept
            found.people.update(said)
        return found

    def typical(
        self, groups: Mapping[str, Uses], *, least_z: float = LEAST_Z
    ) -> dict[str, dict[Key, float]]:
        """Of each group, the terms that are typical of it among all messages, with their z."""
        wanted = {key for group in groups.values() for key in group.people}
        everywhere = self.count(self.messages, wanted)
        found: dict[str, dict[Key, float]] = {}
        for name, group in groups.items():
            found[name] = {}
            for key in group.people:
                uses, total = group.terms[key], group.totals[len(key)]
                rest = everywhere.terms[key] - uses, everywhere.totals[len(key)] - total
                z = z_score(uses, total, *rest)
                if z >= least_z and is_frequent(uses, total, *rest):
                    found[name][key] = z
        return found

    def forms(self, messages: Iterable[Message], wanted: Collection[Key]) -> dict[Key, str]:
        """The form in which most customers wrote each term, if it may be shown."""
        seen: dict[Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for message in messages:
            for clause in self._clauses(message):
                for key, form in forms_of(clause):
                    if key in wanted:
                        seen[key][form].add(message.person)
        chosen = {
            key: min(forms, key=lambda form: (-len(forms[form]), form))
            for key, forms in seen.items()
        }
        return {key: form for key, form in chosen.items() if self._may_show(form)}

    def _clauses(self, message: Message) -> Iterator[Clause]:
        """The clauses of a subject and a text."""
        for text in message.question:
            yield from self.analyst.clauses(text)

    def _may_show(self, form: str) -> bool:
        if is_private(form):
            return False
        words = [one.word for clause in self.analyst.clauses(form) for one in clause.words]
        return not any(self.names.is_name(word.surface) for word in words if not word.is_stop)


def at_least(uses: Uses, fewest: int) -> Uses:
    """Only the terms of so many customers."""
    return uses._replace(people=Counter({k: n for k, n in uses.people.items() if n >= fewest}))


def vocabularies(
    messages: Sequence[Message], site_words: Mapping[str, Container[str]]
) -> tuple[Vocabulary, ...]:
    """The messages of each language.

    Args:
        messages: Customers' first messages, ordered.
        site_words: The words of the whole site by language, as written without accents.
    """
    by_language: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_language[message.language].append(message)
    return tuple(
        Vocabulary.of(by_language[language], language, site_words.get(language, frozenset()))
        for language in sorted(by_language)
    )
