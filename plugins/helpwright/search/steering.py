"""What writers decide about search: weights of fields, synonyms, and promoted results.

Plain values that the index is built from; `steering_file` reads them from `docs/search.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = (
    "title",
    "headings",
    "body",
    "aliases",
    "labels",
    "description",
    "facets",
    "customers",
)


@dataclass(frozen=True)
class Synonym:
    """Whoever asks any phrase of `asked` also finds what has any phrase of `found`.

    Two-way synonyms have the same phrases on both sides.
    """

    asked: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True)
class Promotion:
    """For any of these queries, these pages come first: site-relative URLs, in order."""

    queries: tuple[str, ...]
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Steering:
    """What a site's writers decided. `weights` maps a field to a factor of its built-in weight.

    A field that is not in `weights` has the factor 1; the factor 0 leaves the field out.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    synonyms: tuple[Synonym, ...] = ()
    promotions: tuple[Promotion, ...] = ()
