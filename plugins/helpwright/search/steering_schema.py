"""The format of `search.yml` as a JSON Schema (draft-07), which is what editors read."""

from __future__ import annotations

from typing import Any

from helpwright.search.steering import FIELDS
from helpwright.search.steering_file import HEAVIEST

Schema = dict[str, Any]

_TEXT: Schema = {"$ref": "#/definitions/text"}
_MEANINGS = {
    "title": "The title of a page",
    "headings": "Its headings",
    "body": "Its text",
    "aliases": "Other names, from the front matter",
    "labels": "Labels, from the front matter",
    "description": "The description, from the front matter",
    "facets": "Its category, type, and what it applies to",
    "customers": "Words of customers, from .customer-language.yml",
}


def json_schema() -> Schema:
    """The schema; it accepts what `steering_file.read` accepts, except for what needs the site.

    That is: which articles there are, which words search passes over, and what repeats what.
    """
    one_way = {"ask": _phrases("Who types one of these"), "find": _phrases("also finds these")}
    promotion = {
        "queries": _phrases("What customers type"),
        "articles": _list_of(
            {"anyOf": [_TEXT, _mapping({"troubleshooter": _TEXT}, "troubleshooter")]},
            "Ids, paths from the docs folder, or addresses, in the order in which they are shown",
        ),
    }
    synonym = {
        "anyOf": [
            {"type": "array", "items": _TEXT, "minItems": 2},
            _mapping(one_way, "ask", "find"),
        ]
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Helpwright search",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {
            "weights": _weights(),
            "synonyms": _entries(synonym, "Phrases that find each other, or one way"),
            "promoted": _entries(
                _mapping(promotion, *promotion), "Pages that come first for a query"
            ),
        },
        "definitions": {
            "text": {"anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "integer"}]}
        },
    }


def _weights() -> Schema:
    number = {"type": "number", "minimum": 0, "maximum": HEAVIEST}
    return {
        "description": "How much each part of a page counts; 1 is as it is, 0 is not at all",
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": {name: {**number, "description": _MEANINGS[name]} for name in FIELDS},
    }


def _entries(item: Schema, description: str) -> Schema:
    return {"description": description, "type": ["array", "null"], "items": item}


def _mapping(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(required),
    }


def _phrases(description: str) -> Schema:
    return _list_of(_TEXT, description)


def _list_of(item: Schema, description: str) -> Schema:
    listed = {"type": "array", "items": item, "minItems": 1}
    return {"description": description, "anyOf": [item, listed]}
