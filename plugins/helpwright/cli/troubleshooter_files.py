"""The troubleshooters of a help center, read and inspected for the command line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from helpwright.articles import lifecycle, reading
from helpwright.errors import Finding, InputError, Place, Severity, did_you_mean
from helpwright.mkdocs_plugins import clock, companions, project
from helpwright.mkdocs_plugins.articles import ArticlesPlugin
from helpwright.mkdocs_plugins.places import base_folder, shown_folder
from helpwright.mkdocs_plugins.troubleshooters import TroubleshootersPlugin
from helpwright.troubleshooters.proof.inspection import Inspected, inspect, inspect_parts
from helpwright.troubleshooters.proof.neighbours import Neighbours, named_articles
from helpwright.troubleshooters.source import library
from helpwright.troubleshooters.source.read import Read

_MOST_NAMED = 9


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
        return base_folder(config) / plugin.config.folder
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
            raise unknown(slug, trees, folder)
    docs = Path(config.docs_dir)
    articles = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    on = str(clock.today(today))
    of_parts = inspect_parts(
        books.shared,
        articles=articles,
        troubleshooters=trees,
        language=language,
        today=on,
        told=books.findings,
    )
    shared_findings = [*books.findings, *of_parts]
    every = {slug: tree for slug, (tree, _) in trees.items() if tree}
    hidden = _hidden(config, named_articles([*every.values(), *books.shared.values()]))
    neighbours = Neighbours(every, books.shared, hidden)
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
                told=[*findings, *shared_findings],
                neighbours=neighbours,
            )
        all_found = {*findings, *(whole.findings if whole else ())}
        found.append(Found(slug, whole, tuple(sorted(all_found)), on, language))
    if found and not slugs:
        # What is shared has no name of its own to stand under.
        all_found = {*found[0].findings, *shared_findings}
        found[0] = replace(found[0], findings=tuple(sorted(all_found)))
    return found


def _hidden(config: MkDocsConfig, named: Collection[str]) -> Mapping[str, str]:
    """Which of some articles not everybody sees, and why."""
    plugin = companions.find(config, "articles")
    if not isinstance(plugin, ArticlesPlugin) or not named:
        return {}
    docs, settings = Path(config.docs_dir), plugin.read_settings(config)
    paths = [path for path in named if (docs / path).is_file()]
    paths += [path.relative_to(docs).as_posix() for path in docs.rglob("category.yml")]
    return lifecycle.split(reading.read_files(docs, paths, settings), settings)[1]


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


def unknown(slug: str, known: Collection[str], folder: Path) -> InputError:
    """What is said of a name that no troubleshooter has."""
    names = sorted(known)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    listed = f"there are: {', '.join(names[:_MOST_NAMED])}{more}"
    hint = did_you_mean(slug, known, otherwise=listed if names else "there is none yet")
    message = f'there is no troubleshooter "{slug}"'
    place = Place(shown_folder(folder))
    return InputError(Finding(place, "unknown-troubleshooter", message, hint, Severity.ERROR))
