"""Reading a query: which stems each of its words stands for. Twin: `web/search/reading.js`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from helpwright.search.analysis import is_unspaced, language_of, surfaces, tokens_of_word
from helpwright.search.index import Part
from helpwright.search.typos import undo_typo

# Of a longer question, the first words are looked up, and as many of the longest others: people
# begin with what matters, and long words are rare. On forum posts of 23 words this ranks as well
# as all words do.
MOST_WORDS = 28
MOST_COMPLETIONS = 6
# A prefix that begins more words than stand in this many leaves waits for another letter.
MOST_COMPLETED_LEAVES = 3
# What the postings of common words may cost in a query, in units of `leaves.COST_UNIT` bytes.
BUDGET = 80
# What a match counts: the word itself; a longer word, where the word itself is not known;
# and a longer word where it is.
FULL, COMPLETED, LONGER = 4, 3, 1


@dataclass(frozen=True)
class Asked:
    """A word of the query.

    `stems` are what it stands for, each with how much it counts; `alternatives` are lists of
    stems that synonyms put in its place; `keys` are what rules know it by.
    """

    surface: str
    stems: tuple[tuple[str, int], ...]
    correction: str = ""
    alternatives: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()


def understand(part: Part, text: str, *, literal: bool) -> list[Asked]:
    """The words to look for in a normalized text, without stop words if it has others."""
    stop_words = language_of(part.language).stop_words
    every = surfaces(text)
    distinct = list(dict.fromkeys(surface for surface, _, _ in every))
    content = [word for word in distinct if word not in stop_words] or distinct
    typing = every[-1][0] if every and every[-1][2] == len(text) else ""
    spelled = {surface: text[start:end] for surface, start, end in reversed(every)}
    asked = {
        word: _look_up(part, word, spelled[word], typing=word == typing, literal=literal)
        for word in _telling(content)
    }
    _apply_synonyms(part, asked, [surface for surface, _, _ in every], stop_words)
    return _affordable(part, list(asked.values()))


def _telling(words: Sequence[str]) -> list[str]:
    """The first words and the longest of the others, in their order.

    Of pieces of a script without spaces, those with the least hiragana, which is grammar.
    """
    if any(is_unspaced(word) for word in words):
        best = sorted(range(len(words)), key=lambda n: (_hiragana(words[n]), n))[:MOST_WORDS]
        return [words[n] for n in sorted(best)]
    half = MOST_WORDS // 2
    others = sorted(range(half, len(words)), key=lambda n: (-len(words[n]), n))[:half]
    return [*words[:half], *(words[n] for n in sorted(others))]


def _hiragana(word: str) -> int:
    return sum("\u3041" <= letter <= "\u309f" for letter in word)


def _look_up(part: Part, surface: str, spelled: str, *, typing: bool, literal: bool) -> Asked:
    exact = _stems_of(part, surface)
    stems = dict.fromkeys(exact, FULL)
    if typing:
        for stem in _completions(part, surface, known=bool(exact)):
            stems.setdefault(stem, LONGER if exact else COMPLETED)
    if stems:
        return Asked(surface, tuple(stems.items()), keys=exact)
    (stem,) = {token.stem for token in tokens_of_word(spelled, part.language)} or {surface}
    if stem in part.rules.keys or part.terms.get(stem) is not None:
        return Asked(surface, ((stem, FULL),), keys=(stem,))
    correction = "" if literal else undo_typo(part, surface)
    exact = _stems_of(part, correction) if correction else ()
    return Asked(surface, tuple((stem, FULL) for stem in exact), correction, keys=exact or (stem,))


def _stems_of(part: Part, surface: str) -> tuple[str, ...]:
    leaf = part.leaf_of(surface)
    if leaf is not None and leaf.common:
        # Known from the list of leaves, before the leaf is loaded.
        return (surface,) if leaf.first == surface else ()
    return part.stems.get(surface, ())


def _completions(part: Part, prefix: str, *, known: bool) -> list[str]:
    """The stems of the commonest words that begin with what is being typed."""
    if len(prefix) < 2 and not is_unspaced(prefix):
        return []
    if known:
        # Not worth loading more than is loaded for the word itself.
        leaf = part.leaf_of(prefix)
        here = part.words[leaf.words.start : leaf.words.stop] if leaf and not leaf.common else ()
        near = [(w.surface, w.commonness) for w in here if w.surface.startswith(prefix)]
    elif len(part.vocabulary.span(prefix)) > MOST_COMPLETED_LEAVES:
        return []
    else:
        near = list(part.vocabulary.starting(prefix))
    words = dict.fromkeys(word for word, _ in sorted(near, key=lambda w: -w[1]) if word != prefix)
    stems = [stem for word in list(words)[:MOST_COMPLETIONS] for stem in _stems_of(part, word)]
    return list(dict.fromkeys(stems))


def _apply_synonyms(
    part: Part, asked: dict[str, Asked], surfaces: Sequence[str], stop_words: frozenset[str]
) -> None:
    """Give the words that a synonym speaks of what it finds."""
    keys = [
        (word,) if word in stop_words else asked[word].keys if word in asked else ()
        for word in surfaces
    ]
    for start, here in enumerate(keys):
        for key in here:
            for phrase, found in part.rules.synonyms.get(key, ()):
                covered = keys[start : start + len(phrase)]
                if len(covered) == len(phrase) and all(
                    wanted in known for wanted, known in zip(phrase, covered, strict=True)
                ):
                    for word in surfaces[start : start + len(phrase)]:
                        if word in asked and found not in asked[word].alternatives:
                            alternatives = (*asked[word].alternatives, found)
                            asked[word] = replace(asked[word], alternatives=alternatives)


def _affordable(part: Part, asked: Sequence[Asked]) -> list[Asked]:
    """The words that a browser can pay for, the cheapest first to be taken."""
    # Loaded already, to look the words up.
    loaded = {leaf for word in asked if (leaf := part.leaf_of(word.surface)) and not leaf.common}
    costs: list[tuple[int, int]] = []
    for number, word in enumerate(asked):
        stems = {stem for stem, _ in word.stems}.union(*word.alternatives)
        leaves = {leaf for stem in stems if (leaf := part.leaf_of(stem)) is not None} - loaded
        costs.append((sum(leaf.cost for leaf in leaves), number))
    taken: set[int] = set()
    spent = 0
    for cost, number in sorted(costs):
        spent += cost
        if taken and spent > BUDGET:
            break
        taken.add(number)
    return [word for number, word in enumerate(asked) if number in taken]
