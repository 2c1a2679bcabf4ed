"""An edit as authors make them: one sentence of one article changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_COVERS = ("index.md", "_index.md", "README.md")  # engines differ in what these become


@dataclass(frozen=True)
class Edit:
    """A file below the docs folder, and the line of it that changes."""

    path: str
    line: int

    def make(self, docs: Path, number: int) -> str:
        """Change the line's last sentence; returns words that are only there now."""
        file = docs / self.path
        lines = file.read_text(encoding="utf-8").split("\n")
        said, _, _ = lines[self.line].rstrip(".").partition(", as note ")
        note = f"as note {number} says"
        lines[self.line] = f"{said}, {note}."
        file.write_text("\n".join(lines), encoding="utf-8", newline="\n")
        return note


def choose(docs: Path, count: int) -> list[Edit]:
    """Edits of so many articles, far from each other in the order of their paths."""
    files = (file for file in docs.rglob("*.md") if file.name not in _COVERS)
    paths = sorted(file.relative_to(docs).as_posix() for file in files)
    chosen: list[Edit] = []
    for number in range(count):
        place = len(paths) * (2 * number + 1) // (2 * count)
        for path in paths[place:] + paths[:place]:
            line = _line(docs / path)
            if line is not None and path not in {edit.path for edit in chosen}:
                chosen.append(Edit(path, line))
                break
    return chosen


def _line(file: Path) -> int | None:
    """The last line that ends a paragraph of plain words, none if there is no such line."""
    lines = [*file.read_text(encoding="utf-8").split("\n"), ""]
    found = None
    fenced = False
    front_matter = lines[0] == "---"
    for number, line in enumerate(lines[:-1]):
        if front_matter:
            front_matter = number == 0 or line != "---"
        elif line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif (
            not fenced
            and line[:1].isalpha()
            and line.endswith(".")
            and not lines[number + 1].strip()
        ):
            found = number
    return found
