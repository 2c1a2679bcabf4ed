"""YAML to troubleshooters. A file with faults is read as far as it goes, so all can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from helpwright import marked_yaml
from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.source.data_files import DataFolder, decode
from helpwright.troubleshooters.source.fields import Fields
from helpwright.troubleshooters.source.logic import Table
from helpwright.troubleshooters.source.model import SOLVED, Outcome, Step, Troubleshooter
from helpwright.troubleshooters.source.names import ID, NAME
from helpwright.troubleshooters.source.read_logic import (
    check_names,
    read_constants,
    read_facts,
    read_lists,
    read_private,
    read_tables,
)
from helpwright.troubleshooters.source.read_outcomes import read_outcomes
from helpwright.troubleshooters.source.read_scenarios import read_coverage, read_scenarios
from helpwright.troubleshooters.source.read_steps import read_steps
from helpwright.troubleshooters.source.scalars import kind
from helpwright.troubleshooters.source.translations import SIDECAR
from helpwright.troubleshooters.source.ways import ways

AUDIENCES = ("public", "agents")
STATUSES = ("published", "draft")
KEYS = (
    *("troubleshooter", "title", "summary", "aliases", "owner", "review_by", "category"),
    *("applies_to", "redirect_from", "audience", "status", "start", "steps", "outcomes"),
)
LOGIC_KEYS = (
    *("fragment", "exits", "parameters", "privacy", "lists", "constants", "facts", "tables"),
    *("scenarios", "coverage"),
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

Read = tuple[Troubleshooter | None, list[Finding]]


def read(text: str, path: str, slug: str, *, data: DataFolder | None = None) -> Read:
    """Read one file; the tree is None only if there is nothing in the file to go by.

    Args:
        text: The YAML.
        path: The file's path as places show it.
        slug: What the tree is called.
        data: Where the files of `from` are; without it they are not read.
    """
    document = marked_yaml.read(text, path)
    findings = document.findings
    if not isinstance(document.value, dict):
        if not findings:
            held = "this file is empty" if document.value is None else "this file holds "
            held += "" if document.value is None else kind(document.value)
            hint = "begin it with troubleshooter: 1, then title:, start: and steps:"
            message = f"{held}, so it is no troubleshooter"
            findings.append(Finding(Place(path, 1, 1), "wrong-type", message, hint, Severity.ERROR))
        return None, findings
    # Splitting by a pattern takes ten times as long.
    is_simple = text.isascii() and "\r" not in text
    lines = text.split("\n") if is_simple else _LINE_BREAK.split(text)
    fields = Fields(document, (), document.value, findings, "troubleshooter", lines)
    fields.allow((*KEYS, *LOGIC_KEYS))
    _check_version(fields)
    fields.need("steps", "a troubleshooter asks at least one question")
    steps, outcomes = read_steps(fields, data), read_outcomes(fields)
    tables = read_tables(fields, data)
    _add_solved(outcomes, steps, tables, path)
    private, private_places = read_private(fields)
    check_names(fields, [*steps.values(), *outcomes.values()], private_places)
    scenarios, today = read_scenarios(fields)
    tree = Troubleshooter(
        slug=slug,
        path=path,
        title=fields.required("title", "the problem in the words of the person who has it"),
        start=fields.target("start") if fields.need("start", "the id of the first step") else None,
        steps=steps,
        outcomes=outcomes,
        summary=fields.text("summary"),
        aliases=fields.texts("aliases"),
        owner=fields.text("owner"),
        review_by=fields.day("review_by"),
        category=fields.text("category"),
        applies_to=fields.texts("applies_to"),
        redirect_from=fields.texts("redirect_from"),
        # Better missing than leaked: who may read it is not guessed.
        audience=fields.choice("audience", AUDIENCES, if_wrong="agents"),
        status=fields.choice("status", STATUSES, if_wrong="draft"),
        fragment=_read_fragment(fields),
        exits=fields.names("exits", ID),
        parameters=fields.names("parameters", NAME),
        keep_out_of_url=private,
        lists=read_lists(fields, data),
        constants=read_constants(fields),
        facts=read_facts(fields),
        tables=tables,
        scenarios=scenarios,
        today=today,
        coverage=read_coverage(fields),
        places={**fields.places, **private_places},
    )
    return tree, sorted(set(findings))


def read_folder(folder: Path, *, prefix: str) -> list[Read]:
    """Read every `.yml` and `.yaml` file of a folder, sorted by slug.

    Names that begin with `_` or `.`, the folders in it and translations are passed over; folders
    hold what the trees share. `prefix` stands before file names in places.
    """
    if not folder.is_dir():
        return []
    files = [file for file in folder.iterdir() if file.name[0] not in "._"]
    files = [file for file in files if file.suffix in (".yml", ".yaml")]
    files = [file for file in files if not SIDECAR.fullmatch(file.stem)]
    data = DataFolder(folder, prefix)
    results: list[Read] = []
    seen: dict[str, str] = {}
    for file in sorted(files, key=lambda file: (file.stem, file.suffix)):
        place = _place(folder, file, prefix)
        if fault := _name_fault(file.stem, seen.get(file.stem), place):
            results.append((None, [fault]))
            continue
        seen[file.stem] = file.name
        tree, findings = _read_file(file, place, file.stem, data)
        if tree and tree.fragment:
            message = "a shared part has no page of its own, so it cannot stand here"
            hint = "move it to the folder _shared"
            where = tree.places["fragment"]
            findings.append(Finding(where, "misplaced-fragment", message, hint, Severity.ERROR))
        results.append((tree, findings))
    return results


def read_fragments(folder: Path, *, prefix: str) -> tuple[dict[str, Troubleshooter], list[Finding]]:
    """Read the shared parts: files in folders whose name begins with `_`, such as `_shared`.

    They are named by their path without the suffix, as `use` does: `_shared/network`.
    """
    fragments: dict[str, Troubleshooter] = {}
    findings: list[Finding] = []
    data = DataFolder(folder, prefix)
    for file in sorted(_shared_files(folder), key=lambda file: file.as_posix()):
        place = _place(folder, file, prefix)
        name = file.relative_to(folder).with_suffix("").as_posix()
        if name in fragments:
            hint = "rename one of the two"
            message = f'a file with another ending has the name "{name}"'
            findings.append(Finding(place, "duplicate-slug", message, hint, Severity.ERROR))
            continue
        tree, found = _read_file(file, place, name, data)
        findings += found
        if tree is None:
            continue
        if not tree.fragment and "fragment" not in tree.places:
            message, hint = '"fragment" is missing', "a shared part says fragment: true"
            where = tree.places.get("troubleshooter", Place(place.path, 1, 1))
            findings.append(Finding(where, "missing-key", message, hint, Severity.ERROR))
        fragments[name] = tree
    return fragments, findings


def _shared_files(folder: Path) -> Iterator[Path]:
    for top in folder.iterdir() if folder.is_dir() else ():
        if top.name.startswith("_") and top.is_dir():
            for file in top.rglob("*"):
                hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
                is_tree = file.suffix in (".yml", ".yaml") and not SIDECAR.fullmatch(file.stem)
                if is_tree and not hidden:
                    yield file


def _place(folder: Path, file: Path, prefix: str) -> Place:
    path = file.relative_to(folder).as_posix()
    return Place(f"{prefix.rstrip('/')}/{path}" if prefix else path)


def _read_file(file: Path, place: Place, slug: str, data: DataFolder) -> Read:
    try:
        content = file.read_bytes()
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or 'unknown reason'}"
        return None, [Finding(place, "unreadable-file", message, "", Severity.ERROR)]
    text = decode(content, place.path)
    if isinstance(text, Finding):
        return None, [text]
    return read(text, place.path, slug, data=data)


def _name_fault(slug: str, twin: str | None, place: Place) -> Finding | None:
    if twin:
        message = f'"{twin}" has the same name, so both would be published at one address'
        return Finding(place, "duplicate-slug", message, "rename one of the two", Severity.ERROR)
    if not SLUG.match(slug):
        message = f'"{slug}" cannot be part of an address'
        hint = "name the file with small letters, digits and single hyphens: video-wont-play.yml"
        return Finding(place, "invalid-slug", message, hint, Severity.ERROR)
    return None


def _check_version(fields: Fields) -> None:
    if fields.need("troubleshooter", "begin the file with troubleshooter: 1"):
        value = fields.values["troubleshooter"]
        if value != 1 or isinstance(value, bool):
            place = fields.document.place(("troubleshooter",))
            message = "the only version of the format is 1"
            fields.add("invalid-value", place, message, "write troubleshooter: 1")


def _read_fragment(fields: Fields) -> bool:
    is_fragment = fields.flag("fragment")
    for key in ("exits", "parameters"):
        if fields.given(key) and not is_fragment:
            place = fields.document.key_place((key,))
            hint = "only a shared part has them; a step that uses one says where its exits lead"
            fields.add("missing-key", place, f'"{key}" needs "fragment: true"', hint)
    return is_fragment


def _add_solved(
    outcomes: dict[str, Outcome], steps: dict[str, Step], tables: dict[str, Table], path: str
) -> None:
    """Add the built-in outcome where something leads to it and the file has none of its own."""
    nodes = [*steps.values(), *outcomes.values()]
    targets = (way.target for node in nodes for way in ways(node, tables))
    if SOLVED in outcomes or SOLVED in steps or not any(t and t.to == SOLVED for t in targets):
        return
    outcomes[SOLVED] = Outcome(SOLVED, Place(path), "solution", "Glad that fixed it")
