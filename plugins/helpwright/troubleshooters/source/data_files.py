"""Lists and the rows of tables in files of their own: YAML or CSV, below the folder of the trees.

A list is a plain list, a mapping of ids to labels, or rows with the columns `id` and, if people
read them, `label`. A table has a column for each input and output, named like it; in YAML a row
may also be a list. What stands in other columns is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from helpwright import marked_yaml
from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.source.csv_file import read_csv
from helpwright.troubleshooters.source.logic import Target

MAX_BYTES = 5_000_000
SUFFIXES = (".yml", ".yaml", ".csv")


@dataclass(frozen=True)
class DataFolder:
    """The folder of the troubleshooters; `prefix` stands before its files in places."""

    path: Path
    prefix: str = ""


@dataclass(frozen=True)
class Item:
    """A value of a list, with what people read."""

    value: object
    label: str
    place: Place


@dataclass(frozen=True)
class Record:
    """A row: values and places by column, or both in order if the row is a list."""

    values: dict[str, object] | list[object]
    places: dict[str, Place] | list[Place]
    place: Place


def read_list(
    data: DataFolder, source: Target, *, ids: str = ""
) -> tuple[list[Item], list[Finding]]:
    """The values of a list; `ids` is a pattern that each must fit, as text."""
    found, findings = _records(data, source)
    columns = {column for each in found if isinstance(each.values, dict) for column in each.values}
    items: list[Item] = []
    seen: dict[object, Place] = {}
    missing = False
    for each in found:
        if not isinstance(each.values, dict) or not isinstance(each.places, dict):
            message, hint = "a list has no lists in it", "one value a line, or id: and label:"
            findings.append(_error("wrong-type", each.place, message, hint))
            continue
        value, label = each.values.get("id"), each.values.get("label")
        place = each.places.get("id", each.place)
        if "id" not in each.values:
            if not missing:
                hint = did_you_mean("id", columns, otherwise="the columns are id and label")
                message = 'there is no column "id"'
                findings.append(_error("unknown-column", each.place, message, hint))
            missing = True
        elif fault := _value_fault(value, place, ids):
            findings.append(fault)
        elif isinstance(label, dict | list):
            message = f'the label of "{value}" is not text'
            findings.append(_error("wrong-type", each.places["label"], message, ""))
        elif (key := (type(value) is bool, value)) in seen:
            message = f'"{value}" stands twice here; the first is on line {seen[key].line}'
            findings.append(_error("duplicate-id", place, message, "remove one of the two"))
        else:
            seen[key] = place
            items.append(Item(value, str(value if label is None else label), place))
    if not found and not findings:
        place = Place(_shown(data, source.to), 1, 1)
        findings.append(_error("missing-key", place, "this list is empty", "add a value"))
    return items, findings


def read_records(data: DataFolder, source: Target) -> tuple[list[Record], list[Finding]]:
    """The rows of a table, as they stand in the file. In CSV, `a|b` is a list."""
    return _records(data, source, lists=True)


def _records(
    data: DataFolder, source: Target, *, lists: bool = False
) -> tuple[list[Record], list[Finding]]:
    text = _read_text(data, source)
    if isinstance(text, Finding):
        return [], [text]
    path = _shown(data, source.to)
    if source.to.endswith(".csv"):
        return _csv_records(text, path, lists=lists)
    document = marked_yaml.read(text, path)
    findings = list(document.findings)
    value = document.value
    if isinstance(value, dict) and not lists:
        return list(_labelled(document, value)), findings
    if isinstance(value, list):
        return [_yaml_record(document, index, item) for index, item in enumerate(value)], findings
    if not findings:
        message = "this file holds no list"
        hint = "one row a line, each after a hyphen"
        findings.append(_error("wrong-type", Place(path, 1, 1), message, hint))
    return [], findings


def _csv_records(text: str, path: str, *, lists: bool) -> tuple[list[Record], list[Finding]]:
    rows, findings = read_csv(text, path)
    if not rows:
        if not findings:
            message = "this file has no header"
            findings = [_error("csv-syntax", Place(path, 1, 1), message, "name the columns first")]
        return [], findings
    header = rows[0]
    names = [cell.text for cell in header]
    for index, cell in enumerate(header):
        if cell.text in names[:index]:
            message = f'the column "{cell.text}" stands twice here'
            findings.append(_error("csv-syntax", cell.place, message, "rename one of the two"))
    records = []
    for row in rows[1:]:
        if len(row) > len(header):
            message = f"this row has {len(row)} cells, and the header {len(header)}"
            hint = "put a cell with a comma in it in quotes"
            findings.append(_error("csv-syntax", row[len(header)].place, message, hint))
        pairs = list(zip(names, row, strict=False))
        values = {
            name: _split(cell.value) if lists else cell.text for name, cell in reversed(pairs)
        }
        places = {name: cell.place for name, cell in reversed(pairs)}
        records.append(Record(values, places, row[0].place))
    return records, findings


def _split(value: object) -> object:
    return value.split("|") if isinstance(value, str) and "|" in value else value


def _labelled(document: marked_yaml.MarkedYaml, value: dict[str, object]) -> Iterator[Record]:
    """The rows of a mapping of ids to labels, or to more columns."""
    for key, entry in value.items():
        place = document.key_place((key,))
        more = entry if isinstance(entry, dict) else {"label": entry}
        places = {column: document.place((key, column)) for column in more}
        yield Record({**more, "id": key}, {**places, "id": place}, place)


def _yaml_record(document: marked_yaml.MarkedYaml, index: int, item: object) -> Record:
    place = document.place((index,))
    if isinstance(item, dict):
        return Record(item, {name: document.place((index, name)) for name in item}, place)
    if isinstance(item, list):
        return Record(item, [document.place((index, i)) for i in range(len(item))], place)
    return Record({"id": item}, {"id": place}, place)


def _value_fault(value: object, place: Place, ids: str) -> Finding | None:
    if value is None or value == "":
        return _error("missing-key", place, "this row has no id", "add it, or remove the row")
    if isinstance(value, dict | list):
        return _error("wrong-type", place, "a value of a list is one text or number", "")
    if ids and not isinstance(value, str):
        message = "the id of an option must be text"
        return _error("wrong-type", place, message, "put quotes around it")
    if isinstance(value, float) and abs(value) == float("inf"):
        return _error("invalid-value", place, "this number is too large", "write a smaller number")
    if ids and (not re.search(ids, str(value)) or value in ("not_sure",) or str(value)[-1] == "\n"):
        hint = "letters, digits, _ and -, beginning with a letter or digit"
        return _error("invalid-id", place, f'the id "{value}" cannot stand in an address', hint)
    return None


def _read_text(data: DataFolder, source: Target) -> str | Finding:
    pure = PurePosixPath(source.to)
    if pure.is_absolute() or ".." in pure.parts or re.search(r"[\\:\0]", source.to):
        message = f'"{source.to}" leads out of the folder of the troubleshooters'
        return _error("file-outside", source.place, message, "write it as data/codes.yml")
    if pure.suffix not in SUFFIXES:
        message = f'"{source.to}" is not a data file'
        return _error("invalid-value", source.place, message, f"one of: {', '.join(SUFFIXES)}")
    try:
        file = (data.path / pure).resolve()
        if not file.is_relative_to(data.path.resolve()):
            message = f'"{source.to}" is a link out of the folder of the troubleshooters'
            return _error("file-outside", source.place, message, "put the file itself there")
        if not file.is_file():
            known = [path.relative_to(data.path).as_posix() for path in _data_files(data.path)]
            hint = did_you_mean(source.to, known, otherwise="the path begins in that folder")
            message = f'there is no file "{source.to}" in the folder of the troubleshooters'
            return _error("missing-file", source.place, message, hint)
        if file.stat().st_size > MAX_BYTES:
            message = f"{source.to} has more than {MAX_BYTES // 1_000_000} MB"
            return _error("file-too-large", source.place, message, "leave out what is not needed")
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        message = f"{source.to} cannot be read: {getattr(error, 'strerror', None) or 'bad name'}"
        return _error("unreadable-file", source.place, message, "")
    return decode(content, _shown(data, source.to))


def decode(content: bytes, path: str) -> str | Finding:
    """The text of a file, or what is wrong with its bytes."""
    line = 1
    try:
        if b"\0" not in content:
            return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    hint = "save it as UTF-8; it may be in another encoding, or not text at all"
    return _error("not-utf-8", Place(path, line, 1), "this file is not UTF-8 text", hint)


def _data_files(folder: Path) -> Sequence[Path]:
    """Some of the files that are there, for a hint."""
    found: list[Path] = []
    for path in folder.glob("*/*"):
        if path.suffix in SUFFIXES and not path.parent.name.startswith((".", "_")):
            found.append(path)
        if len(found) == 1000:
            break
    return sorted(found)


def _shown(data: DataFolder, path: str) -> str:
    return f"{data.prefix.rstrip('/')}/{path}" if data.prefix else path


def _error(code: str, place: Place, message: str, hint: str) -> Finding:
    return Finding(place, code, message, hint, Severity.ERROR)
