"""The format as a JSON Schema (draft-07), which is what editors read."""

from __future__ import annotations

from typing import Any

from helpwright.troubleshooters.fields import ID, PLACEHOLDER
from helpwright.troubleshooters.read import AUDIENCES, STATUSES
from helpwright.troubleshooters.read_steps import OUTCOME_KEYS, TYPES, YES_NO

Schema = dict[str, Any]

_TEXT: Schema = {"$ref": "#/definitions/text"}
_MARKDOWN: Schema = {"$ref": "#/definitions/text", "description": "Markdown"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def json_schema() -> Schema:
    """The schema; it accepts what `read` accepts, except for what only a tree can be wrong in."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Helpwright troubleshooter",
        **_mapping(_top(), ("troubleshooter", "title", "start", "steps")),
        "definitions": {
            "text": {"type": "string", "pattern": r"\S", "not": {"pattern": PLACEHOLDER}},
            "id": {"type": "string", "pattern": ID},
            "step": _either("try", _try(), _ask()),
            "option": _text_or(_option(("label",))),
            "yes_no_option": _text_or(_option(())),
            "outcome": _either(
                "solution",
                _outcome("solution"),
                _either("contact", _outcome("contact"), _outcome("handoff")),
            ),
        },
    }


def _top() -> Schema:
    return {
        "troubleshooter": {"const": 1, "description": "The version of the format"},
        "title": _described("The problem in the words of the person who has it"),
        "summary": _described("One sentence: what this troubleshooter finds out"),
        "aliases": {**_TEXTS, "description": "Words people search for"},
        "owner": _described("Who keeps it right"),
        "review_by": {
            "type": "string",
            "format": "date",
            "pattern": r"^\d{4}-\d{2}-\d{2}$",
            "description": "The day on which somebody should read it again",
        },
        "category": _described("The category under which it stands"),
        "applies_to": {**_TEXTS, "description": "Products or platforms"},
        "redirect_from": {**_TEXTS, "description": "Old addresses that lead here"},
        "audience": {"enum": list(AUDIENCES)},
        "status": {"enum": list(STATUSES)},
        "start": _described("The id of the first step"),
        "steps": _entries("step"),
        "outcomes": _entries("outcome"),
    }


def _ask() -> Schema:
    properties = {
        "ask": _described("The question"),
        "type": {"enum": list(TYPES)},
        "hint": _described("One line below the question"),
        "help": _MARKDOWN,
        "body": _MARKDOWN,
        "options": _entries("option"),
        "go": _described("Where answers lead that have no go of their own"),
    }
    yes_no = _entries("yes_no_option")
    yes_no["propertyNames"] = {"enum": list(YES_NO)}
    is_yes_no = {"properties": {"type": {"const": "yes_no"}}, "required": ["type"]}
    return {
        "if": is_yes_no,
        "then": _mapping({**properties, "options": yes_no}, ("ask",)),
        "else": _mapping(properties, ("ask", "options")),
    }


def _try() -> Schema:
    properties = {
        "try": _described("Something to do"),
        "body": _MARKDOWN,
        "article": _described("Path of an article from the docs folder"),
        "fixed": _described("Where it leads if that helped; the built-in end without it"),
        "not_fixed": _described("Where it leads if that did not help"),
    }
    return _mapping(properties, ("try",))


def _option(required: tuple[str, ...]) -> Schema:
    return _mapping({"label": _TEXT, "hint": _TEXT, "go": _TEXT}, required)


def _outcome(kind: str) -> Schema:
    properties = {key: _MARKDOWN if key == "body" else _TEXT for key in OUTCOME_KEYS[kind]}
    return _mapping(properties, (kind,))


def _entries(name: str) -> Schema:
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"$ref": "#/definitions/id"},
        "additionalProperties": {"$ref": f"#/definitions/{name}"},
    }


def _mapping(properties: Schema, required: tuple[str, ...]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def _either(key: str, with_key: Schema, without: Schema) -> Schema:
    has_key = {"type": "object", "required": [key]}
    return {"if": has_key, "then": with_key, "else": without}


def _text_or(mapping: Schema) -> Schema:
    return {"if": {"type": "string"}, "then": _TEXT, "else": mapping}


def _described(description: str) -> Schema:
    return {**_TEXT, "description": description}
