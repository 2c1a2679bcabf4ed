"""Findings as text for people, JSON and SARIF for tools, annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from helpwright.errors import Finding, Severity

FORMATS = ("text", "json", "sarif", "github")
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTICE: 2}
_SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}


def write(findings: Iterable[Finding], form: str) -> str:
    """Findings in one of the `FORMATS`."""
    found = sorted(findings, key=lambda finding: (finding.place, _ORDER[finding.severity], finding))
    if form == "json":
        return json.dumps(as_json(found), indent=2, ensure_ascii=False)
    if form == "sarif":
        return json.dumps(_sarif(found), indent=2, ensure_ascii=False)
    if form == "github":
        return "\n".join(_annotation(finding) for finding in found)
    return "\n".join([*(as_line(finding) for finding in found), summary(found)])


def as_line(finding: Finding) -> str:
    """A finding as people read it: place, severity, message, code, and the hint below."""
    text = f"{finding.place}: {finding.severity}: {finding.message} [{finding.code}]"
    return f"{text}\n    hint: {finding.hint}" if finding.hint else text


def summary(findings: Sequence[Finding]) -> str:
    """How many findings of each severity, in words."""
    counts = Counter(finding.severity for finding in findings)
    if not counts:
        return "Nothing to mend."
    parts = [
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(parts) + "."


def as_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """Findings as JSON values; `format` changes when the shape does."""
    listed = [
        {
            "code": finding.code,
            "severity": str(finding.severity),
            "path": finding.place.path,
            "line": finding.place.line,
            "col": finding.place.col,
            "message": finding.message,
            "hint": finding.hint,
        }
        for finding in findings
    ]
    return {"format": 1, "findings": listed}


def _sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "Helpwright",
        "version": _version(),
        "rules": [{"id": code} for code in codes],
    }
    results = [
        {
            "ruleId": finding.code,
            "level": _SARIF_LEVEL[finding.severity],
            "message": {"text": ". ".join(filter(None, [finding.message, finding.hint]))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": finding.place.path},
                        "region": {
                            "startLine": max(1, finding.place.line),
                            "startColumn": max(1, finding.place.col),
                        },
                    }
                }
            ],
        }
        for finding in findings
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _annotation(finding: Finding) -> str:
    place = finding.place
    values = {"file": place.path, "line": max(1, place.line), "col": max(1, place.col)}
    values["title"] = finding.code
    options = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in values.items())
    message = ". ".join(filter(None, [finding.message, finding.hint]))
    return f"::{finding.severity} {options}::{_escape(message, '')}"


def _escape(text: str, also: str) -> str:
    """GitHub's workflow commands want these as percent codes."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _version() -> str:
    # To load what knows it takes as long as an edit, and few outputs tell it.
    from importlib.metadata import version

    return version("helpwright")
