"""What a command line sets over `mkdocs.yml`, also through the environment.

`mkdocs build` knows no `--audience`; HELPWRIGHT_AUDIENCE, HELPWRIGHT_TODAY and HELPWRIGHT_DRAFTS
say the same to it. `serve` reads the configuration anew at each change, so it uses them too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Overrides:
    """None leaves what the configuration says."""

    audience: str | None = None
    today: str | None = None
    drafts: bool | None = None


def from_environment(environment: Mapping[str, str] = os.environ) -> Overrides:
    """The overrides that the environment asks for."""
    drafts = environment.get("HELPWRIGHT_DRAFTS")
    return Overrides(
        environment.get("HELPWRIGHT_AUDIENCE") or None,
        environment.get("HELPWRIGHT_TODAY") or None,
        drafts.lower() in {"1", "true", "yes"} if drafts else None,
    )


def merged(first: Overrides, second: Overrides) -> Overrides:
    """What the first says, and where it says nothing, what the second says."""
    return Overrides(
        first.audience or second.audience,
        first.today or second.today,
        second.drafts if first.drafts is None else first.drafts,
    )


@contextmanager
def in_environment(overrides: Overrides) -> Iterator[None]:
    """Ask for overrides through the environment, for as long as the block runs."""
    wanted = {
        "HELPWRIGHT_AUDIENCE": overrides.audience,
        "HELPWRIGHT_TODAY": overrides.today,
        "HELPWRIGHT_DRAFTS": None if overrides.drafts is None else str(overrides.drafts),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update({name: value for name, value in wanted.items() if value is not None})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
