"""Every figure, with what a reader must know to trust it: formula, source, and what it is not.

The words here are the report's own; `run` computes what is listed, and nothing else is shown.
"""

from __future__ import annotations

from helpwright.deflection.event_metrics import EFFECT_METRICS, EVENT_METRICS
from helpwright.deflection.metric import Kind, Level, Metric
from helpwright.deflection.ticket_metrics import TICKET_METRICS

__all__ = ["CATALOGUE", "Kind", "Level", "Metric", "metric"]

CATALOGUE: tuple[Metric, ...] = (*TICKET_METRICS, *EVENT_METRICS, *EFFECT_METRICS)


def metric(id: str, level: Level) -> Metric:
    """A figure by its id and level.

    Raises:
        KeyError: there is none.
    """
    found = next((m for m in CATALOGUE if (m.id, m.level) == (id, level)), None)
    if found is None:
        raise KeyError(f"{id}/{level}")
    return found
