"""Values as bytes, quickly had by the next process of the same Python, and checked when read.

Whoever keeps them must know by a stamp that the Python that reads them is the one that wrote them.
"""

from __future__ import annotations

import hashlib
import marshal
from typing import Any

_DIGEST = 16


def pack(value: Any) -> bytes:
    """A value of plain dictionaries, lists, tuples, texts, bytes and numbers as bytes."""
    data = marshal.dumps(value)
    return hashlib.blake2b(data, digest_size=_DIGEST).digest() + data


def unpack(data: bytes) -> Any:
    """The value of what `pack` gave.

    Raises:
        ValueError: the bytes are not whole.
    """
    digest, rest = data[:_DIGEST], memoryview(data)[_DIGEST:]
    # Python may crash on what `marshal` did not write.
    if hashlib.blake2b(rest, digest_size=_DIGEST).digest() != digest:
        raise ValueError("damaged")
    return marshal.loads(rest)
