"""How the steps and outcomes of a program are connected: onward, in circles, or not at all."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from helpwright.troubleshooters.proof.atoms import Json, parts
from helpwright.troubleshooters.proof.exploration import Exploration

_MOST_CIRCLES = 20


def ways(program: Mapping[str, Any], node: str) -> Iterator[tuple[str, str, int]]:
    """The ways out of a step or outcome: what way, where to, and how often at most (0: any)."""
    outcome = program["outcomes"].get(node)
    if outcome is not None:
        if "not_helpful" in outcome:
            yield "not_helpful", outcome["not_helpful"], 0
        return
    step = program["steps"][node]
    for key in ("not_sure",) if step["kind"] == "ask" else ("fixed", "not_fixed"):
        if key in step:
            yield key, step[key], 0
    for option in step.get("options", ()):
        if "go" in option:
            yield f"option:{option['id']}", option["go"], 0
    for number, rule in enumerate(step.get("rules", ())):
        for to in [rule["to"]] if "table" not in rule else targets(program, rule["table"]):
            yield f"rule:{number}", to, rule.get("max", 0)


def targets(program: Mapping[str, Any], name: str) -> list[str]:
    """Where the rows of a table lead."""
    table = program["tables"][name]
    column = table["outputs"].index("to")
    texts = (one for row in table["rows"] for one in _texts(row["values"][column]))
    nodes = program["steps"].keys() | program["outcomes"].keys()
    return [one for one in dict.fromkeys(texts) if one in nodes]


def _texts(value: Json) -> Iterator[str]:
    """The texts that a literal or an expression can give."""
    for literal in [value] if isinstance(value, str) else parts(value):
        if isinstance(literal, str):
            yield literal
        elif literal[0] == "lit" and isinstance(literal[1], str):
            yield literal[1]


def following(program: Mapping[str, Any], *, bounded: bool = True) -> dict[str, list[str]]:
    """The nodes after each step and outcome; ways with a `max` only if asked for."""
    nodes = [*program["steps"], *program["outcomes"]]
    known = frozenset(nodes)
    return {
        node: [to for _, to, most in ways(program, node) if to in known and (bounded or not most)]
        for node in nodes
    }


def lost(program: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Nodes to which no way leads from the start, and whether none leads there at all.

    Those to which the others lead are left out.
    """
    after = following(program)
    led_to = {to for node, steps in after.items() for to in steps if to != node}
    roots = [node for node in after if node not in led_to and node != program["start"]]
    known: set[str] = set()
    for node in [program["start"], *roots, *after]:
        if node in known or node not in after:
            continue
        if node != program["start"]:
            yield node, node not in led_to
        stack = [node]
        while stack:
            one = stack.pop()
            if one not in known:
                known.add(one)
                stack += after[one]


def circles(exploration: Exploration) -> Iterator[tuple[str, str, list[str]]]:
    """Circles that nothing ends: (last node, its way back, the nodes from the first to it).

    The way back leads up the file. Once told it is cut, so no circle is told twice.
    """
    program = exploration.program
    after = following(program, bounded=False)
    rank = {node: number for number, node in enumerate(after)}
    endless: frozenset[str] | None = None
    for _ in range(_MOST_CIRCLES):
        groups = circular(after)
        if groups and endless is None:
            endless = _endless(exploration)
        groups = (
            [
                group
                for group in groups
                if not exploration.complete
                or endless & frozenset(group)
                or not exploration.reached & frozenset(group)
            ]
            if endless is not None
            else []
        )
        if not groups:
            return
        group = frozenset(groups[0])
        last, to, path = min(
            (
                (node, to, _path(to, node, after, group))
                for node in groups[0]
                for to in after[node]
                if to in group and rank[to] <= rank[node]
            ),
            key=lambda one: (len(one[2]), rank[one[0]]),
        )
        way = next(way for way, one, most in ways(program, last) if one == to and not most)
        yield last, way, [*path, to]
        after[last] = [one for one in after[last] if one != to]


def _endless(exploration: Exploration) -> frozenset[str]:
    """The nodes that really come again and again: a condition may end what looks like a circle."""
    after = {
        str(state): [str(move.to) for move in moves if move.to >= 0]
        for state, moves in enumerate(exploration.moves)
    }
    groups = circular(after)
    return frozenset(exploration.nodes[int(state)] for group in groups for state in group)


def _path(
    start: str, end: str, after: Mapping[str, Iterable[str]], within: frozenset[str]
) -> list[str]:
    """The shortest way from one node to another, which there is."""
    before = {start: ""}
    queue = deque([start])
    while queue and end not in before:
        node = queue.popleft()
        for to in after[node]:
            if to in within and to not in before:
                before[to] = node
                queue.append(to)
    path, node = [], end
    while node:
        path.append(node)
        node = before[node]
    return path[::-1]


def onward(
    after: Mapping[str, list[str]], order: Sequence[str], read: Callable[[str, int], int]
) -> dict[str, int]:
    """For each node what `read` gives for it and the bits of all nodes that follow it.

    `order` is that of `deepest_first`. `read` only ever adds bits for more bits; in circles it is
    asked until nothing is added.
    """
    found = dict.fromkeys(after, 0)
    changed = True
    while changed:
        changed = False
        for node in order:
            following = 0
            for to in after[node]:
                following |= found[to]
            bits = read(node, following)
            if bits != found[node]:
                found[node] = bits
                changed = True
    return found


def deepest_first(after: Mapping[str, Iterable[str]]) -> list[str]:
    """The nodes, each after those to which it leads, as far as there are no circles."""
    order: list[str] = []
    seen: set[str] = set()
    for start in after:
        stack = [(start, iter(after[start]))] if start not in seen else []
        seen.add(start)
        while stack:
            node, rest = stack[-1]
            for to in rest:
                if to not in seen:
                    seen.add(to)
                    stack.append((to, iter(after[to])))
                    break
            else:
                order.append(node)
                stack.pop()
    return order


def circular(after: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The groups of nodes from each of which every other can be reached, in the given order."""
    order = deepest_first(after)
    depth = {node: number for number, node in enumerate(order)}
    # Where every way leads to a node that came before, as in most trees, there is no circle.
    if all([depth[to] < depth[node] for node, following in after.items() for to in following]):
        return []
    into: dict[str, list[str]] = {node: [] for node in after}
    for node, following in after.items():
        for to in following:
            into[to].append(node)
    rank = {node: number for number, node in enumerate(after)}
    seen: set[str] = set()
    groups: list[list[str]] = []
    for start in reversed(order):
        if start in seen:
            continue
        seen.add(start)
        group, stack = [], [start]
        while stack:
            node = stack.pop()
            group.append(node)
            new = [one for one in into[node] if one not in seen]
            seen.update(new)
            stack += new
        if len(group) > 1 or start in after[start]:
            groups.append(sorted(group, key=rank.__getitem__))
    return sorted(groups, key=lambda group: rank[group[0]])
