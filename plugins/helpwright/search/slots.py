"""Slots: the numbers that documents have in the files of an index.

Numbers without gaps would give every document behind a new one another number. So the number of a
document follows from a hash of its address, in a row with room for about twice as many; where
several want the same number, those behind move on. One document more or less moves one or two
others, and nothing but the addresses decides: an index needs no history to be the same. In memory
documents are numbered from 0 on, in the order of their slots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_BITS = 64
# Of a large site, so many folders of cards; of a small one fewer, for so many slots each.
_FOLDERS = 64
_LEAST = 64


class CardFolders(NamedTuple):
    """Folders for so many slots each, by what their names have after `c-`; "" for an empty one."""

    slots: int
    names: tuple[str, ...]

    def name_of(self, slot: int) -> str:
        """The file of the card of a document, below the folder of the index."""
        return f"c-{self.names[slot // self.slots]}/{slot}.bin"


def order_of(url: str) -> tuple[int, str]:
    """A key that sorts documents by their addresses into the order of their slots."""
    return _hash(url), url


def slots_of(urls: Sequence[str]) -> NDArray[np.int32]:
    """The slots of documents whose addresses are in order."""
    room = _room(len(urls))
    homes = np.fromiter((_hash(url) * room >> _BITS for url in urls), np.int64, len(urls))
    # Each at home, or right behind the one before.
    places = np.arange(len(urls))
    return (np.maximum.accumulate(homes - places) + places).astype(np.int32)


def card_folders(urls: Sequence[str]) -> CardFolders:
    """The folders for the cards of documents whose addresses are in order.

    The name of a folder is a hash of the addresses in it, so that for whoever knows the name, a
    slot means the same document for ever, and one document more renames the cards of few.
    """
    size = max(_LEAST, _room(len(urls)) // _FOLDERS)
    slots = slots_of(urls).tolist()
    found: dict[int, str] = {}
    for place, pairs in groupby(zip(slots, urls, strict=True), lambda pair: pair[0] // size):
        seen = "\n".join(f"{slot} {url}" for slot, url in pairs)
        digest = hashlib.blake2b(seen.encode("utf-8", "replace"), digest_size=6)
        found[place] = digest.hexdigest()
    return CardFolders(size, tuple(found.get(n, "") for n in range(max(found, default=-1) + 1)))


def card_names(urls: Sequence[str]) -> list[str]:
    """The files of the cards of documents whose addresses are in order."""
    folders = card_folders(urls)
    return [folders.name_of(slot) for slot in slots_of(urls).tolist()]


def _room(documents: int) -> int:
    """How many slots there are, but for documents that had to move on past the last.

    It grows in few steps, as all slots change with it: to 3, 4, 6, 8, 12 and so on.
    """
    least = documents + documents // 2 + 3
    step = 1 << (least - 1).bit_length() - 2
    return -(-least // step) * step


def _hash(url: str) -> int:
    digest = hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=_BITS // 8)
    return int.from_bytes(digest.digest(), "big")
