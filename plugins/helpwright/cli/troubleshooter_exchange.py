"""Troubleshooters as JSON: what the YAML file says, for other programs, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from helpwright import marked_yaml
from helpwright.cli.troubleshooter_files import folder_of, unknown
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically
from helpwright.mkdocs_plugins import project
from helpwright.mkdocs_plugins.places import shown_file
from helpwright.troubleshooters.source.data_files import DataFolder, decode
from helpwright.troubleshooters.source.read import SLUG, read

ENDINGS = (".yml", ".yaml")
FORMAT = "helpwright-troubleshooter"
_MOST_BYTES = 20_000_000


def exported(config_file: str | None, slug: str) -> str:
    """A file of the folder as JSON.

    Raises:
        InputError: There is no such file, or it is not YAML.
    """
    folder = folder_of(project.load(config_file))
    path = _file(folder, slug)
    if not SLUG.match(slug) or not path.is_file():
        names = [one.stem for end in ENDINGS for one in folder.glob(f"*{end}")]
        names = [name for name in names if SLUG.match(name)]
        raise unknown(slug, names, folder)
    text = decode(path.read_bytes(), shown_file(path))
    if isinstance(text, Finding):
        raise InputError(text)
    document = marked_yaml.read(text, shown_file(path))
    errors = [one for one in document.findings if one.severity is Severity.ERROR]
    if not errors and not isinstance(document.value, dict):
        errors = read(text, shown_file(path), slug)[1]
    if errors:
        raise InputError(errors[0])
    said = {"format": FORMAT, "version": 1, "name": slug, "troubleshooter": document.value}
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"


def imported(
    config_file: str | None, file: Path, name: str | None, replace: bool
) -> tuple[str, list[Finding]]:
    """Write what a JSON file says as YAML; gives the path, and what is wrong with the content.

    Raises:
        InputError: It is not such a file, has no usable name, or would write over another.
    """
    said = _read(file)
    slug = name or str(said.get("name") or "")
    if not SLUG.match(slug):
        hint = "name it with --name, in small letters, digits and hyphens"
        raise _error(file, "invalid-slug", f'"{slug}" cannot be part of an address', hint)
    folder = folder_of(project.load(config_file))
    path = _file(folder, slug)
    if path.exists() and not replace:
        hint = "give it another name with --name, or say --replace"
        raise _error(path, "file-exists", "there is a troubleshooter of this name", hint)
    text = yaml.safe_dump(said["troubleshooter"], sort_keys=False, allow_unicode=True, width=100)
    # What is written must say the same by the rules by which it will be read.
    if marked_yaml.read(text, path.name).value != said["troubleshooter"]:
        hint = "texts with control characters cannot stand in YAML"
        raise _error(file, "invalid-json", "this cannot be written as YAML", hint)
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(path, text)
    shown = shown_file(path)
    _, findings = read(text, shown, slug, data=DataFolder(folder, folder.name))
    return shown, findings


def _file(folder: Path, slug: str) -> Path:
    """The file of a name: that which is there, or else one to be made."""
    found = [folder / f"{slug}{end}" for end in ENDINGS]
    return next((path for path in found if path.is_file()), found[0])


def _read(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise _error(file, "invalid-json", "this file is too large", "")
        said = json.loads(file.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        place = Place(str(file), getattr(error, "lineno", 1), getattr(error, "colno", 1))
        message = f"this is not JSON: {getattr(error, 'msg', 'it cannot be read')}"
        raise InputError(Finding(place, "invalid-json", message, "", Severity.ERROR)) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        hint = "it is a file that `helpwright troubleshooter export` writes"
        raise _error(file, "invalid-json", "this JSON is not a troubleshooter", hint)
    if said.get("version") != 1 or not isinstance(said.get("troubleshooter"), dict):
        raise _error(file, "invalid-json", "this version of the format is not known", "")
    return said


def _error(path: Path, code: str, message: str, hint: str) -> InputError:
    return InputError(Finding(Place(str(path)), code, message, hint, Severity.ERROR))
