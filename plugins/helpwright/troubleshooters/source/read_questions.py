"""The questions of a troubleshooter's file: steps that ask."""

from __future__ import annotations

from helpwright.errors import Place, did_you_mean
from helpwright.marked_yaml import Path
from helpwright.troubleshooters.source.data_files import DataFolder, read_list
from helpwright.troubleshooters.source.fields import Fields
from helpwright.troubleshooters.source.logic import Condition, Rule, Target
from helpwright.troubleshooters.source.model import NOT_SURE, Ask, Assign, Check, Option
from helpwright.troubleshooters.source.names import ANY_NAME, ID, NAME

ASK_KEYS = ("ask", "type", "hint", "help", "body", "options", "go")
LOGIC_KEYS = ("name", "not_sure", "decide", "set", "check", "error", "private")
TYPE_KEYS = {
    "choice": ("options", "from"),
    "yes_no": ("options",),
    "multi": ("options", "from", "none"),
    "number": ("min", "max", "decimals", "unit"),
    "money": ("min", "max", "decimals", "currency"),
    "date": ("min", "max"),
    "text": ("pattern", "min_length", "max_length"),
    "lookup": ("options", "from"),
}
TYPES = tuple(TYPE_KEYS)
_ALL_TYPE_KEYS = tuple(key for keys in TYPE_KEYS.values() for key in keys)
_ELSEWHERE = {
    key: f'"{key}" belongs to {" and ".join(t for t in TYPES if key in TYPE_KEYS[t])} questions'
    for key in _ALL_TYPE_KEYS
}
_ALL_KEYS = (*ASK_KEYS, *LOGIC_KEYS, *_ALL_TYPE_KEYS)
_KEYS_OF = {
    kind: (*(key for key in ASK_KEYS if key != "options"), *LOGIC_KEYS, *keys)
    for kind, keys in TYPE_KEYS.items()
}
LEADING = ("choice", "yes_no")
"""Types whose options may have a `go` of their own."""

OPTION_KEYS = ("label", "hint", "go")
OPTION_LOGIC_KEYS = ("if",)
RULE_KEYS = ("when", "if", "to", "again", "max")
YES_NO = {"yes": "Yes", "no": "No"}
_SPELT = {"true": "yes", "false": "no", "yes": "yes", "no": "no"}
CURRENCY = r"^[A-Z]{3}$"
AGAIN = 3
"""How often a rule may lead back that does not say."""

MOST_AGAIN, MOST_DECIMALS, MOST_LENGTH = 100, 9, 10_000


def read_ask(fields: Fields, name: str, data: DataFolder | None) -> Ask:
    """A step that asks. Without `data`, the file of `from` is not read."""
    hint = "a step begins with ask: a question, try: something to do, or use: a shared part"
    ask = fields.required("ask", hint)
    fields.recover(("type",), _ALL_KEYS)
    given = fields.values.get("type")
    meant = did_you_mean(str(given), TYPES) if given not in TYPES else ""
    # Its keys belong to the type that is meant: one mistake, one finding.
    kind = fields.choice("type", TYPES, if_wrong=meant.split('"')[1] if meant else "")
    fields.allow(_KEYS_OF[kind], _ELSEWHERE)
    if "go" in fields.values and "decide" in fields.values:
        message = 'a question has "go" or "decide", not both'
        place = fields.document.key_place((*fields.path, "decide"))
        fields.add("two-kinds", place, message, "let the table decide all of it, or none")
    has_rules = isinstance(fields.values.get("go"), list | dict)
    own = set(TYPE_KEYS[kind])
    return Ask(
        id=name,
        place=fields.place,
        ask=ask or name,
        kind=kind,
        name=_read_name(fields),
        options=_read_options(fields, kind, data) if "options" in own else (),
        none=fields.text("none") if "none" in own else "",
        source=fields.text("from") if "from" in own else "",
        not_sure=fields.target("not_sure"),
        hint=fields.text("hint"),
        help=fields.text("help"),
        body=fields.text("body"),
        go=None if has_rules else fields.target("go"),
        rules=read_rules(fields),
        decide=fields.target("decide"),
        minimum=fields.formula("min") if "min" in own else None,
        maximum=fields.formula("max") if "max" in own else None,
        decimals=fields.integer("decimals", 0, MOST_DECIMALS) if "decimals" in own else None,
        unit=fields.text("unit") if "unit" in own else "",
        currency=_read_currency(fields) if "currency" in own else "",
        pattern=fields.text("pattern") if "pattern" in own else "",
        min_length=fields.integer("min_length", 0, MOST_LENGTH) if "min_length" in own else None,
        max_length=fields.integer("max_length", 1, MOST_LENGTH) if "max_length" in own else None,
        checks=_read_checks(fields),
        error=fields.text("error"),
        assigns=read_assigns(fields),
        private=fields.flag("private"),
        places=fields.places,
    )


def _read_name(fields: Fields) -> str:
    name = fields.text("name")
    if name:
        fields.check_name(str(fields.values["name"]), NAME, fields.place_of("name"), f'"{name}"')
    return name


def _read_currency(fields: Fields) -> str:
    return fields.pattern_text("currency", CURRENCY, "three capital letters, such as EUR")


def read_rules(fields: Fields, key: str = "go") -> tuple[Rule, ...]:
    """The rules of a key; none if a step or an outcome stands there."""
    given = fields.values.get(key)
    example = f"{key}: the id of a step, or a list of rules such as - {{ if: age > 14, to: late }}"
    if not isinstance(given, list | dict) or not fields.given(key):
        return ()
    if isinstance(given, dict):
        # What is meant is plain, so that nothing seems to lead nowhere.
        alone = Fields(fields.document, (*fields.path, key), given, [], fields.name, fields.lines)
        list(fields.items(key, example))
        return (_read_rule(alone),)
    rules = []
    for index, item in fields.items(key, example):
        title = f"{fields.name}, rule {index + 1}"
        hint = f"write - {{ to: {item if isinstance(item, str) else '...'} }}"
        rule = fields.below((key, index), item, title, f"rule {index + 1}", hint)
        place = fields.place_of(key, index)
        if rule:
            rules.append(_read_rule(rule))
        elif isinstance(item, str):
            rules.append(Rule(Target(item.strip(), place), place))
    return tuple(rules)


def _read_rule(fields: Fields) -> Rule:
    fields.allow(RULE_KEYS, instead=dict.fromkeys(("go", "goto", "then", "else"), "to"))
    fields.need("to", "to: the step or outcome to which the rule leads")
    again, most = fields.flag("again"), fields.integer("max", 1, MOST_AGAIN)
    if "max" in fields.values and not again:
        place = fields.document.key_place((*fields.path, "max"))
        fields.add("missing-key", place, '"max" needs "again: true"', "how often a step may return")
    fields.given("when")
    conditions = []
    for name, value in fields.entries("when", "answer", ANY_NAME):
        path = (*fields.path, "when", name)
        if fields.literal(value, path, f'the value of "{name}"', lists=True):
            conditions.append(Condition(name, value, fields.document.place(path)))
    to = fields.target("to") if fields.values.get("to") is not None else None
    return Rule(
        to=to or Target("", fields.place),
        place=fields.place_of(),
        condition=fields.formula("if"),
        when=tuple(conditions),
        most=(most or AGAIN) if again else 0,
    )


def _read_checks(fields: Fields) -> tuple[Check, ...]:
    given = fields.values.get("check")
    if "check" not in fields.values or not fields.given("check"):
        return ()
    entries: list[tuple[tuple[str | int, ...], object]] = [(("check",), given)]
    if not isinstance(given, dict):
        example = "check: { if: what must be true, error: what people read otherwise }"
        entries = [(("check", index), item) for index, item in fields.items("check", example)]
    checks = []
    for keys, item in entries:
        check = fields.below(keys, item, f"{fields.name}, check", "a check")
        if check:
            check.allow(("if", "error"))
            check.need("if", "if: what must be true of the answer")
            error = check.required("error", "error: what people read if it is not")
            condition = check.formula("if") if check.values.get("if") is not None else None
            if condition:
                checks.append(Check(condition, error, check.place_of()))
    return tuple(checks)


def read_assigns(fields: Fields) -> tuple[Assign, ...]:
    """What a step sets."""
    formulas = fields.formulas("set", "set name")
    key = (*fields.path, "set")
    return tuple(
        Assign(name, value, fields.document.key_place((*key, name)))
        for name, value in formulas.items()
    )


def _read_options(fields: Fields, kind: str, data: DataFolder | None) -> tuple[Option, ...]:
    given = fields.values.get("options")
    if kind == "yes_no" and "options" not in fields.values:
        return tuple(Option(name, label, fields.place) for name, label in YES_NO.items())
    from_file = "from" in fields.values and "from" in TYPE_KEYS[kind]
    if "options" in fields.meant and "options" not in fields.values:
        return ()
    if given in (None, {}, []) and not (from_file and "options" not in fields.values):
        hint = "give at least two answers, each as id: What people read"
        fields.add("no-options", fields.place, "this question has no options", hint)
        return ()
    options = []
    for name, entry in fields.entries("options", "option"):
        path = (*fields.path, "options", name)
        place = fields.document.key_place(path)
        name = _SPELT.get(name.lower(), name) if kind == "yes_no" else name
        if kind == "yes_no" and path[-1] not in YES_NO:
            hint = 'a yes_no question has the options "yes" and "no"; leave out its type otherwise'
            hint = f"write {name}: in small letters" if name in YES_NO else hint
            fields.add("unknown-option", place, f'"{path[-1]}" is not an option', hint)
        if name == NOT_SURE:
            hint = "write not_sure: and a step's id beside options:, or use another id"
            fields.add("invalid-id", place, f'the id "{name}" has a meaning of its own', hint)
        label = YES_NO.get(name, "") if kind == "yes_no" else ""
        options.append(_read_option(fields, name, entry, (kind, label), path, place))
    if from_file:
        taken = {option.id for option in options}
        options += [each for each in _from_file(fields, data) if each.id not in taken]
    return tuple(options)


def _from_file(fields: Fields, data: DataFolder | None) -> list[Option]:
    path = fields.values["from"]
    if data is None or not isinstance(path, str) or not path.strip():
        return []
    rows, findings = read_list(data, Target(path.strip(), fields.place_of("from")), ids=ID)
    fields.findings.extend(findings)
    return [Option(str(row.value), row.label, row.place) for row in rows]


def _read_option(
    fields: Fields, name: str, entry: object, meant: tuple[str, str], path: Path, place: Place
) -> Option:
    kind, label = meant
    if not isinstance(entry, dict):
        text = fields.checked_text(entry, path, f'option "{name}"')
        return Option(name, text or label or name, place)
    title = f'{fields.name}, option "{name}"'
    option = Fields(fields.document, path, entry, fields.findings, title, fields.lines)
    keys = (*OPTION_KEYS, *OPTION_LOGIC_KEYS)
    if kind in LEADING:
        option.allow(keys)
    else:
        why = f'options of a {kind} question lead nowhere by themselves: give the step a "go"'
        option.allow(tuple(key for key in keys if key != "go"), {"go": why})
    if "label" in entry or not label:
        label = option.required("label", "the label is what people read") or label or name
    return Option(
        id=name,
        label=label,
        place=place,
        hint=option.text("hint"),
        go=option.target("go") if kind in LEADING else None,
        condition=option.formula("if"),
    )
