"""Whatever happens to an export, reading it ends with records and findings, and soon."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpwright.errors import Finding
from helpwright.tickets.bodies import own_words
from helpwright.tickets.model import Comment, Form, Record, Skipped, Ticket
from helpwright.tickets.readers import READERS, choose, jira_documents
from helpwright.tickets.readers.csv_rows import read_table

EXPORTS = Path(__file__).parent / "exports"
SYSTEMS = {
    "freshdesk": "freshdesk",
    "freshdesk_account": "freshdesk",
    "intercom": "intercom",
    "helpscout": "helpscout",
    "zammad": "zammad",
    "jira": "jira",
    "github": "github",
    "github_cli": "github",
    "zendesk_csv": "zendesk",
    "generic": "generic",
    "generic_lines": "generic",
}
FILES = sorted(path for name in SYSTEMS for path in (EXPORTS / name).iterdir())
QUIET = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def read(system: str, source: Path) -> list[Record]:
    return list(READERS[system](source, pseudonymise=lambda person: f"p{person}"))


def facts(records: list[Record]) -> set[Record]:
    return {record for record in records if not isinstance(record, Finding | Skipped)}


@QUIET
@given(path=st.sampled_from(FILES), share=st.floats(0, 1))
def test_a_file_cut_off_anywhere_gives_a_part_or_says_so(
    tmp_path: Path, path: Path, share: float
) -> None:
    system, data = SYSTEMS[path.parent.name], path.read_bytes()
    cut = tmp_path / path.name
    cut.write_bytes(data[: int(len(data) * share)])
    found = read(system, cut)
    said = [record for record in found if isinstance(record, Finding | Skipped)]
    assert said or facts(found) <= facts(read(system, path))


@QUIET
@given(path=st.sampled_from(FILES), share=st.floats(0, 0.999), byte=st.integers(0, 255))
def test_a_wrong_byte_anywhere_raises_nothing(
    tmp_path: Path, path: Path, share: float, byte: int
) -> None:
    system, data = SYSTEMS[path.parent.name], bytearray(path.read_bytes())
    whole = len(read(system, path))
    data[int(len(data) * share)] = byte
    (tmp_path / path.name).write_bytes(data)
    found = facts(read(system, tmp_path / path.name))
    assert len(found) <= 2 * whole + 2


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)


def fields_of(value: object, above: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """The way to every field of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]
    ways: list[tuple[object, ...]] = []
    for key, inner in items:
        ways.append((*above, key))
        if isinstance(inner, dict | list):
            ways += fields_of(inner, (*above, key))
    return ways


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from([path for path in FILES if path.suffix == ".json"]),
    at=st.integers(0, 1 << 20),
    value=_JSON,
)
def test_no_value_in_any_field_breaks_a_reader(
    tmp_path: Path, path: Path, at: int, value: object
) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    ways = fields_of(document)
    *way, last = ways[at % len(ways)]
    inner = document
    for key in way:
        inner = inner[key]
    inner[last] = value
    (tmp_path / path.name).write_text(json.dumps(document), encoding="utf-8")
    read(SYSTEMS[path.parent.name], tmp_path / path.name)


@pytest.mark.parametrize("name", sorted(SYSTEMS))
@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le", "utf-8-sig"])
def test_other_encodings_are_read_as_far_as_they_go(
    tmp_path: Path, name: str, encoding: str
) -> None:
    for path in sorted((EXPORTS / name).iterdir()):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_bytes(text.encode(encoding))
    found = read(SYSTEMS[name], tmp_path)
    whole = facts(read(SYSTEMS[name], EXPORTS / name))
    # Latin-1 costs letters outside ASCII, nothing else.
    plain = {record for record in whole if str(record).isascii()}
    assert facts(found) >= plain
    assert choose("auto", tmp_path).system == SYSTEMS[name]


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_zero_bytes_are_no_reason_to_stop(tmp_path: Path, name: str) -> None:
    for path in sorted((EXPORTS / name).iterdir()):
        data = path.read_bytes().replace(b"page", b"p\x00ge")
        (tmp_path / path.name).write_bytes(data)
    assert facts(read(SYSTEMS[name], tmp_path))


# --- Large input ----------------------------------------------------------------------------------

LONG = {
    "text": "Hello https://help.example.org/a/pay/ " * 27_000,
    "open brackets": "<" * 1_000_000,
    "open tags": "<div>" * 200_000,
    "open comments": "<!--" * 250_000,
    "open attributes": '<a href="' * 110_000,
    "entities": "&#" * 500_000,
    "merges": "merged into ticket <a " * 45_000,
    "quotes": "{quote}" * 140_000,
    "lines": "\n" * 1_000_000,
    "quoted lines": "bq. a\n" * 160_000,
}


@pytest.mark.parametrize("kind", LONG)
def test_a_comment_of_a_million_characters_takes_no_longer_than_it_must(
    tmp_path: Path, kind: str
) -> None:
    body = LONG[kind]
    path = tmp_path / "conversations.json"
    comment = {"id": 1, "ticket_id": 1, "user_id": 7, "incoming": False, "private": False}
    comment |= {"created_at": "2026-03-01T10:00:00Z", "body": body}
    path.write_text(json.dumps([comment]), encoding="utf-8")
    start = time.process_time()
    (found,) = [r for r in read("freshdesk", path) if isinstance(r, Comment)]
    own_words(found.body, Form.HTML)
    jira_documents.body_text(body)
    assert found.body == body
    assert time.process_time() - start < 5


def test_a_document_nested_deeply_is_read_without_recursion() -> None:
    document: dict[str, object] = {"type": "text", "text": "in the middle"}
    for _ in range(100_000):
        document = {"type": "panel", "content": [document]}
    assert jira_documents.body_text(document).strip() == "in the middle"
    while document.get("content"):  # Python itself would free it by recursion
        document = document.pop("content")[0]  # type: ignore[index]


@pytest.mark.parametrize(
    "line", ['x","y\n', '"\n', 'a"b"c\n', '"a""\n', ',"\n', '"x\n"y",\n', "\n", ",,,\n"]
)
def test_broken_quotes_cost_time_in_proportion(line: str) -> None:
    def seconds(lines: int) -> float:
        start = time.process_time()
        for _ in read_table(iter(["a,b\n", line * lines]), "x.csv", len):
            pass
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 16 * max(seconds(10_000), 0.05)


def test_a_broken_quote_costs_one_row_not_the_rest_of_the_file(tmp_path: Path) -> None:
    rows = [f'{n},2026-03-01 10:00,open,"Mail, web"\n' for n in range(1000)]
    rows[500] = '500,2026-03-01 10:00,open,"Mail\n'
    path = tmp_path / "tickets.csv"
    path.write_text("ticket_id,created_at,status,channel\n" + "".join(rows), encoding="utf-8")
    found = read("generic", path)
    assert len([r for r in found if isinstance(r, Ticket)]) == 999
    (skipped,) = [r.finding for r in found if isinstance(r, Skipped)]
    assert (skipped.code, skipped.place.line) == ("bad-row", 502)
