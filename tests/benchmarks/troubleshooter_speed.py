"""How many CPU seconds it takes to find everything that can happen in a large troubleshooter.

Two trees are generated: one with many steps of all kinds, and one with few steps but so many
ways through it that following each would take very long.

    python tests/benchmarks/troubleshooter_speed.py --steps 1000
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from typing import Any

from helpwright.troubleshooters.proof.connections import following
from helpwright.troubleshooters.proof.explore import explore
from helpwright.troubleshooters.proof.explore_findings import check

TODAY = "2026-11-21"
Json = Any


def main() -> None:
    """Generate, explore, and print a line for each tree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--layers", type=int, default=13)
    options = parser.parse_args()
    print(
        f"{'tree':<10} {'steps':>6} {'ways through':>16} {'states':>7} {'findings':>8} {'CPU s':>6}"
    )
    measure("large", large(options.steps))
    measure("many ways", layered(options.layers))


def measure(name: str, program: Mapping[str, Any]) -> None:
    """Explore a program, look for findings, and print what it took."""
    start = time.process_time()
    exploration = explore(program, TODAY)
    findings = check(exploration, {})
    spent = time.process_time() - start
    assert exploration.complete
    steps = len(program["steps"])
    numbers = f"{count_ways(program):>16.3g} {exploration.states:>7,} {len(findings):>8}"
    print(f"{name:<10} {steps:>6,} {numbers} {spent:>6.2f}")


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
