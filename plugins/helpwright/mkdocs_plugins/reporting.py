"""Findings in MkDocs' log: an error or warning counts under `--strict`, a notice does not."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from helpwright.errors import Finding, Severity

_LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.NOTICE: logging.INFO,
}


def report(findings: Iterable[Finding], room: str) -> None:
    """Log findings under `mkdocs.plugins.helpwright.<room>`."""
    log = logging.getLogger(f"mkdocs.plugins.helpwright.{room}")
    for finding in sorted(set(findings)):
        log.log(_LEVELS[finding.severity], "%s", finding)
