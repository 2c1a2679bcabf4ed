"""The steps of the format as parts of its JSON Schema."""

from __future__ import annotations

from helpwright.troubleshooters.source.model import NOT_SURE
from helpwright.troubleshooters.source.read_questions import (
    CURRENCY,
    LEADING,
    MOST_AGAIN,
    MOST_DECIMALS,
    MOST_LENGTH,
    TYPE_KEYS,
    YES_NO,
)
from helpwright.troubleshooters.source.schema_parts import (
    FORMULA,
    LITERALS,
    MARKDOWN,
    TEXT,
    Schema,
    described,
    either,
    entries,
    formulas,
    mapping,
    text_or,
)

GO: Schema = {"$ref": "#/definitions/go"}


def step_definitions() -> Schema:
    """The definitions of steps, options, rules and checks."""
    check = mapping({"if": FORMULA, "error": TEXT}, ("if", "error"))
    return {
        "step": either("use", _use(), either("try", _try(), {"$ref": "#/definitions/ask"})),
        "ask": _ask(),
        "rule": _rule(),
        "go": {
            "if": {"type": "array"},
            "then": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/rule"}},
            "else": described("Where answers lead that have no go of their own"),
        },
        "check": check,
        "option": text_or(_option(("label",), leads=True)),
        "yes_no_option": text_or(_option((), leads=True)),
        "plain_option": text_or(_option(("label",), leads=False)),
    }


def _ask() -> Schema:
    schema: Schema = _typed("choice")
    for kind in TYPE_KEYS:
        if kind != "choice":
            is_kind = {"properties": {"type": {"const": kind}}, "required": ["type"]}
            schema = {"if": is_kind, "then": _typed(kind), "else": schema}
    return {"type": "object", "allOf": [schema]}


def _typed(kind: str) -> Schema:
    properties = {
        "ask": described("The question"),
        "type": {"enum": list(TYPE_KEYS)},
        "name": {"allOf": [TEXT, {"$ref": "#/definitions/name"}]},
        "hint": described("One line below the question"),
        "help": MARKDOWN,
        "body": MARKDOWN,
        "go": GO,
        "decide": described("The decision table that says where answers lead"),
        "not_sure": described("Where the answer I'm not sure leads"),
        "set": formulas("name", "Names that this step sets"),
        "check": {
            "if": {"type": "array"},
            "then": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/check"}},
            "else": {"$ref": "#/definitions/check"},
        },
        "error": described("What people read if the answer is not valid"),
        "private": {"type": "boolean", "description": "Keep the answer out of the address"},
    }
    more = _type_properties(kind)
    schema = mapping({**properties, **{key: more[key] for key in TYPE_KEYS[kind]}}, ("ask",))
    schema["not"] = {"required": ["go", "decide"]}
    if "from" in TYPE_KEYS[kind]:
        schema["anyOf"] = [{"required": ["options"]}, {"required": ["from"]}]
    return schema


def _type_properties(kind: str) -> Schema:
    option = "option" if kind in LEADING else "plain_option"
    option = "yes_no_option" if kind == "yes_no" else option
    options = entries({"$ref": f"#/definitions/{option}"}, "id")
    reserved = {"allOf": [{"$ref": "#/definitions/id"}, {"not": {"const": NOT_SURE}}]}
    options["propertyNames"] = {"enum": list(YES_NO)} if kind == "yes_no" else reserved
    length = {"type": "integer", "minimum": 0, "maximum": MOST_LENGTH}
    return {
        "options": options,
        "from": described("A data file with more options, such as data/codes.yml"),
        "none": described("The answer that none of the options is true"),
        "min": FORMULA,
        "max": FORMULA,
        "decimals": {"type": "integer", "minimum": 0, "maximum": MOST_DECIMALS},
        "unit": described("What stands after the number"),
        "currency": {"type": "string", "pattern": CURRENCY},
        "pattern": described("A regular expression that the whole text fits"),
        "min_length": length,
        "max_length": {**length, "minimum": 1},
    }


def _rule() -> Schema:
    properties = {
        "when": entries(LITERALS, "any_name", "Answers and what they are"),
        "if": FORMULA,
        "to": described("The step or outcome to which it leads"),
        "again": {"type": "boolean", "description": "It may lead back"},
        "max": {"type": "integer", "minimum": 1, "maximum": MOST_AGAIN},
    }
    again = {"required": ["again"], "properties": {"again": {"const": True}}}
    return {**mapping(properties, ("to",)), "dependencies": {"max": again}}


def _try() -> Schema:
    properties = {
        "try": described("Something to do"),
        "body": MARKDOWN,
        "article": described("Path of an article from the docs folder"),
        "fixed": {**GO, "description": "Where it leads if that helped; default: the end"},
        "not_fixed": {**GO, "description": "Where it leads if that did not help"},
        "set": formulas("name", "Names that this step sets"),
    }
    return mapping(properties, ("try",))


def _use() -> Schema:
    properties = {
        "use": described("A shared part, such as _shared/network"),
        "exits": entries(TEXT, "id", "Where the exits of the part lead"),
        "with": formulas("name", "The parameters of the part"),
    }
    return mapping(properties, ("use",))


def _option(required: tuple[str, ...], *, leads: bool) -> Schema:
    properties = {"label": TEXT, "hint": TEXT, "if": FORMULA, **({"go": TEXT} if leads else {})}
    return mapping(properties, required)
