"""Templates that an earlier build compiled: to compile all of them takes a third of a second."""

from __future__ import annotations

import jinja2
from jinja2.bccache import Bucket

from helpwright.rebuilds.kept import Kept, key_of


class KeptTemplates(jinja2.BytecodeCache):
    """Keeps compiled templates by their text and by what the environment adds to the language."""

    def __init__(self, kept: Kept, env: jinja2.Environment) -> None:
        self._kept = kept
        # A template is compiled for filters and tests as they are called.
        called = [
            f"{name}:{getattr(one, 'jinja_pass_arg', '')}"
            for name, one in (*env.filters.items(), *env.tests.items())
        ]
        self._language = " ".join(sorted([*env.extensions, *called]))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what was compiled, if it was."""
        known = self._kept.get(self._key(bucket))
        if isinstance(known, bytes):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> bytes:
        return key_of("template", self._language, bucket.key, bucket.checksum)
