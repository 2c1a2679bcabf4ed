"""What a reader sees and what is passed on at the end of a walk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from helpwright.troubleshooters.language.formats import filled, shown
from helpwright.troubleshooters.language.values import Context, Value, evaluate
from helpwright.troubleshooters.program.amounts import as_step
from helpwright.troubleshooters.program.walk import Walk

Program = Mapping[str, Any]
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"\*\*|__|`")


def text_shown(program: Program, walked: Walk, today: str, text: str) -> str:
    """A text of the page as it reads after a walk, without marks and with single spaces."""
    return as_read(_MARKS.sub("", filled_in(program, walked, today, text)))


def filled_in(program: Program, walked: Walk, today: str, text: str) -> str:
    """A text with its placeholders filled as they are after a walk."""
    return filled(text, lambda name: _lookup(program, walked, today, name))


def as_read(text: str) -> str:
    """A text with single spaces instead of those that keep words together, or of line ends."""
    return _SPACES.sub(" ", text).strip()


def own_text(program: Program, node: str) -> str:
    """What the program itself holds of a step's or outcome's text, with placeholders."""
    outcome = program["outcomes"].get(node)
    if outcome is None:
        return str(program["steps"][node]["label"])
    computed = (f"{{{name}}}" for name, _ in outcome.get("text", ()))
    return "\n".join([outcome["label"], outcome.get("subject", ""), *computed])


def sent(program: Program, walked: Walk, today: str) -> dict[str, Value]:
    """The answers that a contact or another troubleshooter is given."""
    outcome = program["outcomes"].get(walked.at, {})
    if outcome.get("kind") not in ("contact", "handoff"):
        return {}
    wanted = outcome.get("send", "answers")
    answers = {} if wanted == "none" else dict(walked.answers)
    if isinstance(wanted, list):
        answers = {name: value for name, value in answers.items() if name in wanted}
    context = _context(program, walked, today)
    given = {name: evaluate(expr, context) for name, expr in outcome.get("with", {}).items()}
    return answers | {name: value for name, value in given.items() if value is not None}


def asked_by(program: Program) -> dict[str, list[Mapping[str, Any]]]:
    """The steps that ask for an answer of each name, in the order of the file."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for node, step in program["steps"].items():
        found.setdefault(step.get("name", node), []).append(step)
    return found


def asking(program: Program, name: str) -> Mapping[str, Any] | None:
    """The first step that asks for an answer of this name, or for its repetition "name~2"."""
    return next(iter(asked_by(program).get(name.partition("~")[0], ())), None)


def _lookup(program: Program, walked: Walk, today: str, name: str) -> str | None:
    language = program["language"]
    context = _context(program, walked, today)
    computed = _computed(program, walked, today)
    if name in computed:
        return shown(computed[name], as_step(program, f"{walked.at}.{name}"), language)
    base = name.removesuffix(".label")
    for one in dict.fromkeys((name, base)):
        step = asking(program, one)
        if one in walked.values or step is not None:
            return shown(walked.values.get(one), step or as_step(program, one), language)
    if name in program["facts"]:
        value = evaluate(program["facts"][name], context)
        return shown(value, as_step(program, name), language)
    table, _, output = name.rpartition(".")
    if output in program["tables"].get(table, {"outputs": ()})["outputs"]:
        value = evaluate(["table", table, output], context)
        return shown(value, as_step(program, name), language)
    return None


def _computed(program: Program, walked: Walk, today: str) -> dict[str, Value]:
    """The computed texts of the outcome; each may read those before it."""
    found: dict[str, Value] = {}
    for name, expr in program["outcomes"].get(walked.at, {}).get("text", ()):
        context = _context(program, walked, today)
        found[name] = evaluate(expr, replace(context, values={**walked.values, **found}))
    return found


def _context(program: Program, walked: Walk, today: str) -> Context:
    return Context(walked.values, today, program["facts"], program["tables"], walked.visits)
