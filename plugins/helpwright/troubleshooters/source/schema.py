"""The format as a JSON Schema (draft-07), which is what editors read."""

from __future__ import annotations

from helpwright.troubleshooters.source.names import ANY_NAME, DATE, ID, NAME
from helpwright.troubleshooters.source.read import AUDIENCES, STATUSES
from helpwright.troubleshooters.source.read_logic import HITS
from helpwright.troubleshooters.source.read_outcomes import OUTCOME_KEYS
from helpwright.troubleshooters.source.read_scenarios import COVERED
from helpwright.troubleshooters.source.schema_parts import (
    FORMULA,
    LITERAL,
    LITERALS,
    MARKDOWN,
    TEXT,
    TEXTS,
    Schema,
    described,
    either,
    entries,
    formulas,
    mapping,
    names,
    one_of_keys,
)
from helpwright.troubleshooters.source.schema_steps import step_definitions


def json_schema() -> Schema:
    """The schema; it accepts what `read` accepts, except for what only a tree can be wrong in."""
    needs_fragment = {"required": ["fragment"], "properties": {"fragment": {"const": True}}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Helpwright troubleshooter",
        **mapping(_top(), ("troubleshooter", "title", "start", "steps")),
        "dependencies": {"exits": needs_fragment, "parameters": needs_fragment},
        "definitions": {
            "text": {"type": "string", "pattern": r"\S"},
            "id": {"type": "string", "pattern": ID},
            "name": {"type": "string", "pattern": NAME},
            "any_name": {"type": "string", "pattern": ANY_NAME},
            "formula": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
            "literal": {"type": ["string", "number", "boolean"]},
            "literals": {
                "type": ["string", "number", "boolean", "array"],
                "items": {"$ref": "#/definitions/literal"},
            },
            **step_definitions(),
            "outcome": either(
                "solution",
                _outcome("solution"),
                either(
                    "contact",
                    _outcome("contact"),
                    either("handoff", _outcome("handoff"), _outcome("article")),
                ),
            ),
            "computed": _computed(),
            "table": _table(),
            "scenario": _scenario(),
            "scenarios": {
                "type": "array",
                "minItems": 1,
                "items": {"$ref": "#/definitions/scenario"},
            },
        },
    }


def _top() -> Schema:
    keep_out = {**names("any_name"), "description": "Answers that never stand in an address"}
    percent = {"type": "integer", "minimum": 0, "maximum": 100}
    coverage = mapping({key: percent for key in COVERED}, ())
    return {
        "troubleshooter": {"const": 1, "description": "The version of the format"},
        "title": described("The problem in the words of the person who has it"),
        "summary": described("One sentence: what this troubleshooter finds out"),
        "aliases": {**TEXTS, "description": "Words people search for"},
        "owner": described("Who keeps it right"),
        "review_by": _date("The day on which somebody should read it again"),
        "category": described("The category under which it stands"),
        "applies_to": {**TEXTS, "description": "Products or platforms"},
        "redirect_from": {**TEXTS, "description": "Old addresses that lead here"},
        "audience": {"enum": list(AUDIENCES)},
        "status": {"enum": list(STATUSES)},
        "fragment": {"type": "boolean", "description": "A shared part without a page of its own"},
        "exits": {**names("id"), "description": "Where a shared part ends, as exit.name"},
        "parameters": {**names("name"), "description": "What a shared part is given"},
        "privacy": mapping({"keep_out_of_url": keep_out}, ("keep_out_of_url",)),
        "lists": entries(_list(), "name", "Named lists of values"),
        "constants": entries(LITERAL, "name", "Named values"),
        "facts": formulas("name", "Named conditions and values"),
        "start": described("The id of the first step"),
        "steps": entries({"$ref": "#/definitions/step"}, "id", "Steps by id"),
        "tables": entries({"$ref": "#/definitions/table"}, "name", "Decision tables"),
        "outcomes": entries({"$ref": "#/definitions/outcome"}, "id", "Outcomes by id"),
        "scenarios": {
            "if": {"type": "object"},
            "then": mapping(
                {
                    "today": _date("The day on which the scenarios play"),
                    "cases": {"$ref": "#/definitions/scenarios"},
                },
                ("cases",),
            ),
            "else": {"$ref": "#/definitions/scenarios"},
        },
        "coverage": {**coverage, "minProperties": 1, "description": "Least percentages"},
    }


def _date(description: str) -> Schema:
    return {"type": "string", "format": "date", "pattern": DATE, "description": description}


def _list() -> Schema:
    values = {"type": "array", "minItems": 1, "items": LITERAL}
    return {"if": {"type": "object"}, "then": mapping({"from": TEXT}, ("from",)), "else": values}


def _outcome(kind: str) -> Schema:
    properties = {key: MARKDOWN if key == "body" else TEXT for key in OUTCOME_KEYS[kind]}
    properties["text"] = entries({"$ref": "#/definitions/computed"}, "name", "Texts worked out")
    if kind == "contact":
        properties["priority"] = {"enum": ["low", "normal", "high", "urgent"]}
        name = {"$ref": "#/definitions/name"}
        properties["ask_for"] = {
            "if": {"type": "object"},
            "then": {"propertyNames": name, "additionalProperties": TEXT},
            "else": {"type": "array", "items": name},
            "description": "What the person adds: names, or names with labels",
        }
        properties["send"] = {
            "if": {"type": "array"},
            "then": names("any_name"),
            "else": {"enum": ["answers", "none"]},
        }
    if kind == "handoff":
        properties["with"] = formulas("any_name", "What the other troubleshooter is given")
    return mapping(properties, (kind,))


def _computed() -> Schema:
    case = {"if": FORMULA, "then": FORMULA}
    items = either("else", mapping({"else": FORMULA}, ("else",)), mapping(case, ("if", "then")))
    cases = {"type": "array", "items": items, "contains": {"type": "object", "required": ["else"]}}
    together = mapping({**case, "else": FORMULA}, ("if", "then", "else"))
    one = {"if": {"type": "array"}, "then": cases, "else": FORMULA}
    return {"if": {"type": "object"}, "then": together, "else": one}


def _table() -> Schema:
    properties = {
        "hit": {"enum": list(HITS)},
        "inputs": {"type": "array", "minItems": 1, "items": FORMULA},
        "outputs": names("name"),
        "rows": {"type": "array", "minItems": 1, "items": {"type": "array", "items": LITERALS}},
        "from": described("A data file with the rows"),
    }
    return {**mapping(properties, ("inputs",)), **one_of_keys("rows", "from")}


def _scenario() -> Schema:
    answers = {
        "type": "object",
        "propertyNames": {"$ref": "#/definitions/any_name"},
        "additionalProperties": LITERALS,
    }
    properties = {
        "name": described("What the scenario shows"),
        "answers": {**answers, "minProperties": 1},
        "expect": described("The outcome that is reached"),
        "rejects": described("The answer that is refused"),
        "path": TEXTS,
        "shows": TEXTS,
        "sends": answers,
        "today": _date("The day on which it plays"),
    }
    return {**mapping(properties, ("name", "answers")), **one_of_keys("expect", "rejects")}
