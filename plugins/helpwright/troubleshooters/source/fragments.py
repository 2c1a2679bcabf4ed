"""Shared sub-trees, put into the trees that use them.

What a part calls `place` is `network.place` in a tree whose step `network` uses the part: its
steps and outcomes, answers, facts, lists, constants and tables. Its exits lead where the step
says, its parameters are what the step gives, and its places remain those of its own file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.source.logic import ListOf, Table, Target
from helpwright.troubleshooters.source.model import (
    EXIT,
    SOLVED,
    Ask,
    Node,
    Option,
    Outcome,
    Step,
    Troubleshooter,
    Try,
    Use,
)
from helpwright.troubleshooters.source.renaming import PLACEHOLDER, Renaming
from helpwright.troubleshooters.source.ways import ways

MOST_NESTED = 5
MOST_STEPS = 10_000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*\Z")
_LITERAL = re.compile(r"""-?[0-9][0-9.]*\Z|'[^'\n]*'\Z|"[^"\n]*"\Z""")


def put_in(
    tree: Troubleshooter, fragments: Mapping[str, Troubleshooter]
) -> tuple[Troubleshooter, list[Finding]]:
    """The tree without a `Use`, and what is wrong with those it had, sorted by place.

    Args:
        tree: A tree, or a fragment.
        fragments: All fragments by the names that `use` has for them.
    """
    putter = _Putter(fragments)
    whole, _ = putter.expand(tree, ())
    return whole, sorted(set(putter.findings))


@dataclass
class _Whole:
    """A tree that grows."""

    steps: dict[str, Step]
    outcomes: dict[str, Outcome]
    lists: dict[str, ListOf]
    constants: dict[str, object]
    facts: dict[str, Formula]
    tables: dict[str, Table]
    private: list[str]
    places: dict[str, Place]


@dataclass
class _Putter:
    fragments: Mapping[str, Troubleshooter]
    findings: list[Finding] = field(default_factory=list)
    expanded: dict[str, tuple[Troubleshooter, int]] = field(default_factory=dict)

    def expand(self, tree: Troubleshooter, stack: tuple[str, ...]) -> tuple[Troubleshooter, int]:
        """A tree without a `Use`, and how deep parts were nested in it; `stack` is around it."""
        uses = [step for step in tree.steps.values() if isinstance(step, Use)]
        if not uses:
            return tree, 0
        whole = _Whole(
            steps={},
            outcomes=dict(tree.outcomes),
            lists=dict(tree.lists),
            constants=dict(tree.constants),
            facts=dict(tree.facts),
            tables=dict(tree.tables),
            private=list(tree.keep_out_of_url),
            places=dict(tree.places),
        )
        entries: dict[str, str] = {}
        depth = 0
        for name, step in tree.steps.items():
            if not isinstance(step, Use):
                whole.steps[name] = step
                continue
            size = len(whole.steps) + len(tree.steps)
            part, part_depth = self.part(step, tree, stack, size)
            if part is None or not part.steps:
                whole.steps[name] = _stub(step)
                continue
            depth = max(depth, part_depth)
            entries[name] = self.put(tree, whole, step, part)
        renaming = Renaming(steps=entries)
        return _renamed(tree, whole, renaming), depth

    def part(
        self, use: Use, host: Troubleshooter, stack: tuple[str, ...], steps: int
    ) -> tuple[Troubleshooter | None, int]:
        """The sub-tree that a step uses, None if it cannot be put in."""
        name, place = use.fragment.to, use.fragment.place
        fragment = self.fragments.get(name)
        if fragment is None or not fragment.fragment:
            if name:
                known = [key for key, each in self.fragments.items() if each.fragment]
                otherwise = "a shared part is a file such as _shared/network.yml, used without .yml"
                hint = did_you_mean(name, known, otherwise=otherwise)
                message = f'step "{use.id}": there is no shared part "{name}"'
                self.add("unknown-fragment", place, message, hint)
            return None, 0
        if name in stack:
            path = " → ".join([*stack[stack.index(name) :], name])
            message = f'step "{use.id}": the shared parts use each other in a circle: {path}'
            self.add("fragment-cycle", place, message, "let one of them do without the other")
            return None, 0
        if name not in self.expanded and len(stack) < MOST_NESTED:
            inner, inner_depth = self.expand(fragment, (*stack, name))
            self.expanded[name] = (inner, inner_depth + 1)
        part, depth = self.expanded.get(name, (fragment, MOST_NESTED + 1))
        if len(stack) + depth > MOST_NESTED:
            message = f'step "{use.id}": shared parts are nested more than {MOST_NESTED} deep'
            self.add("fragment-too-deep", place, message, "let a part use fewer others")
            return None, 0
        if steps + len(part.steps) > MOST_STEPS:
            message = f'step "{use.id}": with its shared parts, this has over {MOST_STEPS} steps'
            self.add("too-many-steps", place, message, "make two troubleshooters of it")
            return None, 0
        self.check(use, fragment, host)
        return part, depth

    def check(self, use: Use, fragment: Troubleshooter, host: Troubleshooter) -> None:
        """Report exits and parameters that only one of the two has."""
        where = f'step "{use.id}"'
        for name in fragment.exits:
            if name not in use.exits:
                place = use.places.get("exits", use.place)
                message = f'{where}: "exits" does not say where "{name}" leads'
                self.add("exit-unbound", place, message, f"add {name}: and the id of a step")
        for name, target in use.exits.items():
            if name not in fragment.exits:
                hint = did_you_mean(name, fragment.exits, otherwise=_known(fragment.exits))
                message = f'{where}: "{use.fragment.to}" has no exit "{name}"'
                self.add("unknown-exit", target.place, message, hint)
        for name in fragment.parameters:
            if name not in use.given:
                message = f'{where}: the parameter "{name}" is missing'
                self.add("missing-parameter", use.place, message, f"add with: {{ {name}: ... }}")
        for name, formula in use.given.items():
            if name not in fragment.parameters:
                hint = did_you_mean(
                    name, fragment.parameters, otherwise=_known(fragment.parameters)
                )
                message = f'{where}: "{use.fragment.to}" has no parameter "{name}"'
                self.add("unknown-parameter", formula.place, message, hint)
            elif _NAME.match(formula.text.strip()):
                self.check_name(formula, host, f'{where}, parameter "{name}"')

    def check_name(self, formula: Formula, host: Troubleshooter, where: str) -> None:
        """Report a parameter that is given a name which nothing has: a text lacks its quotes."""
        name = formula.text.strip()
        known = {one for step in host.steps.values() for one in _names(step)}
        known |= {*host.facts, *host.lists, *host.constants, *host.tables, *host.parameters}
        is_within = "." in name and name.partition(".")[0] in {*host.steps, *host.tables}
        if name not in known and not is_within and name not in ("today", "true", "false"):
            hint = did_you_mean(name, sorted(known), otherwise=f"a text needs quotes: \"'{name}'\"")
            message = f'{where}: "{name}" is not the name of an answer, a fact or a constant'
            self.add("unknown-name", formula.place, message, hint)

    def put(self, host: Troubleshooter, whole: _Whole, use: Use, part: Troubleshooter) -> str:
        """Put a sub-tree in; the id of its first step."""
        renaming = _renaming(use, part, self.exits(use, part))
        for name, node in part.nodes.items():
            new_id = renaming.steps[name]
            if isinstance(node, Outcome) and new_id not in {**whole.outcomes, **host.steps}:
                whole.outcomes[new_id] = renaming.outcome(node, new_id)
            elif not isinstance(node, Outcome):
                whole.steps[new_id] = renaming.step(node, new_id)
        for name, values in part.lists.items():
            whole.lists[renaming.name(name)] = replace(values, name=renaming.name(name))
        for name, table in part.tables.items():
            whole.tables[renaming.name(name)] = renaming.table(table)
        whole.constants |= {renaming.name(name): value for name, value in part.constants.items()}
        whole.facts |= {
            renaming.name(name): renaming.sure_formula(fact) for name, fact in part.facts.items()
        }
        texts = {name for node in part.nodes.values() for name in _named_in_texts(node)}
        for name, formula in use.given.items():
            new_name = renaming.shown.get(name)
            is_text = name in texts and name not in renaming.literals
            if is_text and new_name == f"{use.id}.{name}":
                whole.facts[new_name] = formula
        for name in part.keep_out_of_url:
            new_name = renaming.name(name)
            whole.private.append(new_name)
            if place := part.places.get(f"keep_out_of_url.{name}"):
                whole.places.setdefault(f"keep_out_of_url.{new_name}", place)
        start = (
            part.start.to if part.start and part.start.to in part.steps else next(iter(part.steps))
        )
        return renaming.steps[start]

    def exits(self, use: Use, part: Troubleshooter) -> dict[str, Target]:
        """Where the exits lead. One that is nowhere bound leads to "", as it has been reported."""
        exits = {EXIT + name: use.exits.get(name, Target("", use.place)) for name in part.exits}
        for node in part.nodes.values():
            for way in ways(node, part.tables):
                if way.target and way.target.to.startswith(EXIT) and way.target.to not in exits:
                    name = way.target.to.removeprefix(EXIT)
                    hint = did_you_mean(name, part.exits, otherwise=_known(part.exits))
                    message = f'"{name}" is not among the exits of this shared part'
                    self.add("unknown-exit", way.target.place, message, hint)
                    exits[way.target.to] = Target("", way.target.place)
        return exits

    def add(self, code: str, place: Place, message: str, hint: str) -> None:
        self.findings.append(Finding(place, code, message, hint, Severity.ERROR))


def _renaming(use: Use, part: Troubleshooter, exits: Mapping[str, Target]) -> Renaming:
    prefix = f"{use.id}."
    steps = {name: prefix + name for name in part.nodes}
    if SOLVED in part.outcomes and not part.outcomes[SOLVED].place.line:
        # The built-in end is the same everywhere.
        steps[SOLVED] = SOLVED
    names = {name for step in part.steps.values() for name in _names(step)}
    names |= {*part.facts, *part.lists, *part.constants, *part.tables}
    formulas: dict[str, str] = {}
    shown: dict[str, str] = {}
    literals: dict[str, str] = {}
    for name in part.parameters:
        text = use.given[name].text.strip() if name in use.given else "''"
        is_name, is_literal = bool(_NAME.match(text)), bool(_LITERAL.match(text))
        formulas[name] = text if is_name or is_literal else f"({text})"
        shown[name] = text if is_name else prefix + name
        if is_literal:
            literals[name] = text.strip("'\"")
    return Renaming(
        steps={**steps, **{name: target.to for name, target in exits.items()}},
        exits=exits,
        names={name: prefix + name for name in names},
        formulas=formulas,
        shown=shown,
        literals=literals,
    )


def _names(step: Step) -> Iterator[str]:
    """The names that a step gives to answers and values."""
    if isinstance(step, Ask):
        yield step.answer
    elif isinstance(step, Try):
        yield step.id
    if isinstance(step, Ask | Try):
        yield from (assign.name for assign in step.assigns)


def _named_in_texts(node: Node) -> Iterator[str]:
    """What the placeholders in the texts of a step or outcome begin with."""
    texts: list[str] = []
    if isinstance(node, Ask):
        texts += [node.ask, node.hint, node.help, node.body, node.error, node.none, node.unit]
        texts += [text for option in node.options for text in (option.label, option.hint)]
        texts += [check.error for check in node.checks]
    elif isinstance(node, Try):
        texts += [node.action, node.body]
    elif isinstance(node, Outcome):
        texts += [node.title, node.body, node.subject]
    for text in texts:
        yield from (found[1].partition(".")[0] for found in PLACEHOLDER.finditer(text))


def _renamed(tree: Troubleshooter, whole: _Whole, renaming: Renaming) -> Troubleshooter:
    """The tree as it has grown, in which nothing leads to a step that used a part any more."""
    return replace(
        tree,
        start=renaming.target(tree.start),
        steps={name: renaming.step(step, name) for name, step in whole.steps.items()},
        outcomes={name: renaming.outcome(each, name) for name, each in whole.outcomes.items()},
        lists=whole.lists,
        constants=whole.constants,
        facts={name: renaming.sure_formula(fact) for name, fact in whole.facts.items()},
        tables={name: renaming.table(table) for name, table in whole.tables.items()},
        keep_out_of_url=tuple(dict.fromkeys(whole.private)),
        scenarios=tuple(renaming.scenario(scenario) for scenario in tree.scenarios),
        places=whole.places,
    )


def _stub(use: Use) -> Ask:
    """A question in place of a part that cannot be put in, so that what follows is not lost."""
    options = tuple(Option(name, name, to.place, go=to) for name, to in use.exits.items())
    return Ask(use.id, use.place, use.id, options=options, places=use.places)


def _known(names: tuple[str, ...]) -> str:
    return f"known: {', '.join(names)}" if names else "it has none"
