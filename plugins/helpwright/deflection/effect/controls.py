"""The control of an event: the other topics' tickets, added up, without newly treated ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from helpwright.deflection.effect.quantiles import Floats
from helpwright.deflection.effect.regression import Flags
from helpwright.deflection.effect.steps import Options, weeks_used
from helpwright.deflection.effect.weeks import Event, WeeklyCounts

ENDS = 8  # weeks at each end of the window in which a control topic must have a ticket
_SHORTER = 26


@dataclass(frozen=True)
class Setting:
    """The weeks and the control of one event. Week arrays are (weeks,) over all weeks of data.

    Attributes:
        since: Distance from the event.
        window: Weeks from the first to the last that could take part, left-out ones included.
        near: Weeks left out around the event.
        used: Weeks that take part.
        rows: The control's topics.
        treated: Topics that left the control for an event of theirs.
        partial: Topics that left it for lack of tickets near an end.
        control: The control's tickets; 0 outside the window, so that the model skips the week.
        options: The method, with the weeks before that this window has at most.
    """

    since: NDArray[np.int_]
    window: Flags
    near: Flags
    used: Flags
    rows: tuple[int, ...]
    treated: tuple[int, ...]
    partial: tuple[int, ...]
    control: Floats
    options: Options

    @property
    def before(self) -> Flags:
        """The weeks used before the event."""
        return self.used & (self.since < 0)

    @property
    def after(self) -> Flags:
        """The weeks used after it."""
        return self.used & (self.since > 0)


def choose_setting(
    counts: WeeklyCounts, event: Event, events: Sequence[Event], options: Options
) -> Setting:
    """The longest window that leaves enough of a control.

    Weeks before are given up, half a year at a time, only for topics to come back that had an
    article published long ago; nothing here looks at the event's own counts.
    """
    most = options.most_before
    while True:
        setting = _setting(counts, event, events, replace(options, most_before=most))
        enough = setting.control[setting.before].sum() >= options.fewest_tickets
        if enough or most - _SHORTER < options.fewest_before:
            return setting
        most -= _SHORTER


def _setting(
    counts: WeeklyCounts, event: Event, events: Sequence[Event], options: Options
) -> Setting:
    week, since = np.arange(counts.weeks), event.since(counts.weeks)
    reach = (since >= -options.most_before) & (since <= options.most_after)
    window = reach & (week >= event.begins) & (week < event.ends)
    near = window & (since >= -options.left_out_before) & (since <= options.left_out_after)
    inside = np.flatnonzero(window)
    treated: set[int] = set()
    partial: set[int] = set()
    if inside.size:
        first, last = int(inside[0]), int(inside[-1])
        treated = {other.topic for other in events if other.last >= first and other.first <= last}
        starts = counts.tickets[:, inside[:ENDS]].any(axis=1)
        stops = counts.tickets[:, inside[-ENDS:]].any(axis=1)
        empty = ~counts.tickets[:, inside].any(axis=1)
        partial = set(np.flatnonzero(~(starts & stops) & ~empty).tolist()) - treated
    treated.discard(event.topic)
    out = treated | partial | {event.topic}
    rows = tuple(row for row in range(len(counts.topics)) if row not in out)
    control = np.where(window, counts.tickets[list(rows)].sum(axis=0), 0).astype(float)
    used = window & weeks_used(since, options) & (control > 0)
    return Setting(
        since=since,
        window=window,
        near=near,
        used=np.asarray(used, dtype=bool),
        rows=rows,
        treated=tuple(sorted(treated)),
        partial=tuple(sorted(partial - {event.topic})),
        control=control,
        options=options,
    )
