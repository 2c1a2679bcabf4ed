"""`helpwright new`: a starter site that builds at once."""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path

import click

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically


@click.command("new")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=True))
@click.option("--name", default="Help center", show_default=True, help="The site's name.")
def command(folder: Path, name: str) -> None:
    """Make a small help center in FOLDER that builds at once."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = "it exists already and is not an empty folder"
        hint = "name a folder that does not exist yet"
        place = Place(str(folder))
        raise InputError(Finding(place, "folder-not-empty", message, hint, Severity.ERROR))
    with as_file(files("helpwright") / "starter") as starter:
        for source in sorted(starter.rglob("*")):
            relative = source.relative_to(starter)
            if source.is_file() and "__pycache__" not in relative.parts:
                # A package cannot hold a .gitignore of its own without being ruled by it.
                target = folder / str(relative).replace("dot-", ".")
                data = source.read_bytes()
                if relative == Path("mkdocs.yml"):
                    data = data.replace(b"SITE_NAME", _quoted(name).encode())
                write_atomically(target, data)
    shown = os.path.relpath(folder)
    click.echo(f"Made {shown}. Now:\n\n    cd {shown}\n    helpwright serve")


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.split())}"'
