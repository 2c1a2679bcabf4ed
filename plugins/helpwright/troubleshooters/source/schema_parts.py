"""The forms of which the JSON Schema of the format is made."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"$ref": "#/definitions/text"}
MARKDOWN: Schema = {"$ref": "#/definitions/text", "description": "Markdown"}
TEXTS: Schema = {"type": "array", "items": TEXT}
FORMULA: Schema = {"$ref": "#/definitions/formula"}
LITERAL: Schema = {"$ref": "#/definitions/literal"}
LITERALS: Schema = {"$ref": "#/definitions/literals"}


def entries(value: Schema, keys: str, description: str = "") -> Schema:
    """A mapping, not empty, whose keys are of one definition and whose values of one form."""
    return {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"$ref": f"#/definitions/{keys}"},
        "additionalProperties": value,
        **({"description": description} if description else {}),
    }


def formulas(keys: str, description: str) -> Schema:
    """A mapping of names to expressions."""
    return entries(FORMULA, keys, description)


def names(definition: str) -> Schema:
    """A list of names, not empty."""
    return {"type": "array", "minItems": 1, "items": {"$ref": f"#/definitions/{definition}"}}


def mapping(properties: Schema, required: tuple[str, ...]) -> Schema:
    """A mapping with certain keys and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def either(key: str, with_key: Schema, without: Schema) -> Schema:
    """One form for a mapping that has a key, another for all else."""
    has_key = {"type": "object", "required": [key]}
    return {"if": has_key, "then": with_key, "else": without}


def one_of_keys(first: str, second: str) -> Schema:
    """The condition that a mapping has one of two keys and not both."""
    return {"oneOf": [{"required": [first]}, {"required": [second]}]}


def text_or(form: Schema) -> Schema:
    """A text, or another form."""
    return {"if": {"type": "string"}, "then": TEXT, "else": form}


def described(description: str) -> Schema:
    """A text, with what it is for."""
    return {**TEXT, "description": description}
