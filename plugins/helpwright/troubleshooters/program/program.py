"""A troubleshooter compiled to a program: plain JSON that Python and browsers evaluate alike.

A program holds what decides, and the labels. What people read beside them stands in the page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.language.kinds import TRY, UNKNOWN, Json, Kind, Scope
from helpwright.troubleshooters.language.meaning import compiled
from helpwright.troubleshooters.program import (
    amounts,
    placeholders,
    privacy,
    program_steps,
    program_tables,
)
from helpwright.troubleshooters.program.scopes import Scopes
from helpwright.troubleshooters.source.logic import Rule
from helpwright.troubleshooters.source.model import Ask, Troubleshooter, Try
from helpwright.troubleshooters.source.placing import Places

FORMAT = 1
# Kinds of facts, tables and computed values follow from each other; such chains are short.
_MOST_PASSES = 6


@dataclass(frozen=True)
class Built:
    """A program, where in the file its parts stand, and what is wrong with the file.

    With errors among the findings the program is not to be used: what could not be compiled is
    None in it.
    """

    program: dict[str, Any]
    places: Places
    findings: tuple[Finding, ...]


def build(tree: Troubleshooter, *, language: str = "en") -> Built:
    """Compile a tree into which its shared sub-trees were put."""
    scopes = _kinds_known(tree)
    facts, findings = _facts(tree, scopes)
    tables, more = program_tables.compile_all(tree.tables, scopes)
    findings += more
    steps: dict[str, Any] = {}
    for step in tree.steps.values():
        if isinstance(step, Ask | Try):
            steps[step.id], more = program_steps.compile_step(step, tree, scopes.of(step.id))
            findings += more
    outcomes: dict[str, Any] = {}
    texts: dict[str, list[str]] = {}
    for outcome in tree.outcomes.values():
        if outcome.id not in steps:
            made = program_steps.compile_outcome(outcome, scopes.of(outcome.id))
            outcomes[outcome.id], texts[outcome.id], more = made
            findings += more
    findings += _circular(facts, tables, tree)
    findings += placeholders.check(tree, scopes.whole)
    program: dict[str, Any] = {
        "format": FORMAT,
        "slug": tree.slug,
        "language": language,
        "start": tree.start.to if tree.start else "",
        "facts": facts,
        "tables": tables,
        "private": sorted(_private(tree)),
        "steps": steps,
        "outcomes": outcomes,
    }
    if found := amounts.find(tree, scopes.whole, texts):
        program["amounts"] = found
    findings += privacy.check(tree, program)
    program["version"] = version_of(program)
    return Built(program, dict(_places(tree)), tuple(sorted(set(findings))))


def version_of(program: Mapping[str, Any]) -> str:
    """A hash of all that a program is, as 12 hex digits."""
    rest = {key: value for key, value in program.items() if key != "version"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def _kinds_known(tree: Troubleshooter) -> Scopes:
    """The scopes of a tree, once the kind of every fact, output and computed value is known."""
    scopes = Scopes(
        Scope(
            names=_answers(tree),
            lists={name: one.values for name, one in tree.lists.items()},
            constants=tree.constants,
            facts=dict.fromkeys(tree.facts, UNKNOWN),
            tables={name: dict.fromkeys(t.outputs, UNKNOWN) for name, t in tree.tables.items()},
            steps=tuple(tree.steps),
        )
    )
    for _ in range(_MOST_PASSES):
        names = dict(scopes.whole.names)
        for step in tree.steps.values():
            if isinstance(step, Ask | Try):
                for one in step.assigns:
                    names[one.name] = compiled(one.value, scopes.of(step.id))[1]
        facts = {name: compiled(f, scopes.of(name))[1] for name, f in tree.facts.items()}
        tables = {
            name: program_tables.output_kinds(table, scopes.of(name))
            for name, table in tree.tables.items()
        }
        known = scopes.knowing(names=names, facts=facts, tables=tables)
        if known == scopes:
            break
        scopes = known
    return scopes


def _answers(tree: Troubleshooter) -> dict[str, Kind]:
    """The kind of each answer; steps that share a name have all of their options."""
    # What a shared part is given is known only where it is used.
    kinds: dict[str, Kind] = dict.fromkeys(tree.parameters, UNKNOWN)
    for step in tree.steps.values():
        if isinstance(step, Ask):
            before = kinds.get(step.answer, Kind(step.kind))
            options = dict.fromkeys((*before.options, *(option.id for option in step.options)))
            same = before.base == step.kind
            kinds[step.answer] = Kind(step.kind, tuple(options)) if same else UNKNOWN
        elif isinstance(step, Try):
            kinds[step.id] = TRY
        for assign in getattr(step, "assigns", ()):
            kinds.setdefault(assign.name, UNKNOWN)
    return kinds


def _facts(tree: Troubleshooter, scopes: Scopes) -> tuple[dict[str, Json], list[Finding]]:
    facts: dict[str, Json] = {}
    findings: list[Finding] = []
    for name, formula in tree.facts.items():
        facts[name], _, more = compiled(formula, scopes.of(name))
        findings += more
    return facts, findings


def _circular(
    facts: Mapping[str, Json], tables: Mapping[str, Any], tree: Troubleshooter
) -> Iterator[Finding]:
    """Facts and tables that need themselves to be worked out."""
    reads = {("fact", name): set(_read(fact)) for name, fact in facts.items()}
    reads |= {("table", name): set(_read([t["inputs"], t["rows"]])) for name, t in tables.items()}
    told: set[tuple[str, str]] = set()
    for start in reads:
        before = {start: start}
        waiting = [start]
        while waiting:
            one = waiting.pop(0)
            for read in sorted(reads.get(one, ())):
                if read == start and start not in told:
                    path = [start, one]
                    while path[-1] != start:
                        path.append(before[path[-1]])
                    told.update(path)
                    yield _circle(start, [name for _, name in reversed(path)], tree)
                if read not in before:
                    before[read] = one
                    waiting.append(read)


def _circle(start: tuple[str, str], path: list[str], tree: Troubleshooter) -> Finding:
    kind, name = start
    place = tree.facts[name].place if kind == "fact" else tree.tables[name].place
    message = f'{kind} "{name}" is needed to work itself out: {" → ".join(path)}'
    hint = "let one of them do without the others"
    return Finding(place, "circular-fact", message, hint, Severity.ERROR)


def _read(value: object) -> Iterator[tuple[str, str]]:
    """The facts and tables that compiled expressions read."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _read(one)
    elif isinstance(value, list) and value[:1] != ["lit"]:
        if len(value) > 1 and value[0] in ("fact", "table") and isinstance(value[1], str):
            yield value[0], value[1]
        for one in value:
            yield from _read(one)


def _private(tree: Troubleshooter) -> Iterator[str]:
    """The answers that never stand in an address: what people type in their own words, too."""
    yield from tree.keep_out_of_url
    for step in tree.steps.values():
        if isinstance(step, Ask) and (step.private or step.kind == "text"):
            yield step.answer


def _places(tree: Troubleshooter) -> Iterator[tuple[tuple[Any, ...], Place]]:
    yield (), Place(tree.path, 1, 1)
    for name, step in tree.steps.items():
        yield ("steps", name), step.place
        if isinstance(step, Ask):
            yield from _places_of_ask(step)
        elif isinstance(step, Try):
            ends = {"fixed": step.fixed, "not_fixed": step.not_fixed}
            yield from ((("steps", name, key), to.place) for key, to in ends.items() if to)
            yield from _places_of_rules(name, (*step.fixed_rules, *step.not_fixed_rules))
    for name, outcome in tree.outcomes.items():
        yield ("outcomes", name), outcome.place
        if outcome.not_helpful:
            yield ("outcomes", name, "not_helpful"), outcome.not_helpful.place
    for name, formula in tree.facts.items():
        yield ("facts", name), formula.place
    for name, table in tree.tables.items():
        yield ("tables", name), table.place
        yield from ((("tables", name, "rows", n), row.place) for n, row in enumerate(table.rows))
    for number, scenario in enumerate(tree.scenarios):
        yield ("scenarios", number), scenario.place
        for name, place in scenario.answer_places.items():
            yield ("scenarios", number, "answers", name), place


def _places_of_rules(step: str, rules: Sequence[Rule]) -> Iterator[tuple[tuple[Any, ...], Place]]:
    for number, rule in enumerate(rules):
        yield ("steps", step, "rules", number), rule.place
        yield ("steps", step, "rules", number, "to"), rule.to.place


def _places_of_ask(step: Ask) -> Iterator[tuple[tuple[Any, ...], Place]]:
    for option in step.options:
        yield ("steps", step.id, "options", option.id), option.place
        if option.go:
            yield ("steps", step.id, "options", option.id, "to"), option.go.place
    yield from _places_of_rules(step.id, step.rules)
    target = step.decide or step.go
    if target and not step.rules:
        yield ("steps", step.id, "rules", 0), target.place
    if step.not_sure:
        yield ("steps", step.id, "not_sure"), step.not_sure.place
