import json
import time
from pathlib import Path

import pytest

from helpwright.errors import Place, StoreError
from helpwright.permalinks.claims import Target
from helpwright.permalinks.ledger import Entry, Ledger, dump, read, update, write


def target(article_id: str, url: str, **more: object) -> Target:
    values = {"title": article_id.title(), "anchors": (), "redirect_from": (), **more}
    return Target(id=article_id, url=url, place=Place(f"docs/{article_id}.md"), **values)


def failure(tmp_path: Path, content: str | bytes) -> StoreError:
    path = tmp_path / ".permalinks.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(StoreError) as caught:
        read(path)
    return caught.value


def test_a_missing_ledger_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / ".permalinks.json").entries == {}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / ".permalinks.json"
    entries = {
        "b": Entry(("b/", "ältere/seite/", ""), ("x", "y"), ("ältere/seite/",)),
        "a": Entry(("a-page/",), removed=True),
        "articles": Entry(("articles/",)),
    }
    write(path, Ledger(entries))
    assert read(path) == Ledger(entries)
    assert dump(read(path)) == path.read_text(encoding="utf-8")


def test_every_article_has_one_line_and_the_file_is_json() -> None:
    ledger = update(Ledger(), [target("b", "b/"), target("a", "x/", anchors=("n", "m"))])
    lines = dump(ledger).splitlines()
    assert lines[1:3] == ['"a":{"urls":["x/"],"anchors":["m","n"]},', '"b":{"urls":["b/"]},']
    assert json.loads(dump(ledger))["format"] == 1


def test_a_move_keeps_the_former_url_and_anchors() -> None:
    first = update(Ledger(), [target("a", "old/", anchors=("one",))])
    second = update(first, [target("a", "new/", anchors=("two",))])
    assert second.entries["a"] == Entry(("new/", "old/"), ("one", "two"))


def test_an_article_that_is_gone_stays_in_the_ledger() -> None:
    assert update(update(Ledger(), [target("a", "x/")]), []).entries["a"].urls == ("x/",)


def test_a_redirect_source_is_recorded_unless_it_is_a_page() -> None:
    first = target("a", "x/", redirect_from=("/old/page.md", "y/", "#gone -> #here"))
    ledger = update(Ledger(), [first, target("b", "y/")])
    assert ledger.entries["a"].urls == ("x/", "old/page/")


def test_urls_of_internal_articles_are_marked_until_they_are_public() -> None:
    internal = update(Ledger(), [target("a", "x/", audience="internal")])
    assert internal.entries["a"].audience == "internal"
    assert internal.entries["a"].urls_for("public") == ()
    public = update(internal, [target("a", "y/")])
    assert public.entries["a"].urls_for("public") == ("y/",)
    assert public.entries["a"].urls_for("internal") == ("y/", "x/")


def test_lines_that_a_merge_left_twice_count_as_both(tmp_path: Path) -> None:
    path = tmp_path / ".permalinks.json"
    lines = '"a":{"urls":["x/","o/"]},\n"a":{"urls":["z/","o/"],"anchors":["h"]},\n'
    path.write_text(f'{{"format":1,"articles":{{\n{lines}"":{{}}\n}}}}\n', encoding="utf-8")
    assert read(path).entries["a"] == Entry(("x/", "o/", "z/"), ("h",))


def test_two_branches_that_add_articles_apart_differ_in_separate_lines() -> None:
    base = update(Ledger(), [target("m", "m/")])
    ours = dump(update(base, [target("z", "z/")])).splitlines()
    theirs = dump(update(base, [target("a", "a/")])).splitlines()
    common = dump(base).splitlines()
    assert [line for line in ours if line not in common] == ['"z":{"urls":["z/"]},']
    assert set(common) < set(ours)
    assert set(common) < set(theirs)


def test_a_merge_conflict_is_told_with_its_line(tmp_path: Path) -> None:
    text = '{"format":1,"articles":{\n<<<<<<< ours\n"a":{"urls":[]},\n=======\n>>>>>>> theirs\n'
    finding = failure(tmp_path, text + '"":{}\n}}\n').finding
    assert (finding.code, finding.place.line) == ("ledger-conflict", 2)
    assert "delete the lines" in finding.hint


@pytest.mark.parametrize("size", [0, 5, 30, 60])
def test_a_truncated_ledger_is_told(tmp_path: Path, size: int) -> None:
    text = dump(update(Ledger(), [target("a", "a-long-page/", anchors=("one", "two"))]))
    finding = failure(tmp_path, text[:size]).finding
    assert finding.code == "ledger-damaged"
    assert finding.place.line >= 1
    assert "git" in finding.hint


def test_a_ledger_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    error = failure(tmp_path, '{"format":2,"articles":{}}')
    assert error.finding.code == "ledger-version"
    assert "format 2" in error.finding.message


@pytest.mark.parametrize(
    "entry",
    [
        "[]",
        '{"urls":"x/"}',
        '{"urls":[1]}',
        '{"urls":["../../etc/"]}',
        '{"urls":["/x/"]}',
        '{"urls":["x"]}',
        '{"urls":[],"url":[]}',
        '{"urls":[],"removed":1}',
    ],
)
def test_a_damaged_entry_is_told_with_its_line(tmp_path: Path, entry: str) -> None:
    text = f'{{"format":1,"articles":{{\n"a":{{"urls":[]}},\n"b":{entry},\n"":{{}}\n}}}}\n'
    finding = failure(tmp_path, text).finding
    assert (finding.code, finding.place.line) == ("ledger-damaged", 3)


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"[1]", b"null", b'{"format":1}', b"[" * 9999]
)
def test_no_content_leads_to_a_traceback(tmp_path: Path, content: bytes) -> None:
    assert failure(tmp_path, content).finding.code.startswith("ledger-")


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / ".permalinks.json"
    ledger = update(Ledger(), [target("a", "x/")])
    path.write_bytes(b"\xef\xbb\xbf" + dump(ledger).replace("\n", "\r\n").encode())
    assert read(path) == ledger


def test_ten_thousand_articles_are_read_within_a_second(tmp_path: Path) -> None:
    path = tmp_path / ".permalinks.json"
    anchors = tuple(f"heading-{number}" for number in range(8))
    targets = [
        target(f"article-{n}", f"topic/article-{n}/", anchors=anchors) for n in range(10_000)
    ]
    write(path, update(Ledger(), targets))
    start = time.process_time()
    assert len(read(path).entries) == 10_000
    assert time.process_time() - start < 1


def test_an_article_whose_url_has_no_normal_form_is_left_out() -> None:
    ledger = update(Ledger(), [target("c", "billing/c#/"), target("a", "x/")])
    assert list(ledger.entries) == ["a"]


@pytest.mark.parametrize("url", ["c:d/", "100%/", "%23/", " x/", "über uns/"])
def test_unusual_file_names_are_recorded_and_read_again(tmp_path: Path, url: str) -> None:
    path = tmp_path / ".permalinks.json"
    ledger = update(Ledger(), [target("a", url)])
    write(path, ledger)
    assert read(path) == ledger


def test_a_source_that_is_home_another_page_or_a_file_is_not_recorded() -> None:
    written = ("/", "billing/", "robots.txt", "404.html", "assets/logo.png/x/", "old/")
    found = [target("a", "x/", redirect_from=written)]
    files = ["robots.txt", "404.html", "assets/logo.png"]
    ledger = update(Ledger(), found, known_urls=["billing/"], files=files)
    assert ledger.entries["a"].urls == ("x/", "old/")


def test_a_source_that_two_articles_claim_or_that_is_in_a_loop_is_not_recorded() -> None:
    first = target("a", "x/", redirect_from=("old/", "y/"))
    second = target("b", "y/", redirect_from=("old/", "x/"))
    ledger = update(Ledger(), [first, second])
    assert [entry.urls for entry in ledger.entries.values()] == [("x/",), ("y/",)]
