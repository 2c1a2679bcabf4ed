"""The troubleshooters of a help center, read and inspected for the command line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from helpwright.errors import Finding, InputError, Place, Severity, did_you_mean
from helpwright.mkdocs_plugins import clock, companions, project
from helpwright.mkdocs_plugins.places import shown_folder
from helpwright.mkdocs_plugins.troubleshooters import TroubleshootersPlugin
from helpwright.troubleshooters.proof.inspection import Inspected, inspect
from helpwright.troubleshooters.source import library
from helpwright.troubleshooters.source.read import Read


@dataclass(frozen=True)
class Found:
    """A file of the folder; `inspected` is None if it cannot be read at all."""

    slug: str
    inspected: Inspected | None
    findings: tuple[Finding, ...]
    today: str
    language: str


def folder_of(config: MkDocsConfig) -> Path:
    """The folder of the troubleshooters.

    Raises:
        InputError: The site does not use the plugin.
    """
    plugin = companions.find(config, "troubleshooters")
    if isinstance(plugin, TroubleshootersPlugin):
        return project.base_folder(config) / plugin.config.folder
    place = Place(Path(config.config_file_path or "mkdocs.yml").name)
    message = "this site does not use the plugin helpwright/troubleshooters"
    raise InputError(
        Finding(place, "missing-plugin", message, "add it under `plugins:`", Severity.ERROR)
    )


def inspected(
    config_file: str | None, today: str | None, slugs: Collection[str] = ()
) -> list[Found]:
    """All troubleshooters, or those of these names, sorted by name.

    Raises:
        InputError: There is none of a name, or the configuration cannot be used.
    """
    config = project.load(config_file)
    folder = folder_of(config)
    language = companions.language(config)
    books = library.load(folder, prefix=shown_folder(folder), language=language)
    trees = {_slug(one): one for one in books.trees}
    for slug in slugs:
        if slug not in trees:
            raise _unknown(slug, trees, folder)
    docs = Path(config.docs_dir)
    articles = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    on = str(clock.today(today))
    found: list[Found] = []
    for slug, (tree, findings) in trees.items():
        if slugs and slug not in slugs:
            continue
        whole = None
        if tree:
            whole = inspect(
                tree,
                books.shared,
                articles=articles,
                troubleshooters=trees,
                language=language,
                today=on,
            )
        every = {*findings, *(whole.findings if whole else ())}
        found.append(Found(slug, whole, tuple(sorted(every)), on, language))
    if found:
        # What is shared has no name of its own to stand under.
        every = {*found[0].findings, *books.findings}
        found[0] = replace(found[0], findings=tuple(sorted(every)))
    return found


def _slug(one: Read) -> str:
    tree, findings = one
    return tree.slug if tree else Path(findings[0].place.path).stem


def by_slug(config_file: str | None, today: str | None, slug: str) -> Found:
    """One troubleshooter that can be used.

    Raises:
        InputError: There is none of the name, or it has errors.
    """
    (found,) = inspected(config_file, today, [slug])
    errors = [finding for finding in found.findings if finding.severity is Severity.ERROR]
    if found.inspected is None or errors:
        raise InputError(errors[0])
    return found


def _unknown(slug: str, known: Collection[str], folder: Path) -> InputError:
    hint = did_you_mean(slug, known, otherwise=f"there are: {', '.join(sorted(known))}")
    message = f'there is no troubleshooter "{slug}"'
    place = Place(shown_folder(folder))
    return InputError(Finding(place, "unknown-troubleshooter", message, hint, Severity.ERROR))
