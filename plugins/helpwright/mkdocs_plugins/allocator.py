"""The C library's allocator, which keeps what a build has let go unless it is told otherwise.

With 10,000 articles that is the difference between 424 and 389 MB at the peak. Elsewhere than on
Linux with glibc nothing happens.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys

# From glibc's malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
_LARGE = 128 * 1024  # bytes; glibc's own measure, until it learns of larger ones


def use_one_arena() -> None:
    """Let threads that wait most of the time have no memory of their own."""
    _set(_ARENA_MAX, 1)


def give_back() -> None:
    """Give free memory back to the system, now and whenever something large is let go."""
    if sys.platform == "linux":
        # Another C library may lack what glibc has.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
    _set(_MMAP_THRESHOLD, _LARGE)
    _set(_TRIM_THRESHOLD, _LARGE)


def _set(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(option, value)
