"""How many CPU seconds troubleshooters take until they are pages, and how large the pages are.

First 100 troubleshooters of 40 steps, plain and rich ones (see `troubleshooter_trees.py`), are
read, checked with all that `inspect` does, rendered with the site's Markdown, and drawn: the map
is two pictures beside the page, and a list on it. Then two programs are explored: one with many
steps of all kinds, and one with few steps but so many ways through it that following each would
take very long.

    python tests/benchmarks/troubleshooter_speed.py
    python tests/benchmarks/troubleshooter_speed.py --trees 100 --rounds 5 --steps 1000
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import troubleshooter_trees as trees

from helpwright.articles.rendering import Renderer
from helpwright.mkdocs_plugins import scripts
from helpwright.troubleshooters.page import maps
from helpwright.troubleshooters.page.render import render
from helpwright.troubleshooters.proof.connections import following
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.proof.explore_findings import check
from helpwright.troubleshooters.proof.inspection import Inspected, inspect
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import read

TODAY = "2026-11-21"
TARGET = 2.0
"""CPU seconds for 100 troubleshooters of 40 steps; their size for each other number."""

TARGET_OF_PROGRAM = 1.0
EXTENSIONS = ("admonition", "attr_list", "tables", "toc", "pymdownx.highlight")
STAGES = ("read", "check", "render", "map")
IMPORTS = """
import time
start = time.process_time()
import helpwright.articles.rendering, helpwright.troubleshooters.page.maps
import helpwright.troubleshooters.page.render, helpwright.troubleshooters.proof.inspection
import helpwright.troubleshooters.source.library
print(time.process_time() - start)
"""
Json = Any


def main() -> None:
    """Generate, measure, and print what each stage and each program took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--layers", type=int, default=13)
    options = parser.parse_args()
    for kind, text_of in (("plain", trees.plain_text_of), ("rich", trees.text_of)):
        texts = [text_of(number) for number in range(options.trees)]
        measure_pages(kind, texts, options.rounds)
    print(
        f"\n{'program':<10} {'steps':>6} {'ways through':>16} {'states':>7} {'findings':>8}"
        f" {'CPU s':>6} {'of target':>9}"
    )
    measure("large", large(options.steps))
    measure("many ways", layered(options.layers))
    print_sizes()


def measure_pages(kind: str, texts: list[str], rounds: int) -> None:
    """Make pages of generated trees several times, and print what the stages took."""
    steps, size = trees.STEPS, sum(map(len, texts)) / len(texts) / 1000
    print(f"\n{len(texts)} {kind} troubleshooters of {steps} steps, {size:.1f} kB of YAML each")
    print(" ".join(f"{title:>8}" for title in ("CPU s", *STAGES, "pages", "all")))
    spent: list[tuple[float, ...]] = []
    for number in range(rounds):
        stages = [*pages_of(texts)[1].values()]
        spent.append((*stages, sum(stages[:-1]), sum(stages)))
        print_row(f"round {number + 1}", spent[-1])
    rows = [[*column] for column in zip(*spent, strict=True)]
    print_row("least", [min(row) for row in rows])
    print_row("median", [statistics.median(row) for row in rows])
    target = TARGET * len(texts) / 100
    least, median = (find(rows[-2]) for find in (min, statistics.median))
    imports = float(subprocess.check_output([sys.executable, "-c", IMPORTS], text=True))
    for title, value in (
        ("pages, least", least),
        ("pages, median", median),
        ("pages and imports, median", median + imports),
        ("pages, map and imports, median", statistics.median(rows[-1]) + imports),
    ):
        print(f"{title:<32} {value:6.3f} s, {value / target:4.0%} of the {target:g} s allowed")


def print_row(title: str, values: Sequence[float]) -> None:
    """A line of the table."""
    print(f"{title:>8}", *(f"{value:8.3f}" for value in values))


def pages_of(texts: list[str]) -> tuple[list[str], dict[str, float]]:
    """The pages of trees, and the CPU seconds of each stage."""
    renderer = Renderer([*EXTENSIONS, "pymdownx.superfences"], {"toc": {"permalink": False}})
    spent = dict.fromkeys(STAGES, 0.0)

    def timed(stage: str, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        result = work()
        spent[stage] += time.process_time() - start
        return result

    pages: list[str] = []
    for number, text in enumerate(texts):
        tree, findings = timed("read", lambda text=text, number=number: _read(text, number))
        assert tree is not None
        assert findings == []
        whole = timed("check", lambda tree=tree: _inspect(tree))
        assert whole.findings == (), whole.findings
        page = timed("render", lambda whole=whole: _render(whole, renderer))
        pages.append(page + timed("map", lambda whole=whole: _map(whole)))
    return pages, spent


def _read(text: str, number: int) -> Any:
    return read(text, f"troubleshooters/tree-{number}.yml", f"tree-{number}")


def _inspect(tree: Troubleshooter) -> Inspected:
    return inspect(
        tree,
        {},
        articles=trees.ARTICLES,
        troubleshooters=[tree.slug, trees.OTHER],
        language="en",
        today=TODAY,
    )


def _render(whole: Inspected, markdown: Callable[[str], str]) -> str:
    return render(
        whole.tree,
        whole.program,
        markdown=markdown,
        article_url=lambda path: (f"../../{path.removesuffix('.md')}/", f"About {path}"),
        contact_url="../../contact/",
        troubleshooter_url=lambda slug: (f"../{slug}/", slug),
    )


def _map(whole: Inspected) -> str:
    drawn = maps.draw(whole.program, whole.tree.title, page="../")
    return maps.section(whole.program, drawn, light_url="map.svg", dark_url="map-dark.svg")


def print_sizes() -> None:
    """How large the troubleshooter on a page and the script for it are."""
    pages = [pages_of([text_of(0)])[0][0] for text_of in (trees.plain_text_of, trees.text_of)]
    script = scripts.text_of(scripts.WEB / "troubleshooter/element.js")
    print(f"\n{'':<24} {'bytes':>8} {'gzip':>8}")
    for title, text in zip(("plain, HTML", "rich, HTML", "script"), [*pages, script], strict=True):
        data = text.encode()
        print(f"{title:<24} {len(data):>8,} {len(gzip.compress(data, 9, mtime=0)):>8,}")


def measure(name: str, program: Mapping[str, Any]) -> None:
    """Explore a program, look for findings, and print what it took."""
    start = time.process_time()
    exploration = explore(program, TODAY)
    findings = check(exploration, {})
    spent = time.process_time() - start
    assert exploration.complete
    steps = len(program["steps"])
    numbers = f"{count_ways(program):>16.3g} {exploration.states:>7,} {len(findings):>8}"
    print(f"{name:<10} {steps:>6,} {numbers} {spent:>6.2f} {spent / TARGET_OF_PROGRAM:>9.0%}")


def large(steps: int) -> dict[str, Json]:
    """Questions of every kind one after the other; each has an answer that leads to its end."""
    made: dict[str, Json] = {}
    outcomes: dict[str, Json] = {}
    for number in range(steps):
        after = f"s{number + 1}" if number + 1 < steps else "out_last"
        end = f"out_{number}"
        outcomes[end] = {"kind": "solution", "label": end}
        # Two thirds of the tree hang on side branches, as in real ones.
        far = f"s{number + 7}" if number + 7 < steps else end
        made[f"s{number}"] = _step(number, f"s{number}", after, far, end)
    outcomes["out_last"] = {"kind": "solution", "label": "The last"}
    return _program(made, outcomes)


def layered(layers: int) -> dict[str, Json]:
    """Questions in layers of two, each of which leads to both of the next."""
    made: dict[str, Json] = {"first": _choice("first", {"one": "a0", "two": "b0"})}
    for layer in range(layers):
        for side in "ab":
            step = f"{side}{layer}"
            targets = [f"{one}{layer + 1}" if layer + 1 < layers else f"out_{one}" for one in "ab"]
            made[step] = _choice(step, {"one": targets[0], "two": targets[1], "three": targets[0]})
    outcomes = {f"out_{one}": {"kind": "solution", "label": one} for one in "ab"}
    return _program(made, outcomes)


def count_ways(program: Mapping[str, Any]) -> int:
    """The number of ways through a tree without circles."""
    after = following(program)
    counts: dict[str, int] = {}
    stack = [program["start"]]
    while stack:
        node = stack[-1]
        left = [to for to in after[node] if to not in counts]
        if left:
            stack += left
        else:
            counts[node] = sum(counts[to] for to in after[node]) or 1
            stack.pop()
    return counts[program["start"]]


def _step(number: int, name: str, after: str, far: str, end: str) -> Json:
    read = ["get", name]
    if number % 5 == 0:
        return _choice(name, {"yes": after, "no": end, "other": far})
    if number % 5 == 1:
        rules = [
            {"if": ["<", read, 16], "to": end},
            {"if": ["and", ["<", read, 109], ["==", ["get", f"s{number - 1}"], ["lit", "yes"]]]}
            | {"to": far},
            {"to": after},
        ]
        asked = {"kind": "ask", "type": "number", "min": 1, "max": 300, "not_sure": after}
        return {**asked, "name": name, "label": name, "rules": rules}
    if number % 5 == 2:
        return {"kind": "try", "label": name, "fixed": end, "not_fixed": after}
    if number % 5 == 3:
        age = ["days_between", read, ["today"]]
        rules = [{"if": ["<=", age, 14], "to": far}, {"to": after}]
        asked = {"kind": "ask", "type": "date", "max": ["today"]}
        return {**asked, "name": name, "label": name, "rules": rules}
    options = [{"id": one, "label": one} for one in ("a", "b", "c")]
    rules = [{"if": ["in", ["lit", "a"], read], "to": end}, {"to": after}]
    return {
        **{"kind": "ask", "type": "multi", "name": name, "label": name},
        **{"options": options, "none": "None of these", "rules": rules},
    }


def _choice(name: str, targets: Mapping[str, str]) -> Json:
    options = [{"id": one, "label": one, "go": to} for one, to in targets.items()]
    asked = {"kind": "ask", "type": "choice", "name": name, "label": name}
    return {**asked, "options": options, "rules": []}


def _program(steps: Json, outcomes: Json) -> dict[str, Json]:
    return {
        **{"format": 1, "version": "0" * 12, "slug": "generated", "language": "en"},
        **{"start": next(iter(steps)), "facts": {}, "private": [], "tables": {}},
        **{"steps": steps, "outcomes": outcomes},
    }


if __name__ == "__main__":
    main()
