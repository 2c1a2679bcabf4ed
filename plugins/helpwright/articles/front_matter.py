"""Reading front matter: YAML between two `---` lines, held to the schema, with places."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from helpwright import marked_yaml
from helpwright.articles import kept_headers
from helpwright.articles.code import without_code
from helpwright.articles.kept_headers import KeptHeaders
from helpwright.articles.schema import ENGINE_KEYS, CategoryFile, FrontMatter
from helpwright.errors import Finding, Place, Severity, did_you_mean

_BLOCK = re.compile(r"-{3}[ \t]*\n(.*?)^(?:-{3}|\.{3})[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_UNCLOSED = re.compile(r"-{3}[ \t]*\n[A-Za-z_][\w-]*:(?:[ \t]|\n)")
# Front matter that nobody reads: below the first line, of another format, or with a comment on
# its first line. What tells it from a rule and text is a key that decides who may read.
_GUARD_LINE = r"[ \t\"']*(?:audience|status|publish_at|expires|draft|published)[\"']?[ \t]*[:=]"
_UNREAD = re.compile(
    r"(?:\s|<!--.*?-->)*(?:(-{3,}|\+{3})[^\n]*\n)?(?:[^\n]*\n){0,40}?" + _GUARD_LINE, re.IGNORECASE
)
_HEADER_LINE = re.compile(r"\s*[\w-]+[ \t]*[:=]")

# If one of these cannot be understood, the article is not shown: better missing than leaked.
GUARDS = frozenset({"audience", "status", "publish_at", "expires"})
# Keys by which other tools hold an article back; here they would do nothing.
_OPEN = (False, "false", "no", "public", "visible")
_OPEN_IF_PUBLISHED = (True, "true", "yes")
_LIKE_GUARDS = frozenset(
    {"draft", "unlisted", "visibility", "internal", "private", "hidden", "published"}
)


@dataclass
class Header:
    """The front matter of one file.

    `values` holds what passed the schema. `is_safe` is False when a key that decides who may
    read the article was not understood. `plain` is all that stands there, if `yaml.safe_load`
    would read the same; otherwise None.
    """

    values: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    is_safe: bool = True
    findings: list[Finding] = field(default_factory=list)
    plain: dict[str, Any] | None = None


def read(
    text: str, path: str, *, unknown_keys: Severity | None, kept: KeptHeaders | None = None
) -> Header:
    """Split an article into front matter and body, and hold the front matter to the schema.

    `kept` has what was read before with the same `unknown_keys`.
    """
    match = _BLOCK.match(text)
    if match is None:
        header = Header(body=text)
        if line := _unread_line(without_code(text)):
            message = "this looks like front matter, but nobody reads it as it stands"
            place = Place(path, line, 1)
            hint = "begin the file with a line of exactly three hyphens: ---"
            header.findings.append(
                Finding(place, "front-matter-late", message, hint, Severity.ERROR)
            )
            header.is_safe = False
        if _UNCLOSED.match(text):
            message = "the front matter has no closing line"
            hint = "end it with a line of three hyphens: ---"
            place = Place(path, 1, 1)
            header.findings.append(
                Finding(place, "front-matter-unclosed", message, hint, Severity.ERROR)
            )
            header.is_safe = False
        return header
    header = Header(body=text[match.end() :], body_line=text.count("\n", 0, match.end()) + 1)
    known = kept.get(match[0]) if kept else None
    if known is not None:
        header.values, header.keys, header.plain = kept_headers.unpacked(known, path)
        return header
    document = marked_yaml.read(match[1], path, first_line=2)
    header.findings += document.findings
    if document.findings:
        header.is_safe = False
    if document.value is None:
        return header
    if document.is_safe_load and isinstance(document.value, dict) and match[0].endswith("\n"):
        header.plain = document.value
    header.keys = {str(key[0]): place for key, place in document.keys.items() if len(key) == 1}
    values, findings, wrong = validate(document, FrontMatter, unknown_keys, ENGINE_KEYS)
    if isinstance(document.value, dict) and document.value.get("id", "") is None:
        message, hint = '"id" is empty', "take the line out and run `helpwright check --fix`"
        findings.append(Finding(document.key_place(("id",)), "bad-value", message, hint))
    header.values = values
    header.findings += findings
    unclear = _unclear_guards(document, FrontMatter)
    header.findings += unclear
    if not isinstance(document.value, dict) or wrong & GUARDS or unclear:
        header.is_safe = False
    if kept and header.is_safe and not header.findings:
        found = kept_headers.packed(header.values, header.keys, header.plain)
        if found is not None:
            kept.put(match[0], found)
    return header


def _unread_line(text: str) -> int:
    """The line of front matter that is not read as such; 0 if there is none."""
    match = _UNREAD.match(text)
    if match is None:
        return 0
    if match[1]:
        return text.count("\n", 0, match.start(1)) + 1
    # Without a line above them, `key: value` lines are a header only if nothing else stands there.
    lines = [line for line in match[0].split("\n") if line.strip()]
    return 1 if all(_HEADER_LINE.match(line) for line in lines) else 0


def read_category(text: str, path: str) -> tuple[dict[str, Any], list[Finding]]:
    """The values of a `category.yml` that pass its schema, and what is wrong with it."""
    document = marked_yaml.read(text, path)
    if document.value is None:
        return {}, document.findings
    values, findings, _ = validate(document, CategoryFile, Severity.WARNING, frozenset())
    unclear = _unclear_guards(document, CategoryFile)
    return values, document.findings + findings + unclear


def _unclear_guards(document: marked_yaml.MarkedYaml, model: type[BaseModel]) -> list[Finding]:
    """A finding for each key that may be meant to hold back what it stands in, but does not."""
    given = document.value if isinstance(document.value, dict) else {}
    findings = []
    for key, value in given.items():
        known, place = key in model.model_fields, document.key_place((key,))
        if known and key in GUARDS and value is None:
            message, hint = f'"{key}" is empty', "write its value, or take the line out"
            findings.append(Finding(place, "unclear-guard", message, hint, Severity.ERROR))
        elif not known and _is_like_a_guard(str(key)) and not _is_open(str(key), value):
            message = f'"{key}" decides nothing here; it may be meant to hide this, so it is hidden'
            usual = "write `status: draft` or `audience: agents`, or take the line out"
            hint = did_you_mean(str(key).lower(), sorted(GUARDS), otherwise=usual)
            findings.append(Finding(place, "unclear-guard", message, hint))
    return findings


def _is_open(key: str, value: object) -> bool:
    """Whether a foreign key says that everybody may read; a date of publication does, too."""
    if key.lower() == "published":
        return value in _OPEN_IF_PUBLISHED or bool(re.match(r"\d{4}-\d\d", str(value)))
    return value in _OPEN


def _is_like_a_guard(key: str) -> bool:
    word = key.lower().replace("-", "_")
    near = difflib.get_close_matches(word, GUARDS, n=1, cutoff=0.8)
    return word in GUARDS | _LIKE_GUARDS or bool(near)


def validate(
    document: marked_yaml.MarkedYaml,
    model: type[BaseModel],
    unknown_keys: Severity | None,
    also_known: frozenset[str],
) -> tuple[dict[str, Any], list[Finding], set[str]]:
    """The values that pass a model, a finding for each key that does not, and those keys."""
    if not isinstance(document.value, dict):
        message = "expected `key: value` lines"
        place = document.place(())
        return {}, [Finding(place, "front-matter-shape", message, "", Severity.ERROR)], set()
    given = {key: value for key, value in document.value.items() if key not in also_known}
    given = {key: value for key, value in given.items() if value is not None}
    findings: list[Finding] = []
    wrong: set[str] = set()
    for _ in range(2):
        try:
            parsed = model.model_validate(given)
        except ValidationError as error:
            for problem in error.errors(include_url=False):
                key = str(problem["loc"][0])
                if key not in given:
                    continue
                wrong |= {key}
                findings += _explain(document, model, key, problem, unknown_keys)
            given = {
                key: value
                for key, value in given.items()
                if key not in {str(problem["loc"][0]) for problem in error.errors()}
            }
        else:
            passed = {key: getattr(parsed, key) for key in parsed.model_fields_set}
            return passed, findings, wrong
    return {}, findings, wrong


def _explain(
    document: marked_yaml.MarkedYaml,
    model: type[BaseModel],
    key: str,
    problem: Any,
    unknown_keys: Severity | None,
) -> list[Finding]:
    if problem["type"] == "extra_forbidden":
        if unknown_keys is None:
            return []
        hint = did_you_mean(
            key, model.model_fields, otherwise="the keys are: " + ", ".join(model.model_fields)
        )
        place = document.key_place((key,))
        return [Finding(place, "unknown-key", f'unknown key "{key}"', hint, unknown_keys)]
    value = document.value[key] if isinstance(document.value, dict) else None
    place = document.place((key, *problem["loc"][1:2]))
    message = f'"{key}" cannot be {_shown(value)}'
    severity = Severity.ERROR if unknown_keys is Severity.ERROR or key in GUARDS else None
    return [Finding(place, "bad-value", message, _hint(key, value, problem), severity or _SOFT)]


_SOFT = Severity.WARNING


def _hint(key: str, value: object, problem: Any) -> str:
    kind = problem["type"]
    if kind == "enum":
        allowed = [word.strip(" '") for word in re.split(r",| or ", problem["ctx"]["expected"])]
        return did_you_mean(str(value), allowed, otherwise="it is one of: " + ", ".join(allowed))
    if kind.startswith("date"):
        return "write a date as YYYY-MM-DD, for example 2027-03-31"
    if key == "id" and kind == "string_pattern_mismatch":
        return "an id holds letters, digits, - and _ only"
    if kind.startswith("bool"):
        return "write true or false"
    text = str(problem["msg"])
    return text.removeprefix("Value error, ")


def _shown(value: object) -> str:
    text = str(value)
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
