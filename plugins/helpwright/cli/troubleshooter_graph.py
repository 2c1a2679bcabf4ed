"""A troubleshooter drawn."""

from __future__ import annotations

from helpwright.cli.troubleshooter_files import Found
from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.troubleshooters.page import diagram, graph
from helpwright.troubleshooters.page.words import Words


def drawn(found: Found, form: str) -> str:
    """As "svg", "dot" or "text".

    Raises:
        InputError: It is too large for a drawing.
    """
    assert found.inspected is not None
    program = found.inspected.program
    ways = graph.edges(program, Words(program, found.language).condition)
    if form == "text":
        return graph.as_text(program, ways)
    if form == "dot":
        return graph.as_dot(program, ways)
    svg = diagram.as_svg(program, ways, title=found.inspected.tree.title)
    if not svg:
        message = f"it has more than {diagram.MOST_BOXES} steps, which nobody could read"
        hint = "use --format text, or --format dot and Graphviz"
        place = Place(found.inspected.tree.path)
        raise InputError(Finding(place, "graph-too-large", message, hint, Severity.ERROR))
    return svg
