"""Decision tables of a troubleshooter, compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.language.kinds import TEXT, UNKNOWN, Json, Kind, Scope, literal
from helpwright.troubleshooters.language.meaning import compiled
from helpwright.troubleshooters.program.cells import cell_of
from helpwright.troubleshooters.program.scopes import Scopes
from helpwright.troubleshooters.source.logic import Row, Table

TARGET = "to"


def compile_all(
    tables: Mapping[str, Table], scopes: Scopes
) -> tuple[dict[str, Any], list[Finding]]:
    """All tables as JSON, and what is wrong with them."""
    done: dict[str, Any] = {}
    findings: list[Finding] = []
    for name, table in tables.items():
        done[name], more = _compile(table, scopes.of(name))
        findings += more
    return done, findings


def output_kinds(table: Table, scope: Scope) -> dict[str, Kind]:
    """What each output gives: of one kind in all rows, or else unknown."""
    found: dict[str, Kind] = {}
    for number, name in enumerate(table.outputs):
        values = [row.values[number] for row in table.rows if number < len(row.values)]
        kinds = {_value(value, row_place, scope)[1] for value, row_place in _placed(values, table)}
        kind = kinds.pop() if len(kinds) == 1 else _mixed(kinds)
        found[name] = TEXT if name == TARGET else kind
    return found


def _mixed(kinds: set[Kind]) -> Kind:
    """Numbers beside texts can only be shown, so nothing may be calculated with them."""
    if kinds and all(kind.group in ("number", "text", "date") for kind in kinds):
        return TEXT if TEXT in kinds else UNKNOWN
    return UNKNOWN


def _placed(values: list[object], table: Table) -> list[tuple[object, Place]]:
    return [(value, table.place) for value in values]


def _compile(table: Table, scope: Scope) -> tuple[dict[str, Any], list[Finding]]:
    findings: list[Finding] = []
    inputs: list[Json] = []
    kinds: list[Kind] = []
    for formula in table.inputs:
        expression, kind, more = compiled(formula, scope)
        inputs.append(expression)
        kinds.append(kind)
        findings += more
    rows: list[dict[str, Any]] = []
    for row in table.rows:
        if len(row.cells) == len(kinds) and len(row.values) == len(table.outputs):
            compiled_row, more = _row(row, kinds, scope)
            rows.append(compiled_row)
            findings += more
        else:
            rows.append({"cells": [["=", []]] * len(kinds), "values": [None] * len(table.outputs)})
            findings.append(_wrong_length(table, row))
    return {"hit": table.hit, "inputs": inputs, "outputs": [*table.outputs], "rows": rows}, findings


def _row(row: Row, kinds: list[Kind], scope: Scope) -> tuple[dict[str, Any], list[Finding]]:
    findings: list[Finding] = []
    cells: list[Json] = []
    for cell, kind, place in zip(row.cells, kinds, row.places, strict=False):
        made, more = cell_of(cell, kind, place)
        cells.append(made)
        findings += more
    values: list[Json] = []
    for value, place in zip(row.values, row.places[len(row.cells) :], strict=False):
        made, _, more = _value(value, place, scope)
        values.append(made)
        findings += more
    return {"cells": cells, "values": values}, findings


def _value(value: object, place: Place, scope: Scope) -> tuple[Json, Kind, list[Finding]]:
    """An output: a literal, or an expression after "=" as in a spreadsheet."""
    if isinstance(value, str) and value.startswith("="):
        # Blanks keep the columns of what follows.
        return compiled(Formula(" " + value[1:], place), scope)
    made, kind = literal(value)
    return made, kind, []


def _wrong_length(table: Table, row: Row) -> Finding:
    wanted = len(table.inputs) + len(table.outputs)
    found = len(row.cells) + len(row.values)
    message = f'table "{table.name}": this row has {found} cells, not {wanted}'
    names = ", ".join([*(f.text for f in table.inputs), *table.outputs])
    hint = f"one for each of: {names}"
    return Finding(row.place, "invalid-table", message, hint, Severity.ERROR)
