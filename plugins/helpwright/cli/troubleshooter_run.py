"""A troubleshooter in the terminal: questions, answers, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from helpwright.cli.troubleshooter_files import Found
from helpwright.troubleshooters.language.formats import shown
from helpwright.troubleshooters.language.values import Context, Value, evaluate
from helpwright.troubleshooters.program.answers import read_answer
from helpwright.troubleshooters.program.walk import NOT_SURE, Walk, walk
from helpwright.troubleshooters.proof.inspection import Inspected
from helpwright.troubleshooters.proof.showing import filled_in

_COMMANDS = "back: the question before; answers: what you said; quit"
_FAULTS = {
    "required": "Please answer.",
    "number": "That is not a number.",
    "decimals": "That has too many decimals.",
    "date": "That is not a date; write it as 2026-03-27.",
    "min": "That is too small or too early.",
    "max": "That is too large or too late.",
    "option": "That is not one of the answers.",
    "pattern": "That does not look right.",
    "length": "That is too short or too long.",
}


def run(found: Found) -> None:
    """Ask until an outcome is reached, or somebody leaves."""
    assert found.inspected is not None
    click.echo(f"{found.inspected.tree.title}\n({_COMMANDS})")
    answers: dict[str, Value] = {}
    given: list[str] = []
    while True:
        walked = walk(found.inspected.program, answers, found.today)
        if walked.done or walked.stuck:
            _show_end(found, walked)
            return
        name = _name(found.inspected.program, walked)
        text = _ask(found, walked)
        if text == "quit":
            return
        if text == "back":
            if given:
                answers.pop(given.pop(), None)
        elif text == "answers":
            _show_answers(found, walked)
        else:
            step = found.inspected.program["steps"][walked.at]
            value = _value(step, text, found.language)
            after = walk(found.inspected.program, {**answers, name: value}, found.today)
            if after.fault and after.at == walked.at:
                click.echo(f"  {_message(step, after.fault)}")
                continue
            answers[name] = value
            given.append(name)


def _name(program: Mapping[str, Any], walked: Walk) -> str:
    """Under which name the step where a walk stands is answered."""
    own = program["steps"][walked.at].get("name", walked.at)
    visit = walked.visits[walked.at]
    return own if visit == 1 else f"{own}~{visit}"


def _ask(found: Found, walked: Walk) -> str:
    assert found.inspected is not None
    program = found.inspected.program
    step = program["steps"][walked.at]
    for text in (step["label"], *_said_with(found.inspected, walked.at)):
        click.echo(f"\n{filled_in(program, walked, found.today, text)}")
    context = Context(
        walked.values, found.today, program["facts"], program["tables"], walked.visits
    )
    for number, option in enumerate(_offered(step, context), 1):
        click.echo(f"  {number}  {option['label']}")
    if step["kind"] == "try":
        return str(click.prompt("Did that fix it? (yes, no)", prompt_suffix=" > "))
    if NOT_SURE in step:
        click.echo("  ?  I'm not sure")
    return str(click.prompt("", default="", show_default=False, prompt_suffix="> "))


def _said_with(inspected: Inspected, name: str) -> list[str]:
    """What stands below a question or an action."""
    node = inspected.tree.nodes[name]
    texts = (getattr(node, key, "") for key in ("hint", "body", "help"))
    return [text for text in texts if text]


def _offered(step: Mapping[str, Any], context: Context) -> list[Mapping[str, Any]]:
    return [
        option
        for option in step.get("options", ())
        if "if" not in option or evaluate(option["if"], context) is True
    ]


def _value(step: Mapping[str, Any], text: str, language: str) -> Value:
    if step["kind"] == "try":
        return {"y": "fixed", "yes": "fixed", "n": "not_fixed", "no": "not_fixed"}.get(text, text)
    if text == "?" and NOT_SURE in step:
        return NOT_SURE
    options = step.get("options", ())
    if step["type"] == "multi":
        picked = [_picked(options, part.strip()) for part in text.split(",") if part.strip()]
        return [one for one in (option["id"] for option in options) if one in picked] or picked
    if options:
        return _picked(options, text)
    return read_answer(step, text, language)


def _picked(options: Any, text: str) -> str:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if 1 <= number <= len(options):
        return str(options[number - 1]["id"])
    return text


def _message(step: Mapping[str, Any], fault: str) -> str:
    kind, _, number = fault.partition(":")
    if kind == "check":
        return str(step["check"][int(number)]["error"])
    return str(step.get("error") or _FAULTS.get(kind, kind))


def _show_answers(found: Found, walked: Walk) -> None:
    assert found.inspected is not None
    steps = found.inspected.program["steps"]
    for one in walked.taken:
        step = steps.get(one.step, {})
        said = "I'm not sure" if one.value == NOT_SURE else shown(one.value, step, found.language)
        click.echo(f"  {step.get('label', one.step)} {said}")


def _show_end(found: Found, walked: Walk) -> None:
    assert found.inspected is not None
    node = found.inspected.tree.nodes.get(walked.at)
    if walked.stuck or node is None:
        click.echo(f'\nNo rule says how to go on from "{walked.at}".')
        return
    program = found.inspected.program
    texts = [f"=> {node.heading} [{walked.at}]", getattr(node, "body", "")]
    for text in filter(None, texts):
        click.echo(f"\n{filled_in(program, walked, found.today, text)}")
