"""Tickets out of a file: JSON Lines or CSV, packed or not, of any size, with broken lines."""

from __future__ import annotations

import codecs
import csv
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from helpwright.cli.suggest_text import decode_line, is_binary, question
from helpwright.errors import Finding, InputError, Place, Severity, did_you_mean
from helpwright.files import unpacked
from helpwright.search.suggestions import Question

SUBJECT_KEYS = ("subject", "title")
BODY_KEYS = ("body", "description", "text", "html_body")
ID_KEYS = ("id", "ticket_id")
_CHUNK = 1 << 20
# A line longer than this is no ticket; it would only fill the memory.
_LONGEST_LINE = 16 << 20
# Bodies hold raw control characters where a help desk's export forgot to escape them.
_JSON = json.JSONDecoder(strict=False)


class Ticket(NamedTuple):
    """A ticket as a line of a file gives it."""

    id: str | int
    question: Question


def batches(name: str, size: int) -> Iterator[tuple[list[Ticket], list[Finding]]]:
    """The tickets of a file, or of standard input for "-", so many at a time.

    With each lot come the findings of the lines between.

    Raises:
        InputError: See `read`.
    """
    path = "standard input" if name == "-" else name
    with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as stream:
        rows = read(stream, path)
        while lot := list(islice(rows, size)):
            findings = [row for row in lot if isinstance(row, Finding)]
            yield [row for row in lot if isinstance(row, Ticket)], findings


def read(stream: BinaryIO, path: str) -> Iterator[Ticket | Finding]:
    """The tickets of a file, and a finding for each line that is none.

    Args:
        stream: JSON Lines, or CSV with a line of names; both also as gzip.
        path: What findings call the file.

    Raises:
        InputError: It is neither, or has no column for the tickets' numbers or texts.
    """
    first = stream.read(_CHUNK)
    lines = enumerate(_lines(_recoded(_unpacked(first, stream, path), path), path), 1)
    for number, line in lines:
        if isinstance(line, Finding):
            yield line
        elif line.lstrip().startswith((b"{", b"[")):
            yield _json_row(line, path, number)
            yield from _json_rows(lines, path)
        elif line.strip():
            yield from _csv_rows(line, lines, path, number)


def _json_rows(
    lines: Iterator[tuple[int, bytes | Finding]], path: str
) -> Iterator[Ticket | Finding]:
    for number, line in lines:
        if isinstance(line, Finding):
            yield line
        elif line.strip():
            yield _json_row(line, path, number)


def _json_row(line: bytes, path: str, number: int) -> Ticket | Finding:
    try:
        row = _JSON.decode(decode_line(line))
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "") or "it cannot be read"
        place = Place(path, number, getattr(error, "colno", 0))
        message = f"a line is not valid JSON and was skipped: {reason}"
        return Finding(place, "bad-json", message, "each line holds one ticket")
    if not isinstance(row, dict):
        return _bad(path, number, f"a line holds {_kind(row)}, not one ticket")
    return _ticket(row, path, number)


def _csv_rows(
    head: bytes, lines: Iterator[tuple[int, bytes | Finding]], path: str, number: int
) -> Iterator[Ticket | Finding]:
    first = decode_line(head)
    delimiter = max(",;\t", key=lambda mark: (first.count(mark), mark == ","))
    names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter))]
    _check_names(names, path, number)
    faults: list[Finding] = []

    def texts() -> Iterator[str]:
        for _, line in lines:
            if isinstance(line, Finding):
                faults.append(line)
            else:
                yield f"{decode_line(line)}\n"

    csv.field_size_limit(_LONGEST_LINE)
    reader = csv.reader(texts(), delimiter=delimiter)
    while True:
        at = number + reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield _bad(path, at, f"a row cannot be read and was skipped: {error}")
            continue
        if row is None:
            break
        if len(row) > len(names):
            yield _bad(path, at, f"a row has {len(row)} columns, the first line names {len(names)}")
        elif any(row):
            yield _ticket(dict(zip(names, row, strict=False)), path, at)
    yield from faults


def _check_names(names: list[str], path: str, number: int) -> None:
    wanted = {"id": ID_KEYS, "body": (*SUBJECT_KEYS, *BODY_KEYS)}
    for name, keys in wanted.items():
        if not set(names) & set(keys):
            message = f'the first line names no column "{name}"'
            hint = did_you_mean(name, names, otherwise="write id,subject,body as its first line")
            raise InputError(
                Finding(Place(path, number, 1), "bad-row", message, hint, Severity.ERROR)
            )


def _ticket(row: Mapping[str, object], path: str, number: int) -> Ticket | Finding:
    name = _first(row, ID_KEYS)
    if isinstance(name, bool) or not isinstance(name, str | int):
        return _bad(path, number, "a ticket has no id, so nobody could tell whose the answer is")
    subject, body = _first(row, SUBJECT_KEYS), _first(row, BODY_KEYS)
    if not isinstance(subject or "", str) or not isinstance(body or "", str):
        return _bad(path, number, "the subject and the body must be text")
    return Ticket(name, question(str(subject or ""), str(body or "")))


def _first(row: Mapping[str, object], keys: tuple[str, ...]) -> object:
    for key in keys:
        value = row.get(key)
        if value is not None and value != "":
            return value
    return None


def _kind(value: object) -> str:
    return "a list" if isinstance(value, list) else "a single value"


def _bad(path: str, number: int, message: str) -> Finding:
    hint = "a line is a ticket: id (text or a whole number), subject and body (text)"
    return Finding(Place(path, number, 1), "bad-row", message, hint)


def _lines(chunks: Iterator[bytes | Finding], path: str) -> Iterator[bytes | Finding]:
    rest = b""
    for chunk in chunks:
        if isinstance(chunk, Finding):
            yield chunk
            continue
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
        if len(rest) > _LONGEST_LINE:
            message = "a line is longer than 16 MB, so this is no file of tickets"
            finding = Finding(Place(path), "not-text", message, severity=Severity.ERROR)
            raise InputError(finding)
    if rest:
        yield rest


def _recoded(chunks: Iterator[bytes | Finding], path: str) -> Iterator[bytes | Finding]:
    """The same in UTF-8, without a mark at the beginning."""
    decoder: codecs.IncrementalDecoder | None = None
    is_first = True
    for chunk in chunks:
        if isinstance(chunk, Finding):
            yield chunk
            continue
        if is_first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            decoder = codecs.getincrementaldecoder("utf-16")("replace")
        elif is_first and is_binary(chunk) and not chunk.lstrip().startswith(b"{"):
            message = "this is not a file of tickets"
            hint = "write JSON Lines or CSV with id, subject and body"
            raise InputError(Finding(Place(path), "not-text", message, hint, Severity.ERROR))
        if is_first:
            chunk = chunk.removeprefix(codecs.BOM_UTF8)
        is_first = False
        yield decoder.decode(chunk).encode() if decoder else chunk


def _unpacked(first: bytes, stream: BinaryIO, path: str) -> Iterator[bytes | Finding]:
    """The bytes of a file; of a packed one that is cut off, all before the cut."""
    if not (yield from unpacked(stream, first)):
        message = "the packed file is cut off or damaged; what came before was read"
        hint = "make the file again"
        yield Finding(Place(path), "truncated-file", message, hint, Severity.ERROR)
