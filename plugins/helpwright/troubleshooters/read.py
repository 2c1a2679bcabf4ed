"""YAML to troubleshooters. A file with faults is read as far as it goes, so all can be told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from helpwright import marked_yaml
from helpwright.errors import Finding, Place, Severity
from helpwright.troubleshooters.fields import Fields
from helpwright.troubleshooters.model import SOLVED, Outcome, Step, Troubleshooter, ways
from helpwright.troubleshooters.read_steps import read_outcomes, read_steps

AUDIENCES = ("public", "agents")
STATUSES = ("published", "draft")
KEYS = (
    *("troubleshooter", "title", "summary", "aliases", "owner", "review_by", "category"),
    *("applies_to", "redirect_from", "audience", "status", "start", "steps", "outcomes"),
)
LATER_KEYS = (
    *("fragment", "exits", "privacy", "lists", "constants", "facts", "tables", "scenarios"),
    "coverage",
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")


def read(text: str, path: str, slug: str) -> tuple[Troubleshooter | None, list[Finding]]:
    """Read one file; the tree is None only if there is nothing in the file to go by."""
    document = marked_yaml.read(text, path)
    findings = document.findings
    if not isinstance(document.value, dict):
        if not findings:
            message = "a troubleshooter is a mapping that begins with troubleshooter: 1"
            findings.append(Finding(Place(path, 1, 1), "wrong-type", message, "", Severity.ERROR))
        return None, findings
    fields = Fields(document, (), document.value, findings, "troubleshooter")
    fields.allow(KEYS, LATER_KEYS)
    _check_version(fields)
    fields.need("steps", "a troubleshooter asks at least one question")
    steps, outcomes = read_steps(fields), read_outcomes(fields)
    _add_solved(outcomes, steps, path)
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
        review_by=_read_date(fields, "review_by"),
        category=fields.text("category"),
        applies_to=fields.texts("applies_to"),
        redirect_from=fields.texts("redirect_from"),
        # Better missing than leaked: who may read it is not guessed.
        audience=fields.choice("audience", AUDIENCES, if_wrong="agents"),
        status=fields.choice("status", STATUSES, if_wrong="draft"),
    )
    return tree, sorted(set(findings))


def read_folder(folder: Path, *, prefix: str) -> list[tuple[Troubleshooter | None, list[Finding]]]:
    """Read every `.yml` and `.yaml` file of a folder, sorted by slug.

    Names that begin with `_` or `.` are passed over. `prefix` stands before file names in places.
    """
    if not folder.is_dir():
        return []
    files = [file for file in folder.iterdir() if file.name[0] not in "._"]
    files = [file for file in files if file.suffix in (".yml", ".yaml")]
    results: list[tuple[Troubleshooter | None, list[Finding]]] = []
    seen: dict[str, str] = {}
    for file in sorted(files, key=lambda file: (file.stem, file.suffix)):
        place = Place(f"{prefix.rstrip('/')}/{file.name}" if prefix else file.name)
        if fault := _name_fault(file.stem, seen.get(file.stem), place):
            results.append((None, [fault]))
            continue
        seen[file.stem] = file.name
        text = _read_text(file, place)
        if isinstance(text, Finding):
            results.append((None, [text]))
        else:
            results.append(read(text, place.path, file.stem))
    return results


def _name_fault(slug: str, twin: str | None, place: Place) -> Finding | None:
    if twin:
        message = f'"{twin}" has the same name, so both would be published at one address'
        return Finding(place, "duplicate-slug", message, "rename one of the two", Severity.ERROR)
    if not SLUG.match(slug):
        message = f'"{slug}" cannot be part of an address'
        hint = "name the file with small letters, digits and single hyphens: video-wont-play.yml"
        return Finding(place, "invalid-slug", message, hint, Severity.ERROR)
    return None


def _read_text(file: Path, place: Place) -> str | Finding:
    try:
        data = file.read_bytes()
    except OSError as error:
        message = f"this file cannot be read: {error.strerror or 'unknown reason'}"
        return Finding(place, "unreadable-file", message, "", Severity.ERROR)
    try:
        if b"\0" not in data:
            return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(place.path, data.count(b"\n", 0, error.start) + 1, 1)
    hint = "save it as UTF-8; it may be in another encoding, or not text at all"
    return Finding(place, "not-utf-8", "this file is not UTF-8 text", hint, Severity.ERROR)


def _check_version(fields: Fields) -> None:
    if fields.need("troubleshooter", "begin the file with troubleshooter: 1"):
        value = fields.values["troubleshooter"]
        if value != 1 or isinstance(value, bool):
            place = fields.document.place(("troubleshooter",))
            message = "the only version of the format is 1"
            fields.add("invalid-value", place, message, "write troubleshooter: 1")


def _read_date(fields: Fields, key: str) -> date | None:
    text = fields.text(key)
    if not text:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    place = fields.document.place((key,))
    fields.add("invalid-value", place, f'"{text}" is not a date', "write it as 2027-05-31")
    return None


def _add_solved(outcomes: dict[str, Outcome], steps: dict[str, Step], path: str) -> None:
    """Add the built-in outcome where something leads to it and the file has none of its own."""
    nodes = [*steps.values(), *outcomes.values()]
    targets = (way.target for node in nodes for way in ways(node))
    if SOLVED in outcomes or SOLVED in steps or not any(t and t.to == SOLVED for t in targets):
        return
    outcomes[SOLVED] = Outcome(SOLVED, Place(path), "solution", "Glad that fixed it")
