"""Other names for the steps and answers of a tree, in targets, expressions and texts alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.source.logic import Row, Rule, Table, Target
from helpwright.troubleshooters.source.model import (
    Ask,
    Assign,
    Computed,
    Node,
    Outcome,
    Scenario,
    Step,
    Try,
    Use,
)

# Texts within an expression, calls and numbers are passed over; they hold no names.
_TOKEN = re.compile(
    r"""(?P<text>'[^'\n]*'|"[^"\n]*")
    |(?P<visits>\bvisits\s*\(\s*)(?P<step>[A-Za-z0-9_][\w.]*)
    |(?P<number>(?<![\w.])[0-9][\w.]*)
    |(?P<name>[A-Za-z_]\w*(?:\.\w+)*)(?P<call>\s*\()?""",
    re.VERBOSE | re.ASCII,
)
_WORDS = ("and", "or", "not", "in", "true", "false", "today")
PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_][\w-]*(?:\.[\w-]+)*)\}", re.ASCII)


@dataclass(frozen=True)
class Renaming:
    """What is called otherwise. A name that stands in none of the mappings stays.

    Attributes:
        steps: Ids of steps and outcomes, and exits, to those that take their place.
        exits: Exits to the targets that are meant, with the places where that is said.
        names: Names of answers, facts, lists and the like to others.
        formulas: Names to the expressions that take their place.
        shown: Names to those that texts show in their place.
        literals: Names to the texts that texts show in their place.
    """

    steps: Mapping[str, str] = field(default_factory=dict)
    exits: Mapping[str, Target] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    literals: Mapping[str, str] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """A name; a dotted one may begin with one that is called otherwise."""
        return _longest(name, self.names)

    def target(self, target: Target | None) -> Target | None:
        """A step, outcome or exit."""
        return self.sure_target(target) if target else None

    def sure_target(self, target: Target) -> Target:
        """A target that is there."""
        if target.to in self.exits:
            return self.exits[target.to]
        return replace(target, to=self.steps.get(target.to, target.to))

    def formula(self, formula: Formula | None) -> Formula | None:
        """An expression."""
        return self.sure_formula(formula) if formula else None

    def sure_formula(self, formula: Formula) -> Formula:
        """An expression that is there."""
        return replace(formula, text=_TOKEN.sub(self._token, formula.text))

    def _token(self, found: re.Match[str]) -> str:
        if found["visits"]:
            return found["visits"] + self.steps.get(found["step"], found["step"])
        name = found["name"]
        if not name or found["call"] or name in _WORDS:
            return found[0]
        return self.formulas[name] if name in self.formulas else self.name(name)

    def text(self, text: str) -> str:
        """A text with names in braces."""
        return PLACEHOLDER.sub(self._placeholder, text) if "{" in text else text

    def _placeholder(self, found: re.Match[str]) -> str:
        name = found[1]
        if name in self.literals:
            return self.literals[name]
        return f"{{{_longest(name, {**self.names, **self.shown})}}}"

    def step(self, step: Step, new_id: str) -> Step:
        """A step under another id."""
        if isinstance(step, Use):
            given = {name: self.sure_formula(value) for name, value in step.given.items()}
            exits = {name: self.sure_target(to) for name, to in step.exits.items()}
            return replace(step, id=new_id, exits=exits, given=given)
        if isinstance(step, Try):
            return replace(
                step,
                id=new_id,
                action=self.text(step.action),
                body=self.text(step.body),
                fixed=self.target(step.fixed),
                not_fixed=self.target(step.not_fixed),
                fixed_rules=tuple(self._rule(rule) for rule in step.fixed_rules),
                not_fixed_rules=tuple(self._rule(rule) for rule in step.not_fixed_rules),
                assigns=self._assigns(step.assigns),
            )
        return self._ask(step, new_id)

    def _ask(self, ask: Ask, new_id: str) -> Ask:
        name = self.name(ask.answer)
        options = [
            replace(
                option,
                label=self.text(option.label),
                hint=self.text(option.hint),
                go=self.target(option.go),
                condition=self.formula(option.condition),
            )
            for option in ask.options
        ]
        checks = [
            replace(
                check,
                condition=self.sure_formula(check.condition),
                error=self.text(check.error),
            )
            for check in ask.checks
        ]
        decide = ask.decide and replace(ask.decide, to=self.name(ask.decide.to))
        return replace(
            ask,
            id=new_id,
            name="" if name == new_id else name,
            ask=self.text(ask.ask),
            options=tuple(options),
            none=self.text(ask.none),
            not_sure=self.target(ask.not_sure),
            hint=self.text(ask.hint),
            help=self.text(ask.help),
            body=self.text(ask.body),
            go=self.target(ask.go),
            rules=tuple(self._rule(rule) for rule in ask.rules),
            decide=decide,
            minimum=self.formula(ask.minimum),
            maximum=self.formula(ask.maximum),
            unit=self.text(ask.unit),
            checks=tuple(checks),
            error=self.text(ask.error),
            assigns=self._assigns(ask.assigns),
        )

    def _rule(self, rule: Rule) -> Rule:
        when = tuple(replace(each, name=self.name(each.name)) for each in rule.when)
        to, condition = self.sure_target(rule.to), self.formula(rule.condition)
        return replace(rule, to=to, condition=condition, when=when)

    def _assigns(self, assigns: tuple[Assign, ...]) -> tuple[Assign, ...]:
        return tuple(
            replace(each, name=self.name(each.name), value=self.sure_formula(each.value))
            for each in assigns
        )

    def outcome(self, outcome: Outcome, new_id: str) -> Outcome:
        """An outcome under another id. Its own texts keep their names."""
        send = outcome.send
        own = {each.name: each.name for each in outcome.computed}
        literals = {name: text for name, text in self.literals.items() if name not in own}
        texts = replace(self, shown={**self.shown, **own}, literals=literals)
        return replace(
            outcome,
            id=new_id,
            title=texts.text(outcome.title),
            body=texts.text(outcome.body),
            subject=texts.text(outcome.subject),
            not_helpful=self.target(outcome.not_helpful),
            computed=tuple(self._computed(each) for each in outcome.computed),
            send=send if isinstance(send, str) else tuple(self.name(name) for name in send),
            given={name: self.sure_formula(value) for name, value in outcome.given.items()},
        )

    def _computed(self, text: Computed) -> Computed:
        cases = tuple((self.sure_formula(a), self.sure_formula(b)) for a, b in text.cases)
        return replace(
            text,
            value=self.formula(text.value),
            cases=cases,
            otherwise=self.formula(text.otherwise),
        )

    def node(self, node: Node, new_id: str) -> Node:
        """A step or an outcome under another id."""
        return self.outcome(node, new_id) if isinstance(node, Outcome) else self.step(node, new_id)

    def table(self, table: Table) -> Table:
        """A decision table."""
        index = table.outputs.index("to") if "to" in table.outputs else -1
        return replace(
            table,
            name=self.name(table.name),
            inputs=tuple(self.sure_formula(formula) for formula in table.inputs),
            rows=tuple(self._row(row, index) for row in table.rows),
        )

    def _row(self, row: Row, to: int) -> Row:
        values = [
            self._value(value, row, is_target=index == to) for index, value in enumerate(row.values)
        ]
        return replace(row, values=tuple(values))

    def _value(self, value: object, row: Row, *, is_target: bool) -> object:
        if not isinstance(value, str):
            return value
        if value.startswith("="):
            return "=" + self.sure_formula(Formula(value[1:], row.place)).text
        return self.steps.get(value, value) if is_target else value

    def scenario(self, scenario: Scenario) -> Scenario:
        """A scenario. Its answers keep their names."""
        path = scenario.path and tuple(self.steps.get(name, name) for name in scenario.path)
        return replace(scenario, expect=self.target(scenario.expect), path=path)


def _longest(name: str, names: Mapping[str, str]) -> str:
    """The name with the longest of its first parts that `names` has replaced."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        start = ".".join(parts[:count])
        if start in names:
            return ".".join([names[start], *parts[count:]])
    return name
