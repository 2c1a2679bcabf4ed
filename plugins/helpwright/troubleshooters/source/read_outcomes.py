"""The `outcomes` of a troubleshooter's file."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.errors import Place, did_you_mean
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.source.fields import Fields
from helpwright.troubleshooters.source.model import Computed, Outcome
from helpwright.troubleshooters.source.names import ANY_NAME, NAME

OUTCOME_KEYS = {
    "solution": ("solution", "body", "article", "not_helpful"),
    "contact": ("contact", "title", "subject", "body", "article", "not_helpful"),
    "handoff": ("handoff", "title", "body", "article", "not_helpful"),
    "article": ("article", "title", "body", "not_helpful"),
}
OUTCOME_LOGIC_KEYS = {
    "solution": ("text",),
    "contact": ("text", "priority", "ask_for", "send"),
    "handoff": ("text", "with"),
    "article": ("text",),
}
_ALL_KEYS = tuple(
    key for table in (OUTCOME_KEYS, OUTCOME_LOGIC_KEYS) for keys in table.values() for key in keys
)
_OUTCOME = "write below it solution: what helps, contact: who helps, or handoff: where to go on"
PRIORITIES = ("low", "normal", "high", "urgent")
SENDS = ("answers", "none")

_TITLES = {
    "contact": "Contact us",
    "handoff": "Go on from here",
    "article": "Read this article",
}


def read_outcomes(fields: Fields) -> dict[str, Outcome]:
    """The outcomes of a file, in its order."""
    outcomes: dict[str, Outcome] = {}
    if "outcomes" in fields.values:
        fields.need("outcomes", "remove the key, or name the ends of the troubleshooter below it")
    for name, entry in fields.entries("outcomes", "outcome"):
        example = f"write {name}: {{ solution: {entry} }}" if isinstance(entry, str) else _OUTCOME
        outcome = fields.inner("outcomes", name, entry, "outcome", example)
        if outcome:
            outcomes[name] = _read_outcome(outcome, name)
        else:
            place = fields.document.key_place((*fields.path, "outcomes", name))
            outcomes[name] = Outcome(name, place, "solution", name)
    return outcomes


def _read_outcome(fields: Fields, name: str) -> Outcome:
    kind = _read_kind(fields)
    send: str | tuple[str, ...] = "answers"
    priority = ""
    asked: dict[str, str] = {}
    if kind == "contact":
        send = _read_send(fields)
        asked = _read_ask_for(fields)
        priority = fields.choice("priority", PRIORITIES) if "priority" in fields.values else ""
    title = fields.text("solution" if kind == "solution" else "title")
    return Outcome(
        id=name,
        place=fields.place,
        kind=kind,
        title=title or _TITLES.get(kind, name),
        body=fields.text("body"),
        article=fields.target("article"),
        not_helpful=fields.target("not_helpful"),
        channel=fields.text("contact"),
        subject=fields.text("subject"),
        handoff=fields.target("handoff"),
        computed=_read_computed(fields),
        priority=priority,
        ask_for=tuple(asked),
        ask_labels={name: label for name, label in asked.items() if label},
        send=send,
        given=fields.formulas("with", "answer", ANY_NAME) if kind == "handoff" else {},
        places={**fields.places, **_inner_places(fields)},
    )


def _inner_places(fields: Fields) -> dict[str, Place]:
    """The places of what stands in `send` and `with`, by the key and a number or name."""
    send, given = fields.values.get("send"), fields.values.get("with")
    sent = range(len(send)) if isinstance(send, list) else ()
    found = {f"send.{index}": fields.place_of("send", index) for index in sent}
    for name in given if isinstance(given, dict) else ():
        found[f"with.{name}"] = fields.document.key_place((*fields.path, "with", name))
    return found


def _read_kind(fields: Fields) -> str:
    # An article may stand beside the three others.
    fields.recover(tuple(OUTCOME_KEYS), _ALL_KEYS)
    kinds = [kind for kind in OUTCOME_KEYS if kind in fields.values]
    kinds = [kind for kind in kinds if kind != "article"] or kinds
    if len(kinds) == 1:
        fields.allow((*OUTCOME_KEYS[kinds[0]], *OUTCOME_LOGIC_KEYS[kinds[0]]))
        return kinds[0]
    fields.allow(tuple(dict.fromkeys(_ALL_KEYS)))
    if not kinds and "<<" in fields.values:
        return "solution"
    if not kinds:
        hint = "solution: what helps; contact: who helps; handoff: another troubleshooter"
        message = 'an outcome needs "solution", "contact", "handoff" or "article"'
        fields.add("missing-key", fields.place, message, hint)
        return "solution"
    message = f"an outcome is one of {' and '.join(kinds)}, not both"
    fields.add("two-kinds", fields.place, message, "make two outcomes of it")
    return kinds[0]


def _read_send(fields: Fields) -> str | tuple[str, ...]:
    if "send" not in fields.values or not fields.given("send"):
        return "answers"
    value = fields.values["send"]
    if isinstance(value, str):
        if value in SENDS:
            return value
        hint = did_you_mean(value, SENDS, otherwise="answers, none, or a list of names")
        fields.add(
            "invalid-value", fields.place_of("send"), f'"{value}" is not a value of "send"', hint
        )
        # Better nothing than what nobody allowed.
        return "none"
    return fields.names("send", ANY_NAME)


def _read_ask_for(fields: Fields) -> dict[str, str]:
    """Names of what the person adds, with a label where there is one."""
    if not isinstance(fields.values.get("ask_for"), dict):
        return dict.fromkeys(fields.names("ask_for", NAME), "")
    return {
        name: fields.checked_text(label, (*fields.path, "ask_for", name), f'the label of "{name}"')
        for name, label in fields.entries("ask_for", "name", NAME)
    }


def _read_computed(fields: Fields) -> tuple[Computed, ...]:
    fields.given("text")
    found = []
    for name, entry in fields.entries("text", "text", NAME):
        keys = ("text", name)
        path = (*fields.path, *keys)
        place = fields.document.key_place(path)
        if isinstance(entry, dict):
            cases, otherwise = _read_cases(fields, [(keys, entry)], name, together=True)
        elif isinstance(entry, list):
            items = [((*keys, index), item) for index, item in enumerate(entry)]
            cases, otherwise = _read_cases(fields, items, name, together=False)
            if not entry:
                fields.add("missing-key", fields.place_of(*keys), f'text "{name}" is empty')
        else:
            value = fields.checked_formula(entry, path, f'text "{name}"')
            found.append(Computed(name, place, value))
            continue
        found.append(Computed(name, place, None, cases, otherwise))
    return tuple(found)


def _read_cases(
    fields: Fields,
    items: Sequence[tuple[tuple[str | int, ...], object]],
    name: str,
    *,
    together: bool,
) -> tuple[tuple[tuple[Formula, Formula], ...], Formula | None]:
    """Cases and what holds otherwise; `together` says that one mapping holds all three keys."""
    cases: list[tuple[Formula, Formula]] = []
    otherwise: Formula | None = None
    hint = "write { if: a condition, then: a value, else: another value }"
    for index, (keys, item) in enumerate(items):
        case = fields.below(keys, item, f'{fields.name}, text "{name}"', "a case")
        if case is None:
            continue
        is_last = index == len(items) - 1
        if not together and "else" in case.values:
            case.allow(("else",))
            if not is_last:
                place = case.document.key_place((*case.path, "else"))
                case.add("else-not-last", place, "nothing after this else is ever shown", hint)
        else:
            case.allow(("if", "then", "else") if together else ("if", "then"))
            for key in ("if", "then"):
                case.need(key, hint)
            condition, value = _formula(case, "if"), _formula(case, "then")
            if condition and value:
                cases.append((condition, value))
        otherwise = _formula(case, "else") or otherwise
        if "else" in case.values or (is_last and together):
            case.need("else", hint)
    entries = [item for _, item in items if isinstance(item, dict)]
    if not together and entries and not any("else" in item for item in entries):
        place = fields.place_of("text", name)
        fields.add(
            "missing-key", place, f'text "{name}" has no else', "end it with - else: a value"
        )
    return tuple(cases), otherwise


def _formula(fields: Fields, key: str) -> Formula | None:
    """An expression; that it is missing or empty has been reported."""
    value = fields.values.get(key)
    if value is None or value in ({}, []) or (isinstance(value, str) and not value.strip()):
        return None
    return fields.formula(key)
