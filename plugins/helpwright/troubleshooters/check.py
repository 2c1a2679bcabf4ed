"""What is wrong with a tree as a tree: answers that lead nowhere, circles, lost steps."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.model import (
    Ask,
    Node,
    Outcome,
    Target,
    Troubleshooter,
    Try,
    Unsupported,
    Way,
    ways,
)

_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}\s")


def check(
    tree: Troubleshooter, *, articles: Collection[str], troubleshooters: Collection[str]
) -> list[Finding]:
    """Everything wrong with the tree, sorted by place.

    Args:
        tree: What `read` returned; its own findings are not repeated here.
        articles: Paths of the articles, relative to the docs folder.
        troubleshooters: Slugs of all troubleshooters.
    """
    findings = [
        *_check_ids(tree),
        *_check_targets(tree),
        *_check_reach(tree),
        *_check_circles(tree),
        *_check_references(tree, articles, troubleshooters),
        *_check_bodies(tree),
    ]
    return sorted(findings)


def _check_ids(tree: Troubleshooter) -> Iterator[Finding]:
    for name, outcome in tree.outcomes.items():
        if name in tree.steps:
            message = f'"{name}" is a step and an outcome, so an answer cannot lead to either'
            yield _error(outcome.place, "duplicate-id", message, "rename one of the two")


def _check_targets(tree: Troubleshooter) -> Iterator[Finding]:
    nodes = tree.nodes
    if tree.start and tree.start.to and tree.steps and tree.start.to not in tree.steps:
        hint = did_you_mean(tree.start.to, tree.steps, otherwise="start is the id of a step")
        message = f'"start" names "{tree.start.to}", which is not a step'
        yield _error(tree.start.place, "missing-target", message, hint)
    seen: set[Target] = set()
    for node in nodes.values():
        for way in ways(node):
            if way.target is None:
                yield _dead_end(node, way)
            elif way.target.to and way.target.to not in nodes and way.target not in seen:
                seen.add(way.target)
                hint = did_you_mean(way.target.to, nodes, otherwise="add the step or outcome")
                subject = f'{_name(node)}: {_answer(way)}leads to "{way.target.to}"'
                message = f"{subject}, which is not a step or an outcome"
                yield _error(way.target.place, "missing-target", message, hint)


def _dead_end(node: Node, way: Way) -> Finding:
    if isinstance(node, Try):
        message, hint = "nothing follows if this does not fix it", "add not_fixed: and a step's id"
    else:
        message = f'answer "{way.answer}" leads nowhere'
        hint = "give it a go: of its own, or give the step a go: for all answers without one"
    return _error(way.place, "dead-end", f"{_name(node)}: {message}", hint)


def _check_reach(tree: Troubleshooter) -> Iterator[Finding]:
    nodes = tree.nodes
    if not tree.start or tree.start.to not in tree.steps:
        return
    leads_to = {name: set(_leads_to(node, nodes)) for name, node in nodes.items()}
    queue, reached = deque([tree.start.to]), {tree.start.to}
    while queue:
        new = leads_to[queue.popleft()] - reached
        reached |= new
        queue.extend(new)
    # What only lost steps lead to is found again with them, so it is not worth a finding.
    with_them = {to for name in nodes.keys() - reached for to in leads_to[name] - {name}}
    for name, node in nodes.items():
        if name not in reached | with_them:
            message = f"{_name(node)}: no answer leads here"
            hint = "let an answer go here, or remove it"
            yield Finding(node.place, "unreachable", message, hint, Severity.WARNING)


def _leads_to(node: Node, nodes: dict[str, Node]) -> Iterator[str]:
    """The ids after a node. A misspelt one counts as meant: one mistake, one finding."""
    targets = [way.target for way in ways(node)]
    if isinstance(node, Ask):
        targets.append(node.go)
    for target in targets:
        if target and target.to in nodes:
            yield target.to
        elif target and (meant := did_you_mean(target.to, nodes)):
            yield meant.split('"')[1]


def _check_circles(tree: Troubleshooter) -> Iterator[Finding]:
    """Report each answer that leads back up the file to a step from which it can be reached.

    Every circle holds such an answer; once reported it is cut, so no circle is told twice.
    """
    nodes = tree.nodes
    rank = {name: index for index, name in enumerate(nodes)}
    edges = {
        name: {way.target.to: way for way in reversed(ways(node)) if way.target}
        for name, node in nodes.items()
    }
    for source in nodes:
        for to, way in list(edges[source].items()):
            if to in rank and rank[to] <= rank[source] and (path := _path(to, source, edges)):
                del edges[source][to]
                place = way.target.place if way.target else way.place
                message = f"the steps lead in a circle: {' → '.join([*path, to])}"
                hint = "let the last of them lead on to a step or an outcome below"
                yield _error(place, "cycle", message, hint)


def _path(start: str, end: str, edges: dict[str, dict[str, Way]]) -> list[str]:
    """The shortest way from one node to another, [] if there is none."""
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue and end not in before:
        name = queue.popleft()
        for to in edges[name]:
            if to in edges and to not in before:
                before[to] = name
                queue.append(to)
    path: list[str] = []
    name = end if end in before else ""
    while name:
        path.append(name)
        name = before[name]
    return path[::-1]


def _check_references(
    tree: Troubleshooter, articles: Collection[str], troubleshooters: Collection[str]
) -> Iterator[Finding]:
    for node in tree.nodes.values():
        article = node.article if isinstance(node, Try | Outcome) else None
        if article and article.to and article.to not in articles:
            otherwise = "the path from the docs folder, such as billing/request-a-refund.md"
            hint = did_you_mean(article.to, articles, otherwise=otherwise)
            message = f'{_name(node)}: there is no article "{article.to}"'
            yield _error(article.place, "missing-article", message, hint)
        handoff = node.handoff if isinstance(node, Outcome) else None
        if handoff and handoff.to == tree.slug:
            message = f"{_name(node)}: this troubleshooter hands over to itself"
            hint = "name another troubleshooter, or make it a contact"
            yield _error(handoff.place, "unknown-troubleshooter", message, hint)
        elif handoff and handoff.to and handoff.to not in troubleshooters:
            hint = did_you_mean(handoff.to, troubleshooters, otherwise="its file name without .yml")
            message = f'{_name(node)}: there is no troubleshooter "{handoff.to}"'
            yield _error(handoff.place, "unknown-troubleshooter", message, hint)


def _check_bodies(tree: Troubleshooter) -> Iterator[Finding]:
    """Headings in a body would stand in the page's outline as if they were steps."""
    for node in tree.nodes.values():
        text = "" if isinstance(node, Unsupported) else node.body
        texts = (text, node.help) if isinstance(node, Ask) else (text,)
        for body in texts:
            fenced = False
            for line in body.splitlines():
                fenced ^= bool(_FENCE.match(line))
                if not fenced and _HEADING.match(line):
                    message = f'{_name(node)}: the text holds the heading "{line.strip("# ")}"'
                    hint = "use **bold** words, or make a step of what is below the heading"
                    severity = Severity.WARNING
                    yield Finding(node.place, "heading-in-body", message, hint, severity)
                    break


def _error(place: Place, code: str, message: str, hint: str) -> Finding:
    return Finding(place, code, message, hint, Severity.ERROR)


def _answer(way: Way) -> str:
    return f'answer "{way.answer}" ' if way.answer else ""


def _name(node: Node) -> str:
    return f'{"outcome" if isinstance(node, Outcome) else "step"} "{node.id}"'
