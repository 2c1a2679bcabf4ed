"""Queries as customers type them, drawn from a corpus, and typos in them.

Short ones are one to three words that few articles have. Questions are whole sentences of
8 to 25 words: what somebody wants and what happens instead, in words of one article, with
the courtesies that people add. All draws are seeded.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from corpus import Corpus, Query

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG_ENOUGH = 4  # a shorter word with a typo is mostly another word
QUESTIONS = (
    "Hi, I want to {a} but I only see {b}, what can I do about it?",
    "How do I {a} when my {b} does not work any more?",
    "I tried to {a} and now {b} is gone, can somebody please help me?",
    "Is there a way to {a} without {b}, or do I have to ask you?",
    "Why does it say {b} every time that I {a}, although it worked yesterday?",
    "Could you tell me where I can find {a} and how it goes together with {b}?",
)
_WORD = re.compile(r"\w[\w'\u2019]*")
_TYPABLE = re.compile(rf"[^\W\d_]{{{LONG_ENOUGH},}}")


def short(corpus: Corpus, count: int, *, seed: int = 1) -> list[str]:
    """One to three words of one article's title and headings, common words left out."""
    source, common = random.Random(seed), _common(corpus)
    found: list[str] = []
    while len(found) < count:
        article = source.choice(corpus.articles)
        told = [article.title, *(section.heading for section in article.sections)]
        words = [word for word in _WORD.findall(" ".join(told)) if word.lower() not in common]
        if words:
            size = min(len(words), source.choices((1, 2, 3), (2, 5, 3))[0])
            start = source.randrange(len(words) - size + 1)
            found.append(" ".join(words[start : start + size]).lower())
    return found


def questions(corpus: Corpus, count: int, *, seed: int = 1) -> list[str]:
    """Whole questions about a section of an article."""
    source, common = random.Random(seed), _common(corpus)
    found: list[str] = []
    while len(found) < count:
        section = source.choice(source.choice(corpus.articles).sections)
        words = _WORD.findall(section.text)
        telling = [word for word in words if word.lower() not in common]
        if len(telling) < 8:
            continue
        a, b = (source.sample(telling, source.randint(1, 3)) for _ in range(2))
        question = source.choice(QUESTIONS).format(a=" ".join(a), b=" ".join(b))
        found.append(" ".join(question.split()[:25]))
    return found


def misspelt(queries: Sequence[Query], *, seed: int = 7) -> list[Query]:
    """The same queries, each with one typo (see `misspell`)."""
    return [replace(q, text=misspell(q.text, random.Random(f"{seed} {q.id}"))) for q in queries]


def misspell(text: str, source: random.Random) -> str:
    """One random edit in one word of four letters or more; the text itself if it has none.

    A letter is replaced, left out, or put in, or two neighbours change places: the four edits
    of Damerau, "A technique for computer detection and correction of spelling errors", 1964.
    Text without spaces between words, such as Japanese, is typed otherwise and stays as it is.
    """
    words = [match for match in _TYPABLE.finditer(text) if match[0][0] < "\u3000"]
    if not words:
        return text
    word = source.choice(words)
    letters = list(word[0])
    while "".join(letters) == word[0]:
        at = source.randrange(len(letters))
        edit = source.choice(("replace", "leave out", "put in", "swap"))
        if edit == "replace":
            letters[at] = source.choice(LETTERS)
        elif edit == "leave out":
            del letters[at]
        elif edit == "put in":
            letters.insert(at, source.choice(LETTERS))
        elif at:
            letters[at - 1], letters[at] = letters[at], letters[at - 1]
    return text[: word.start()] + "".join(letters) + text[word.end() :]


def _common(corpus: Corpus) -> set[str]:
    """Words that a tenth of the articles have, and those of one or two letters."""
    sample = corpus.articles[:: max(1, len(corpus.articles) // 1000)]
    counts = Counter(
        word for article in sample for word in {w.lower() for w in _WORD.findall(article.body)}
    )
    return {word for word, count in counts.items() if count > len(sample) / 10 or len(word) < 3}
