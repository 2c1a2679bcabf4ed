"""What a troubleshooter is: steps that ask or let people try something, and outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from helpwright.errors import Place

SOLVED = "solved"
"""The built-in outcome to which a `try` step without `fixed` leads."""


@dataclass(frozen=True)
class Target:
    """What a value of the file refers to: a step, an outcome, an article or a troubleshooter."""

    to: str
    place: Place


@dataclass(frozen=True)
class Option:
    """One answer to a question. `go` is its own target; without it the step's target holds."""

    id: str
    label: str
    place: Place
    hint: str = ""
    go: Target | None = None


@dataclass(frozen=True)
class Ask:
    """A question. `kind` is "choice" or "yes_no"; `body` and `help` are Markdown."""

    id: str
    place: Place
    ask: str
    kind: str = "choice"
    options: tuple[Option, ...] = ()
    hint: str = ""
    help: str = ""
    body: str = ""
    go: Target | None = None

    @property
    def heading(self) -> str:
        """The question."""
        return self.ask


@dataclass(frozen=True)
class Try:
    """Something to try, after which the page asks whether it helped. `body` is Markdown."""

    id: str
    place: Place
    action: str
    body: str = ""
    article: Target | None = None
    fixed: Target | None = None
    not_fixed: Target | None = None

    @property
    def heading(self) -> str:
        """The action."""
        return self.action


@dataclass(frozen=True)
class Unsupported:
    """A step that this version cannot show. Its targets are known, so the rest can be checked."""

    id: str
    place: Place
    heading: str
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """An end. `kind` is "solution", "contact" or "handoff"; `body` is Markdown.

    A contact has a `channel` and a `subject`; a hand-off names another troubleshooter.
    """

    id: str
    place: Place
    kind: str
    title: str
    body: str = ""
    article: Target | None = None
    not_helpful: Target | None = None
    channel: str = ""
    subject: str = ""
    handoff: Target | None = None

    @property
    def heading(self) -> str:
        """The title."""
        return self.title


Step = Ask | Try | Unsupported
Node = Step | Outcome


@dataclass(frozen=True)
class Troubleshooter:
    """A decision tree. `steps` and `outcomes` keep the order of the file."""

    slug: str
    path: str
    title: str
    start: Target | None
    steps: Mapping[str, Step]
    outcomes: Mapping[str, Outcome]
    summary: str = ""
    aliases: tuple[str, ...] = ()
    owner: str = ""
    review_by: date | None = None
    category: str = ""
    applies_to: tuple[str, ...] = ()
    redirect_from: tuple[str, ...] = ()
    audience: str = "public"
    status: str = "published"

    @property
    def nodes(self) -> dict[str, Node]:
        """Steps, then outcomes, by id; a step wins over an outcome of the same id."""
        return {**self.steps, **{k: v for k, v in self.outcomes.items() if k not in self.steps}}


@dataclass(frozen=True)
class Way:
    """A way out of a step or outcome: an answer with its label. Without a target it is open."""

    answer: str
    label: str
    target: Target | None
    place: Place
    hint: str = ""


def ways(node: Node) -> tuple[Way, ...]:
    """The ways out of a step or outcome, in the order in which the page offers them."""
    if isinstance(node, Ask):
        return tuple(
            Way(option.id, option.label, option.go or node.go, option.place, option.hint)
            for option in node.options
        )
    if isinstance(node, Try):
        return (
            Way("fixed", "That fixed it", node.fixed, node.place),
            Way("not_fixed", "Not fixed, go on", node.not_fixed, node.place),
        )
    if isinstance(node, Unsupported):
        return tuple(Way("", "", target, target.place) for target in node.targets)
    if node.not_helpful:
        target = node.not_helpful
        return (Way("not_helpful", "This did not help", target, target.place),)
    return ()
