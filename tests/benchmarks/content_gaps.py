"""How well content gaps are told: detection on real posts, grouping on invented messages.

Detection: of 243 posts to a forum, 44 have no answer in its articles. A post points to a gap if its
best article scores below the tenth percentile of the posts that have one. Nothing here knows which
posts an agent would have linked, so precision is over all posts; in a store, linked tickets are no
candidates, which makes it better.

Grouping: messages about twelve missing articles, 15 each, and 100 about something else. A message
is 4 to 9 telling words of an article among 6 to 14 words of other customers. Precision and recall
are those of pairs of messages in one group. K-means has the number of groups given.

    python tests/benchmarks/content_gaps.py
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import svds  # type: ignore[import-untyped, unused-ignore]

from helpwright.cli.suggest_text import question
from helpwright.deflection.learning import grouping
from helpwright.deflection.learning.gaps import PERCENTILE
from helpwright.search.analysis import tokenize
from helpwright.search.documents import Document, Section
from helpwright.search.index import build
from helpwright.search.suggestions import compile_library, suggest

DATA = Path(__file__).parents[2] / "../shared/data/techqa-480-dev"
MISSING, EACH, OTHERS, SEEDS = 12, 15, 100, 5

Numbers = NDArray[np.int64]
Rows = list[dict[str, Any]]


def detect(
    articles: Rows, posts: Rows, relevant: dict[str, set[str]]
) -> dict[int, tuple[float, float]]:
    """Precision and recall at several percentiles; at 0, the area under the ROC curve."""
    pages = [
        Document(url=row["id"], title=row["title"], sections=(Section("", "", row["body"]),))
        for row in articles
    ]
    asked = [question(row.get("subject", ""), row.get("description", "")) for row in posts]
    found = suggest(compile_library(build(pages)), asked, limit=1, least=0.0)
    scores = np.array([best[0].chance if best else 0.0 for best in found])
    answered = np.array([bool(relevant[row["id"]]) for row in posts])
    pairs = scores[answered][:, None] - scores[~answered][None, :]
    area = float(((pairs > 0) + 0.5 * (pairs == 0)).mean())
    result = {0: (area, area)}
    for percentile in (5, PERCENTILE, 20, 30):
        gaps = scores < np.percentile(scores[answered], percentile)
        right = int((gaps & ~answered).sum())
        result[percentile] = right / max(int(gaps.sum()), 1), right / int((~answered).sum())
    return result


def invent(articles: Rows, posts: Rows, seed: int) -> tuple[list[list[str]], Numbers]:
    """Messages as words, and the number of what each is about."""
    chance = random.Random(seed)
    texts = [_stems(f"{row['title']} {row['title']} {row['body'][:1500]}") for row in articles]
    seen = Counter(word for text in texts for word in set(text))
    others = [word for row in posts for word in _stems(row["text"])]
    messages: list[tuple[int, list[str]]] = []
    for number, place in enumerate(chance.sample(range(len(texts)), MISSING + OTHERS)):
        counts = Counter(texts[place])
        worth = {word: n * log(len(texts) / seen[word]) for word, n in counts.items()}
        telling = sorted(worth, key=lambda word: (-worth[word], word))[:20]
        weights = [1 / (rank + 2) for rank in range(len(telling))]
        for _ in range(EACH if number < MISSING else 1):
            own = chance.choices(telling, weights=weights, k=chance.randint(4, 9))
            messages.append((number, own + chance.choices(others, k=chance.randint(6, 14))))
    chance.shuffle(messages)
    return [words for _, words in messages], np.array([number for number, _ in messages])


def count(messages: list[list[str]], posts: Rows) -> tuple[Counter[str], int]:
    """In how many messages and posts each word is, and how many these are."""
    background = [set(_stems(row["text"])) for row in posts]
    everywhere = Counter(word for words in [*map(set, messages), *background] for word in words)
    return everywhere, len(messages) + len(background)


def group_stars(messages: list[list[str]], everywhere: Counter[str], total: int) -> Numbers:
    """What `helpwright learn` does."""
    persons = [str(number) for number in range(len(messages))]
    return grouping.group([set(words) for words in messages], persons, everywhere, total, 5)


def group_means(
    messages: list[list[str]], everywhere: Counter[str], total: int, groups: int
) -> Numbers:
    """Spherical k-means on the 100 largest singular vectors, best of five starts."""
    vectors = grouping.vectors_of([set(words) for words in messages], everywhere, total)
    left, sizes, _ = svds(vectors, k=100, random_state=0)
    points = left * sizes
    points /= np.maximum(np.linalg.norm(points, axis=1), 1e-9)[:, None]
    chance = np.random.default_rng(0)
    best: tuple[float, Numbers] | None = None
    for _ in range(5):
        centres = points[chance.choice(len(points), groups, replace=False)]
        for _ in range(30):
            nearest = (points @ centres.T).argmax(axis=1)
            sums = np.array([points[nearest == n].sum(axis=0) for n in range(groups)])
            lengths = np.linalg.norm(sums, axis=1)[:, None]
            centres = np.where(lengths > 0, sums / np.maximum(lengths, 1e-9), centres)
        likeness = float((points * centres[nearest]).sum())
        if best is None or likeness > best[0]:
            best = likeness, nearest
    assert best
    return best[1]


def judge(found: Numbers, truth: Numbers) -> tuple[float, float]:
    """Precision and recall of pairs."""
    first, second = np.triu_indices(len(found), 1)
    together = (found[first] == found[second]) & (found[first] >= 0)
    same = truth[first] == truth[second]
    both = int((together & same).sum())
    return both / max(int(together.sum()), 1), both / int(same.sum())


def compare(articles: Rows, posts: Rows) -> None:
    """Print precision and recall of both ways to group."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for seed in range(SEEDS):
        messages, truth = invent(articles, posts, seed)
        everywhere, total = count(messages, posts)
        found["stars"].append(judge(group_stars(messages, everywhere, total), truth))
        for groups in (12, 25, 40):
            name = f"SVD and k-means, {groups}"
            means = group_means(messages, everywhere, total, groups)
            found[name].append(judge(means, truth))
    for name, values in found.items():
        precision, recall = np.mean(values, axis=0)
        score = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"  {name}: precision {precision:.2f}, recall {recall:.2f}, F1 {score:.2f}")


def _stems(text: str) -> list[str]:
    return [token.stem for token in tokenize(text, "en")]


def _rows(path: Path) -> Rows:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def read() -> tuple[Rows, Rows, dict[str, set[str]]]:
    """Articles, posts, and the articles that answer each post."""
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (DATA / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, article, _ = line.split("\t")
        relevant[query].add(article)
    return _rows(DATA / "articles.jsonl"), _rows(DATA / "queries.jsonl"), relevant


def main() -> None:
    """Measure both."""
    articles, posts, relevant = read()
    for percentile, (precision, recall) in detect(articles, posts, relevant).items():
        if percentile:
            print(f"percentile {percentile}: precision {precision:.2f}, recall {recall:.2f}")
        else:
            print(f"{len(posts)} posts, area under the ROC curve {precision:.3f}")
    compare(articles, posts)


if __name__ == "__main__":
    main()
