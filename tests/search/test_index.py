"""The folder of shards: small, the same every time, and never a traceback when damaged."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from helpwright.errors import StoreError
from helpwright.search.documents import Document, Section
from helpwright.search.index import META, build, read, write
from helpwright.search.query import search

HERE = Path(__file__).parent
WEB = HERE.parents[1] / "plugins/helpwright/web/search"


def pages(count: int, words: int = 60) -> list[Document]:
    def text(seed: int) -> str:
        return " ".join(f"word{(seed * 7919 + n * n) % 997}" for n in range(words))

    return [
        Document(
            url=f"p/{n:04}/",
            title=f"Page {n} on topic{n % 17}",
            sections=(Section("", "", text(n)), Section("more", "More", text(n + 1000))),
        )
        for n in range(count)
    ]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_equal_documents_give_equal_bytes_in_any_order(tmp_path: Path) -> None:
    documents = pages(30)
    write(build(documents), tmp_path / "a")
    write(build(documents[::-1]), tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_what_was_written_is_what_is_read(tmp_path: Path) -> None:
    index = build(pages(40))
    write(index, tmp_path)
    again = read(tmp_path)
    assert (again.words, dict(again.terms), again.spans) == (
        index.words,
        dict(index.terms),
        index.spans,
    )
    for query in ("topic3", "word12 word13", "page 7"):
        found = [(hit.document.url, hit.score) for hit in search(again, query).hits]
        assert found == [(hit.document.url, hit.score) for hit in search(index, query).hits]


def test_writing_again_leaves_no_stale_shard_and_no_other_file_touched(tmp_path: Path) -> None:
    write(build(pages(40)), tmp_path)
    (tmp_path / "words.txt").write_text("mine")
    files = write(build(pages(3)), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in files} | {
        "words.txt"
    }


def test_a_large_vocabulary_stands_in_several_shards(tmp_path: Path) -> None:
    words = " ".join(f"{chr(97 + n % 26)}{n:05}" for n in range(6000))
    index = build([Document(url="a/", title="A", sections=(Section("", "", words),))])
    write(index, tmp_path)
    meta = json.loads((tmp_path / META).read_text())
    assert len(meta["words"]) > 2
    assert len(meta["postings"]) > 2
    requests = [{"query": f"{chr(97 + n % 26)}{n:05} "} for n in range(0, 6000, 97)]
    answers = subprocess.run(
        ["node", str(HERE / "run_query.mjs"), str(tmp_path)],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(answer["total"] == 1 for answer in json.loads(answers.stdout))
    assert all(search(index, each["query"]).total == 1 for each in requests)


def damaged(data: bytes) -> list[bytes]:
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 0xFF
    return [data[: len(data) // 2], b"", bytes(flipped), gzip.compress(b"x"), b"<!doctype html>"]


@pytest.mark.parametrize("kind", ["words", "postings", "cards", "meta"])
def test_a_damaged_file_is_a_store_error_in_python_and_in_javascript(
    kind: str, tmp_path: Path
) -> None:
    write(build(pages(4)), tmp_path)
    path = sorted(tmp_path.glob(f"{kind}*"))[0]
    for data in damaged(path.read_bytes()):
        path.write_bytes(data)
        with pytest.raises(StoreError) as caught:
            read(tmp_path)
        assert caught.value.finding.code == "search-index-unreadable"
        assert caught.value.finding.place.path == str(path)
        done = subprocess.run(
            ["node", str(HERE / "run_query.mjs"), str(tmp_path)],
            input=json.dumps([{"query": "topic3 word12"}]),
            capture_output=True,
            text=True,
            check=True,
        )
        (answer,) = json.loads(done.stdout)
        assert path.name in answer["error"]


def test_a_missing_folder_and_a_newer_format_are_store_errors(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        read(tmp_path / "nowhere")
    write(build(pages(2)), tmp_path)
    meta = json.loads((tmp_path / META).read_text()) | {"format": 99}
    (tmp_path / META).write_text(json.dumps(meta))
    with pytest.raises(StoreError, match="format 99"):
        read(tmp_path)


def test_fifty_pages_cost_a_first_query_no_more_than_the_budget(tmp_path: Path) -> None:
    """Everything but the cards, eight cards, and the scripts, as a browser would load them."""
    source = HERE.parents[1] / "../shared/data/wixqa-expert160/articles.jsonl"
    if not source.is_file():
        pytest.skip("the real articles are not here")
    lines = source.read_text(encoding="utf-8").split("\n")[:50]
    rows = [json.loads(line) for line in lines]
    files = write(
        build(
            [
                Document(url=r["id"], title=r["title"], sections=(Section("", "", r["body"]),))
                for r in rows
            ]
        ),
        tmp_path,
    )
    cards = sorted(path.stat().st_size for path in files if path.name.startswith("cards"))
    shards = sum(p.stat().st_size for p in files if p.name.startswith(("words", "postings")))
    meta = len(gzip.compress((tmp_path / META).read_bytes()))
    scripts = sum(len(gzip.compress(path.read_bytes())) for path in WEB.glob("*.js"))
    total = meta + shards + sum(cards[-6:]) + scripts
    print(f"first query: {total} bytes ({scripts} scripts, {shards} shards, {meta} meta)")
    assert total < 40 * 1024
