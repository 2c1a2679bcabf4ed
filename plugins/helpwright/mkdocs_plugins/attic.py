"""A file for what a build needs once more, but not until its end, and has no room for meanwhile."""

from __future__ import annotations

import contextlib
import tempfile
from typing import IO

_ROOM = 8_000_000  # bytes; a small site needs no file


class Attic:
    """Keeps bytes in a file that nobody else sees, once there are many of them."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> tuple[int, int] | None:
        """Put something away. Returns where it is; None if there is no room anywhere."""
        try:
            if self._file is None:
                # It is closed when the build ends, which is not the end of a block.
                self._file = tempfile.SpooledTemporaryFile(max_size=_ROOM)  # noqa: SIM115
            self._file.seek(self._end)
            self._file.write(data)
        except OSError:
            return None
        start, self._end = self._end, self._end + len(data)
        return start, self._end

    def get(self, place: tuple[int, int]) -> bytes:
        """What was put there.

        Raises:
            OSError: it cannot be read.
        """
        if self._file is None:
            raise OSError("nothing was put away")
        self._file.seek(place[0])
        return self._file.read(place[1] - place[0])

    def clear(self) -> None:
        """Throw all of it away."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file, self._end = None, 0

    def __del__(self) -> None:
        self.clear()
