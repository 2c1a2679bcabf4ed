"""The `steps` and `outcomes` of a troubleshooter's file."""

from __future__ import annotations

from helpwright.errors import Place
from helpwright.troubleshooters.fields import Fields
from helpwright.troubleshooters.model import (
    SOLVED,
    Ask,
    Option,
    Outcome,
    Step,
    Target,
    Try,
    Unsupported,
)

ASK_KEYS = ("ask", "type", "hint", "help", "body", "options", "go")
LATER_ASK_KEYS = (
    *("name", "none", "from", "not_sure", "error", "min", "max", "decimals", "unit", "currency"),
    *("pattern", "check", "decide", "use", "exits", "with"),
)
TYPES = ("choice", "yes_no")
LATER_TYPES = ("multi", "number", "money", "date", "text", "lookup")
OPTION_KEYS = ("label", "hint", "go")
LATER_OPTION_KEYS = ("if", "image")
TRY_KEYS = ("try", "body", "article", "fixed", "not_fixed")
OUTCOME_KEYS = {
    "solution": ("solution", "body", "article", "not_helpful"),
    "contact": ("contact", "title", "subject", "body", "article", "not_helpful"),
    "handoff": ("handoff", "title", "body", "article", "not_helpful"),
}
LATER_OUTCOME_KEYS = ("text", "show", "priority", "ask_for", "send", "with")
YES_NO = {"yes": "Yes", "no": "No"}


def read_steps(fields: Fields) -> dict[str, Step]:
    """The steps of a file, in its order."""
    steps: dict[str, Step] = {}
    for name, entry in fields.entries("steps", "step"):
        step = fields.inner("steps", name, entry, "step")
        steps[name] = (
            _read_step(step, name) if step else Unsupported(name, _key(fields, "steps", name), name)
        )
    return steps


def read_outcomes(fields: Fields) -> dict[str, Outcome]:
    """The outcomes of a file, in its order."""
    outcomes: dict[str, Outcome] = {}
    if "outcomes" in fields.values:
        fields.need("outcomes", "remove the key, or name the ends of the troubleshooter below it")
    for name, entry in fields.entries("outcomes", "outcome"):
        outcome = fields.inner("outcomes", name, entry, "outcome")
        if outcome:
            outcomes[name] = _read_outcome(outcome, name)
        else:
            place = _key(fields, "outcomes", name)
            outcomes[name] = Outcome(name, place, "solution", name)
    return outcomes


def _read_step(fields: Fields, name: str) -> Step:
    values = fields.values
    if "try" in values:
        if "ask" in values:
            hint = "make two steps of it, and let the first go to the second"
            fields.add("two-kinds", fields.place, 'a step has "ask" or "try", not both', hint)
            fields.allow((*TRY_KEYS, *ASK_KEYS), LATER_ASK_KEYS)
            return Unsupported(name, fields.place, name, _targets_within(fields))
        return _read_try(fields, name)
    if "use" in values:
        fields.add_later(fields.document.key_place((*fields.path, "use")), '"use"')
        return Unsupported(name, fields.place, name, _targets_within(fields))
    return _read_ask(fields, name)


def _read_try(fields: Fields, name: str) -> Try:
    fields.allow(TRY_KEYS)
    return Try(
        id=name,
        place=fields.place,
        action=fields.text("try") or name,
        body=fields.text("body"),
        article=fields.target("article"),
        fixed=fields.target("fixed") or Target(SOLVED, fields.place),
        not_fixed=fields.target("not_fixed"),
    )


def _read_ask(fields: Fields, name: str) -> Step:
    later_type = fields.values.get("type") in LATER_TYPES
    # What belongs to a type of a later version is not worth a finding beside that for the type.
    later = () if later_type else LATER_ASK_KEYS
    supported = fields.allow((*ASK_KEYS, *LATER_ASK_KEYS) if later_type else ASK_KEYS, later)
    ask = fields.required("ask", "a step begins with ask: a question, or try: something to do")
    kind = fields.choice("type", TYPES, LATER_TYPES)
    has_rules = isinstance(fields.values.get("go"), list)
    if has_rules and not later_type:
        fields.add_later(fields.document.place((*fields.path, "go")), "a list of rules")
    if not supported or later_type or has_rules:
        return Unsupported(name, fields.place, ask or name, _targets_within(fields))
    return Ask(
        id=name,
        place=fields.place,
        ask=ask or name,
        kind=kind,
        options=_read_options(fields, kind),
        hint=fields.text("hint"),
        help=fields.text("help"),
        body=fields.text("body"),
        go=fields.target("go"),
    )


def _read_options(fields: Fields, kind: str) -> tuple[Option, ...]:
    given = fields.values.get("options")
    if kind == "yes_no" and "options" not in fields.values:
        return tuple(Option(name, label, fields.place) for name, label in YES_NO.items())
    if given is None or given == {}:
        hint = "give at least two answers, each as id: What people read"
        fields.add("no-options", fields.place, "this question has no options", hint)
        return ()
    options = []
    for name, entry in fields.entries("options", "option"):
        place = _key(fields, "options", name)
        if kind == "yes_no" and name not in YES_NO:
            hint = 'a yes_no question has the options "yes" and "no"; leave out its type otherwise'
            fields.add("unknown-option", place, f'"{name}" is not an option', hint)
        label = YES_NO.get(name, "") if kind == "yes_no" else ""
        options.append(_read_option(fields, name, entry, label, place))
    return tuple(options)


def _read_option(fields: Fields, name: str, entry: object, label: str, place: Place) -> Option:
    path = (*fields.path, "options", name)
    if not isinstance(entry, dict):
        text = fields.checked_text(entry, path, f'option "{name}"')
        return Option(name, text or label or name, place)
    option = Fields(
        fields.document, path, entry, fields.findings, f'{fields.name}, option "{name}"'
    )
    option.allow(OPTION_KEYS, LATER_OPTION_KEYS)
    if "label" in entry or not label:
        hint = "the label is what people read"
        label = option.required("label", hint) or label or name
    return Option(name, label, place, option.text("hint"), option.target("go"))


def _read_outcome(fields: Fields, name: str) -> Outcome:
    kinds = [kind for kind in OUTCOME_KEYS if kind in fields.values]
    if not kinds:
        fields.allow((*OUTCOME_KEYS["contact"], *OUTCOME_KEYS), LATER_OUTCOME_KEYS)
        hint = "solution: what helps; contact: who helps; handoff: another troubleshooter"
        message = 'an outcome needs "solution", "contact" or "handoff"'
        fields.add("missing-key", fields.place, message, hint)
    elif len(kinds) > 1:
        fields.allow((*OUTCOME_KEYS["contact"], *OUTCOME_KEYS), LATER_OUTCOME_KEYS)
        message = f"an outcome is one of {' and '.join(kinds)}, not both"
        fields.add("two-kinds", fields.place, message, "make two outcomes of it")
    else:
        fields.allow(OUTCOME_KEYS[kinds[0]], LATER_OUTCOME_KEYS)
    kind = kinds[0] if kinds else "solution"
    titles = {"solution": name, "contact": "Contact us", "handoff": "Go on from here"}
    return Outcome(
        id=name,
        place=fields.place,
        kind=kind,
        title=fields.text("solution" if kind == "solution" else "title") or titles[kind],
        body=fields.text("body"),
        article=fields.target("article"),
        not_helpful=fields.target("not_helpful"),
        channel=fields.text("contact"),
        subject=fields.text("subject"),
        handoff=fields.target("handoff"),
    )


def _targets_within(fields: Fields) -> tuple[Target, ...]:
    """Every id that a step leads to which this version cannot show, as far as it can be seen."""
    found: list[Target] = []

    def collect(value: object, path: tuple[str | int, ...]) -> None:
        if isinstance(value, str):
            found.append(Target(value, fields.document.place(path)))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    collect(item.get("to"), (*path, index, "to"))

    values = fields.values
    for key in ("go", "not_sure", "fixed", "not_fixed"):
        collect(values.get(key), (*fields.path, key))
    for key in ("exits", "options"):
        entries = values.get(key)
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            path = (*fields.path, key, name)
            if isinstance(entry, dict):
                collect(entry.get("go"), (*path, "go"))
            elif key == "exits":
                collect(entry, path)
    return (*found, *_table_targets(fields))


def _table_targets(fields: Fields) -> list[Target]:
    """The ids in the last column of the decision table that a step names."""
    root = fields.document.value
    tables = root.get("tables") if isinstance(root, dict) else None
    name = fields.values.get("decide")
    table = tables.get(name) if isinstance(tables, dict) and isinstance(name, str) else None
    rows = table.get("rows") if isinstance(table, dict) else None
    return [
        Target(row[-1], fields.document.place(("tables", str(name), "rows", index, len(row) - 1)))
        for index, row in enumerate(rows if isinstance(rows, list) else [])
        if isinstance(row, list) and row and isinstance(row[-1], str)
    ]


def _key(fields: Fields, key: str, name: str) -> Place:
    return fields.document.key_place((*fields.path, key, name))
