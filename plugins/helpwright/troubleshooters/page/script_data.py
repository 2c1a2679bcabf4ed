"""A program as its page carries it for the script: without what the page says anyway.

`web/troubleshooter/whole.js` puts the rest back: defaults, and labels from the sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpwright.troubleshooters.program.privacy import reveals_private
from helpwright.troubleshooters.source.model import SOLVED

Json = dict[str, Any]
_DEFAULTS = {"type": "choice", "kind": "ask", "fixed": SOLVED}
_DEFAULTS_OF_OUTCOME = {"kind": "solution"}


def for_script(program: Mapping[str, Any]) -> Json:
    """The program in short.

    Labels and where options lead stand in the sections, but for labels with braces of their own,
    of which a section does not tell how they were written. Added is what the script would have to
    work out: which of the answers handed over are private.
    """
    made: Json = {key: value for key, value in program.items() if key != "format"}
    made["steps"] = {name: _step(name, step) for name, step in program["steps"].items()}
    made["outcomes"] = {name: _outcome(one, program) for name, one in program["outcomes"].items()}
    return made


def _step(name: str, step: Mapping[str, Any]) -> Json:
    made = _without(step, _DEFAULTS)
    # A step without a way on has its end for all others; that it is to be tried, its way tells.
    if step["kind"] == "try":
        del made["kind"]
    # Without a name it is the id; only checks ask for it.
    if step.get("name") == name and "check" not in step:
        del made["name"]
    options = step.get("options", ())
    if options:
        made["options"] = [_option(option) for option in options]
    rules = [one["to"] if [*one] == ["to"] else one for one in step.get("rules", ())]
    # Rules come after the ways of options.
    if not rules or (options and all("go" in option for option in options)):
        made.pop("rules", None)
    else:
        made["rules"] = rules
    if "none" in step and _is_seen(step["none"]):
        made["none"] = ""
    return made


def _option(option: Mapping[str, Any]) -> Any:
    # Where it leads, its link says.
    made = _without(option, {})
    made.pop("go", None)
    if "hint" in option and _is_seen(option["hint"]):
        del made["hint"]
    return made["id"] if len(made) == 1 else made


def _outcome(outcome: Mapping[str, Any], program: Mapping[str, Any]) -> Json:
    made = _without(outcome, _DEFAULTS_OF_OUTCOME)
    # The page links to it if its readers may see it; nobody else shall learn its name.
    made.pop("handoff", None)
    if "with" in outcome:
        made["hidden"] = [
            name
            for name, expr in outcome["with"].items()
            if name in program["private"] or reveals_private(program, expr)
        ]
    return made


def _without(part: Mapping[str, Any], defaults: Mapping[str, str]) -> Json:
    return {
        key: value
        for key, value in part.items()
        if defaults.get(key) != value and not (key == "label" and _is_seen(value))
    }


def _is_seen(text: str) -> bool:
    return "{{" not in text
