"""A compiled troubleshooter as a graph: its ways from step to step, as text and for Graphviz."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.troubleshooters.page.page_texts import texts
from helpwright.troubleshooters.page.tries import ANSWERS, rules_after
from helpwright.troubleshooters.proof.atoms import Terms

Words = Callable[[Any], str]
"""A condition (see `values`) in words."""


_MOST_LABELS = 4


@dataclass(frozen=True)
class Edge:
    """A way from a step or outcome to another; the label says for which answers."""

    start: str
    to: str
    label: str


def edges(program: Mapping[str, Any], words: Words) -> tuple[Edge, ...]:
    """All ways, in the order of the file; those with the same ends are one, with both labels.

    A way without a label is taken whatever is answered.
    """
    labels: dict[tuple[str, str], list[str]] = defaultdict(list)
    said = texts("static", program["language"])
    for name, step in program["steps"].items():
        for to, label in _ways(step, program, words, said):
            if label not in labels[name, to]:
                labels[name, to].append(label)
    for name, outcome in program["outcomes"].items():
        if "not_helpful" in outcome:
            labels[name, outcome["not_helpful"]].append(said["not_helpful"])
    return tuple(Edge(start, to, _joined(one)) for (start, to), one in labels.items())


def _joined(labels: Sequence[str]) -> str:
    if "" in labels:
        return ""
    more = ["…"] if len(labels) > _MOST_LABELS else []
    return "; ".join([*labels[:_MOST_LABELS], *more])


def _ways(
    step: Mapping[str, Any], program: Mapping[str, Any], words: Words, said: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    def labelled(rule: Mapping[str, Any], text: str) -> str:
        most = said["most"].format(rule["max"]) if "max" in rule else ""
        return " ".join(filter(None, [text, most]))

    own = f"{step['label']}: "
    if step["kind"] == "try":
        for answer in ANSWERS:
            if step[answer]:
                yield step[answer], said[answer]
            for rule in rules_after(step, answer):
                also = f": {words(rule['if']).replace(own, '')}" if "if" in rule else ""
                yield rule["to"], labelled(rule, f"{said[answer]}{also}")
        return
    options = step.get("options", ())
    others = [option["label"] for option in options if "go" not in option]
    for option in options:
        if "go" in option:
            yield option["go"], option["label"]
    for rule in step["rules"]:
        if "table" in rule:
            for condition, to in _rows(program, rule["table"]):
                said_of = said["otherwise"] if condition is True else words(condition)
                yield to, said_of.replace(own, "")
        elif "if" in rule:
            yield rule["to"], labelled(rule, words(rule["if"]).replace(own, ""))
        else:
            # Without a condition: for the options that say nothing themselves.
            alone = len(step["rules"]) == 1 and len(others) < len(options)
            otherwise = said["otherwise"] if len(step["rules"]) > 1 else ""
            yield rule["to"], labelled(rule, ", ".join(others) if alone else otherwise)
    if "not_sure" in step:
        yield step["not_sure"], said["not_sure"]


def _rows(program: Mapping[str, Any], table: str) -> Iterator[tuple[Any, str]]:
    """The conditions of a table's rows, and where they lead.

    Left out is what is worked out: it is known only to those who answer.
    """
    spelt_out = Terms(program["facts"], program["tables"]).expand(["table", table, "to"])
    for condition, to in spelt_out[1] if spelt_out else ():
        if isinstance(to, list) and to[:1] == ["lit"]:
            yield condition, to[1]


def as_dot(program: Mapping[str, Any], ways: Sequence[Edge]) -> str:
    """The graph in the language of Graphviz."""
    lines = [f"digraph {_quoted(program['slug'])} {{", "  rankdir=TB;", "  node [shape=box];"]
    for name, step in program["steps"].items():
        shape = ' style="rounded"' if step["kind"] == "try" else ""
        lines.append(f"  {_quoted(name)} [label={_quoted(step['label'])}{shape}];")
    for name, outcome in program["outcomes"].items():
        lines.append(f"  {_quoted(name)} [label={_quoted(outcome['label'])} peripheries=2];")
    for way in ways:
        label = f" [label={_quoted(way.label)}]" if way.label else ""
        lines.append(f"  {_quoted(way.start)} -> {_quoted(way.to)}{label};")
    return "\n".join([*lines, "}", ""])


def as_text(program: Mapping[str, Any], ways: Sequence[Edge]) -> str:
    """The graph as a list in which each step stands once, below the answer that leads to it."""
    nodes = {**program["steps"], **program["outcomes"]}
    leaving: dict[str, list[Edge]] = defaultdict(list)
    for way in ways:
        leaving[way.start].append(way)
    lines: list[str] = []
    seen: set[str] = set()
    # An own stack: a tree may be deeper than Python's.
    stack: list[tuple[int, str, str]] = [(0, "", program["start"])]
    while stack:
        depth, label, name = stack.pop()
        title = nodes[name]["label"] if name in nodes else name
        before = f"{label}: " if label else ""
        again = name in seen and bool(leaving[name])
        lines.append(f"{'  ' * depth}- {before}{title} [{name}]{' (see above)' * again}")
        if name not in seen:
            seen.add(name)
            stack += [(depth + 1, way.label, way.to) for way in reversed(leaving[name])]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
