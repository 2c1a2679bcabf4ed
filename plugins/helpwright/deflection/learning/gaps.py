"""Content gaps: what customers ask and no article answers.

A ticket points to a gap if no article was linked in it and its best article scores below the tenth
percentile of the scores of tickets in which an agent did link one. Such tickets are grouped, and a
group is named by its most telling words. No sentence of a customer is ever in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, lgamma, log
from statistics import median

import numpy as np

from helpwright.deflection.figures import FEWEST_REQUESTERS
from helpwright.deflection.learning.grouping import group
from helpwright.deflection.learning.messages import Message
from helpwright.deflection.learning.topics import Topic
from helpwright.deflection.learning.vocabulary import Vocabulary, at_least
from helpwright.deflection.learning.wording import Key

PERCENTILE = 10
# With fewer, nobody can tell how well an article that answers scores.
FEWEST_LINKED = 30
_NAME_TERMS, _MOST_TERMS = 3, 6
_RECENT, _BEFORE = 4, 8  # weeks
_BY_CHANCE = 0.025


@dataclass(frozen=True)
class Gap:
    """A group of tickets that no article answers.

    Attributes:
        name: Its most telling terms.
        terms: These and some more.
        tickets: How many there are.
        requesters: Of how many customers.
        per_week: Tickets a week in the last four weeks of all tickets read.
        per_week_before: The same in the eight weeks before.
        trend: "rising", "steady" or "falling"; "" if the tickets do not reach so far back.
        article: The article that most of them come nearest to; "" if there is none.
        score: The median of their scores, a chance between 0 and 1.
    """

    name: str
    terms: tuple[str, ...]
    tickets: int
    requesters: int
    per_week: float
    per_week_before: float
    trend: str
    article: str
    score: float


def least_score(messages: Sequence[Message], topics: Mapping[str, Topic]) -> float | None:
    """The score below which no article answers; None if too few tickets are linked to tell."""
    linked = [topics[message.key].score for message in messages if message.articles]
    return float(np.percentile(linked, PERCENTILE)) if len(linked) >= FEWEST_LINKED else None


def find_gaps(
    vocabularies: Sequence[Vocabulary],
    topics: Mapping[str, Topic],
    *,
    fewest: int = FEWEST_REQUESTERS,
) -> tuple[Gap, ...]:
    """The gaps of at least so many customers, the largest first; none if too few are linked.

    Args:
        vocabularies: Customers' first messages, ordered, by language.
        topics: The topic of each message by its key.
        fewest: The customers who stand behind a gap and behind each of its terms.

    Raises:
        InputError: SciPy is not installed.
    """
    messages = [message for one in vocabularies for message in one.messages]
    least = least_score(messages, topics)
    if least is None:
        return ()
    span = _span([message.created_at for message in messages])
    found: list[Gap] = []
    for vocabulary in vocabularies:
        pairs = [(message, topics[message.key]) for message in vocabulary.messages]
        open_ = [(m, t) for m, t in pairs if not m.is_answered and t.score < least]
        found += _named_groups(open_, vocabulary, span, fewest)
    return tuple(sorted(found, key=lambda gap: (-gap.requesters, -gap.tickets, gap.name)))


@dataclass(frozen=True)
class _Span:
    """The last moment of all tickets, and whether they reach back to where trends begin."""

    end: datetime
    is_long: bool


def _span(moments: Sequence[datetime]) -> _Span:
    end, first = max(moments), min(moments)
    return _Span(end, end - first >= timedelta(weeks=_RECENT + _BEFORE))


def _named_groups(
    pairs: Sequence[tuple[Message, Topic]], vocabulary: Vocabulary, span: _Span, fewest: int
) -> Iterator[Gap]:
    words = [vocabulary.words(message) for message, _ in pairs]
    persons = [message.person for message, _ in pairs]
    total = len(vocabulary.messages)
    groups = group(words, persons, vocabulary.messages_with, total, fewest)
    members = {
        str(number): [pairs[n] for n in np.flatnonzero(groups == number).tolist()]
        for number in range(int(groups.max(initial=-1)) + 1)
    }
    said = {name: [message for message, _ in own] for name, own in members.items()}
    uses = {name: at_least(vocabulary.count(own), fewest) for name, own in said.items()}
    for name, scores in vocabulary.typical(uses).items():
        forms = vocabulary.forms(said[name], scores.keys())
        people = {message.person for message in said[name]}
        terms = tuple(_telling(forms, scores))
        if len(people) >= fewest and terms:
            yield _gap(members[name], len(people), terms, span)


def _telling(forms: Mapping[Key, str], scores: Mapping[Key, float]) -> list[str]:
    """The most telling terms, each with a word that those before it do not have."""
    chosen: list[str] = []
    said: set[str] = set()
    for key in sorted(forms, key=lambda key: (-scores[key], len(key), key)):
        if len(chosen) < _MOST_TERMS and not said.issuperset(key):
            chosen.append(forms[key])
            said.update(key)
    return chosen


def _gap(
    members: Sequence[tuple[Message, Topic]], people: int, terms: tuple[str, ...], span: _Span
) -> Gap:
    ages = [span.end - message.created_at for message, _ in members]
    recent = sum(age < timedelta(weeks=_RECENT) for age in ages)
    before = sum(age < timedelta(weeks=_RECENT + _BEFORE) for age in ages) - recent
    nearest = Counter(topic.article for _, topic in members if topic.article)
    article = min(nearest, key=lambda name: (-nearest[name], name), default="")
    return Gap(
        name=", ".join(terms[:_NAME_TERMS]),
        terms=terms,
        tickets=len(members),
        requesters=people,
        per_week=round(recent / _RECENT, 2),
        per_week_before=round(before / _BEFORE, 2),
        trend=_trend(recent, before) if span.is_long else "",
        article=article,
        score=round(median(topic.score for _, topic in members), 3),
    )


def _trend(recent: int, before: int) -> str:
    """Whether the last weeks differ from those before by more than chance (exact binomial)."""
    share, total = _RECENT / (_RECENT + _BEFORE), recent + before

    def log_of(n: int) -> float:
        ways = lgamma(total + 1) - lgamma(n + 1) - lgamma(total - n + 1)
        return ways + n * log(share) + (total - n) * log(1 - share)

    def chance(counts: range) -> float:
        return sum(exp(log_of(n)) for n in counts)

    if chance(range(recent, total + 1)) < _BY_CHANCE:
        return "rising"
    return "falling" if chance(range(recent + 1)) < _BY_CHANCE else "steady"
