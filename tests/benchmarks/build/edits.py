"""Edits as authors make them: a sentence of an article changes, or its title, or one is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


@dataclass(frozen=True)
class Retitling:
    """A file below the docs folder, and the line of its front matter that has the title."""

    path: str
    line: int

    def make(self, docs: Path, number: int) -> str:
        """Give the article another title; returns words that are only there now."""
        file = docs / self.path
        lines = file.read_text(encoding="utf-8").split("\n")
        title = f"What became of title {number}"
        lines[self.line] = f"title: {title}"
        file.write_text("\n".join(lines), encoding="utf-8", newline="\n")
        return title


@dataclass(frozen=True)
class Addition:
    """A file below the docs folder that is to be there, like one that is, but for its title."""

    path: str
    like: Retitling

    def make(self, docs: Path, number: int) -> str:
        """Write the article; returns words that are only there."""
        lines = (docs / self.like.path).read_text(encoding="utf-8").split("\n")
        title = f"What became of title {number}"
        lines[self.like.line] = f"title: {title}"
        # No two articles have the same id.
        lines = [line for line in lines if not line.startswith("id: ")]
        (docs / self.path).write_text("\n".join(lines), encoding="utf-8", newline="\n")
        return title


def choose(docs: Path, count: int) -> list[Edit]:
    """Edits of so many articles, far from each other in the order of their paths."""
    return [Edit(path, line) for path, line in _spread(docs, count, _line)]


def choose_titles(docs: Path, count: int) -> list[Retitling]:
    """New titles for so many articles that have one in their front matter."""
    return [Retitling(path, line) for path, line in _spread(docs, count, _title)]


def choose_additions(docs: Path, count: int) -> list[Addition]:
    """New articles beside so many that have a title in their front matter."""
    return [
        Addition((Path(one.path).parent / f"written-today-{number}.md").as_posix(), one)
        for number, one in enumerate(choose_titles(docs, count))
    ]


def _spread(
    docs: Path, count: int, find: Callable[[Path], int | None]
) -> Iterator[tuple[str, int]]:
    """Articles far from each other, with the line that `find` tells."""
    files = (file for file in docs.rglob("*.md") if file.name not in _COVERS)
    paths = sorted(file.relative_to(docs).as_posix() for file in files)
    chosen: set[str] = set()
    for number in range(count):
        place = len(paths) * (2 * number + 1) // (2 * count)
        for path in paths[place:] + paths[:place]:
            line = None if path in chosen else find(docs / path)
            if line is not None:
                chosen.add(path)
                yield path, line
                break


def _title(file: Path) -> int | None:
    """The line of the title in the front matter, none if it has none."""
    lines = file.read_text(encoding="utf-8").split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return None
    header = lines[: lines.index("---", 1)]
    return next((n for n, line in enumerate(header) if line.startswith("title: ")), None)


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
