"""The index's folder: nothing stale in it, and never a traceback when it is damaged."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpwright.errors import StoreError
from helpwright.search import folder
from helpwright.search.documents import Document, Section
from helpwright.search.index import Index, build
from helpwright.search.steering import Promotion, Steering, Synonym

# Every kind of file: meta, root, list, terms, vocabulary, facet, rules, card.
KINDS = (
    *("meta.json", "r-*.bin", "l-*.bin", "t-*.bin", "v-*.bin", "f-*.bin", "s-*.bin"),
    "c-*/*.bin",
)
READ_BY_PYTHON = "mrtsc"
# For these, a browser needs some file of every kind.
QUERIES: list[dict[str, Any]] = [
    {"query": "page"},
    {"query": "b12345 ", "filters": {"category": "Cats"}},
    {"query": "money back"},
    {"query": "best page"},
    {"query": "aa00001 cd77777 xyz"},
]

Node = Callable[..., Any]
InNode = Callable[..., list[dict[str, Any]]]


def made(pages: int = 6, words: int = 1000) -> Index:
    """A site with files of every kind: many words on few pages."""
    documents = [
        Document(
            f"p/{n}/",
            f"Page {n}",
            category="Cats" if n % 2 else "Dogs",
            sections=tuple(
                Section(f"s{k}", f"Part {k}", " ".join(f"{'abcdef'[n % 6]}{w:05}" for w in at))
                for k, at in enumerate([range(0, words, 2), range(1, words, 2)])
            ),
        )
        for n in range(pages)
    ]
    steering = Steering(
        {}, (Synonym(("money back",), ("page",)),), (Promotion(("best page",), ("p/3/",)),)
    )
    return build(documents, steering)


def contents(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_the_site_of_these_tests_has_files_of_every_kind(tmp_path: Path) -> None:
    folder.write(made(), tmp_path)
    assert all(list(tmp_path.glob(kind)) for kind in KINDS)
    names = [path.name for path in tmp_path.iterdir()]
    assert all(re.fullmatch(r"meta\.json|[a-z]-[0-9a-f]{12}(\.bin)?", name) for name in names)


def test_writing_again_leaves_nothing_stale_and_no_other_file_touched(tmp_path: Path) -> None:
    folder.write(made(3), tmp_path / "clean")
    folder.write(made(6), tmp_path / "used")
    for name in ("words.txt", "t-notes.bin", "c-notes/1.bin"):
        (tmp_path / "used" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "used" / name).write_text("mine")
    folder.write(made(3), tmp_path / "used")
    expected = contents(tmp_path / "clean")
    expected |= dict.fromkeys(("words.txt", "t-notes.bin", "c-notes/1.bin"), b"mine")
    assert contents(tmp_path / "used") == expected


def test_what_a_killed_run_left_is_gone_or_whole_after_the_next(tmp_path: Path) -> None:
    folder.write(made(), tmp_path / "clean")
    folder.write(made(), tmp_path / "used")
    card, *_ = (tmp_path / "used").glob("c-*/*.bin")
    for path in (card.with_name("1.part"), tmp_path / "used/t-0123456789ab.part"):
        path.write_bytes(b"half")
    (tmp_path / "used/.meta.json.abc.tmp").write_bytes(b"half")
    card.unlink()
    next((tmp_path / "used").glob("t-*.bin")).unlink()
    folder.write(made(), tmp_path / "used")
    assert contents(tmp_path / "used") == contents(tmp_path / "clean")


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda data: b"",
    "flipped": lambda data: data[:10] + bytes(byte ^ 0x55 for byte in data[10:]),
    "another kind": lambda data: gzip.compress(b"x"),
    "no JSON": lambda data: gzip.compress(b"null"),
    "a page of the host": lambda data: b"<!doctype html><title>Not found</title>",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_a_store_error_in_both_languages(
    kind: str, tmp_path: Path, in_node: InNode
) -> None:
    folder.write(made(), tmp_path)
    whole = {path: path.read_bytes() for path in tmp_path.glob(kind)}
    for what, damage in DAMAGES.items():
        for path, data in whole.items():
            path.write_bytes(damage(data))
        errors = [answer.get("error", "") for answer in in_node(tmp_path, QUERIES)]
        assert any(re.search(kind.replace("*", "[0-9a-f]+"), error) for error in errors), what
        if kind[0] in READ_BY_PYTHON:
            with pytest.raises(StoreError) as caught:
                folder.read(tmp_path)
            assert caught.value.finding.code == "search-index-unreadable"
            assert caught.value.finding.place.path in map(str, whole)
            assert caught.value.finding.hint == "build the site again"


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_file_is_a_store_error(kind: str, tmp_path: Path, in_node: InNode) -> None:
    folder.write(made(), tmp_path)
    for path in tmp_path.glob(kind):
        path.unlink()
    assert any("error" in answer for answer in in_node(tmp_path, QUERIES))
    if kind[0] in READ_BY_PYTHON:
        with pytest.raises(StoreError, match=r"No such file|0 cards for 6 documents"):
            folder.read(tmp_path)


OLD = {
    "format": 1,
    "languages": {"en": {"stop_words": "a an the", "endings": "s es"}},
    "documents": 1,
    "words": [["page", "words-0123456789ab"]],
    "postings": [["page", "postings-0123456789ab"]],
    "cards": ["cards-0123456789ab"],
}


@pytest.mark.parametrize("number", [0, 1, 2, 99, "2", None, 2.5])
def test_another_format_is_an_error_that_says_so(
    number: object, tmp_path: Path, in_node: InNode
) -> None:
    (tmp_path / "meta.json").write_text(json.dumps(OLD | {"format": number}))
    (tmp_path / "words-0123456789ab.bin").write_bytes(gzip.compress(b"w\x00"))
    with pytest.raises(StoreError, match=rf"format {number}, this version reads {folder.FORMAT}"):
        folder.read(tmp_path)
    (answer,) = in_node(tmp_path, [{"query": "page"}])
    said = json.dumps(number).strip('"')
    assert answer["error"] == f"The search index cannot be read (meta.json: format {said})."


@pytest.mark.parametrize(
    "meta",
    [
        *("", "{}", "[]", "null", "3", "[" * 100_000, '{"format":3}', '{"format":3,"languages":3}'),
        *('{"format":3,"languages":["en"]}', '{"format":3,"languages":[["en","x","y"]]}'),
        *('{"format":3,"languages":[["en",1e9]]}', '{"format":3,"languages":[["en",3,"no"]]}'),
        '{"format":3,"languages":[["en",-1,"0123456789ab"]]}',
    ],
)
def test_no_meta_is_read_that_was_not_written(meta: str, tmp_path: Path, in_node: InNode) -> None:
    (tmp_path / "meta.json").write_text(meta)
    with pytest.raises(StoreError):
        folder.read(tmp_path)
    (answer,) = in_node(tmp_path, [{"query": "page"}])
    assert "cannot be read" in answer["error"]


def test_no_folder_is_a_store_error(tmp_path: Path, in_node: InNode) -> None:
    with pytest.raises(StoreError):
        folder.read(tmp_path / "nowhere")
    assert "meta.json" in in_node(tmp_path / "nowhere", [{"query": "page"}])[0]["error"]


ASK = """
import { readFile } from "node:fs/promises";
import { openIndex } from "./search/index.js";
import { ask } from "./search/results.js";
const log = [];
let index, folder = given.folders.shift();
const load = async (name) => {
  if (new RegExp(given.broken).test(name) && given.times > 0) {
    given.times -= 1;
    if (!given.html) throw new TypeError("Failed to fetch");
    return new TextEncoder().encode("<!doctype html><title>Sign in to the network</title>").buffer;
  }
  const data = await readFile(`${folder}/${name}`);
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
};
const site = {
  root: new URL("https://help.example/"),
  index: () => (index ??= openIndex(load, async () => ({ stem: (word) => word }))),
  forget: () => {
    log.push("forgot");
    index = undefined;
    folder = given.folders.shift() ?? folder;
  },
};
for (const query of given.queries) {
  try {
    const { results } = await ask(site, query, { limit: 3, language: "en" });
    log.push(results[0]?.url ?? "");
  } catch (error) {
    log.push(`${error.name}: ${error.message}`);
  }
}
const result = log;
"""


@pytest.mark.parametrize("html", [True, False])
@pytest.mark.parametrize("broken", ["meta", "^r-", "^t-", "^c-"])
def test_a_load_that_fails_is_tried_again(
    broken: str, html: bool, tmp_path: Path, node: Node
) -> None:
    folder.write(made(), tmp_path)
    given = {"folders": [str(tmp_path)], "broken": broken, "html": html}
    once = node(ASK, given=given | {"times": 1, "queries": ["b00001 ", "c00001 "]})
    assert once == ["forgot", "p/1/", "p/2/"]
    never = node(ASK, given=given | {"times": 99, "queries": ["b00001 "]})
    assert never[0] == "forgot"
    assert never[1].startswith("StoreError: The search index cannot be read (")
    # When the network is back, the same page finds its answer.
    late = node(ASK, given=given | {"times": 2, "queries": ["b00001 ", "b00001 "]})
    assert late[-1] == "p/1/"


def test_a_site_that_was_published_anew_is_found_again(tmp_path: Path, node: Node) -> None:
    folder.write(made(), tmp_path / "old")
    folder.write(build([Document("new/", "b00001")]), tmp_path / "new")
    for path in [*(tmp_path / "old").glob("t-*.bin"), *(tmp_path / "old").glob("c-*/*.bin")]:
        path.unlink()
    given = {"folders": [str(tmp_path / "old"), str(tmp_path / "new")], "broken": "-", "times": 0}
    assert node(ASK, given=given | {"queries": ["b00001 "]}) == ["forgot", "new/"]


PUBLISHED_BETWEEN = """
import { readFile } from "node:fs/promises";
import { openIndex } from "./search/index.js";
import { ask } from "./search/results.js";
let index, folder = given.before;
const log = [];
const load = async (name) => {
  const data = await readFile(`${folder}/${name}`);
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.length);
};
const site = {
  root: new URL("https://help.example/"),
  index: () => (index ??= openIndex(load, async () => ({ stem: (word) => word }))),
  forget: () => (index = undefined),
};
for (const limit of [3, 99]) {
  const { results } = await ask(site, "okapi ", { limit, language: "en" });
  log.push(results.map(({ url, title }) => [url, title]));
  folder = given.after;
}
const result = log;
"""


@pytest.mark.parametrize("left", ["all old files", "no old file"])
def test_an_open_page_shows_no_document_for_another_after_one_more(
    left: str, tmp_path: Path, node: Node
) -> None:
    documents = [Document(f"p/{n}/", f"Okapi {n:02}") for n in range(50)]

    def slots(more: Document) -> dict[str, int]:
        (part,) = build([*documents, more]).parts
        urls = [document.url for document in part.documents]
        return dict(zip(urls, part.slots.tolist(), strict=True))

    (part,) = build(documents).parts
    before = {d.url: slot for d, slot in zip(part.documents, part.slots.tolist(), strict=True)}
    # One that takes the number of another, which takes that of a third.
    more = next(
        one
        for one in (Document(f"q/{n}/", f"Okapi {50 + n}") for n in range(500))
        if sum(slots(one)[url] in set(before.values()) - {slot} for url, slot in before.items()) > 1
    )
    folder.write(build(documents), tmp_path / "before")
    folder.write(build([*documents, more]), tmp_path / "after")
    if left == "all old files":
        shutil.copytree(tmp_path / "before", tmp_path / "both")
        shutil.copytree(tmp_path / "after", tmp_path / "both", dirs_exist_ok=True)
    after = tmp_path / ("both" if left == "all old files" else "after")
    first, second = node(
        PUBLISHED_BETWEEN, given={"before": str(tmp_path / "before"), "after": str(after)}
    )
    expected = documents if left == "all old files" else [*documents, more]
    shown = [[one.url, one.title] for one in build(expected).documents]
    assert first == [[one.url, one.title] for one in build(documents).documents[:3]]
    assert second == shown


def test_a_card_in_the_place_of_another_is_a_store_error(tmp_path: Path) -> None:
    folder.write(made(), tmp_path)
    one, other, *_ = sorted(tmp_path.glob("c-*/*.bin"))
    one.write_bytes(other.read_bytes())
    with pytest.raises(StoreError, match="cards are not where their addresses lead"):
        folder.read(tmp_path)


def test_a_request_that_fails_is_made_once_more_past_the_cache(node: Node) -> None:
    script = """
    const calls = [];
    globalThis.fetch = async (url, { cache }) => {
      calls.push([url.pathname.split("/").slice(-2).join("/"), cache]);
      if (calls.length === 1) throw new TypeError("Failed to fetch");
      if (calls.length < 4) return { ok: false, status: 503 };
      return new Response('{"format":3,"languages":[]}');
    };
    const { openSite } = await import("./search/site.js");
    const site = openSite("https://help.example/a/assets/helpwright/search/site.js");
    const first = await site.index().catch((error) => error.message);
    const same = site.index() === site.index();
    const second = await site.index().catch((error) => error.message);
    const result = [site.root.href, calls, first, second.parts?.length ?? second, same];
    """
    root, calls, first, second, same = node(script)
    assert root == "https://help.example/a/"
    assert calls == [["index/meta.json", "no-cache"], ["index/meta.json", "reload"]] * 2
    assert "the server answers 503" in first
    assert (second, same) == (0, True)
