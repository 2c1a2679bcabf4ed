"""Troubleshooters of 40 steps, as long as those of the sample, made up.

A rich tree asks for the topic and then has three parts of thirteen steps: 13 choices, 12 things to
try, 3 questions each for yes or no, a number, a date and several answers, and one each for an
amount, a text and an entry of a list. There are rules with `when` and `if`, a way back with `max`,
options that depend on answers, 6 facts, a decision table with two inputs, 20 outcomes of all kinds,
of which 3 work out a text, private answers, `set`, `check`, hints, help, articles and 34 scenarios.

A plain tree has 30 choices whose answers say themselves where they lead, 10 numbers with two rules
each, and 12 outcomes, as a beginner writes them: no scenarios, tables or dates.
"""

from __future__ import annotations

from pathlib import Path
from string import Template

STEPS = 40
OTHER = "another-problem"
"""The troubleshooter to which one outcome hands over."""

TEXT_OF_OTHER = """troubleshooter: 1
title: Another problem
summary: It begins somewhere else.
start: area
steps:
  area: { ask: Which area?, options: { a: { label: This, go: c }, b: { label: That, go: c } } }
outcomes: { c: { solution: Done } }
"""
ARTICLES = ("help/browsers.md", "help/offline.md", "help/plans.md")
SUBJECTS = ("video", "exercise", "quiz", "certificate", "invoice", "lesson", "report", "message")
_TEMPLATES = Path(__file__).parent / "trees"


def _template(name: str) -> Template:
    return Template((_TEMPLATES / f"{name}.txt").read_text("utf-8"))


def plain_text_of(number: int) -> str:
    """The YAML of a plain tree; no two numbers give the same one."""
    pieces = [
        f"troubleshooter: 1\ntitle: Case {number}\nfacts: {{ answered: known(step_1) }}\n",
        "start: step_1\nsteps:",
    ]
    for n in range(1, STEPS + 1):
        words = {"n": n, "m": n % 12, "number": number}
        words["next"] = f"step_{n + 1}" if n < STEPS else "out_0"
        pieces.append(_template("plain_choice" if n % 4 else "plain_number").substitute(words))
    pieces.append("\noutcomes:")
    pieces += [_template("plain_outcome").substitute(m=m, number=number) for m in range(12)]
    return "".join(pieces)


def text_of(number: int) -> str:
    """The YAML of a rich tree; no two numbers give the same one."""
    words = {
        "number": str(100 + number),
        "subject": f"{SUBJECTS[number % len(SUBJECTS)]}",
        "least": str(105 + number % 7),
        "middle": str(118 + number % 9),
        "days": str(7 + number % 14),
    }
    parts = []
    for p, unit in zip("abc", ("Course", "Path", "Workshop"), strict=True):
        known = "It is a sign of {receipts.what}." if p == "a" else f"It stands for case {number}."
        parts.append({**words, "p": p, "unit": f"{unit} {number + 1}", "known": known})
    pieces = [_template("rich_head").substitute(words)]
    pieces += [
        _template("rich_part").substitute(part)
        + _template(f"rich_extra_{part['p']}").substitute(part)
        for part in parts
    ]
    pieces += [
        "\nfacts:",
        *(_template("rich_facts").substitute(part).rstrip() for part in parts),
        "\n",
    ]
    pieces += [_template("rich_table").substitute(words), "\noutcomes:"]
    pieces += [_template("rich_outcomes").substitute(part).rstrip() for part in parts]
    pieces.append(_template("rich_end").substitute(words))
    pieces += [_template("rich_scenarios").substitute(part) for part in parts]
    return "".join(pieces)
