"""Hand-overs from one troubleshooter to another: what is given, and whether they go in circles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.language.values import NOT_SURE, Context, Value, fault
from helpwright.troubleshooters.program.walk import Walk, walk
from helpwright.troubleshooters.proof.exploration import Exploration, Move
from helpwright.troubleshooters.proof.neighbours import Neighbours
from helpwright.troubleshooters.proof.showing import sent
from helpwright.troubleshooters.proof.written import answers as written_answers
from helpwright.troubleshooters.proof.written import scalar
from helpwright.troubleshooters.source.model import Outcome, Troubleshooter

_MOST_NAMED = 5
_MOST_WAYS = 50
_WHY = {
    "number": "is not a number",
    "decimals": "has too many decimals",
    "date": "is not a date",
    "min": "is less than the least that is allowed there",
    "max": "is more than the most that is allowed there",
    "length": "is too short or too long there",
    "pattern": "does not have the form that is asked for there",
    "required": "is no answer there",
}


def check(
    tree: Troubleshooter, exploration: Exploration, neighbours: Neighbours
) -> Iterator[Finding]:
    """What is wrong with the hand-overs of a tree.

    What goes along because it has the same name there is not looked at: where the other
    troubleshooter cannot take it, it asks again.

    Args:
        tree: With its shared sub-trees put in.
        exploration: Of its program, which has no errors.
        neighbours: The other troubleshooters.
    """
    for outcome in tree.outcomes.values():
        other = neighbours.program(outcome.handoff.to) if outcome.handoff else None
        if other and outcome.id in exploration.first:
            yield from _check_given(outcome, exploration, other)
    yield from _check_circles(tree, exploration, neighbours)


def _check_given(
    outcome: Outcome, exploration: Exploration, other: Mapping[str, Any]
) -> Iterator[Finding]:
    asked: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for name, step in other["steps"].items():
        asked[step.get("name", name)].append(step)
    for name, formula in outcome.given.items():
        where = f'outcome "{outcome.id}": "with"'
        if name not in asked:
            hint = did_you_mean(name, asked, otherwise=f"it asks for: {', '.join(asked)}")
            message = f'{where} gives "{name}", for which "{other["slug"]}" does not ask'
            place = outcome.places.get(f"with.{name}", formula.place)
            yield Finding(place, "unknown-name", message, hint, Severity.ERROR)
            continue
        given = list(_given(exploration, outcome.id, name))
        refused = {
            repr(value): (value, why)
            for value in given
            if (why := _why(asked[name], value, exploration.today))
        }
        if refused:
            everything = len(refused) == len({repr(value) for value in given})
            yield _refused(
                formula.place,
                f'{where} gives "{name}"',
                [*refused.values()],
                asked[name],
                everything=everything,
            )


def _refused(
    place: Place,
    subject: str,
    refused: Sequence[tuple[Value, str]],
    steps: Sequence[Mapping[str, Any]],
    *,
    everything: bool,
) -> Finding:
    shown = ", ".join(scalar(value) for value, _ in refused[:_MOST_NAMED])
    more = f" and {len(refused) - _MOST_NAMED} more" if len(refused) > _MOST_NAMED else ""
    value, why = refused[0]
    ids = [option["id"] for step in steps for option in step.get("options", ())]
    if why == "option":
        said = (
            "which is none of the answers there"
            if len(refused) == 1
            else "none of them known there"
        )
        hint = did_you_mean(str(value), ids, otherwise=f"one of: {', '.join(ids[:9])}")
        code = "unknown-option"
    else:
        said = f"which {_WHY.get(why, 'is not valid there')}"
        hint = "give what its question takes, or leave it out: then it is asked for"
        code = "type-mismatch" if why in ("number", "date", "required") else "invalid-value"
    message = f"{subject} as {shown}{more}, {said}"
    if everything:
        return Finding(place, code, message, hint, Severity.ERROR)
    hint = "these are asked for again there; let both questions have the same answers to avoid it"
    return Finding(place, code, message, hint, Severity.NOTICE)


def _why(steps: Sequence[Mapping[str, Any]], value: Value, today: str) -> str:
    """Why none of some steps takes a value, as `values.fault` says it; "" if one of them does."""
    faults = [_fault(step, value, today) for step in steps]
    return "" if "" in faults else faults[0]


def _fault(step: Mapping[str, Any], value: Value, today: str) -> str:
    if step["kind"] == "try":
        return "" if value in ("fixed", "not_fixed") else "option"
    if value == NOT_SURE:
        return "" if NOT_SURE in step else "option"
    # What depends on answers may turn out well.
    options = [{**one, "if": True} for one in step.get("options", ())]
    bounds = {key: None for key in ("min", "max") if isinstance(step.get(key), list)}
    bounds = {key: None for key in bounds if _reads_answers(step[key])}
    plain = {**step, **({"options": options} if options else {}), **bounds, "check": []}
    return fault(plain, value, Context({}, today))


def _reads_answers(expr: Any) -> bool:
    if not isinstance(expr, list) or expr[:1] == ["lit"]:
        return False
    return expr[:1] in (["get"], ["fact"], ["table"], ["visits"]) or any(map(_reads_answers, expr))


def _given(exploration: Exploration, node: str, name: str) -> Iterator[Value]:
    """The values that may be handed over under a name."""
    program, today = exploration.program, exploration.today
    expr = program["outcomes"][node]["with"][name]
    if isinstance(expr, list) and expr[:1] == ["get"]:
        for move in _leading(exploration, node):
            step = program["steps"].get(exploration.nodes[move.state])
            if step and step.get("name", exploration.nodes[move.state]) == expr[1]:
                value = list(move.value) if isinstance(move.value, tuple) else move.value
                if value != NOT_SURE:
                    yield value
        return
    for move in exploration.ways_to(node)[:_MOST_WAYS]:
        walked = walk(program, exploration.answers(move), today)
        value = sent(program, walked, today).get(name)
        if value is not None:
            yield value


def _leading(exploration: Exploration, node: str) -> Iterator[Move]:
    """The moves after which an outcome can still be reached."""
    into: dict[int, list[Move]] = defaultdict(list)
    for moves in exploration.moves:
        for move in moves:
            if move.to >= 0:
                into[move.to].append(move)
    seen = {state for state, one in enumerate(exploration.nodes) if one == node}
    stack = list(seen)
    while stack:
        for move in into[stack.pop()]:
            yield move
            if move.state not in seen:
                seen.add(move.state)
                stack.append(move.state)


def _check_circles(
    tree: Troubleshooter, exploration: Exploration, neighbours: Neighbours
) -> Iterator[Finding]:
    """Troubleshooters that hand over to each other without asking anything, told at the first."""
    told: set[tuple[str, ...]] = set()
    for outcome in tree.outcomes.values():
        if not outcome.handoff or outcome.id not in exploration.first:
            continue
        for move in exploration.ways_to(outcome.id)[:_MOST_WAYS]:
            answers = exploration.answers(move)
            walked = walk(exploration.program, answers, exploration.today)
            path = _followed(tree.slug, exploration, walked, neighbours)
            if path and tuple(path) not in told and min(path) == tree.slug:
                told.add(tuple(path))
                shown = written_answers(answers)
                message = f"after {shown}, people are sent in a circle without a question: "
                message += " → ".join([*path, tree.slug])
                hint = "ask something before the hand-over back, or end there"
                place = outcome.handoff.place
                yield Finding(place, "handoff-cycle", message, hint, Severity.ERROR)


def _followed(
    slug: str, exploration: Exploration, walked: Walk, neighbours: Neighbours
) -> list[str]:
    """The troubleshooters through which a hand-over comes back with nothing asked, if it does."""
    path = [slug]
    program: Mapping[str, Any] | None = exploration.program
    while program and len(path) <= len(neighbours.trees):
        outcome = program["outcomes"].get(walked.at, {})
        if not walked.done or not outcome.get("handoff"):
            return []
        answers = sent(program, walked, exploration.today)
        to = outcome["handoff"]
        program = exploration.program if to == slug else neighbours.program(to)
        if program is None:
            return []
        walked = walk(program, answers, exploration.today)
        if to == slug:
            return path if walked.done and _hands_over(program, walked) else []
        if to in path:
            return []
        path.append(to)
    return []


def _hands_over(program: Mapping[str, Any], walked: Walk) -> bool:
    return bool(program["outcomes"].get(walked.at, {}).get("handoff"))
