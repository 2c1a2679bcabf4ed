"""What decides: facts, lists, constants, tables, and which answers are private."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from helpwright.errors import Place, did_you_mean
from helpwright.troubleshooters.language.formula import Formula
from helpwright.troubleshooters.source.data_files import DataFolder, Record, read_list, read_records
from helpwright.troubleshooters.source.fields import Fields
from helpwright.troubleshooters.source.logic import ListOf, Row, Table, Target
from helpwright.troubleshooters.source.model import Ask, Node, Outcome, Try
from helpwright.troubleshooters.source.names import ANY_NAME, NAME
from helpwright.troubleshooters.source.scalars import kind

TABLE_KEYS = ("hit", "inputs", "outputs", "rows", "from")
HITS = ("unique", "first")
NAMED = ("constants", "lists", "facts", "tables")
"""Keys whose entries are names in expressions."""


def read_facts(fields: Fields) -> dict[str, Formula]:
    """Named conditions and values."""
    return fields.formulas("facts", "fact")


def read_constants(fields: Fields) -> dict[str, object]:
    """Named literals."""
    fields.given("constants")
    found = {}
    for name, value in fields.entries("constants", "constant", NAME):
        # Nothing else is to be said of one that cannot be used.
        is_good = fields.literal(value, (*fields.path, "constants", name), f'constant "{name}"')
        found[name] = value if is_good else None
    return found


def read_lists(fields: Fields, data: DataFolder | None) -> dict[str, ListOf]:
    """Named lists of literals. Without `data`, those from files have no values."""
    fields.given("lists")
    return {
        name: _read_list(fields, name, value, data)
        for name, value in fields.entries("lists", "list", NAME)
    }


def _read_list(fields: Fields, name: str, value: object, data: DataFolder | None) -> ListOf:
    path = (*fields.path, "lists", name)
    place = fields.document.key_place(path)
    if isinstance(value, dict):
        inner = Fields(
            fields.document, path, value, fields.findings, f'list "{name}"', fields.lines
        )
        inner.allow(("from",))
        source = inner.required("from", "from: the path of a file, such as data/codes.yml")
        if not source or data is None:
            return ListOf(name, (), place, source=source)
        items, findings = read_list(data, Target(source, inner.place_of("from")))
        fields.findings.extend(findings)
        labels = {str(item.value): item.label for item in items}
        return ListOf(name, tuple(item.value for item in items), place, labels, source)
    if not isinstance(value, list):
        message = f'list "{name}" must be a list, not {kind(value)}'
        hint = "write [one, two], or { from: data/codes.yml }"
        fields.add("wrong-type", fields.place_of("lists", name), message, hint)
    elif not value:
        fields.add("missing-key", place, f'list "{name}" is empty', "add a value")
    elif fields.literal(value, path, f'list "{name}"', lists=True):
        # A list in a list is no literal, which `literal` has reported.
        return ListOf(name, tuple(value), place)
    return ListOf(name, (), place)


def read_tables(fields: Fields, data: DataFolder | None) -> dict[str, Table]:
    """Decision tables. Without `data`, those from files have no rows."""
    fields.given("tables")
    tables = {}
    for name, entry in fields.entries("tables", "table", NAME):
        table = fields.inner("tables", name, entry, "table")
        if table:
            tables[name] = _read_table(table, name, data)
    return tables


def _read_table(fields: Fields, name: str, data: DataFolder | None) -> Table:
    fields.allow(TABLE_KEYS)
    source = fields.text("from")
    fields.need("inputs", "inputs: the answers and facts that decide, as a list")
    inputs = []
    for index, item in fields.items("inputs", "inputs: [plan, in_window]"):
        path = (*fields.path, "inputs", index)
        if formula := fields.checked_formula(item, path, f"input {index + 1}"):
            inputs.append(formula)
    outputs = fields.names("outputs", NAME) if fields.given("outputs") else ("to",)
    for index, output in enumerate(outputs):
        if output in outputs[:index]:
            place = fields.place_of("outputs", index)
            fields.add("invalid-table", place, f'the output "{output}" stands twice', "rename one")
    if "from" in fields.values and "rows" in fields.values:
        place = fields.document.key_place((*fields.path, "rows"))
        fields.add("two-kinds", place, 'a table has "from" or "rows", not both', "move all to one")
    elif "from" not in fields.values:
        fields.need("rows", "rows: a list of rows, each [input, ..., output]")
    rows: list[Row] = []
    for index, item in fields.items("rows", "rows: a list of rows, each [input, ..., output]"):
        place = fields.place_of("rows", index)
        if not isinstance(item, list):
            message = f"row {index + 1} must be a list, not {kind(item)}"
            fields.add("wrong-type", place, message, "write it as [input, ..., output]")
            continue
        path = (*fields.path, "rows", index)
        for column, cell in enumerate(item):
            what = f"cell {column + 1} of row {index + 1}"
            fields.literal(cell, (*path, column), what, lists=True)
        places = [fields.place_of("rows", index, column) for column in range(len(item))]
        row = _checked_row(fields, item, places, place, len(inputs), outputs)
        rows += [row] if row else []
    if source and data is not None:
        rows += _from_file(fields, data, inputs, outputs)
    return Table(
        name=name,
        place=fields.place,
        hit=fields.choice("hit", HITS),
        inputs=tuple(inputs),
        outputs=outputs,
        rows=tuple(rows),
        source=source,
    )


def _checked_row(
    fields: Fields,
    items: list[object],
    places: list[Place],
    place: Place,
    inputs: int,
    outputs: tuple[str, ...],
) -> Row | None:
    """A row in which every value can be one; what is wrong with its length or values is told."""
    if len(items) != inputs + len(outputs):
        message = f"this row has {len(items)} cells, not {inputs + len(outputs)}"
        hint = f"{inputs} for the inputs, then {', '.join(outputs)}"
        fields.add("invalid-table", place, message, hint)
        return None
    values = items[inputs:]
    for output, value, where in zip(outputs, values, places[inputs:], strict=True):
        if isinstance(value, list | dict):
            message = f'the value of "{output}" must not be {kind(value)}'
            fields.add("invalid-table", where, message, "an output is one value")
        elif output == "to" and (not isinstance(value, str) or not value.strip()):
            message = f'"to" must name a step or an outcome, and not be {kind(value)}'
            fields.add("invalid-table", where, message, "write the id of a step or an outcome")
    return Row(tuple(items[:inputs]), tuple(values), tuple(places), place)


def _from_file(
    fields: Fields, data: DataFolder, inputs: list[Formula], outputs: tuple[str, ...]
) -> list[Row]:
    source = Target(fields.text("from"), fields.place_of("from"))
    records, findings = read_records(data, source)
    fields.findings.extend(findings)
    names = [formula.text.strip() for formula in inputs]
    columns = [*names, *outputs]
    there = {name for each in records if isinstance(each.values, dict) for name in each.values}
    by_name = [each for each in records if isinstance(each.values, dict)]
    missing = [column for column in columns if by_name and column not in there]
    for column in missing if len(missing) < len(columns) else ():
        hint = did_you_mean(column, there, otherwise=f"add a column {column}")
        place = by_name[0].place
        fields.add("unknown-column", place, f'there is no column "{column}"', hint)
    if by_name and len(missing) == len(columns):
        message = "there is none of the columns that the table needs"
        hint = f"name them in the first line: {', '.join(columns)}"
        fields.add("unknown-column", by_name[0].place, message, hint)
    if not records and not findings:
        place = Place(f"{data.prefix.rstrip('/')}/{source.to}" if data.prefix else source.to, 1, 1)
        fields.add("missing-key", place, "this file has no rows", "add one below the columns")
    rows = []
    for each in records:
        items, places = _ordered(each, columns, len(names))
        lost = [name for name in columns if name in there and name not in each.values]
        if lost and source.to.endswith(".csv"):
            message = f"this row ends before the column {' and '.join(lost)}"
            fields.add("invalid-table", each.place, message, "add what is missing")
        if isinstance(each.values, dict) and not set(columns) <= there:
            continue
        row = _checked_row(fields, items, places, each.place, len(names), outputs)
        if row and all(
            _is_cell(fields, *pair) for pair in zip(row.cells, row.places, strict=False)
        ):
            rows.append(row)
    return rows


def _ordered(record: Record, columns: list[str], inputs: int) -> tuple[list[object], list[Place]]:
    """The cells of a row in the order of the columns; an input left empty is any."""
    if isinstance(record.values, dict):
        values = [record.values.get(column) for column in columns]
    else:
        values = record.values
    if isinstance(record.places, dict):
        places = [record.places.get(column, record.place) for column in columns]
    else:
        places = record.places
    cells = ["any" if value is None else value for value in values[:inputs]]
    return [*cells, *values[inputs:]], places


def _is_cell(fields: Fields, cell: object, place: Place) -> bool:
    items = cell if isinstance(cell, list) else [cell]
    for item in items:
        if not isinstance(item, str | int | float):
            fields.add("wrong-type", place, f"a cell must not hold {kind(item)}", "write one value")
            return False
        if isinstance(item, float) and abs(item) == float("inf"):
            fields.add("invalid-value", place, "a cell holds too large a number", "")
            return False
    return True


def read_private(fields: Fields) -> tuple[tuple[str, ...], dict[str, Place]]:
    """The answers that stay out of the address, and where each is named."""
    if "privacy" not in fields.values or not fields.given("privacy"):
        return (), {}
    privacy = fields.below(("privacy",), fields.values["privacy"], "privacy", '"privacy"')
    if privacy is None:
        return (), {}
    privacy.allow(("keep_out_of_url",))
    if not privacy.need("keep_out_of_url", "keep_out_of_url: [name of an answer]"):
        return (), {}
    names = privacy.names("keep_out_of_url", ANY_NAME)
    given = privacy.values["keep_out_of_url"]
    places = {
        f"keep_out_of_url.{name.strip()}": privacy.place_of("keep_out_of_url", index)
        for index, name in enumerate(given if isinstance(given, list) else [])
        if isinstance(name, str)
    }
    return names, places


def check_names(fields: Fields, nodes: Iterable[Node], private: Mapping[str, Place]) -> None:
    """Report a name that stands for two things, and private answers that are none.

    A name that is mistyped there would put into an address what must stay out of it.
    """
    answers: set[str] = set()
    asked_for: set[str] = set()
    uses: set[str] = set()
    for node in nodes:
        if isinstance(node, Ask | Try):
            answers.add(node.answer if isinstance(node, Ask) else node.id)
            answers |= {assign.name for assign in node.assigns}
        elif isinstance(node, Outcome):
            asked_for |= set(node.ask_for)
        else:
            uses.add(node.id)
    seen = dict.fromkeys(answers, "an answer")
    parameters = fields.values.get("parameters")
    for index, name in enumerate(parameters if isinstance(parameters, list) else []):
        if isinstance(name, str):
            _claim(fields, seen, name, "a parameter", fields.place_of("parameters", index))
    for key in NAMED:
        entries = fields.values.get(key)
        for name in entries if isinstance(entries, dict) else ():
            place = fields.document.key_place((*fields.path, key, name))
            _claim(fields, seen, name, f"a {key.removesuffix('s')}", place)
    known = answers | asked_for
    for key, place in private.items():
        name = key.partition(".")[2]
        if name not in known and name.partition(".")[0] not in uses:
            hint = did_you_mean(name, known, otherwise="the name of a question's answer")
            fields.add("unknown-name", place, f'there is no answer "{name}" to keep private', hint)


def _claim(fields: Fields, seen: dict[str, str], name: str, what: str, place: Place) -> None:
    if name in seen:
        message = f'"{name}" is {seen[name]} and {what}'
        fields.add("duplicate-name", place, message, "rename one of the two")
    seen.setdefault(name, what)
