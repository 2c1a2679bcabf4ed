"""Help centers of any size, made up: sentences of our own, filled with real English words.

What matters for an index is how often words occur, how fast the vocabulary grows, and how
words keep to their topic. Words come with their real frequencies and forms (`wordfreq`);
articles belong to products and topics that prefer some words; every article has a few words
that hardly any other has, names and codes among them. So the vocabulary grows like that of
real help centers: 6,500 different words after 100,000 (LibreOffice's help: 4,600; TechQA:
7,300), 13,800 after 700,000 (LibreOffice: 12,700), 36,000 after 3.5 million.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate
from typing import Any

from corpus import Article, Corpus, Section

FREQUENT = 160  # the templates have these words: the, and, with ...
VOCABULARY = 8_000
RARE_FROM = 8_000
TOPIC_WORDS = 40
SENTENCES = (
    "To {base} the {noun} of a {noun}, open {ui} and choose {ui}.",
    "If the {noun} does not {base}, check whether your {noun} is {past} and try again.",
    "You can {base} {plural} only while the {noun} is {past}.",
    "Select the {plural} that you want to {base}, then click {ui}.",
    "The {noun} shows how many {plural} are {past} for each {noun}.",
    "By default, {plural} are {past} when a {noun} has no {noun}.",
    "Before {ing}, make sure that every {noun} has a {noun} and that {plural} are {past}.",
    "When you see the message {code}, the {noun} could not be {past} because of the {noun}.",
    "We recommend {ing} the {noun} after {ing} a new {noun}.",
    "This does not change {plural} that were {past} earlier.",
    "Only people with the {noun} {noun} can {base} or {base} {plural}.",
    "{product} keeps the {noun} for {number} days, then the {plural} are {past}.",
    "In {product}, a {noun} is a {adverb} {past} {noun} for your {plural}.",
    "Enter the {noun} in {ui}, and press Enter.",
    "It may take up to {number} minutes until the {noun} is {past}.",
    "Wait until the {noun} stops {ing} before you {base} the {noun}.",
    "Some {plural}, such as {noun} {plural}, cannot be {past}.",
    "If nothing helps, contact us with the {noun} of your {noun} and the code {code}.",
    "For {ing} {plural} with a {noun}, turn on {ui} first.",
    "Your {noun} has a limit of {number} {plural}; each further {noun} is {past} {adverb}.",
    "The {rare} {noun} is available in {product} {number} and later.",
    "People often confuse the {noun} with the {rare}, which is {past} {adverb}.",
    "Use {ui} for {plural} that need {ing}, and {ui} for all the others.",
    "The {plural} of {rare} {plural} differ: they {base} without a {noun}.",
)
TITLES = (
    "{Base} the {key} of a {key}",
    "{Ing} {key} {plural}",
    "Why is my {key} not {past}?",
    "Set up {key} {plural} in {product}",
    "{product}: {key} and {key}",
    "Error {code}: the {key} could not be {past}",
    "About {key} {plural}",
)
HEADINGS = (
    "{Base} a {key}",
    "Before you begin",
    "If the {key} is missing",
    "{Ing} {plural}",
    "What {key} {plural} are",
    "Limits",
    "Choose another {noun}",
    "The {key} after {ing}",
)
_SLOT = re.compile(r"\{(\w+)\}")
_SYLLABLES = re.findall("..", "babecodadofafigahakalilomaminoperarosasetatiuvove")


@dataclass(frozen=True)
class Lexicon:
    """Words by kind, with the running total of their frequencies; `rare` come last."""

    kinds: dict[str, tuple[list[str], list[float]]]
    rare: list[str]


@dataclass(frozen=True)
class Topic:
    """A product's topic: the words that it prefers, by kind."""

    product: str
    words: dict[str, list[str]]


def lexicon() -> Lexicon:
    """English words with their frequencies.

    Raises:
        ModuleNotFoundError: `wordfreq` is not installed.
    """
    wordfreq: Any = import_module("wordfreq")
    frequencies: dict[str, float] = wordfreq.get_frequency_dict("en", wordlist="large")
    ranked = [
        word
        for word in sorted(frequencies, key=lambda word: (-frequencies[word], word))
        if word.isascii() and word.isalpha() and 3 <= len(word) <= 14
    ]
    kinds: dict[str, list[str]] = {"ing": [], "past": [], "adverb": [], "plural": [], "noun": []}
    for word in ranked[FREQUENT:VOCABULARY]:
        kinds[_kind(word)].append(word)
    kinds["base"] = kinds["noun"]
    totals = {
        kind: (words, list(accumulate(frequencies[word] for word in words)))
        for kind, words in kinds.items()
    }
    return Lexicon(totals, ranked[RARE_FROM:])


def generate(count: int, *, seed: int = 1) -> Corpus:
    """A help center of `count` articles of 200 to 400 words; the same seed gives the same."""
    source = random.Random(seed)
    words = lexicon()
    topics = [_topic(words, source) for _ in range(8 + int(2 * count**0.5))]
    articles = tuple(_article(n, source.choice(topics), words, source) for n in range(count))
    return Corpus(f"generated-{count}", "en", articles)


def _article(number: int, topic: Topic, words: Lexicon, source: random.Random) -> Article:
    keys = [source.choice(topic.words["noun"]) for _ in range(4)]
    rare = [_rare(words, source) for _ in range(2)]
    codes = [f"{source.choice('EWHQ')}{source.randrange(100, 9999)}" for _ in range(2)]

    def pick(kind: str) -> str:
        if kind == "key" or (kind == "noun" and source.random() < 0.35):
            return source.choice(keys)
        if kind == "rare":
            return source.choice(rare)
        if kind == "code":
            return source.choice(codes)
        if kind == "product":
            return topic.product
        if kind == "number":
            return str(source.choice((2, 3, 5, 7, 10, 14, 24, 30, 60, 90, 100, 250, 365)))
        if kind == "ui":
            return " ".join(pick("noun").capitalize() for _ in range(source.choice((1, 1, 2))))
        if kind[0].isupper():
            return pick(kind.lower()).capitalize()
        if source.random() < 0.7:
            preferred = topic.words[kind]
            return preferred[int(len(preferred) * source.random() ** 2)]
        pool, totals = words.kinds[kind]
        return source.choices(pool, cum_weights=totals)[0]

    def fill(templates: Sequence[str]) -> str:
        return _SLOT.sub(lambda slot: pick(slot[1]), source.choice(templates))

    headings = ["", *(fill(HEADINGS) for _ in range(source.randint(3, 6)))]
    share = source.randint(200, 400) // len(headings)
    sections = []
    for n, heading in enumerate(headings):
        text: list[str] = []
        while sum(sentence.count(" ") + 1 for sentence in text) < share:
            text.append(fill(SENTENCES))
        anchor = f"{re.sub('[^a-z0-9]+', '-', heading.lower()).strip('-')}-{n}" if heading else ""
        sections.append(Section(anchor, heading, " ".join(text)))
    product = topic.product.lower()
    return Article(f"g{number}", fill(TITLES), tuple(sections), f"{product}/g{number}/")


def _topic(words: Lexicon, source: random.Random) -> Topic:
    product = "".join(source.choices(_SYLLABLES, k=source.choice((2, 3, 4)))).capitalize()
    preferred = {}
    for kind, (pool, totals) in words.kinds.items():
        preferred[kind] = source.choices(pool, cum_weights=totals, k=TOPIC_WORDS)
    return Topic(product, preferred)


def _rare(words: Lexicon, source: random.Random) -> str:
    if source.random() < 0.15:
        return "".join(source.choices(_SYLLABLES, k=4))
    return words.rare[int(len(words.rare) * source.random() ** 1.6)]


def _kind(word: str) -> str:
    if word.endswith("ing") and len(word) > 5:
        return "ing"
    if word.endswith("ed") and len(word) > 4:
        return "past"
    if word.endswith("ly") and len(word) > 4:
        return "adverb"
    return "plural" if word.endswith("s") and not word.endswith("ss") else "noun"
