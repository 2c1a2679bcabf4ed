"""How many tickets a second of one core `helpwright suggest --batch` answers.

Everything counts: reading JSON Lines, taking the question out of the mail, cutting it into
words, scoring, the best three with their sections, and writing JSON Lines. The texts are
generated: a vocabulary in which a few words are common and most are rare (Zipf and
Mandelbrot), articles that are each about some of them, and tickets of 60 to 100 words about
an article, with a subject, a greeting and a closing.

    OMP_NUM_THREADS=1 python tests/benchmarks/suggest_speed.py --documents 1000 10000
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from helpwright.cli.suggest import BATCH, Wanted, answer
from helpwright.cli.suggest_output import Site, Writer
from helpwright.cli.suggest_tickets import batches
from helpwright.search import index
from helpwright.search.documents import Document, Section
from helpwright.search.stop_words import LANGUAGES
from helpwright.search.suggestions import compile_library

VOCABULARY = 40_000
TOPIC = 25
SYLLABLES = [
    start + end
    for start in [
        "b",
        "c",
        "d",
        "f",
        "g",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "t",
        "v",
        "w",
        "st",
        "tr",
        "pl",
        "gr",
    ]
    for end in ["a", "e", "i", "o", "u", "ai", "ou", "er", "an", "in"]
]


class Texts:
    """Makes texts; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
        self.words = np.array(list(words))
        self.small = np.array(sorted(LANGUAGES["en"].stop_words))
        self.random = np.random.default_rng(seed)
        shares = 1 / (np.arange(1, VOCABULARY + 1) + 20.0)
        self.shares = shares / shares.sum()
        self.topical = shares**0.8 / (shares**0.8).sum()

    def topic(self) -> NDArray[np.int64]:
        """What an article is about: the numbers of some words."""
        return self.random.choice(VOCABULARY, size=TOPIC, p=self.topical)

    def write(self, topic: NDArray[np.int64], count: int) -> str:
        """A text: 45 % small words, 35 % words of any kind, 20 % words of the topic."""
        kind = self.random.random(count)
        small = self.small[self.random.integers(len(self.small), size=count)]
        any_kind = self.words[self.random.choice(VOCABULARY, size=count, p=self.shares)]
        own = self.words[topic[(TOPIC * self.random.random(count) ** 2).astype(int)]]
        return " ".join(np.where(kind < 0.45, small, np.where(kind < 0.8, any_kind, own)).tolist())


def make_documents(texts: Texts, topics: list[NDArray[np.int64]]) -> list[Document]:
    """An article of about 320 words for each topic."""
    return [
        Document(
            url=f"{number:05}/",
            title=texts.write(topic, 7),
            sections=tuple(
                Section(f"s{n}", texts.write(topic, 4), texts.write(topic, 75)) for n in range(4)
            ),
        )
        for number, topic in enumerate(topics)
    ]


def write_tickets(path: Path, texts: Texts, topics: list[NDArray[np.int64]], count: int) -> None:
    """Tickets as a help desk exports them. Every tenth holds a name that no article has."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            topic = topics[number % len(topics)]
            words = texts.write(topic, int(texts.random.integers(50, 86))).split()
            body = " ".join(words[:30]) + ".\n\n" + " ".join(words[30:]) + "?"
            if number % 10 == 0:
                body += f" Xq{number}zy"
            body = f"Hi there,\n\n{body}\n\nKind regards,\nMary Miller\n"
            row = {"id": number, "subject": texts.write(topic, 7), "body": body}
            stream.write(json.dumps(row) + "\n")


def measure(documents: int, tickets: int, folder: Path) -> None:
    """Print what was measured for an index of so many documents."""
    texts = Texts(7)
    topics = [texts.topic() for _ in range(documents)]
    path = folder / "tickets.jsonl"
    write_tickets(path, texts, topics, tickets)
    built = index.build(make_documents(texts, topics))
    began = time.process_time()
    writer = Writer(Site(compile_library(built), "https://help.example.com", {}, {}))
    compiled = time.process_time() - began
    gc.freeze()  # as the command does
    began, size, told = time.process_time(), 0, 0
    for lot, _ in batches(str(path), BATCH):
        data = answer(writer, lot, Wanted())
        size += len(data)
        told += data.count(b'"suggestions": [{')
    spent = time.process_time() - began
    print(
        f"{documents:,} documents: {tickets / spent:,.0f} tickets a second and core "
        f"({1e6 * spent / tickets:.0f} µs each, {tickets:,} tickets, {told / tickets:.0%} with an "
        f"article, {size / 1e6:.0f} MB of JSON); ready in {compiled:.2f} s"
    )


def main() -> None:
    """Measure for each number of documents."""
    parser = argparse.ArgumentParser(description="Tickets a second that suggestions are found for")
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--tickets", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for documents in options.documents:
            measure(documents, options.tickets, Path(folder))


if __name__ == "__main__":
    main()
