"""The `steps` of a troubleshooter's file."""

from __future__ import annotations

from helpwright.troubleshooters.source.data_files import DataFolder
from helpwright.troubleshooters.source.fields import Fields
from helpwright.troubleshooters.source.logic import Target
from helpwright.troubleshooters.source.model import SOLVED, Ask, Option, Step, Try, Use
from helpwright.troubleshooters.source.read_questions import (
    ASK_KEYS,
    LOGIC_KEYS,
    TYPE_KEYS,
    read_ask,
    read_assigns,
    read_rules,
)

_STEP = "write below it ask: a question, try: something to do, or use: a shared part"
_KINDS = ("ask", "try", "use")
_ALL_KEYS = (*ASK_KEYS, *LOGIC_KEYS, *(key for keys in TYPE_KEYS.values() for key in keys))
TRY_KEYS = ("try", "body", "article", "fixed", "not_fixed")
TRY_LOGIC_KEYS = ("set",)
USE_KEYS = ("use", "exits", "with")
_EVERY_KEY = (*_ALL_KEYS, *TRY_KEYS, *TRY_LOGIC_KEYS, *USE_KEYS)


def read_steps(fields: Fields, data: DataFolder | None) -> dict[str, Step]:
    """The steps of a file, in its order. Without `data`, files of `from` are not read."""
    steps: dict[str, Step] = {}
    for name, entry in fields.entries("steps", "step"):
        step = fields.inner("steps", name, entry, "step", _STEP)
        place = fields.document.key_place((*fields.path, "steps", name))
        steps[name] = _read_step(step, name, data) if step else Ask(name, place, name)
    return steps


def _read_step(fields: Fields, name: str, data: DataFolder | None) -> Step:
    fields.recover(_KINDS, _EVERY_KEY)
    kinds = [key for key in _KINDS if key in fields.values]
    if len(kinds) > 1:
        quoted = " or ".join(f'"{key}"' for key in kinds)
        message = f"a step has {quoted}, not both"
        hint = "make two steps of it, and let the first go to the second"
        fields.add("two-kinds", fields.place, message, hint)
        fields.allow((*_ALL_KEYS, *TRY_KEYS, *USE_KEYS))
        return _stub(fields, name)
    if "try" in kinds:
        return _read_try(fields, name)
    return _read_use(fields, name) if kinds == ["use"] else read_ask(fields, name, data)


def _read_try(fields: Fields, name: str) -> Try:
    fields.allow((*TRY_KEYS, *TRY_LOGIC_KEYS))
    fixed, not_fixed = read_rules(fields, "fixed"), read_rules(fields, "not_fixed")
    return Try(
        id=name,
        place=fields.place,
        action=fields.text("try") or name,
        body=fields.text("body"),
        article=fields.target("article"),
        fixed=None if fixed else _read_target(fields, "fixed") or Target(SOLVED, fields.place),
        not_fixed=None if not_fixed else _read_target(fields, "not_fixed"),
        fixed_rules=fixed,
        not_fixed_rules=not_fixed,
        assigns=read_assigns(fields),
        places=fields.places,
    )


def _read_target(fields: Fields, key: str) -> Target | None:
    """Where an answer leads; rules that could not be read are reported, and lead nowhere."""
    if isinstance(fields.values.get(key), list | dict):
        return Target("", fields.place_of(key))
    return fields.target(key)


def _read_use(fields: Fields, name: str) -> Use:
    fields.allow(USE_KEYS)
    fields.given("exits")
    exits = {}
    for key, value in fields.entries("exits", "exit"):
        path = (*fields.path, "exits", key)
        text = fields.checked_text(value, path, f'exit "{key}"')
        exits[key] = Target(text, fields.document.place(path))
    return Use(
        id=name,
        place=fields.place,
        fragment=Target(fields.text("use"), fields.place_of("use")),
        exits=exits,
        given=fields.formulas("with", "parameter"),
        places=fields.places,
    )


def _stub(fields: Fields, name: str) -> Ask:
    """A question in place of a step that is none, so that what it leads to is not lost."""
    found: list[Target] = []

    def collect(value: object, path: tuple[str | int, ...]) -> None:
        if isinstance(value, str):
            found.append(Target(value, fields.place_of(*path)))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    collect(item.get("to"), (*path, index, "to"))

    for key in ("go", "not_sure", "fixed", "not_fixed"):
        collect(fields.values.get(key), (key,))
    for key in ("exits", "options"):
        entries = fields.values.get(key)
        for inner, entry in entries.items() if isinstance(entries, dict) else ():
            if isinstance(entry, dict):
                collect(entry.get("go"), (key, inner, "go"))
            elif key == "exits":
                collect(entry, (key, inner))
    options = tuple(
        Option(f"way-{index}", to.to, to.place, go=to) for index, to in enumerate(found)
    )
    return Ask(name, fields.place, name, options=options)
