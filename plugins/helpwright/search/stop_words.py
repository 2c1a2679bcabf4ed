"""What a language's analysis needs to know: its stemmer and stop words.

Every language that Snowball has a stemmer for is here, by its ISO 639 code. The stop words
stand in `stop_words.toml`, which is read when the first language is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Language:
    """`stemmer` is a name of Snowball's, or "" if there is none."""

    stemmer: str
    stop_words: frozenset[str] = frozenset()


_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "ja": "",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "uk": "",
    "yi": "yiddish",
}
# Codes that stand for one of these: written standards that share stemmer and stop words, and
# codes of earlier editions of ISO 639.
_ALIASES = {
    "bs": "sr",
    "hr": "sr",
    "in": "id",
    "ji": "yi",
    "mo": "ro",
    "nn": "nb",
    "no": "nb",
    "sh": "sr",
}


class _Languages(Mapping[str, Language]):
    """The languages by code, read when they are asked for."""

    def __getitem__(self, code: str) -> Language:
        return _read()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(_read())

    def __len__(self) -> int:
        return len(_read())


LANGUAGES: Mapping[str, Language] = _Languages()


@cache
def _read() -> dict[str, Language]:
    import tomllib  # Many commands need no stop words.

    text = Path(__file__).with_name("stop_words.toml").read_text(encoding="utf-8")
    words = {code: frozenset(listed.split()) for code, listed in tomllib.loads(text).items()}
    languages = {code: Language(stemmer, words[code]) for code, stemmer in _STEMMERS.items()}
    return languages | {alias: languages[code] for alias, code in _ALIASES.items()}
