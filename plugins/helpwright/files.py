"""Files: written so that a killed run leaves the last good state, and read if they are packed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


_CHUNK = 1 << 20


def write_atomically(path: Path, data: bytes | str) -> None:
    """Write a file through a temporary one beside it; text becomes UTF-8."""
    content = data.encode("utf-8") if isinstance(data, str) else data
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes files only the owner may read; a site and a source file are for all.
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def new_database(path: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """A database with these tables, which takes the place of a file once it is whole.

    Only its owner may read it.

    Raises:
        OSError, sqlite3.Error: it cannot be written; what was there stays.
    """
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(part)) as con, con:
            con.execute("PRAGMA journal_mode = off")
            con.execute("PRAGMA synchronous = off")
            con.executescript(schema)
            yield con
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def contents(path: str) -> bytes:
    """The bytes of a file, in half the time of a `Path`: for those who read each file of a site.

    Raises:
        OSError: it cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        size = os.fstat(handle).st_size
        data = os.read(handle, size + 1)
        # Nearly always that was all; a file may have grown, and a system may give less at once.
        while len(data) != size and (more := os.read(handle, _CHUNK)):
            data += more
        return data
    finally:
        os.close(handle)


def put(path: str, data: bytes) -> None:
    """Write a file, and the folder that it is in, in half the time of a `Path`.

    For those who write thousands, where nobody reads before all is there.

    Raises:
        OSError: it cannot be written.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o666)
    except FileNotFoundError:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, flags, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def unpacked(stream: BinaryIO, first: bytes = b"") -> Generator[bytes, None, bool]:
    """The bytes of a file, gzip or not, in pieces; returns whether the file was whole.

    `first` was read from the stream already. Of a packed file that is cut off comes all before
    the cut: gzip.open loses what it has unpacked by then, zlib does not.
    """
    first = first or stream.read(_CHUNK)
    if not first.startswith(b"\x1f\x8b"):
        while first:
            yield first
            first = stream.read(_CHUNK)
        return True
    unpacker = zlib.decompressobj(wbits=31)
    packed = first
    try:
        while packed:
            yield unpacker.decompress(packed, _CHUNK)
            packed = unpacker.unconsumed_tail
            if unpacker.eof:
                # Several packed files may follow each other, and zeros at the end.
                packed = unpacker.unused_data.lstrip(b"\0") or stream.read(_CHUNK)
                unpacker = zlib.decompressobj(wbits=31) if packed else unpacker
            packed = packed or stream.read(_CHUNK)
    except zlib.error:
        return False
    return unpacker.eof


@contextlib.contextmanager
def locked(path: Path) -> Iterator[bool]:
    """Hold a lock file; False if another process holds it. The lock goes with its process."""
    with path.open("ab") as stream:
        try:
            if sys.platform == "win32":
                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
