"""Files in which a troubleshooter is translated."""

from __future__ import annotations

from pathlib import Path, PurePath

from helpwright.cli.troubleshooter_files import folder_of, unknown
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import write_atomically
from helpwright.mkdocs_plugins import project
from helpwright.mkdocs_plugins.places import shown_file, shown_folder
from helpwright.troubleshooters.source import library, translations


def translate(config_file: str | None, slug: str, language: str) -> str:
    """Write the file; gives its path.

    Raises:
        InputError: There is no such troubleshooter or shared part, or that is no language.
    """
    folder = folder_of(project.load(config_file))
    books = library.load(folder, prefix=shown_folder(folder), language="")
    tree = books.originals.get(slug)
    if tree is None:
        every = [*books.findings, *(one for _, found in books.trees for one in found)]
        own = [one for one in every if Path(one.place.path).stem == PurePath(slug).name]
        raise InputError(own[0]) if own else unknown(slug, books.originals, folder)
    path = folder / f"{slug}.{language}.yml"
    if not translations.SIDECAR.fullmatch(path.stem):
        hint = "write it as de or pt-BR"
        message = f'"{language}" is not the code of a language'
        raise InputError(
            Finding(Place("LANGUAGE"), "unknown-language", message, hint, Severity.ERROR)
        )
    before = books.translations.get((slug, language))
    write_atomically(path, translations.written(tree, before))
    return shown_file(path)
