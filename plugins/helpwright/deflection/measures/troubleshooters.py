"""How troubleshooters end: at an outcome, with a yes, or with a ticket."""

from __future__ import annotations

from helpwright.deflection.measures.frame import Frame, Query, flag
from helpwright.deflection.tables import load_ibis


def troubleshooters(frame: Frame) -> Query:
    """Runs of a troubleshooter, those that reached an outcome, answers to it, and tickets after."""
    ibis = load_ibis()
    _ = ibis._
    helped = _.name == "ts-helped"
    zero, one = ibis.literal(0), ibis.literal(1)
    runs = frame.events.filter(_.troubleshooter != "").select(
        "troubleshooter",
        run=flag(_.name == "ts-start"),
        reached=flag(_.name == "ts-outcome"),
        yes=flag(helped & (_.value == "yes")),
        no=flag(helped & (_.value == "no")),
        escalated=flag(_.name == "ts-escalate"),
        ticket=zero,
        yes_lost=zero,
    )
    slugs = runs.select("troubleshooter").distinct()
    # Articles were read before a ticket, too.
    after = frame.viewed.inner_join(slugs, [("item", "troubleshooter")]).select("item", "helped")
    written = after.select(
        troubleshooter=_.item,
        **dict.fromkeys(("run", "reached", "yes", "no", "escalated"), zero),
        ticket=one,
        yes_lost=_.helped,
    )
    counts = {
        "runs": "run",
        "outcomes": "reached",
        "yes": "yes",
        "no": "no",
        "escalated": "escalated",
        "tickets": "ticket",
        "yes_lost": "yes_lost",
    }
    rows = runs.union(written, distinct=False)
    return Query("troubleshooters", ("troubleshooter",), rows, counts, person="", floor="run")
