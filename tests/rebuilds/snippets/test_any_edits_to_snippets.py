"""Any sequence of edits to snippets, and to which articles include them."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HINT = "docs/_snippets/hint.md"
BOX = "docs/_snippets/box.md"
UNUSED = "docs/_snippets/parts/unused.md"
INVOICE = "docs/billing/invoice.md"
STEPS = "docs/learning/steps.md"
LONG = "docs/billing/long.md"
Step = Callable[[Any, random.Random], None]


def _body(center: Any, chance: random.Random, paths: list[str]) -> tuple[str, str, str]:
    path = chance.choice(paths)
    head, mark, body = (center.folder / path).read_text("utf-8").rpartition("\n---\n")
    return path, head + mark, body


ARTICLES = [INVOICE, STEPS, LONG, "docs/learning/seat.md", "docs/billing/drafted.md"]
SNIPPETS = [HINT, BOX, UNUSED, "docs/_snippets/more.md"]


def _include(center: Any, chance: random.Random) -> None:
    path, head, body = _body(center, chance, [*ARTICLES, *SNIPPETS])
    name = chance.choice(["hint", "box", "more", "parts/unused", "{{ product }}"])
    use = name if name.startswith("{") else f"{{{{ snippet: {name} }}}}"
    mark = chance.choice(["`", "", "", ""])
    center.write(path, f"{head}{body.rstrip()}\n\nAnd {mark}{use}{mark}.\n")


def _exclude(center: Any, chance: random.Random) -> None:
    path, head, body = _body(center, chance, [*ARTICLES, *SNIPPETS])
    center.write(path, head + re.sub(r"\{\{ snippet: [a-z/]+ \}\}", "gone", body, count=1))


def _reword(center: Any, chance: random.Random) -> None:
    path, head, body = _body(center, chance, [*ARTICLES, *SNIPPETS, *SNIPPETS])
    words = list(re.finditer(r"(?<![\w/{(.:#-] )\b[a-z]{4,}\b(?![^(\n]*\)|[^{\n]*\})", body))
    if words:
        word = chance.choice(words)
        new = chance.choice(["teh", "paper", "*much*", "[it](/a/art2/)", "two\n\n## Words\n\nas"])
        body = body[: word.start()] + new + body[word.end() :]
    center.write(path, head + body)


STEPS_OF_WRITERS: list[Step] = [_include, _exclude, _reword, _reword]


@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_of_such_edits_gives_what_a_build_from_nothing_gives(
    center: Any, ways: list[str], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    center.write("docs/_snippets/more.md", "More of it.\n")
    center.build()
    for _ in range(6):
        for _ in range(chance.choice([1, 1, 2, 3])):
            chance.choice(STEPS_OF_WRITERS)(center, chance)
        center.build_both(tmp_path / "clean")
    assert ways.count("") >= 3
