"""Two periods side by side: what changed by more than chance may explain."""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.deflection.bootstrap import Days, ratio_difference
from helpwright.deflection.intervals import Proportion
from helpwright.deflection.measured import Change, Measured
from helpwright.deflection.ratios import Difference, Ratio, difference


def compare(
    after: Sequence[Measured], before: Sequence[Measured], days: tuple[Days, Days]
) -> tuple[Change, ...]:
    """Every proportion and ratio that both periods have, in the order of `after`.

    Counts are left out: periods differ in length, and tickets in number, for other reasons.

    Args:
        after: The figures of the later period.
        before: Those of the earlier one.
        days: The daily totals behind the self-service score of the later and the earlier period.
    """
    earlier = {(m.metric, m.level): {row.key: row.value for row in m.rows} for m in before}
    changes = []
    for measured in after:
        known = earlier.get((measured.metric, measured.level), {})
        for row in measured.rows:
            then = known.get(row.key)
            found: Difference | None
            if isinstance(row.value, Proportion) and isinstance(then, Proportion):
                found = difference(row.value, then)
            elif isinstance(row.value, Ratio) and isinstance(then, Ratio):
                found = ratio_difference(*days)
            else:
                continue
            changes.append(Change(measured.metric, measured.level, row.key, then, row.value, found))
    return tuple(changes)
