"""Steps and outcomes of a troubleshooter, compiled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from helpwright.errors import Finding, Severity, did_you_mean
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.kinds import MONEY, Json, Kind, Scope
from helpwright.troubleshooters.language.meaning import compiled
from helpwright.troubleshooters.language.patterns import portable
from helpwright.troubleshooters.program.conditions import condition_of
from helpwright.troubleshooters.source.logic import Rule, Target
from helpwright.troubleshooters.source.model import (
    SOLVED,
    Ask,
    Assign,
    Computed,
    Option,
    Outcome,
    Troubleshooter,
    Try,
)

Made = dict[str, Any]


def compile_step(step: Ask | Try, tree: Troubleshooter, scope: Scope) -> tuple[Made, list[Finding]]:
    """A step as JSON, and what is wrong with its expressions."""
    compiler = _Compiler(scope)
    made = compiler.ask(step, tree) if isinstance(step, Ask) else compiler.attempt(step)
    return made, compiler.findings


def compile_outcome(outcome: Outcome, scope: Scope) -> tuple[Made, list[str], list[Finding]]:
    """An outcome as JSON, its texts that are amounts, and what is wrong with its expressions."""
    compiler = _Compiler(scope)
    made = compiler.outcome(outcome)
    names = [one.name for one in outcome.computed]
    amounts = [name for name in names if compiler.scope.names.get(name) == MONEY]
    return made, amounts, compiler.findings


@dataclass
class _Compiler:
    scope: Scope
    findings: list[Finding] = field(default_factory=list)

    def formula(self, formula: Formula, wants: str = "") -> tuple[Json, Kind]:
        expression, kind, more = compiled(formula, self.scope, wants=wants)
        self.findings += more
        return expression, kind

    def condition(self, formula: Formula) -> Json:
        return self.formula(formula, "condition")[0]

    def ask(self, step: Ask, tree: Troubleshooter) -> Made:
        made: Made = {
            "kind": "ask",
            "type": step.kind,
            "label": step.ask,
            "name": step.answer,
            "rules": self.rules(step, tree),
        }
        if step.options or step.kind in ("choice", "yes_no", "multi", "lookup"):
            made["options"] = [self.option(option) for option in step.options]
        wants = "date" if step.kind == "date" else "number"
        for key, formula in (("min", step.minimum), ("max", step.maximum)):
            if formula:
                made[key] = self.formula(formula, wants)[0]
        plain = {
            "none": step.none,
            "not_sure": step.not_sure.to if step.not_sure else "",
            "unit": step.unit,
            "currency": step.currency,
            "error": step.error,
        }
        made |= {key: text for key, text in plain.items() if text}
        limits = {
            "decimals": step.decimals,
            "min_length": step.min_length,
            "max_length": step.max_length,
        }
        made |= {key: number for key, number in limits.items() if number is not None}
        if step.pattern:
            place = step.places.get("pattern", step.place)
            made["pattern"], more = portable(step.pattern, place)
            self.findings += more
        if step.checks:
            made["check"] = [
                {"if": self.condition(check.condition), "error": check.error}
                for check in step.checks
            ]
        return made | self.assigned(step.assigns)

    def attempt(self, step: Try) -> Made:
        made: Made = {
            "kind": "try",
            "label": step.action,
            "fixed": "" if step.fixed_rules else step.fixed.to if step.fixed else SOLVED,
            "not_fixed": step.not_fixed.to if step.not_fixed else "",
        }
        if rules := [*self.rules_after(step, "fixed"), *self.rules_after(step, "not_fixed")]:
            made["rules"] = rules
        return made | self.assigned(step.assigns)

    def rules_after(self, step: Try, answer: str) -> Iterator[Made]:
        """The rules for one of the two answers; if both have some, they ask which it was."""
        rules = step.fixed_rules if answer == "fixed" else step.not_fixed_rules
        tells_apart = step.fixed_rules and step.not_fixed_rules
        for rule in rules:
            made = self.rule(rule)
            if tells_apart:
                is_answer: Json = ["==", ["get", step.id], ["lit", answer]]
                made["if"] = ["and", is_answer, made["if"]] if "if" in made else is_answer
            yield made

    def assigned(self, assigns: Iterable[Assign]) -> Made:
        made = [[one.name, self.formula(one.value)[0]] for one in assigns]
        return {"set": made} if made else {}

    def option(self, option: Option) -> Made:
        made: Made = {"id": option.id, "label": option.label}
        if option.go:
            made["go"] = option.go.to
        if option.condition:
            made["if"] = self.condition(option.condition)
        return made

    def rules(self, step: Ask, tree: Troubleshooter) -> list[Made]:
        if step.decide:
            return self.decided(step.decide, tree)
        made = [self.rule(rule) for rule in step.rules]
        return [*made, {"to": step.go.to}] if step.go else made

    def decided(self, table: Target, tree: Troubleshooter) -> list[Made]:
        found = tree.tables.get(table.to)
        if found is None:
            hint = did_you_mean(table.to, tree.tables, otherwise="add it below tables:")
            self.add(table, "unknown-table", f'there is no table "{table.to}"', hint)
            return []
        if "to" not in found.outputs:
            hint = "name the column with the steps and outcomes to"
            self.add(table, "invalid-table", f'table "{table.to}" leads nowhere', hint)
            return []
        return [{"table": table.to}]

    def rule(self, rule: Rule) -> Made:
        conditions = [self.condition(rule.condition)] if rule.condition else []
        for entry in rule.when:
            condition, more = condition_of(entry.name, entry.value, entry.place, self.scope)
            conditions.append(condition)
            self.findings += more
        made: Made = {"to": rule.to.to}
        if conditions:
            made["if"] = conditions[0] if len(conditions) == 1 else ["and", *conditions]
        if rule.most:
            made["max"] = rule.most
        return made

    def outcome(self, outcome: Outcome) -> Made:
        made: Made = {"kind": outcome.kind, "label": outcome.title}
        texts = self.computed(outcome.computed)
        if texts:
            made["text"] = texts
        plain = {
            "not_helpful": outcome.not_helpful.to if outcome.not_helpful else "",
            "channel": outcome.channel,
            "subject": outcome.subject,
            "priority": outcome.priority,
            "handoff": outcome.handoff.to if outcome.handoff else "",
        }
        made |= {key: text for key, text in plain.items() if text}
        if outcome.ask_for:
            made["ask_for"] = [*outcome.ask_for]
        if outcome.kind == "contact":
            made["send"] = outcome.send if isinstance(outcome.send, str) else [*outcome.send]
        if outcome.given:
            made["with"] = {name: self.formula(f)[0] for name, f in outcome.given.items()}
        return made

    def computed(self, texts: Iterable[Computed]) -> list[list[Json]]:
        """Texts may read those before them."""
        made: list[list[Json]] = []
        for one in texts:
            if one.value:
                expression, kind = self.formula(one.value)
            else:
                expression, kind = self.cases(one)
            made.append([one.name, expression])
            names: Mapping[str, Kind] = {**self.scope.names, one.name: kind}
            self.scope = replace(self.scope, names=names)
        return made

    def cases(self, one: Computed) -> tuple[Json, Kind]:
        rows = [[self.condition(test), self.formula(value)] for test, value in one.cases]
        otherwise: tuple[Json, Kind] = (
            self.formula(one.otherwise) if one.otherwise else (None, Kind("unknown"))
        )
        kinds = {kind for _, (_, kind) in rows} | {otherwise[1]}
        cases = [[test, value] for test, (value, _) in rows]
        return ["case", cases, otherwise[0]], kinds.pop() if len(kinds) == 1 else Kind("unknown")

    def add(self, target: Target, code: str, message: str, hint: str) -> None:
        self.findings.append(Finding(target.place, code, message, hint, Severity.ERROR))
