"""Cells of decision tables: "any", a literal, some literals, "<5", "10..20" or "not x"."""

from __future__ import annotations

import re

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.language.kinds import Json, Kind, fitted
from helpwright.troubleshooters.language.operators import order

_COMPARED = re.compile(r"\s*(<=|>=|<|>)\s*(\S+)\s*")
_RANGE = re.compile(r"\s*(\S*?)\s*\.\.\s*(\S*)\s*")
_NOT = re.compile(r"\s*(?:not\s+|!=\s*)(.+?)\s*")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def cell_of(value: object, kind: Kind, place: Place) -> tuple[Json, list[Finding]]:
    """A cell as JSON, and what is wrong with it; `kind` is that of its column.

    Returns:
        None (any), `["=", literals]`, `["not", literals]`, or
        `["range", low, low included, high, high included]`, where a missing end is None.
    """
    cell = _Cell(kind, place)
    if kind.group == "list":
        message = "a column of a table cannot hold a list of answers"
        cell.add("type-mismatch", message, "make a column for each answer: 'x' in name")
        return None, cell.findings
    return cell.read(value), cell.findings


class _Cell:
    def __init__(self, kind: Kind, place: Place) -> None:
        self.kind, self.place = kind, place
        self.findings: list[Finding] = []

    def add(self, code: str, message: str, hint: str = "") -> None:
        self.findings.append(Finding(self.place, code, message, hint, Severity.ERROR))

    def read(self, value: object) -> Json:
        if isinstance(value, list):
            if not value:
                self.add("invalid-table", "an empty list matches nothing", 'write "any"')
            return ["=", [self.literal(item) for item in value]]
        if value is None or value == "":
            self.add("invalid-table", "this cell is empty", 'write "any" if the value is no matter')
            return None
        if not isinstance(value, str):
            return ["=", [self.literal(value)]]
        if value.strip() == "any" and "any" not in self.kind.options:
            return None
        if found := _NOT.fullmatch(value):
            return ["not", [self.literal(self.scalar(found[1]))]]
        if self.kind.group in ("number", "date", "unknown") and (cell := self.range(value)):
            return cell
        # Cells of a CSV file are all text.
        as_written = self.kind.group in ("text", "option") and self.kind.base != "yes_no"
        return ["=", [self.literal(value if as_written else self.scalar(value))]]

    def range(self, text: str) -> Json:
        """A comparison or a range with both ends, or None."""
        if found := _COMPARED.fullmatch(text):
            sign, end = found[1], self.literal(self.scalar(found[2]))
            is_low, included = sign[0] == ">", sign.endswith("=")
            low = ["range", end, included, None, False]
            return low if is_low else ["range", None, False, end, included]
        found = _RANGE.fullmatch(text)
        if not found or not (found[1] or found[2]):
            return None
        low_end, high_end = (
            self.literal(self.scalar(part)) if part else None for part in found.groups()
        )
        if low_end is not None and order(low_end, high_end) == 1:
            message = f'nothing is in the range "{text.strip()}"'
            self.add("invalid-table", message, "write the smaller end first")
        return ["range", low_end, low_end is not None, high_end, high_end is not None]

    def literal(self, value: object) -> object:
        value, misfit = fitted(value, self.kind, "this column")
        if misfit:
            self.add(misfit.code, misfit.message, misfit.hint)
        return value

    def scalar(self, text: str) -> object:
        """A part of a cell's text: a number unless the column holds something else."""
        if self.kind.group in ("number", "unknown") and _NUMBER.fullmatch(text):
            return float(text) if "." in text else int(text)
        if self.kind.base in ("boolean", "yes_no") and text in ("true", "false"):
            return text == "true"
        return text.strip("'\"")
