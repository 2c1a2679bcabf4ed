"""What the links of a site may lead to, as the last whole build knew it.

An edit that changes no link and no heading never asks for it, so it is kept apart and read late.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from helpwright.rebuilds.refusal import Refused


@dataclass(frozen=True)
class Whereabouts:
    """Paths are relative to the docs folder, addresses to the site and percent-encoded.

    Attributes:
        word: What the theme writes above a table of contents, as HTML.
        theme: The language and the words that the site gives to its theme.
        files: The address of each file that is published, by its path.
        published: The address of each article that is published, by its path.
        ids: The path of each article by its id, also of those that are hidden.
        hidden: Why an article is hidden, by its path.
        hidden_titles: Titles of hidden articles; whether a heading says one decides what is secret.
        hidden_names: What hidden articles refer to; whether others do decides what is published.
        claimed: Words of the front matter's redirects, among them all anchors that these name.
        ledger: The ledger's file.
        hosts: Where the help center is or was reached.
        base_path: The folder of the site on its host.
        languages: The site's languages.
        addresses: The id of the article that an address leads to, or led to once.
    """

    word: str
    theme: Mapping[str, Any]
    files: Mapping[str, str]
    published: Mapping[str, str]
    ids: Mapping[str, str]
    hidden: Mapping[str, str]
    hidden_titles: Sequence[str]
    hidden_names: Sequence[str]
    claimed: Sequence[str]
    ledger: str
    hosts: Sequence[str]
    base_path: str
    languages: Sequence[str]
    addresses: Mapping[str, str]


def dumps(known: Whereabouts) -> str:
    """All of it as a text."""
    return json.dumps(vars(known), ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Whereabouts:
    """What such a text holds.

    Raises:
        Refused: it is none.
    """
    try:
        return Whereabouts(**json.loads(text))
    except (ValueError, TypeError):
        raise Refused("the record of the last build is of no use") from None


def folded(text: str) -> str:
    """A text as it is compared with what hidden articles say."""
    return " ".join(text.casefold().split())
