"""The folder of troubleshooters as a site uses it: trees, shared parts, translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpwright.errors import Finding, Place, Severity, did_you_mean
from helpwright.troubleshooters.source import translations
from helpwright.troubleshooters.source.data_files import decode
from helpwright.troubleshooters.source.model import Troubleshooter
from helpwright.troubleshooters.source.read import Read, read_folder, read_fragments
from helpwright.troubleshooters.source.translations import Translation


@dataclass(frozen=True)
class Library:
    """All troubleshooters of a folder, in the site's language where they are translated.

    Attributes:
        trees: The trees, sorted by name, each with what is wrong with its file.
        shared: The shared parts by what `use` calls them.
        findings: What is wrong with shared parts and translations.
        originals: Trees and shared parts by name, as they were written.
        translations: By name and language.
    """

    trees: list[Read]
    shared: dict[str, Troubleshooter]
    findings: list[Finding] = field(default_factory=list)
    originals: Mapping[str, Troubleshooter] = field(default_factory=dict)
    translations: Mapping[tuple[str, str], Translation] = field(default_factory=dict)


def load(folder: Path, *, prefix: str, language: str) -> Library:
    """Read a folder; `prefix` stands before file names in places."""
    trees = read_folder(folder, prefix=prefix)
    shared, findings = read_fragments(folder, prefix=prefix)
    originals = {tree.slug: tree for tree, _ in trees if tree} | shared
    found, more = _translations(folder, prefix)
    findings += more
    code = language.replace("_", "-")
    spoken: dict[str, Troubleshooter] = {}
    broken = {one.place.path for one in findings if one.severity is Severity.ERROR}
    for (name, tongue), translation in sorted(found.items()):
        original = originals.get(name)
        if original is None:
            hint = did_you_mean(name, originals, otherwise="name it after the file it translates")
            message = f'there is no troubleshooter "{name}" that this could translate'
            place = Place(translation.path, 1, 1)
            findings.append(Finding(place, "translation-unused", message, hint, Severity.WARNING))
            continue
        tree, more = translations.translated(original, translation)
        # What a file lacks that cannot be read is no news.
        is_broken = translation.path in broken
        findings += [one for one in more if one.code != "translation-missing" or not is_broken]
        # "de-AT" is better than "de" for a site in de-AT, and comes later.
        if tongue == code or tongue == code.partition("-")[0]:
            spoken[name] = tree
    trees = [(spoken.get(tree.slug, tree) if tree else tree, own) for tree, own in trees]
    return Library(
        trees,
        {name: spoken.get(name, tree) for name, tree in shared.items()},
        sorted(set(findings)),
        originals,
        found,
    )


def _translations(
    folder: Path, prefix: str
) -> tuple[dict[tuple[str, str], Translation], list[Finding]]:
    found: dict[tuple[str, str], Translation] = {}
    findings: list[Finding] = []
    for file in sorted(folder.rglob("*.yml")) if folder.is_dir() else ():
        path = file.relative_to(folder)
        name = translations.SIDECAR.fullmatch(path.stem)
        is_shared = len(path.parts) > 1 and path.parts[0].startswith("_")
        if not name or not (len(path.parts) == 1 or is_shared):
            continue
        shown = f"{prefix.rstrip('/')}/{path.as_posix()}" if prefix else path.as_posix()
        text = decode(file.read_bytes(), shown)
        if isinstance(text, Finding):
            findings.append(text)
            continue
        translation, more = translations.read(text, shown, name["language"])
        found[path.with_name(name["name"]).as_posix(), name["language"]] = translation
        findings += more
    return found, findings
