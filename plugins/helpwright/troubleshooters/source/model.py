"""What a file says: steps that ask or let people try something, outcomes, and what decides.

This is the source as it was read. Expressions are texts; others compile and evaluate them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from helpwright.errors import Place
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.source.logic import ListOf, Rule, Table, Target

SOLVED = "solved"
"""The built-in outcome to which a `try` step without `fixed` leads."""

NOT_SURE = "not_sure"
"""The answer "I'm not sure"; no option has this id."""

EXIT = "exit."
"""Begins the targets of a fragment that leave it."""


@dataclass(frozen=True)
class Option:
    """One answer to a question. `go` is its own target; without it the step's target holds."""

    id: str
    label: str
    place: Place
    hint: str = ""
    go: Target | None = None
    condition: Formula | None = None


@dataclass(frozen=True)
class Check:
    """What must be true of an answer, and what people read if it is not."""

    condition: Formula
    error: str
    place: Place


@dataclass(frozen=True)
class Assign:
    """A name that a step sets once it is answered."""

    name: str
    value: Formula
    place: Place


@dataclass(frozen=True)
class Ask:
    """A question. `kind` is its type; `body` and `help` are Markdown.

    `source` is the file of `from`, whose rows are among the options. `decide` names a table.
    `name` is that of the answer. `places` has the places of the values by their keys in the file,
    as in the other kinds of steps and in outcomes.
    """

    id: str
    place: Place
    ask: str
    kind: str = "choice"
    name: str = ""
    options: tuple[Option, ...] = ()
    none: str = ""
    source: str = ""
    not_sure: Target | None = None
    hint: str = ""
    help: str = ""
    body: str = ""
    go: Target | None = None
    rules: tuple[Rule, ...] = ()
    decide: Target | None = None
    minimum: Formula | None = None
    maximum: Formula | None = None
    decimals: int | None = None
    unit: str = ""
    currency: str = ""
    pattern: str = ""
    min_length: int | None = None
    max_length: int | None = None
    checks: tuple[Check, ...] = ()
    error: str = ""
    assigns: tuple[Assign, ...] = ()
    private: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The question."""
        return self.ask

    @property
    def answer(self) -> str:
        """The name of the answer: `name`, or else the id."""
        return self.name or self.id


@dataclass(frozen=True)
class Try:
    """Something to try, after which the page asks whether it helped. `body` is Markdown.

    In place of `fixed` and `not_fixed` may stand rules, which are looked at after that answer.
    """

    id: str
    place: Place
    action: str
    body: str = ""
    article: Target | None = None
    fixed: Target | None = None
    not_fixed: Target | None = None
    fixed_rules: tuple[Rule, ...] = ()
    not_fixed_rules: tuple[Rule, ...] = ()
    assigns: tuple[Assign, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The action."""
        return self.action


@dataclass(frozen=True)
class Use:
    """A shared sub-tree. `exits` says where its exits lead, `given` what its parameters are."""

    id: str
    place: Place
    fragment: Target
    exits: Mapping[str, Target] = field(default_factory=dict)
    given: Mapping[str, Formula] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The id: people never see this step."""
        return self.id


@dataclass(frozen=True)
class Computed:
    """A text of an outcome that is worked out: `value`, or the first of `cases` that holds."""

    name: str
    place: Place
    value: Formula | None = None
    cases: tuple[tuple[Formula, Formula], ...] = ()
    otherwise: Formula | None = None


@dataclass(frozen=True)
class Outcome:
    """An end. `kind` is "solution", "article", "contact" or "handoff"; `body` is Markdown.

    A contact has a `channel`, a `subject`, and `send`: "answers", "none" or names of answers.
    `ask_for` names what the person adds, `ask_labels` how people read some of these names.
    A hand-off names another troubleshooter and what it is `given`.
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
    computed: tuple[Computed, ...] = ()
    priority: str = ""
    ask_for: tuple[str, ...] = ()
    ask_labels: Mapping[str, str] = field(default_factory=dict)
    send: str | tuple[str, ...] = "answers"
    given: Mapping[str, Formula] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The title."""
        return self.title

    @property
    def asked(self) -> dict[str, str]:
        """What the person is asked to add, by name: "order_number" reads "Order number"."""
        return {
            name: self.ask_labels.get(name) or name[:1].upper() + name[1:].replace("_", " ")
            for name in self.ask_for
        }


Step = Ask | Try | Use
Node = Step | Outcome


@dataclass(frozen=True)
class Scenario:
    """A test that the writer wrote: answers, and where they should lead.

    `sends` is what a contact passes on, `rejects` the answer that is refused. `path` and `sends`
    are None if the scenario does not say.
    """

    name: str
    place: Place
    answers: Mapping[str, object] = field(default_factory=dict)
    answer_places: Mapping[str, Place] = field(default_factory=dict)
    expect: Target | None = None
    path: tuple[str, ...] | None = None
    shows: tuple[str, ...] = ()
    sends: Mapping[str, object] | None = None
    rejects: str = ""
    today: date | None = None


@dataclass(frozen=True)
class Troubleshooter:
    """A decision tree. `steps` and `outcomes` keep the order of the file.

    A fragment is a part of other trees; its `exits` are bound there and its `parameters` given.
    `places` has those of the file's keys, and of the names in `keep_out_of_url` after that word
    and a dot.
    """

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
    fragment: bool = False
    exits: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    keep_out_of_url: tuple[str, ...] = ()
    lists: Mapping[str, ListOf] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    facts: Mapping[str, Formula] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    scenarios: tuple[Scenario, ...] = ()
    today: date | None = None
    coverage: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def nodes(self) -> dict[str, Node]:
        """Steps, then outcomes, by id; a step wins over an outcome of the same id."""
        return {**self.steps, **{k: v for k, v in self.outcomes.items() if k not in self.steps}}
