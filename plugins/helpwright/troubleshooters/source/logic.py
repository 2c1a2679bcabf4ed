"""What decides in a file: rules, tables and lists, as they were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from helpwright.errors import Place
from helpwright.troubleshooters.language.formula import Formula


@dataclass(frozen=True)
class Target:
    """What a value of the file refers to: a step, an outcome, an article or a troubleshooter."""

    to: str
    place: Place


@dataclass(frozen=True)
class Condition:
    """One entry of `when`. `value` is a literal, a list of them, or a text such as "<109"."""

    name: str
    value: object
    place: Place


@dataclass(frozen=True)
class Rule:
    """Where answers lead if `condition` and all of `when` hold.

    `most` is how often the rule may lead back to a step (`again: true`), 0 if it may not.
    """

    to: Target
    place: Place
    condition: Formula | None = None
    when: tuple[Condition, ...] = ()
    most: int = 0


@dataclass(frozen=True)
class Row:
    """A row of a table. A cell is "any", a literal, a list, or text such as "<5" or "10..20".

    A value is a literal, or a text that begins with "=" and goes on as an expression.
    `places` are those of the cells, then of the values.
    """

    cells: tuple[object, ...]
    values: tuple[object, ...]
    places: tuple[Place, ...]
    place: Place


@dataclass(frozen=True)
class Table:
    """A decision table. `hit` is "first" or "unique"; `source` the data file of its rows."""

    name: str
    place: Place
    hit: str = "unique"
    inputs: tuple[Formula, ...] = ()
    outputs: tuple[str, ...] = ("to",)
    rows: tuple[Row, ...] = ()
    source: str = ""

    @property
    def targets(self) -> tuple[Target, ...]:
        """Where the rows lead, as far as that is written down and not worked out."""
        if "to" not in self.outputs:
            return ()
        index = self.outputs.index("to")
        return tuple(
            Target(value, row.places[len(row.cells) + index])
            for row in self.rows
            if index < len(row.values) and isinstance(value := row.values[index], str)
            if not value.startswith("=")
        )


@dataclass(frozen=True)
class ListOf:
    """Values under a name; `labels` are what people read, where a data file has them."""

    name: str
    values: tuple[object, ...]
    place: Place
    labels: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
