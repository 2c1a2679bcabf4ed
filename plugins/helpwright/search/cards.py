"""Cards: what a result shows of its document, and the facets by which results are narrowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from helpwright.search.documents import Document, Section

# Characters of a section kept for its snippet.
SNIPPET_SOURCE = 300
FACETS = ("category", "type", "applies_to", "kind")


def card_of(document: Document) -> dict[str, Any]:
    """The card of a document, without what is empty."""
    card = {
        "url": document.url,
        "title": document.title,
        "description": document.description,
        "kind": document.kind,
        "type": document.type,
        "category": document.category,
        "applies_to": list(document.applies_to),
        "language": document.language,
        "promoted": document.promoted,
        "sections": [[s.anchor, s.heading, _cut(s.text)] for s in document.sections],
    }
    return {name: value for name, value in card.items() if value}


def shortened(document: Document) -> Document:
    """A document with no more of its text than gives the same card."""
    # One character more, as it decides whether a text is cut.
    sections = (
        Section(s.anchor, s.heading, s.text[: SNIPPET_SOURCE + 1]) for s in document.sections
    )
    return replace(document, sections=tuple(sections))


def document_of(card: object) -> Document:
    """The document of a card, as far as the card goes. Raises ValueError if it is no card."""
    if not isinstance(card, dict):
        raise ValueError("not a card")
    try:
        return Document(
            url=str(card.get("url", "")),
            title=str(card.get("title", "")),
            description=str(card.get("description", "")),
            kind=str(card.get("kind", "")),
            type=str(card.get("type", "")),
            category=str(card.get("category", "")),
            applies_to=tuple(map(str, card.get("applies_to", ()))),
            language=str(card.get("language", "")),
            promoted=bool(card.get("promoted", False)),
            sections=tuple(Section(*map(str, section)) for section in card.get("sections", ())),
        )
    except TypeError as error:
        raise ValueError(f"not a card: {error}") from error


def values_of(document: Document, facet: str) -> tuple[str, ...]:
    """What a document has of a facet; of one that is unknown, nothing."""
    if facet not in FACETS:
        return ()
    if facet == "applies_to":
        return document.applies_to
    value = str(getattr(document, facet))
    return (value,) if value else ()


def facets_of(
    documents: Sequence[Document], slots: Sequence[int]
) -> Mapping[str, Mapping[str, list[int]]]:
    """For each facet and value, in order, the slots of the documents that have it.

    The first is a number; each other is its distance to the one before.
    """
    found: dict[str, dict[str, list[int]]] = {facet: {} for facet in FACETS}
    for slot, document in zip(slots, documents, strict=True):
        for facet in FACETS:
            for value in dict.fromkeys(values_of(document, facet)):
                found[facet].setdefault(value, []).append(slot)
    return {
        facet: {value: _gaps(having) for value, having in sorted(values.items())}
        for facet, values in found.items()
    }


def _gaps(slots: Sequence[int]) -> list[int]:
    return [slot - before for slot, before in zip(slots, (0, *slots), strict=False)]


def _cut(text: str) -> str:
    if len(text) <= SNIPPET_SOURCE:
        return text
    head, _, _ = text[:SNIPPET_SOURCE].rpartition(" ")
    return f"{head or text[:SNIPPET_SOURCE]} …"
