"""What is packed comes back, and what is damaged is never read."""

from __future__ import annotations

import pytest

from helpwright.search.packed import pack, unpack

VALUE = {"a": [1, 2.5, None, True], "ü": ("x", b"\0\1", {"deep": [-1]})}


def test_a_value_comes_back() -> None:
    assert unpack(pack(VALUE)) == VALUE


def test_bytes_that_are_not_whole_are_refused() -> None:
    data = pack(VALUE)
    for place in range(len(data)):
        damaged = bytearray(data)
        damaged[place] ^= 1
        with pytest.raises(ValueError, match="damaged"):
            unpack(bytes(damaged))
        with pytest.raises(ValueError, match="damaged"):
            unpack(data[:place])
