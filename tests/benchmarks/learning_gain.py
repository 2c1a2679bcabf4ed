"""What words learned from tickets bring to search, on questions that nothing was learned from.

Three collections, each split by article into questions to learn from and questions held out:

  - WixQA and TechQA, real customers' questions with judged articles. Few articles have more than
    one question, and nobody asks twice, so the thresholds for publication cannot be met: here one
    customer is enough. Nothing learned this way may be published. Both say how much words help
    that are learned from as little as one question.
  - the sample site, with invented tickets in which customers use other words than the articles.
    The thresholds are those of `helpwright learn`. The tickets are made for the purpose: the
    figures show that the way from a ticket to the search works, not what a real site gains.

    python tests/benchmarks/learning_gain.py --seeds 10
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from helpwright import marked_yaml
from helpwright.cli.suggest_text import question
from helpwright.deflection.learning.messages import Message
from helpwright.deflection.learning.terms import LIMITS, Limits, Term, propose, wording_of
from helpwright.deflection.learning.vocabulary import vocabularies
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.search.query import search

REPO = Path(__file__).parents[2]
DATA = REPO / "../shared/data"
ONE_IS_ENOUGH = Limits(fewest=1, least_z=1.0, most=5)
DAY = datetime(2026, 11, 1)
FIGURES = ("Success@1", "Success@5", "MRR@10")
# Words that customers of the sample site use and its articles lack.
CUSTOMERS_WORDS = {
    "courses/get-your-certificate.md": ("a paper for HR", "evidence for my employer", "my scroll"),
    "billing/request-a-refund.md": ("reimbursement", "I misclicked", "a chargeback"),
    "billing/cancel-your-subscription.md": ("quitting you", "to terminate", "pulling the plug"),
    "billing/understand-a-charge.md": ("a mystery debit", "who snatched 1 euro", "fraud"),
    "courses/retake-a-quiz.md": ("flunked", "another shot", "a do-over"),
    "courses/learning-paths.md": ("a curriculum", "a syllabus", "a roadmap"),
    "billing/download-invoices.md": ("paperwork for bookkeeping", "my accountant", "the tax man"),
    "billing/payment-methods.md": ("my new visa", "swap the plastic", "maestro"),
}
OPENINGS = (
    "It is about {}.",
    "I need help with {} please.",
    "My boss asks me for {} since Monday.",
    "Can you tell me about {} today?",
    "Since the weekend I have been trying {} without any luck.",
)


@dataclass(frozen=True)
class Asked:
    """A question and the articles that answer it."""

    text: str
    articles: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What search made of one question held out: figures without and with what was learned."""

    asked: Asked
    without: tuple[float, ...]
    learned: tuple[float, ...]
    is_touched: bool


def judged(name: str) -> tuple[list[Document], list[Asked]]:
    """Articles and real questions of one of the shared collections."""
    folder = DATA / name
    documents = [
        Document(url=row["id"], title=row["title"], sections=(Section("", "", row["body"]),))
        for row in _rows(folder / "articles.jsonl")
    ]
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, article, _ = line.split("\t")
        relevant[query].add(article)
    asked = [
        Asked(row["text"], frozenset(relevant[row["id"]]))
        for row in _rows(folder / "queries.jsonl")
        if relevant[row["id"]]
    ]
    return documents, asked


def sample() -> list[Document]:
    """The articles of the sample site, by their path."""
    found: list[Document] = []
    for path in sorted((REPO / "docs").rglob("*.md")):
        name = path.relative_to(REPO / "docs").as_posix()
        text = path.read_text(encoding="utf-8")
        if name.startswith("helpwright/") or not text.startswith("---\n"):
            continue
        head, _, body = text[4:].partition("\n---\n")
        meta = marked_yaml.read(head, name).value
        found.append(
            Document(
                url=name,
                title=str(meta.get("title", name)),
                description=str(meta.get("description", "")),
                aliases=tuple(map(str, meta.get("aliases", ()))),
                sections=(Section("", "", body),),
            )
        )
    return found


def invented(documents: Sequence[Document], seed: int) -> list[Asked]:
    """Tickets of the sample site: seven in ten in customers' words, the others by the title."""
    chance = random.Random(seed)
    asked: list[Asked] = []
    for document in documents:
        words = CUSTOMERS_WORDS.get(document.url, ())
        for _ in range(120 if words else 10):
            own = words and chance.random() < 0.7
            said = chance.choice(words) if own else document.title.lower()
            text = chance.choice(OPENINGS).format(said)
            asked.append(Asked(text, frozenset({document.url})))
    return asked


def split(asked: Sequence[Asked], seed: int) -> tuple[list[Asked], list[Asked]]:
    """Half of each article's questions to learn from, the others held out."""
    chance = random.Random(seed)
    by_article: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        by_article[min(one.articles)].append(one)
    learn: list[Asked] = []
    held_out: list[Asked] = []
    for article in sorted(by_article):
        own = by_article[article]
        chance.shuffle(own)
        # Of an odd number, chance decides which half gets one more.
        middle = len(own) // 2 + (len(own) % 2 and chance.random() < 0.5)
        learn += own[:middle]
        held_out += own[middle:]
    return learn, held_out


def learn_terms(
    documents: Sequence[Document], asked: Sequence[Asked], limits: Limits = LIMITS
) -> tuple[Term, ...]:
    """The terms that these questions give, each asked by a customer of its own."""
    messages = [
        Message(
            source="test",
            ticket=str(number),
            requester=str(number),
            created_at=DAY,
            articles=tuple(sorted(one.articles)),
            is_answered=True,
            question=question("", one.text),
            courtesies="",
        )
        for number, one in enumerate(asked)
    ]
    index = build(documents)
    words = {part.language: {word.surface for word in part.words} for part in index.parts}
    articles = {document.url: wording_of(document) for document in documents}
    return propose(vocabularies(messages, words), articles, limits=limits)


def with_terms(documents: Sequence[Document], terms: Sequence[Term]) -> list[Document]:
    """The articles with what customers call them, as a build gives them to search."""
    words: Mapping[str, list[str]] = defaultdict(list)
    for term in terms:
        words[term.article].append(term.text)
    return [replace(one, customer_words=tuple(words.get(one.url, ()))) for one in documents]


def figures(documents: Sequence[Document], asked: Sequence[Asked]) -> list[tuple[float, ...]]:
    """Success@1, Success@5 and MRR@10 of each question."""
    index = build(documents)
    found: list[tuple[float, ...]] = []
    for one in asked:
        urls = [hit.document.url for hit in search(index, one.text).hits][:10]
        rank = next((n for n, url in enumerate(urls, 1) if url in one.articles), 0)
        found.append((float(rank == 1), float(0 < rank <= 5), 1 / rank if rank else 0.0))
    return found


def measure(
    documents: Sequence[Document], asked: Sequence[Asked], seed: int, limits: Limits
) -> tuple[list[Outcome], int]:
    """One split: the questions held out, and how many terms were learned from the others."""
    learn, held_out = split(asked, seed)
    terms = learn_terms(documents, learn, limits)
    have = {term.article for term in terms}
    both = figures(documents, held_out), figures(with_terms(documents, terms), held_out)
    outcomes = [
        Outcome(one, before, after, bool(one.articles & have))
        for one, before, after in zip(held_out, *both, strict=True)
    ]
    return outcomes, len(terms)


def mean(outcomes: Sequence[Outcome], place: int) -> tuple[float, float]:
    """A figure without and with what was learned."""
    total = max(len(outcomes), 1)
    without = sum(one.without[place] for one in outcomes) / total
    return without, sum(one.learned[place] for one in outcomes) / total


def interval(outcomes: Sequence[Outcome], place: int) -> tuple[float, float]:
    """The 95 % interval of a difference, by resampling questions, not splits of the same ones."""
    differences: dict[str, list[float]] = defaultdict(list)
    for one in outcomes:
        differences[one.asked.text].append(one.learned[place] - one.without[place])
    values = [(sum(own), len(own)) for own in differences.values()]
    chance = random.Random(7)
    means = []
    for _ in range(1000):
        drawn = chance.choices(values, k=len(values))
        means.append(sum(value for value, _ in drawn) / sum(count for _, count in drawn))
    means.sort()
    return means[25], means[974]


def collections(seed: int) -> Iterator[tuple[str, list[Document], list[Asked], Limits]]:
    """What is measured with a seed."""
    for name in ("wixqa-expert160", "techqa-480-dev"):
        if (DATA / name).is_dir():
            yield (name, *judged(name), ONE_IS_ENOUGH)
    site = sample()
    yield "sample site", site, invented(site, seed), LIMITS


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    seeds = range(parser.parse_args().seeds)
    found: dict[str, list[Outcome]] = defaultdict(list)
    learned: dict[str, int] = defaultdict(int)
    for seed in seeds:
        for name, documents, asked, limits in collections(seed):
            outcomes, terms = measure(documents, asked, seed, limits)
            found[name] += outcomes
            learned[name] += terms
    print(f"| Collection | Questions held out | Terms | {' | '.join(FIGURES)} |")
    print("| --- " * (3 + len(FIGURES)) + "|")
    for name, outcomes in found.items():
        touched = [one for one in outcomes if one.is_touched]
        for label, chosen in (("all", outcomes), ("of articles with new words", touched)):
            cells = []
            for place in range(len(FIGURES)):
                without, after = mean(chosen, place)
                low, high = interval(chosen, place)
                cells.append(f"{without:.3f} to {after:.3f} ({low:+.3f} to {high:+.3f})")
            count = f"{len(chosen) / len(seeds):.0f} {label}"
            terms = f"{learned[name] / len(seeds):.0f}"
            print(f"| {name} | {count} | {terms} | {' | '.join(cells)} |")


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


if __name__ == "__main__":
    main()
