"""What is wrong with a troubleshooter as a whole, each with the answers that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpwright.errors import Finding, Severity
from helpwright.troubleshooters.proof.atoms import Terms, names
from helpwright.troubleshooters.proof.blocking import rules_before
from helpwright.troubleshooters.proof.connections import circles, lost
from helpwright.troubleshooters.proof.exploration import Exploration
from helpwright.troubleshooters.proof.table_findings import check_tables
from helpwright.troubleshooters.proof.written import answers as written_answers
from helpwright.troubleshooters.proof.written import formula
from helpwright.troubleshooters.source.placing import Places, place_of


def check(exploration: Exploration, places: Places) -> list[Finding]:
    """Everything found by exploring, sorted by place.

    Args:
        exploration: What `explore` found.
        places: Where in the file something stands: ("steps", id), ("steps", id, "rules", n),
            ("tables", name, "rows", n) and so on. What has no place stands where its step does.
    """
    found = [
        *_check_circles(exploration, places),
        *_check_rules(exploration, places),
        *_check_options(exploration, places),
        *_check_gaps(exploration, places),
        *_check_names(exploration, places),
        *_check_reach(exploration, places),
        *check_tables(exploration, places),
        *_check_size(exploration, places),
    ]
    return sorted(found)


def _check_circles(exploration: Exploration, places: Places) -> Iterator[Finding]:
    for node, way, path in circles(exploration):
        message = f"the steps lead in a circle: {' → '.join(path)}"
        hint = (
            "let the last of them lead on; if it is meant to come again, "
            "say so at the rule with again: true and max: 3"
        )
        place = place_of(places, *_key(node, way, exploration.program), "to")
        yield Finding(place, "cycle", message, hint, Severity.ERROR)


def _key(node: str, way: str, program: Mapping[str, Any]) -> tuple[Any, ...]:
    """Where a way out of a step or outcome stands."""
    if node in program["outcomes"]:
        return "outcomes", node, way
    kind, _, which = way.partition(":")
    if kind == "rule":
        return "steps", node, "rules", int(which)
    return ("steps", node, "options", which) if kind == "option" else ("steps", node, way)


def _check_rules(exploration: Exploration, places: Places) -> Iterator[Finding]:
    if not exploration.complete:
        return
    answered = {node for node, _ in exploration.ways}
    unsure = {key[:3] for key in exploration.unanswered}
    for node, step in exploration.program["steps"].items():
        # Where no answer is valid, or a name is read that nobody asked for, just that is told.
        if node not in exploration.reached or node not in answered:
            continue
        rules = step.get("rules", ())
        for number, rule in enumerate(rules):
            is_taken = (node, f"rule:{number}") in exploration.ways
            if is_taken or (node, "rules", number) in unsure:
                continue
            place = place_of(places, "steps", node, "rules", number)
            move = exploration.true.get((node, number))
            name = f'step "{node}": {_rule(rule, number)}'
            if move is not None:
                earlier = rules_before(exploration, node, number)
                message = f"{name} never gets its turn, {_listed(rules, earlier)} before it"
                hint = "move it up, or remove it"
                yield Finding(place, "shadowed-rule", message, hint, Severity.WARNING)
            elif all("go" in option for option in step.get("options", ())) and step.get("options"):
                message = f"{name} never applies: every answer has a go: of its own"
                hint = "remove it, or the go: of the answers for which it is meant"
                yield Finding(place, "never-applies", message, hint, Severity.WARNING)
            else:
                message = f"{name} never applies, whatever is answered before"
                hint = "compare it with the answers that lead here"
                yield Finding(place, "never-applies", message, hint, Severity.WARNING)


def _listed(rules: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"rule {numbers[0] + 1} ({_what(rules[numbers[0]])}) applies"
    *first, last = (str(number + 1) for number in numbers)
    return f"rules {', '.join(first)} and {last} together apply"


def _rule(rule: Mapping[str, Any], number: int) -> str:
    return f"rule {number + 1} ({_what(rule)})"


def _what(rule: Mapping[str, Any]) -> str:
    where = f'to "{rule["to"]}"' if "to" in rule else f'by the table "{rule.get("table")}"'
    return f"if {formula(rule['if'])}, {where}" if "if" in rule else where


def _check_options(exploration: Exploration, places: Places) -> Iterator[Finding]:
    """Options that are never offered."""
    if not exploration.complete:
        return
    for node, step in exploration.program["steps"].items():
        if node not in exploration.reached:
            continue
        for option in step.get("options", ()):
            if "if" not in option or (node, option["id"]) in exploration.options:
                continue
            if step["type"] == "lookup":
                continue
            place = place_of(places, "steps", node, "options", option["id"])
            condition = formula(option["if"])
            message = f'step "{node}": answer "{option["id"]}" is never offered (if {condition})'
            hint = "compare its condition with the answers that lead here"
            yield Finding(place, "never-applies", message, hint, Severity.WARNING)


def _check_gaps(exploration: Exploration, places: Places) -> Iterator[Finding]:
    steps = exploration.program["steps"]
    for node, trouble in exploration.gaps.items():
        # A table with no row for these answers, or with several, is told once, at the table.
        overlapping = {table for table, _, _ in exploration.overlaps}
        if not overlapping.union(trouble.details).intersection(_tables(steps[node])):
            rules = steps[node]["rules"]
            shown = written_answers(exploration.answers(trouble.move))
            place = place_of(places, "steps", node, "rules", _last(steps[node], trouble.move.value))
            message = f'step "{node}": no rule applies to the answers {shown}'
            hint = 'end the rules with one that has only "to", for all other answers'
            if not rules:
                options = steps[node].get("options", ())
                own = ("options", trouble.move.value) if any("go" in o for o in options) else ()
                place = place_of(places, "steps", node, *own)
                message = f'step "{node}": the answers {shown} lead nowhere'
                hint = "give the answer a go: of its own, or the step one for all answers"
            elif any("max" in rule for rule in rules):
                hint = "say where to go on when the repetition has come to its max"
            code = "gap" if rules else "dead-end"
            yield Finding(place, code, message, hint, Severity.ERROR)
    for state in exploration.closed:
        node = exploration.nodes[state]
        if exploration.first[node] == state:
            yield _closed(exploration, places, state, node)
    for node, step in steps.items() if not exploration.complete else ():
        rules = step.get("rules", ())
        if rules and node not in exploration.gaps and all("if" in rule for rule in rules):
            place = place_of(places, "steps", node, "rules", len(rules) - 1)
            message = f'step "{node}": it is not certain that a rule applies to every answer'
            hint = 'end the rules with one that has only "to"'
            yield Finding(place, "no-default", message, hint, Severity.WARNING)


def _last(step: Mapping[str, Any], value: Any) -> int:
    """The number of the last rule; of rules after something was tried, of those for an answer."""
    rules = step.get("rules", ())
    own = [n for n, rule in enumerate(rules) if ["lit", value] in _conditions(rule.get("if"))]
    is_tried = step["kind"] == "try" and own
    return own[-1] if is_tried else max(len(rules) - 1, 0)


def _conditions(expr: Any) -> list[Any]:
    """The operands of a condition, or of the first of several."""
    if not isinstance(expr, list):
        return []
    first = expr[1] if expr[:1] == ["and"] else expr
    return first if isinstance(first, list) else []


def _tables(step: Mapping[str, Any]) -> list[str]:
    return [rule["table"] for rule in step.get("rules", ()) if "table" in rule]


def _closed(exploration: Exploration, places: Places, state: int, node: str) -> Finding:
    shown = written_answers(exploration.answers_before(state))
    after = f" after the answers {shown}" if shown else ""
    message = f'step "{node}": no answer is valid{after}'
    hint = "look at its options' conditions, at min and max, and at the other steps of this name"
    return Finding(place_of(places, "steps", node), "dead-end", message, hint, Severity.ERROR)


def _check_names(exploration: Exploration, places: Places) -> Iterator[Finding]:
    told: set[tuple[Any, ...]] = set()
    for (node, *where, name), trouble in exploration.unanswered.items():
        if where[:1] == ["text"] and not _is_shown(exploration.program, node, where[1], name):
            continue
        group = "outcomes" if node in exploration.program["outcomes"] else "steps"
        place = place_of(places, group, node, *where)
        if (place, name) in told:
            continue
        told.add((place, name))
        path = " → ".join(exploration.path(trouble.move.state))
        kind = "outcome" if group == "outcomes" else "step"
        message = f'{kind} "{node}" reads "{name}", which was not asked on the way {path}'
        hint = f"ask it on this way too, or test known({name}) first"
        yield Finding(place, "unanswered-name", message, hint, Severity.WARNING)


def _is_shown(program: Mapping[str, Any], node: str, text: str, name: str) -> bool:
    """Whether a text shows what comes of a name, and not its else if the name is not known."""
    expr = dict(program["outcomes"][node]["text"])[text]
    if expr[:1] != ["case"]:
        return True
    terms = Terms(program["facts"], program["tables"])
    values = [value for _, value in expr[1]] + [expr[2]]
    return any(name in names(terms.expand(value)) for value in values)


def _check_reach(exploration: Exploration, places: Places) -> Iterator[Finding]:
    """Steps and outcomes to which nothing leads.

    What only such steps lead to is found again with them, and what no answer leads to because a
    rule never applies is told at the rule: neither is worth a finding of its own.
    """
    for node, alone in lost(exploration.program) if exploration.complete else ():
        group = "steps" if node in exploration.program["steps"] else "outcomes"
        why = "no answer leads here" if alone else "only steps that are never reached lead here"
        place = place_of(places, group, node)
        message = f'{group[:-1]} "{node}": {why}'
        hint = "let an answer go here, or remove it"
        yield Finding(place, "unreachable", message, hint, Severity.WARNING)


def _check_size(exploration: Exploration, places: Places) -> Iterator[Finding]:
    if exploration.complete:
        return
    place = place_of(places)
    message = (
        f"the answers can be combined in more than {exploration.states - 1:,} ways, "
        "so not all of them were tried"
    )
    hint = (
        "what is reported is true all the same; "
        "compare numbers and dates earlier, and name the result in a set:, to have fewer"
    )
    yield Finding(place, "too-many-states", message, hint, Severity.NOTICE)
