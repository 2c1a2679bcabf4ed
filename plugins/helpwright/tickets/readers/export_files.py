"""The files of an export: which there are, and their text, packed or not, whole or cut off."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.files import unpacked

JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
TABLE_SUFFIXES = (".csv", ".tsv")
SUFFIXES = JSON_SUFFIXES + TABLE_SUFFIXES
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
REPEAT_HINT = "export it again and import once more: nothing is counted twice"


def list_files(source: Path, suffixes: tuple[str, ...] = SUFFIXES) -> list[Path]:
    """Every file of an export, sorted.

    Raises:
        InputError: nothing is there that could be read.
    """
    place = Place(str(source))
    if source.is_file():
        return [source]
    if not source.is_dir():
        message = "there is no such file or folder"
        raise InputError(Finding(place, "no-such-export", message, "check the path"))
    found = (path for path in source.rglob("*") if _is_export(path, suffixes))
    files = sorted(path for path in found if path.is_file())
    if not files:
        message = f"the folder holds no export ({', '.join(suffixes)}, each also with .gz)"
        hint = "an export is what the ticket system gives, saved file by file"
        raise InputError(Finding(place, "empty-export", message, hint))
    return files


def _is_export(path: Path, suffixes: tuple[str, ...]) -> bool:
    name = path.name.removesuffix(".gz").lower()
    return name.endswith(suffixes) and not name.startswith(".")


def is_table(path: Path) -> bool:
    """Whether a file's name says that it is CSV."""
    return path.name.removesuffix(".gz").lower().endswith(TABLE_SUFFIXES)


def stem_of(path: Path) -> str:
    """The file's name without its suffixes."""
    name = path.name.removesuffix(".gz")
    return next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s)), name)


def read_text(path: Path, findings: list[Finding]) -> Iterator[str]:
    """The text of a file in pieces; what is wrong with the file is added to `findings`."""
    place, encoding = Place(str(path)), ""
    decoder: codecs.IncrementalDecoder = codecs.getincrementaldecoder("utf-8")("replace")
    replaced = False
    try:
        for data in _unpacked(path, findings):
            if data and not encoding:
                encoding = _encoding_of(data)
                decoder = codecs.getincrementaldecoder(encoding)("replace")
            text = decoder.decode(data)
            replaced = replaced or ("\ufffd" in text and b"\xef\xbf\xbd" not in data)
            yield text
        rest = decoder.decode(b"", final=True)
        if rest:
            yield rest
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        findings.append(Finding(place, "unreadable-file", message, severity=Severity.ERROR))
    if replaced:
        message = "the file is not UTF-8; letters that could not be read were replaced"
        hint = "save exports as UTF-8"
        findings.append(Finding(place, "not-utf-8", message, hint, Severity.NOTICE))


def _encoding_of(data: bytes) -> str:
    if data[:2].count(0) == 1:  # a letter in UTF-16 without a mark
        return "utf-16-be" if data[0] == 0 else "utf-16-le"
    return next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")


def _unpacked(path: Path, findings: list[Finding]) -> Iterator[bytes]:
    with path.open("rb") as stream:
        if (yield from unpacked(stream)):
            return
    message = "the packed file is cut off or damaged; what came before was read"
    findings.append(
        Finding(Place(str(path)), "truncated-file", message, REPEAT_HINT, Severity.ERROR)
    )
