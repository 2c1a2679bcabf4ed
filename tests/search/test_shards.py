"""Bytes that nobody wrote: both readers take them for the same, or refuse them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpwright.errors import StoreError
from helpwright.search import cards, folder, rules, shards
from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, build
from helpwright.search.query import search
from helpwright.search.steering import Promotion, Steering, Synonym

CHANGES = 1000
# For each kind of body, what reads it in JavaScript.
READERS = {
    "t": "decodeTerms",
    "v": "decodeVocabulary",
    "r": "decodeRoot",
    "l": "decodeList",
    "f": "decodeFacet",
    "s": "decodeRules",
    "c": "decodeCard",
}
READ_ALL = """
import { createHash } from "node:crypto";
import * as shards from "./search/shards.js";
const numbers = (values) => Array.from(values);
const plain = {
  decodeTerms: ({ words, terms }) => [
    words.map(({ surface, stem, commonness }) => [surface, stem, commonness]),
    [...terms].map(([stem, { weight, documents, impacts, sections }]) =>
      [stem, weight, numbers(documents), numbers(impacts), numbers(sections)]),
  ],
};
const result = given.map(({ reader, body }) => {
  let value;
  try {
    value = shards[reader](Uint8Array.from(Buffer.from(body, "base64")));
  } catch {
    return "refused";
  }
  const text = JSON.stringify((plain[reader] ?? ((same) => same))(value));
  return createHash("md5").update(text).digest("hex");
});
"""
ASK_ALL = """
import { openIndex, StoreError } from "./search/index.js";
import { search } from "./search/query.js";
const bytes = (text) => {
  const data = Buffer.from(text, "base64");
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
};
const files = new Map(Object.entries(given.files).map(([name, text]) => [name, bytes(text)]));
const stemmer = async () => ({ stem: (word) => word });
let result = 0;
for (const [changed, text] of given.changes) {
  const load = async (name) => {
    if (name === changed) return bytes(text);
    if (!files.has(name)) throw new Error("not there");
    return files.get(name);
  };
  for (const [query, language, filters] of given.requests) {
    try {
      const index = await openIndex(load, stemmer);
      const { hits } = await search(index, query, { language, filters });
      for (const hit of hits) {
        const card = await hit.part.card(hit.document);
        new URL(card.url, "https://help.example/");
        `${card.title.trim()}${(card.sections?.[hit.section] ?? []).map((text) => text.trim())}`;
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw new Error(`${changed} ${query}: ${error.stack}`);
      result += 1;
    }
  }
}
"""
REQUESTS: list[tuple[str, str, dict[str, str]]] = [
    ("money back", "en", {"category": "Cats"}),
    ("best page", "", {"applies_to": "All"}),
    ("a0001 xaa0000 Rechnungen", "de", {}),
]

Node = Callable[..., Any]


def made() -> Index:
    """Files of every kind, with letters of one to four bytes."""
    chance = random.Random(1)
    rare = [
        "Straße",
        "Rechnung",
        "Rechnungen",
        "漢字",
        "かな",
        "𞤀𞤣𞤤",
        "𠮷",
        "𠮷野",
        "running",
        "runs",
    ]
    documents = [
        Document(
            f"p/{n}/" if n else "",
            f"Page {n} {rare[n]}",
            category="Cats" if n % 2 else "constructor",
            applies_to=("All", "Plus"),
            language="de" if n > 5 else "en",
            sections=(
                Section("", "", " ".join(f"{'abcdef'[n % 6]}{w:05}" for w in range(420))),
                Section("more", "More 𞤀𞤣𞤤", " ".join(chance.choices(rare, k=30))),
            ),
        )
        for n in range(8)
    ]
    synonyms = (Synonym(("money back", "best"), ("page", "more")),)
    promotions = (Promotion(("best page", "running"), ("p/3/", "p/7/")),)
    return build(documents, Steering({}, synonyms, promotions))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("index")
    folder.write(made(), target)
    return target


def changed(body: bytes, chance: random.Random) -> bytes:
    """One to three bytes flipped, lost, doubled or put in, or the end cut off."""
    data = bytearray(body)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        at, way = chance.randrange(len(data) + 1), chance.randrange(7)
        if way == 0 and data:
            data[at % len(data)] ^= 1 << chance.randrange(8)
        elif way == 1 and data:
            # Counts and flags stand near the beginning.
            data[at % min(len(data), 40)] = chance.randrange(256)
        elif way == 2:
            del data[at:]
        elif way == 3:
            del data[at : at + chance.randrange(1, 4)]
        elif way == 4:
            data[at:at] = chance.choice(
                [b"\xff\xff\xff\xff\x07", b"\x80" * 6, b"\xef\xbb\xbf", b"\n"]
            )
        elif way == 5:
            data[at:at] = data[at : at + chance.randrange(1, 20)]
        else:
            data[at:at] = bytes(chance.choices(b'"[]{},:0123456789.e-aNI\\u\xc3\xa9', k=2))
    return bytes(data)


def bodies(root: Path, kind: str) -> list[bytes]:
    return [
        gzip.decompress(path.read_bytes()) for path in sorted(root.glob(f"{kind}-*/*.bin"))
    ] or [gzip.decompress(path.read_bytes()) for path in sorted(root.glob(f"{kind}-*.bin"))]


def in_python(kind: str, body: bytes) -> Any:
    """What Python reads in a body, with the numbers of JSON as JavaScript has them."""
    data = shards.squeezed(body)
    if kind == "t":
        words, terms = shards.decode_terms(data)
        found = {
            stem: [term.weight, *(column.tolist() for column in term[1:])] for stem, term in terms
        }
        return [[*map(list, words)], [[stem, *columns] for stem, columns in found.items()]]
    if kind == "v":
        return [*map(list, shards.decode_vocabulary(data))]
    value = shards.decode_json(data)
    if kind == "s":
        rules.read(value, int, [])
    if kind == "c":
        cards.document_of(value)
    return value


@pytest.mark.parametrize("kind", "tv")
def test_both_read_changed_words_and_postings_alike(kind: str, written: Path, node: Node) -> None:
    chance = random.Random(kind)
    whole = bodies(written, kind)
    given = [*whole, *(changed(chance.choice(whole), chance) for _ in range(2 * CHANGES))]
    requests = [
        {"reader": READERS[kind], "body": base64.b64encode(body).decode()} for body in given
    ]
    refused = 0
    for body, theirs in zip(given, node(READ_ALL, given=requests), strict=True):
        try:
            value = in_python(kind, body)
        except ValueError:
            refused += 1
            assert theirs == "refused", body
        else:
            text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
            assert theirs == hashlib.md5(text.encode()).hexdigest(), body
    assert len(given) / 10 < refused < len(given) - len(whole)


@pytest.mark.parametrize("kind", "rlfsc")
def test_javascript_takes_no_json_that_python_refuses(kind: str, written: Path, node: Node) -> None:
    chance = random.Random(kind)
    whole = bodies(written, kind)
    given = [*whole, *(changed(chance.choice(whole), chance) for _ in range(CHANGES))]
    given += [b"null", b"[]", b"{}", b"3", b'"x"', b"\xef\xbb\xbf{}", b"NaN", b"[" * 100_000]
    requests = [
        {"reader": READERS[kind], "body": base64.b64encode(body).decode()} for body in given
    ]
    answers = node(READ_ALL, given=requests)
    assert "refused" not in answers[: len(whole)]
    for body, theirs in zip(given, answers, strict=True):
        try:
            in_python(kind, body)
        except (ValueError, TypeError, AttributeError, LookupError):
            assert theirs == "refused", body


def every_change(root: Path) -> Iterator[tuple[str, bytes]]:
    """A name in the folder, and what stands there instead."""
    chance = random.Random(9)
    names = sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    for kind in (*READERS, "meta"):
        own = [name for name in names if name.startswith(kind)]
        for _ in range(CHANGES // 33):
            name = chance.choice(own)
            data = (root / name).read_bytes()
            if kind == "meta":
                yield name, changed(data, chance)
            else:
                yield name, shards.squeezed(changed(gzip.decompress(data), chance))


def test_a_changed_index_answers_or_is_a_store_error(written: Path, node: Node) -> None:
    def text(data: bytes) -> str:
        return base64.b64encode(data).decode()

    whole = {path: path.read_bytes() for path in written.rglob("*") if path.is_file()}
    changes = list(every_change(written))
    refused = node(
        ASK_ALL,
        given={
            "files": {str(path.relative_to(written)): text(data) for path, data in whole.items()},
            "changes": [(name, text(data)) for name, data in changes],
            "requests": REQUESTS,
        },
    )
    assert refused > len(changes) / 3
    refused = 0
    for name, data in changes[::4]:
        (written / name).write_bytes(data)
        try:
            index = folder.read(written)
        except StoreError:
            refused += 1
        else:
            for query, language, filters in REQUESTS:
                search(index, query, language=language, filters=filters)
        (written / name).write_bytes(whole[written / name])
    assert refused > len(changes) / 20


HUGE = b"\xff\xff\xff\xff\x03"  # 2**30 - 1


@pytest.mark.parametrize(
    "body",
    [
        *(b"t" + HUGE, b"v" + HUGE, b"v" + HUGE + b"\x00" * 100, b"v\x01\x00" + HUGE + b"a"),
        *(
            b"t\x01\x00\x01a\x01\x00\x00\x01" + HUGE,
            b"t\x01\x00\x01a\x01\x00\x00" + HUGE + b"\x01\x00",
        ),
        b"t\x03\x00\x00\x00\x05a\nb\nc\x01\x01\x01\x00\x01\x01\x01" + HUGE * 3 + b"\x00" * 40,
    ],
)
def test_no_number_makes_a_reader_take_much_memory(body: bytes, node: Node) -> None:
    reader = READERS[chr(body[0])]
    tracemalloc.start()
    with pytest.raises(ValueError, match=r"too soon|no site has|too high"):
        in_python(chr(body[0]), body)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000
    script = READ_ALL + "\nif (process.memoryUsage().arrayBuffers > 5e6) throw new Error('much');"
    given = [{"reader": reader, "body": base64.b64encode(body).decode()}]
    assert node(script, given=given) == ["refused"]
