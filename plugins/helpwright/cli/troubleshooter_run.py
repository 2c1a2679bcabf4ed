"""A troubleshooter in the terminal: questions, answers, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from helpwright.cli.troubleshooter_answers import Question, message
from helpwright.cli.troubleshooter_files import Found
from helpwright.troubleshooters.language.formats import shown
from helpwright.troubleshooters.language.values import Context, Value, evaluate
from helpwright.troubleshooters.program.walk import NOT_HELPFUL, NOT_SURE, Walk, walk
from helpwright.troubleshooters.proof.scenario_answers import name_at
from helpwright.troubleshooters.proof.showing import filled_in, sent
from helpwright.troubleshooters.source.model import Outcome

_COMMANDS = "back: the question before; answers: what you said; help: what you can type; quit"
_HELP = (
    "Type the number of an answer, its id or what it says; several with commas between them;\n"
    '? for "I\'m not sure". Dates as 27 3 2026 or 2026-03-27.\n'
    f"{_COMMANDS}"
)


def run(found: Found) -> None:
    """Ask until an outcome is reached, or somebody leaves."""
    assert found.inspected is not None
    click.echo(f"{found.inspected.tree.title}\n({_COMMANDS})")
    try:
        _Session(found).run()
    except click.Abort:
        # What follows shall not stand behind the question.
        click.echo()
        raise


@dataclass
class _Session:
    found: Found

    def __post_init__(self) -> None:
        assert self.found.inspected is not None
        self.tree = self.found.inspected.tree
        self.program: Mapping[str, Any] = self.found.inspected.program
        self.answers: dict[str, Value] = {}
        self.given: list[str] = []

    def run(self) -> None:
        while True:
            walked = walk(self.program, self.answers, self.found.today)
            if walked.stuck:
                click.echo(f'\nNo rule says how to go on from "{walked.at}".')
                return
            if walked.done and not self.ends(walked):
                return
            if not walked.done and not self.ask(walked):
                return

    def ask(self, walked: Walk) -> bool:
        """Ask one question; False if somebody leaves."""
        self.say(walked, walked.at)
        question = self.question(walked)
        for line in question.lines:
            click.echo(f"  {line}")
        while True:
            text = self.prompt(question.prompt)
            if text == "quit":
                return False
            if self.obeys(text, walked):
                return True
            listed = question.matching(text)
            if len(listed) > 1:
                click.echo("".join(f"  {one['id']}  {one['label']}\n" for one in listed), nl=False)
                continue
            value = question.value(listed[0]["id"] if listed else text)
            name = name_at(self.program, walked)
            after = walk(self.program, {**self.answers, name: value}, self.found.today)
            if after.fault and after.at == walked.at:
                click.echo(f"  {message(question, after.fault)}")
                continue
            self.answers[name] = value
            self.given.append(name)
            return True

    def ends(self, walked: Walk) -> bool:
        """Show an outcome; whether it goes on, for it did not help or somebody goes back."""
        self.say(walked, walked.at)
        node = self.tree.nodes[walked.at]
        assert isinstance(node, Outcome)
        if node.article:
            click.echo(f"\nArticle: {node.article.to}")
        if node.handoff:
            click.echo(f"\nGoes on in: {node.handoff.to}")
        told = sent(self.program, walked, self.found.today)
        if node.kind == "contact":
            click.echo(f"\nContact: {node.channel}")
        if told:
            texts = [f"{name}: {_plain(value)}" for name, value in told.items()]
            click.echo(f"Sent along: {', '.join(texts)}")
        if not node.not_helpful:
            return False
        while True:
            text = self.prompt("\nDid this help? (yes, no) > ")
            if self.obeys(text, walked):
                return True
            if text in ("quit", "y", "yes", "n", "no"):
                break
            click.echo("  Please answer yes or no.")
        if text not in ("n", "no"):
            return False
        self.answers[walked.at] = NOT_HELPFUL
        self.given.append(walked.at)
        return True

    def obeys(self, text: str, walked: Walk) -> bool:
        """Whether a text is a command after which to ask anew, which is then done."""
        if text == "back":
            if self.given:
                self.answers.pop(self.given.pop(), None)
            else:
                click.echo("  This is the first question.")
        elif text == "answers":
            self.show_answers(walked)
        elif text == "help":
            click.echo(f"  {_HELP}".replace("\n", "\n  "))
        else:
            return False
        return True

    def prompt(self, text: str) -> str:
        """What is typed. An answer may be empty, for it may be meant to be."""
        typed = click.prompt(text, default="", show_default=False, prompt_suffix="")
        return str(typed).strip()

    def question(self, walked: Walk) -> Question:
        step = self.program["steps"][walked.at]
        facts, tables = self.program["facts"], self.program["tables"]
        context = Context(walked.values, self.found.today, facts, tables, walked.visits)
        node = self.tree.nodes[walked.at]
        hints = {option.id: option.hint for option in getattr(node, "options", ())}
        offered = [
            {
                "id": option["id"],
                "label": self.filled(walked, option["label"]),
                "hint": self.filled(walked, hints.get(option["id"], "")),
            }
            for option in step.get("options", ())
            if "if" not in option or evaluate(option["if"], context) is True
        ]
        limits = {
            key: shown(evaluate(step[key], context), step, self.found.language)
            for key in ("min", "max")
            if key in step
        }
        return Question(step, tuple(offered), self.found.language, limits)

    def say(self, walked: Walk, name: str) -> None:
        """What stands at a step or outcome."""
        node = self.tree.nodes[name]
        heading = f"=> {node.heading} [{name}]" if isinstance(node, Outcome) else node.heading
        texts = [heading, *(getattr(node, key, "") for key in ("hint", "body", "help"))]
        for text in filter(None, texts):
            click.echo(f"\n{self.filled(walked, text)}")

    def filled(self, walked: Walk, text: str) -> str:
        return filled_in(self.program, walked, self.found.today, text)

    def show_answers(self, walked: Walk) -> None:
        """Each answer once, also one that several questions share."""
        if not walked.taken:
            click.echo("  You have not answered anything yet.")
        first = {one.name: one for one in reversed(walked.taken)}
        for one in reversed(first.values()):
            step = self.program["steps"].get(one.step, {})
            label = self.filled(walked, step.get("label", one.step))
            click.echo(f"  {label} {_said(one.value, step, self.found.language)}")


def _said(value: Value, step: Mapping[str, Any], language: str) -> str:
    if value == NOT_SURE:
        return "I'm not sure"
    if value == NOT_HELPFUL:
        return "This did not help"
    if step.get("kind") == "try":
        return "Yes, that fixed it" if value == "fixed" else "Not fixed"
    if value == []:
        return str(step.get("none", ""))
    return shown(value, step, language)


def _plain(value: Value) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)
