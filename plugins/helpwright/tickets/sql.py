"""Text and names as SQL writes them."""

from __future__ import annotations

from pathlib import Path


def literal(text: str) -> str:
    """Text between single quotes."""
    return "'" + text.replace("'", "''") + "'"


def quoted(text: str) -> str:
    """The name of a column between double quotes."""
    return '"' + text.replace('"', '""') + '"'


def is_plain_path(path: Path) -> bool:
    """Whether a path stands for one file only, where DuckDB takes patterns."""
    return not set("*?[]{}~") & set(str(path))
