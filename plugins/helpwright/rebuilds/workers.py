"""Processes that render texts while the build does, from the last one back.

What comes from them is used if it was made from what a page is made of in the end, and if it is
there in time: a build never waits. Without them, or with ones that fail in any way, it takes longer
and makes the same.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import marshal
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.rebuilds import frames

VARIABLE = "HELPWRIGHT_WORKERS"
TEXTS = 400
"""So many texts are worth a process, which takes as long to begin as it does to render some."""
_MOST = 3
_BEGIN = (
    "import marshal, sys; sys.path[:] = marshal.load(sys.stdin.buffer); "
    "from helpwright.rebuilds.worker import work; work()"
)
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_PATIENCE = 2  # seconds for a process that was killed
_log = logging.getLogger("mkdocs.plugins.helpwright.workers")

Text = tuple[bytes, str]
"""A text under what stands for all that its page is made from."""


class Workers:
    """Processes at work on texts.

    Args:
        count: How many.
        options: Names and options of the Markdown extensions, as `described` gives them.
        texts: In the order in which the build comes to them.
    """

    def __init__(self, count: int, options: Mapping[str, Any], texts: Sequence[Text]) -> None:
        self._texts, self._taken = len(texts), 0
        # Each takes every so many-th, so that all of them go back alike.
        self._all = [_Worker(options, list(texts[n::count])) for n in range(count)]
        atexit.register(self.stop)

    def take(self, key: bytes) -> Any:
        """What was made of a text; None if nobody did in time."""
        for worker in self._all:
            data = worker.found.pop(key, None)
            if data is not None:
                # It has come back to where the build is: the rest is done.
                worker.stop()
                self._taken += 1
                return marshal.loads(data)
        return None

    def stop(self) -> None:
        """End them all, and say what they did."""
        atexit.unregister(self.stop)
        stopped, self._all = self._all, []
        for worker in stopped:
            worker.stop()
        if stopped:
            _log.debug(
                "%d of %d texts came from worker processes (%d)",
                *(self._taken, self._texts, len(stopped)),
            )


class _Worker:
    def __init__(self, options: Mapping[str, Any], texts: list[Text]) -> None:
        self.found: dict[bytes, bytes] = {}
        self._process: subprocess.Popen[bytes] | None = None
        flags = ["-B"] if sys.dont_write_bytecode else []
        try:
            order = marshal.dumps([*map(str, sys.path)]) + marshal.dumps((dict(options), texts))
            self._process = subprocess.Popen(
                [sys.executable, *flags, "-c", _BEGIN],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=1 << 17,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except (OSError, ValueError):
            return
        # A pipe holds little, so somebody has to stand at its other end.
        ends = self._process, order
        self._thread = threading.Thread(target=self._talk, args=ends, name=VARIABLE, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # The system has no more of them.
            with self._process as process:
                process.kill()
            self._process = None

    def _talk(self, process: subprocess.Popen[bytes], order: bytes) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        # Whoever says what is no answer is not listened to any more.
        with contextlib.suppress(OSError, ValueError):
            with process.stdin as given:
                given.write(order)
            for key, data in frames.read(process.stdout):
                self.found[key] = data
        with contextlib.suppress(OSError):
            process.kill()

    def stop(self) -> None:
        """End the process; what it said before counts."""
        process, self._process = self._process, None
        if process is None or process.stdout is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        self._thread.join(_PATIENCE)
        if not self._thread.is_alive():
            process.stdout.close()


def asked_for(environment: Mapping[str, str] = os.environ) -> int | None:
    """How many processes the environment asks for; None if it says nothing.

    Raises:
        InputError: if that is no number.
    """
    value = environment.get(VARIABLE, "").strip()
    if not value:
        return None
    if value.isascii() and value.isdecimal() and len(value) < 3:
        return int(value)
    message = f'"{value}" is no number of worker processes'
    hint = "write 0 for none, or a number below 100"
    raise InputError(Finding(Place(VARIABLE), "bad-workers", message, hint, Severity.ERROR))


def count_for(texts: int, asked: int | None) -> int:
    """How many processes to begin for so many texts."""
    # Another program that has Python in it would begin itself.
    if not sys.executable or getattr(sys, "frozen", False):
        return 0
    if asked is not None:
        return min(asked, texts)
    return max(0, min(texts // TEXTS, _processors() - 1, _MOST))


def _processors() -> int:
    """How many of them this process may use."""
    if sys.version_info >= (3, 13):
        found = os.process_cpu_count() or 1
    elif hasattr(os, "sched_getaffinity"):
        found = len(os.sched_getaffinity(0))
    else:
        found = os.cpu_count() or 1
    # Containers may use all, but not at the same time.
    with contextlib.suppress(OSError, ValueError):
        quota, period = _QUOTA.read_text("ascii").split()
        found = min(found, max(1, int(quota) // int(period)))
    return found
