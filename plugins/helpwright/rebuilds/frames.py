"""What a worker says, on its way through a pipe: pieces that carry their key and checksum."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import IO

_HEAD = struct.Struct("<4sI16s16s")  # sign, size, key, checksum
_SIGN = b"hw1\n"
_MOST = 1 << 26  # bytes


def framed(key: bytes, data: bytes) -> bytes:
    """Data under a key of 16 bytes, as `read` expects it."""
    return _HEAD.pack(_SIGN, len(data), key, _sum(key, data)) + data


def read(pipe: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Key and data of each piece, up to the end or to the first that is not whole."""
    while len(head := pipe.read(_HEAD.size)) == _HEAD.size:
        sign, size, key, check = _HEAD.unpack(head)
        if sign != _SIGN or size > _MOST:
            return
        data = pipe.read(size)
        if _sum(key, data) != check:
            return
        yield key, data


def _sum(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2b(data, key=key, digest_size=16).digest()
