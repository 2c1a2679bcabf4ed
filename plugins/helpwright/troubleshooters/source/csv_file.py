"""CSV with the place of every cell (RFC 4180; a semicolon or a tab may stand for the comma)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpwright.errors import Finding, Place, Severity

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?\Z")
_PATTERNS = {
    mark: re.compile(rf'("(?:[^"]|"")*"|[^{mark}"\r\n][^{mark}\r\n]*|)({mark}|\r\n|\n|\r|\Z)')
    for mark in ",;\t"
}
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14}),[0-9]{1,9}\Z")
# Spreadsheets write it for themselves.
_MARK = re.compile(r"sep=([,;\t])\r?\n?")


@dataclass(frozen=True)
class Cell:
    """The text of a cell, without its quotes, and where it begins.

    `commas` says that commas do not part cells, so that one may stand for a decimal point.
    """

    text: str
    place: Place
    commas: bool = False

    @property
    def value(self) -> object:
        """A number, true, false, text, or None for an empty cell. `007` stays text."""
        if self.commas and _DECIMAL.match(self.text):
            return float(self.text.replace(",", "."))
        if _NUMBER.match(self.text):
            return float(self.text) if "." in self.text else int(self.text)
        return {"": None, "true": True, "false": False}.get(self.text.lower(), self.text)


def read_csv(text: str, path: str) -> tuple[list[list[Cell]], list[Finding]]:
    """The rows of a file, the header first, without empty lines."""
    said = _MARK.match(text)
    first_line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    parting = said[1] if said else next((m for m in ",;\t" if m in first_line), ",")
    pattern = _PATTERNS[parting]
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    position = start_of_line = said.end() if said else 0
    line = 2 if said else 1
    while position < len(text):
        place = Place(path, line, position - start_of_line + 1)
        found = pattern.match(text, position)
        if not found:
            message = "a quote begins in the middle of this cell, or never ends"
            hint = 'put the whole cell in quotes, and write "" for a quote within it'
            return rows, [Finding(place, "csv-syntax", message, hint, Severity.ERROR)]
        field, mark = found[1], found[2]
        row.append(Cell(_unquoted(field), place, parting != ","))
        position = found.end()
        if inner := list(re.finditer(r"\r\n|\n|\r", field)):
            line, start_of_line = line + len(inner), found.start() + inner[-1].end()
        if mark != parting:
            rows.append(row)
            row, line, start_of_line = [], line + 1, position
        elif position == len(text):
            row.append(Cell("", Place(path, line, position - start_of_line + 1)))
    if row:
        rows.append(row)
    return [row for row in rows if any(cell.text for cell in row)], []


def _unquoted(field: str) -> str:
    if field.startswith('"'):
        field = field[1:-1].replace('""', '"')
    return field.strip()
