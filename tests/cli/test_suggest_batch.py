"""`helpwright suggest --batch`: a line for each ticket, whatever the file is like."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

REFUND = "I bought the wrong course. How do I request a refund?"
PERMALINK = "https://help.larkfield.example/a/rf7k2d/"

Suggest = Callable[..., "subprocess.CompletedProcess[bytes]"]


def results(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def tickets(*texts: str) -> bytes:
    rows = ({"id": n, "subject": "", "body": text} for n, text in enumerate(texts, 1))
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def test_a_batch_gives_a_line_for_each_ticket(suggest: Suggest) -> None:
    done = suggest("--batch", "-", given=tickets(REFUND, "", "My cat needs a vet", "my invoice"))
    rows = results(done)
    assert done.returncode == 0
    assert [row["id"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["suggestions"][0]["permalink"] == PERMALINK
    assert [row["confidence"] for row in rows[1:3]] == ["none", "none"]
    alone = json.loads(suggest("--json", REFUND).stdout)
    assert {key: value for key, value in rows[0].items() if key != "id"} == alone


def test_the_same_tickets_give_the_same_bytes(suggest: Suggest) -> None:
    given = tickets(*[f"{REFUND} {n}" for n in range(700)], "invoice", "video")
    assert (
        suggest("--batch", "-", given=given).stdout == suggest("--batch", "-", given=given).stdout
    )


def test_bad_lines_are_reported_and_the_rest_goes_on(suggest: Suggest, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "subject": "Refund", "body": None}),
        "{broken",
        '["a list"]',
        "",
        json.dumps({"subject": "no id"}),
        json.dumps({"id": 7, "body": 12}),
        json.dumps({"id": True, "body": "refund"}),
        '{"id": "raw\tcontrol \\ud800", "description": "refund\x00 please"}',
        json.dumps({"id": 9, "body": "r\u00fcck refund"}, ensure_ascii=False),
    ]
    path = tmp_path / "tickets.jsonl"
    path.write_bytes("\n".join(lines[:8]).encode() + b"\n" + lines[8].encode("cp1252"))
    done = suggest("--batch", path.name, cwd=tmp_path)
    assert done.returncode == 1
    assert [row["id"] for row in results(done)] == ["a", "raw\tcontrol ?", 9]
    said = [line for line in done.stderr.decode().splitlines() if line.startswith("tickets.jsonl")]
    assert [(line.split(":")[1], line.split("[")[-1]) for line in said] == [
        ("2", "bad-json]"),
        ("3", "bad-row]"),
        ("5", "bad-row]"),
        ("6", "bad-row]"),
        ("7", "bad-row]"),
    ]


def test_csv_is_read_with_any_separator_and_lines_in_texts(
    suggest: Suggest, tmp_path: Path
) -> None:
    expected: list[Any] = []
    for delimiter in ",;\t":
        stream = io.StringIO()
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerow(["ID", "Subject", "Description", "Status"])
        writer.writerow(["T-1", "Refund", f'How do I get\na "refund"{delimiter}', "new"])
        writer.writerow(["", "no id", "", "new"])
        writer.writerow(["T-2", "Invoice", "", "new", "one too many"])
        writer.writerow(["T-3", "Invoice", "Where is my invoice?", "new"])
        path = tmp_path / "tickets.csv"
        path.write_text(stream.getvalue(), encoding="utf-8-sig", newline="")
        done = suggest("--batch", path.name, cwd=tmp_path)
        assert done.returncode == 1
        rows = results(done)
        assert [row["id"] for row in rows] == ["T-1", "T-3"]
        assert rows[0]["suggestions"][0]["permalink"] == PERMALINK
        assert b"tickets.csv:4:1" in done.stderr
        assert b"tickets.csv:5:1" in done.stderr
        expected = expected or rows
        assert rows == expected


def test_a_packed_file_that_is_cut_off_gives_what_came_before(
    suggest: Suggest, tmp_path: Path
) -> None:
    whole = tickets(*[f"refund {n}" for n in range(3000)])
    path = tmp_path / "tickets.jsonl.gz"
    path.write_bytes(gzip.compress(whole))
    assert len(results(suggest("--batch", path.name, cwd=tmp_path))) == 3000
    path.write_bytes(gzip.compress(whole)[:-4000])
    done = suggest("--batch", path.name, cwd=tmp_path)
    assert done.returncode == 1
    assert 100 < len(results(done)) < 3000
    assert b"[truncated-file]" in done.stderr


def test_an_output_file_is_written_whole(suggest: Suggest, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(tickets(REFUND, "invoice"))
    done = suggest("--batch", "in.jsonl", "-o", "out/links.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().strip() == "Wrote suggestions for 2 tickets."
    assert len((tmp_path / "out/links.jsonl").read_text("utf-8").splitlines()) == 2
    (tmp_path / "in.jsonl").write_bytes(b"name\nvalue\n")
    refused = suggest("--batch", "in.jsonl", "-o", "out/links.jsonl", cwd=tmp_path)
    assert refused.returncode == 2
    assert len((tmp_path / "out/links.jsonl").read_text("utf-8").splitlines()) == 2


def test_every_link_leads_to_a_page_with_that_section(suggest: Suggest, sample_site: Path) -> None:
    asked = ["refund", "password", "invoice", "certificate", "video", "seats", "SSO", "captions"]
    base = "https://help.larkfield.example/"
    found = [
        each
        for row in results(suggest("--batch", "-", given=tickets(*asked)))
        for each in row["suggestions"]
    ]
    assert len(found) > len(asked)
    for each in found:
        permanent, _, anchor = each["link"].removeprefix(base).partition("#")
        assert permanent.startswith("a/")
        assert (sample_site / permanent / "index.html").is_file()
        page = (sample_site / each["url"].removeprefix(base) / "index.html").read_text("utf-8")
        assert not anchor or f'id="{anchor}"' in page


def test_marks_and_blank_lines_are_no_tickets(suggest: Suggest) -> None:
    rows = results(suggest("--batch", "-", given=b"\xef\xbb\xbf\n\n \n" + tickets("refund")))
    assert [row["id"] for row in rows] == [1]
    assert results(suggest("--batch", "-", given=b"")) == []
    wide = suggest("--batch", "-", given=tickets("refund").decode().encode("utf-16"))
    assert [row["id"] for row in results(wide)] == [1]
