"""What a tree names that does not exist, and answers that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.source.logic import Target
from helpwright.troubleshooters.source.model import (
    EXIT,
    Ask,
    Node,
    Outcome,
    Troubleshooter,
    Try,
    Use,
)
from helpwright.troubleshooters.source.ways import Way, ways

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
        *_check_references(tree, articles, troubleshooters),
        *_check_bodies(tree),
        *_check_sent(tree),
    ]
    return sorted(findings)


def _check_ids(tree: Troubleshooter) -> Iterator[Finding]:
    for name, outcome in tree.outcomes.items():
        if name in tree.steps:
            message = f'"{name}" is a step and an outcome, so an answer cannot lead to either'
            yield _error(outcome.place, "duplicate-id", message, "rename one of the two")


def _check_targets(tree: Troubleshooter) -> Iterator[Finding]:
    nodes = tree.nodes
    known = {*nodes, *(EXIT + name for name in tree.exits)}
    if tree.start and tree.start.to and tree.steps and tree.start.to not in tree.steps:
        hint = did_you_mean(tree.start.to, tree.steps, otherwise="start is the id of a step")
        message = f'"start" names "{tree.start.to}", which is not a step'
        yield _error(tree.start.place, "missing-target", message, hint)
    seen: set[Target] = set()
    for node in nodes.values():
        found = ways(node, tree.tables)
        open_ways = [way for way in found if way.target is None]
        if isinstance(node, Ask) and len(open_ways) > 1 and not any(_own(node)):
            message = f"{_name(node)}: its answers lead nowhere"
            hint = "add go: and a step's id for all of them, or give each a go: of its own"
            yield _error(node.place, "dead-end", message, hint)
            found = tuple(way for way in found if way.target)
        for way in found:
            if way.target is None:
                yield _dead_end(node, way)
            elif way.target.to and way.target.to not in known and way.target not in seen:
                seen.add(way.target)
                hint = _meant(way.target.to, tree, known)
                subject = f'{_name(node)}: {_answer(way)}leads to "{way.target.to}"'
                message = f"{subject}, which is not a step or an outcome"
                yield _error(way.target.place, "missing-target", message, hint)


def _meant(name: str, tree: Troubleshooter, known: Collection[str]) -> str:
    """The step or outcome of which a target has nearly the id, or the heading."""
    for node in tree.nodes.values():
        if name.casefold() in (node.heading.casefold(), node.id.casefold()):
            return f'did you mean "{node.id}"?'
    return did_you_mean(name, known, otherwise="add the step or outcome")


def _own(node: Ask) -> list[Target]:
    """Where answers of a question lead by themselves."""
    return [option.go for option in node.options if option.go]


def _dead_end(node: Node, way: Way) -> Finding:
    if isinstance(node, Try):
        message, hint = "nothing follows if this does not fix it", "add not_fixed: and a step's id"
    elif not way.answer:
        message, hint = "this question leads nowhere", "add go: and a step's id, or a list of rules"
    else:
        message = f'answer "{way.answer}" leads nowhere'
        hint = "give it a go: of its own, or give the step a go: for all answers without one"
    return _error(way.place, "dead-end", f"{_name(node)}: {message}", hint)


def _check_references(
    tree: Troubleshooter, articles: Collection[str], troubleshooters: Collection[str]
) -> Iterator[Finding]:
    for node in tree.nodes.values():
        article = node.article if isinstance(node, Try | Outcome) else None
        if article and article.to and article.to not in articles:
            otherwise = "the path from the docs folder, such as billing/request-a-refund.md"
            if "://" in article.to:
                otherwise = "only articles of this help center: link to others in the body"
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
        text = "" if isinstance(node, Use) else node.body
        texts = {"body": text, **({"help": node.help} if isinstance(node, Ask) else {})}
        for key, body in texts.items():
            fenced = False
            for line in body.splitlines():
                fenced ^= bool(_FENCE.match(line))
                if not fenced and _HEADING.match(line):
                    message = f'{_name(node)}: the text holds the heading "{line.strip("# ")}"'
                    hint = "use **bold** words, or make a step of what is below the heading"
                    severity = Severity.WARNING
                    place = node.places.get(key, node.place)
                    yield Finding(place, "heading-in-body", message, hint, severity)
                    break


def _check_sent(tree: Troubleshooter) -> Iterator[Finding]:
    """Answers that a contact is to be sent, and that nobody gives."""
    known = {node.answer if isinstance(node, Ask) else node.id for node in tree.steps.values()}
    for outcome in tree.outcomes.values():
        names = outcome.send if isinstance(outcome.send, tuple) else ()
        for index, name in enumerate(names):
            if name.partition("~")[0] not in known:
                place = outcome.places.get(f"send.{index}", outcome.places.get("send"))
                hint = did_you_mean(name, sorted(known), otherwise="name the answer of a question")
                message = f'{_name(outcome)}: there is no answer "{name}" to send'
                yield _error(place or outcome.place, "unknown-name", message, hint)


def _error(place: Place, code: str, message: str, hint: str) -> Finding:
    return Finding(place, code, message, hint, Severity.ERROR)


def _answer(way: Way) -> str:
    return f'answer "{way.answer}" ' if way.answer else ""


def _name(node: Node) -> str:
    return f'{"outcome" if isinstance(node, Outcome) else "step"} "{node.id}"'
