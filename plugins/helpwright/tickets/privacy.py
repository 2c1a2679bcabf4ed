"""Pseudonyms: people are counted, never named.

A pseudonym is HMAC-SHA256 of the person's number in the ticket system. Whoever lacks the key
cannot test a guess against it, so the key stays outside the repository and beside no store.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from helpwright.errors import Finding, InputError, Place

_KEY_BYTES = 32
_SHORTEST_KEY = 16
_BLOCK = 64  # bytes, of SHA-256
VARIABLE = "HELPWRIGHT_KEY"


def default_key_path() -> Path:
    """Where the key lives unless `HELPWRIGHT_KEY` holds one."""
    return Path.home() / ".config" / "helpwright" / "key"


def load_key(path: Path | None = None) -> bytes:
    """The key from the environment or from its file, which is made on first use (mode 0600).

    Raises:
        InputError: the key is too short, or its file cannot be read or made.
    """
    if path is None and (text := os.environ.get(VARIABLE, "").strip()):
        return _checked(text.encode("utf-8"), Place(VARIABLE))
    path = path or default_key_path()
    place = Place(str(path))
    try:
        if not path.exists():
            _make_key(path)
        return _checked(path.read_bytes().strip(), place)
    except OSError as error:
        message = f"the key for pseudonyms cannot be read or made: {error.strerror}"
        hint = f"put a random text of 32 or more characters into {VARIABLE}"
        raise InputError(Finding(place, "key-unusable", message, hint)) from error


def pseudonymiser(key: bytes, source: str) -> Callable[[str], str]:
    """A function from a person's number in a ticket system to a pseudonym (128 bits, hex)."""
    known: dict[str, str] = {}
    # HMAC as RFC 2104 writes it: what the `hmac` module does, in two thirds of its time.
    block = hashlib.sha256(key).digest() if len(key) > _BLOCK else key
    inner, outer = (
        hashlib.sha256(bytes(byte ^ pad for byte in block.ljust(_BLOCK, b"\0")))
        for pad in (0x36, 0x5C)
    )
    inner.update(f"person:{source}:".encode())

    def pseudonymise(person: str) -> str:
        found = known.get(person)
        if found is None:
            message, digest = inner.copy(), outer.copy()
            message.update(person.encode("utf-8", "replace"))
            digest.update(message.digest())
            found = known[person] = digest.hexdigest()[:32]
        return found

    return pseudonymise


def fingerprint(key: bytes) -> str:
    """A mark by which a store knows its key again without holding it."""
    return hmac.new(key, b"helpwright store", hashlib.sha256).hexdigest()[:16]


def _make_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another run was quicker; its key counts
        return
    with os.fdopen(handle, "wb") as stream:
        stream.write(secrets.token_hex(_KEY_BYTES).encode() + b"\n")


def _checked(key: bytes, place: Place) -> bytes:
    if len(key) < _SHORTEST_KEY:
        message = f"the key for pseudonyms has {len(key)} characters; short keys can be guessed"
        hint = "use a random text of 32 or more characters"
        raise InputError(Finding(place, "key-too-short", message, hint))
    return key
