"""The key and the pseudonyms it makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpwright.errors import InputError
from helpwright.tickets import privacy


def test_the_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "config" / "key"
    key = privacy.load_key(path)
    assert len(key) >= 32
    assert privacy.load_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600


def test_without_a_path_the_environment_counts_then_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv(privacy.VARIABLE, raising=False)
    key = privacy.load_key()
    assert (tmp_path / ".config/helpwright/key").read_bytes().strip() == key
    monkeypatch.setenv(privacy.VARIABLE, "a key from the environment")
    assert privacy.load_key() == b"a key from the environment"


def test_a_short_or_unreadable_key_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(privacy.VARIABLE, "short")
    with pytest.raises(InputError, match="key-too-short"):
        privacy.load_key()
    with pytest.raises(InputError, match="key-unusable"):
        privacy.load_key(tmp_path)


def test_pseudonyms_differ_by_person_key_and_system() -> None:
    first = privacy.pseudonymiser(b"k" * 32, "zendesk")
    assert first("12") == first("12") != first("13")
    assert first("12") != privacy.pseudonymiser(b"l" * 32, "zendesk")("12")
    assert first("12") != privacy.pseudonymiser(b"k" * 32, "intercom")("12")
    assert "12" not in {first("12")}
