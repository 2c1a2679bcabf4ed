"""A progress bar on standard error for what takes longer than two seconds."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

PATIENCE = 2.0


class Progress:
    """Shows nothing until two seconds have gone by, and nothing at all off a terminal."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.bar: Bar | None = None
        self.task: TaskID | None = None
        self.name = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self.bar is not None:
            self.bar.stop()

    def __call__(self, name: str, done: int, total: int | None = None) -> None:
        """Say that `done` of `total` are done of what `name` says; None: nobody knows how many."""
        if time.monotonic() - self.began < PATIENCE or not sys.stderr.isatty():
            return
        if self.bar is None:
            # Only now: most runs show no bar, and Rich takes a while to load.
            from rich.console import Console
            from rich.progress import Progress as Bar

            self.bar = Bar(console=Console(stderr=True), transient=True)
            self.bar.start()
        if name != self.name:
            self.name = name
            self.task = self.bar.add_task(name, total=total)
        if self.task is not None:
            self.bar.update(self.task, completed=done, total=total)
