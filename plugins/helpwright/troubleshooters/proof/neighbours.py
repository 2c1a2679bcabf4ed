"""What stands beside a troubleshooter: the others, to which it may hand over, and articles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.program import program
from helpwright.troubleshooters.source import constants, fragments
from helpwright.troubleshooters.source.logic import Target
from helpwright.troubleshooters.source.model import Outcome, Troubleshooter, Try

_REASONS = {
    "agents": "is for agents only",
    "draft": "is a draft",
    "archived": "is archived",
    "scheduled": "is not published yet",
    "expired": "is expired",
}


@dataclass(frozen=True)
class Neighbours:
    """The troubleshooters and articles of a site.

    Attributes:
        trees: The troubleshooters by name, as they were read.
        shared: The shared parts by what `use` calls them.
        hidden: Articles that some do not see by their paths, with the reason: "agents", "draft",
            "archived", "scheduled" or "expired".
    """

    trees: Mapping[str, Troubleshooter]
    shared: Mapping[str, Troubleshooter] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    _compiled: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def program(self, name: str) -> Mapping[str, Any] | None:
        """What another troubleshooter was compiled to; None if it has errors, or is not there."""
        if name not in self._compiled:
            self._compiled[name] = None
            tree = self.trees.get(name)
            if tree and tree.steps and tree.start:
                whole, findings = fragments.put_in(tree, self.shared)
                built = program.build(constants.put_in(whole, language="en"))
                errors = [*findings, *built.findings]
                if not any(one.severity is Severity.ERROR for one in errors):
                    self._compiled[name] = built.program
        return self._compiled[name]


def named_articles(trees: Collection[Troubleshooter]) -> set[str]:
    """The articles to which trees and shared parts link by `article`."""
    nodes = [node for tree in trees for node in tree.nodes.values()]
    named = [node.article for node in nodes if isinstance(node, Try | Outcome) and node.article]
    return {target.to for target in named}


def check(tree: Troubleshooter, neighbours: Neighbours) -> Iterator[Finding]:
    """Links to what not all see who see the tree, sorted as they stand there."""
    for node in tree.nodes.values():
        what = f'{"outcome" if isinstance(node, Outcome) else "step"} "{node.id}"'
        article = node.article if isinstance(node, Try | Outcome) else None
        if article and (reason := _conceals(tree, neighbours.hidden.get(article.to, ""))):
            yield _hidden(article, f'{what}: the article "{article.to}"', reason, "article")
        handoff = node.handoff if isinstance(node, Outcome) else None
        other = neighbours.trees.get(handoff.to) if handoff else None
        if handoff and other:
            reasons = ["agents"] * (other.audience == "agents")
            reasons += ["draft"] * (other.status == "draft")
            for each in reasons:
                if reason := _conceals(tree, each):
                    subject = f'{what}: the troubleshooter "{handoff.to}"'
                    yield _hidden(handoff, subject, reason, "troubleshooter")
                    break


def _conceals(tree: Troubleshooter, reason: str) -> str:
    """Why readers of a tree do not see something; "" if they do, or do not see the tree."""
    is_open = tree.audience == "public" if reason == "agents" else tree.status == "published"
    return _REASONS[reason] if reason and is_open else ""


def _hidden(target: Target, what: str, reason: str, kind: str) -> Finding:
    message = f"{what} {reason}, and readers of this troubleshooter do not see it"
    hint = "name another one, or write audience: agents in this file"
    if reason != _REASONS["agents"]:
        hint = f"publish that {kind}, or name another one"
    return Finding(target.place, "link-to-hidden", message, hint, Severity.ERROR)
