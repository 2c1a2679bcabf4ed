"""Access logs: what is an event, when it happened, and what never reaches the store."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import pytest

from helpwright.errors import InputError
from helpwright.events import EventsResult, import_events
from helpwright.events.store import forget

Import = Callable[..., EventsResult]
Rows = Callable[..., list[tuple[Any, ...]]]
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/145.0"
ARTICLES = {"billing/refund/": "rfnd01x", "video/black.html": "vdeo01x"}
FIELDS = (
    "#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status "
    "cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id"
)


def query(name: str, **facts: object) -> str:
    return urlencode({"v": 2, "e": name, "p": "billing/refund/", "l": "en", **facts})


def json_line(name: str, number: int = 1, **facts: object) -> str:
    """A line of the log that the documentation asks for; `_key` changes a key of it."""
    own = {key[1:]: facts.pop(key) for key in list(facts) if key.startswith("_")}
    row = {
        "time": "2026-11-22T12:00:01+01:00",
        "msec": f"1795345201.{number:03}",
        "id": f"{number:032x}",
        "method": "POST",
        "uri": f"/events?{query(name, **facts)}",
        "status": "204",
        "agent": AGENT,
        "purpose": "",
    }
    return json.dumps(row | own)


def combined(name: str, second: int = 1, agent: str = AGENT, **facts: object) -> str:
    return (
        f"192.0.2.7 - ann [22/Nov/2026:12:00:{second:02} +0100] "
        f'"POST /events?{query(name, **facts)} HTTP/2.0" 204 0 "https://help.example/" "{agent}"'
    )


def cloudfront(name: str, number: int = 1, **facts: object) -> str:
    asked, agent = query(name, **facts).replace("%", "%25"), AGENT.replace(" ", "%20")
    cells = ["2026-11-22", "11:00:01", "FRA2-C1", "312", "192.0.2.7", "POST", "d1.cloudfront.net"]
    cells += [
        "/events",
        "204",
        "https://help.example/",
        agent,
        asked,
        "id=7",
        "Miss",
        f"id{number}==",
    ]
    return "\t".join(cells)


def test_every_column_comes_out_of_a_line_of_nginx(take_in: Import, rows: Rows) -> None:
    facts = {"q": "Get  a Refund", "n": 3, "f": 1, "b": "view,search", "y": "box"}
    result = take_in({"access.log": [json_line("search", **facts)]})
    assert (result.events, result.added, result.findings) == (1, 1, ())
    columns = ("at", "name", "page", "language", "query", "results", "position", "value")
    assert rows(*columns, "is_first", "after") == [
        (
            *(datetime(2026, 11, 22, 11, 0, 1, 1000), "search", "billing/refund/", "en"),
            *("get a refund", 3, None, "box", 1, "view,search"),
        )
    ]


def test_the_usual_log_of_nginx_will_do(take_in: Import, rows: Rows) -> None:
    other = '192.0.2.7 - - [22/Nov/2026:12:00:00 +0100] "GET /a?v=1 HTTP/1.1" 200 5 "-" "curl"'
    result = take_in({"access.log": [other, combined("view", a="rfnd01x"), combined("view", 2)]})
    assert (result.rows, result.events, result.skipped) == (3, 2, 0)
    assert rows("at", "name", "article", "is_first") == [
        (datetime(2026, 11, 22, 11, 0, 1), "view", "rfnd01x", 0),
        (datetime(2026, 11, 22, 11, 0, 2), "view", "rfnd01x", 0),  # by its page
    ]


def test_cloudfront_encodes_twice_and_packs_many_files(take_in: Import, rows: Rows) -> None:
    head = ["#Version: 1.0", FIELDS]
    packed = {
        f"E1.2026-11-22-11.{n}.gz": gzip.compress(
            "\n".join([*head, cloudfront("search", n, q=f"100 % größe {n % 3}", n=1)]).encode()
        )
        for n in range(30)
    }
    result = take_in(packed)
    assert (result.files, result.events, result.findings) == (30, 30, ())
    assert {row for row in rows("query")} == {(f"100 % größe {n}",) for n in range(3)}
    assert rows("at")[0] == (datetime(2026, 11, 22, 11, 0, 1),)


def test_cloudfront_in_json_and_cloudflare_too(take_in: Import, rows: Rows) -> None:
    amazon = {
        **{"date": "2026-11-22", "time": "11:00:01", "cs-method": "POST", "c-ip": "192.0.2.7"},
        **{
            "cs-uri-stem": "/events",
            "cs-uri-query": query("view", a="one"),
            "x-edge-request-id": "a",
        },
    }
    cloudflare = {
        **{"ClientRequestMethod": "POST", "ClientRequestURI": f"/events?{query('view', a='two')}"},
        **{"EdgeStartTimestamp": 1795345202000000000, "RayID": "b", "ClientIP": "192.0.2.7"},
    }
    take_in({"amazon.log": [json.dumps(amazon)], "cloudflare.log": [json.dumps(cloudflare)]})
    assert rows("at", "article") == [
        (datetime(2026, 11, 22, 11, 0, 1), "one"),
        (datetime(2026, 11, 22, 11, 0, 2), "two"),
    ]


def test_nothing_of_a_person_is_stored(take_in: Import, tmp_path: Path) -> None:
    lines = [combined("search", q="mail ann@example.org or call +49 30 1234567", n=0)]
    take_in({"access.log": lines, "cloudfront.log": [FIELDS, cloudfront("view")]})
    with duckdb.connect(str(tmp_path / "tickets.duckdb"), read_only=True) as con:
        tables = [
            name
            for (name,) in con.execute("SHOW ALL TABLES")
            .execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()")
            .fetchall()
        ]
        stored = str([con.execute(f"SELECT * FROM {table}").fetchall() for table in tables])
    assert "mail [mail] or call +[number]" in stored
    for private in ("192.0.2.7", "ann", "Mozilla", "id=7", "1234567"):
        assert private not in stored


def test_machines_and_pages_that_nobody_saw_are_left_out_and_counted(take_in: Import) -> None:
    lines = [
        json_line("view", 1, _agent="Mozilla/5.0 (compatible; Googlebot/2.1)"),
        json_line("view", 2, _agent="HeadlessChrome/130"),
        json_line("view", 3, _purpose="prefetch;prerender"),
        json_line("view", 4),
    ]
    result = take_in({"access.log": lines})
    assert (result.bots, result.prefetched, result.events, result.skipped) == (2, 1, 1, 0)


BAD = {
    "query": [
        json_line("no-such-event"),
        json_line("view", a="<script>alert(1)</script>"),
        json_line("view", a="x' OR 1=1 --"),
        json_line("search", n="many"),
        json_line("search", n="99999999"),
        json_line("view", _uri="/events?v=2&e=view&a=%FF%FE"),
        json_line("view", _uri='/events?v=2&e=view&a="}'),
        json_line("view", _uri="/events?v=2&e=view&a=1=2"),
        json_line("view", _uri="/events?v=2&e=view&p=" + "x" * 5000),
        json_line("view", _uri="/events?v=2&e="),
    ],
    "time": [
        json_line("view", _msec="", _time="2026-13-45T99:00:00Z"),
        json_line("view", _msec="", _time=""),
        json_line("view", _msec="-5", _time="0001-01-01T00:00:00Z"),
        json_line("view", _msec="", _time="9999-01-01T00:00:00Z"),
    ],
    "unreadable": [json_line("view")[:60], "{", "\ufffd\x00", "x" * 100_000],
}


@pytest.mark.parametrize("fault", BAD)
def test_what_cannot_be_used_is_skipped_counted_and_shown_with_its_place(
    take_in: Import, rows: Rows, fault: str, tmp_path: Path
) -> None:
    lines = [json_line("view", 1), *BAD[fault], json_line("view", 2)]
    result = take_in({"access.log": lines})
    assert (result.events, result.skipped) == (2, len(BAD[fault]))
    assert len(rows("name")) == 2
    shown = [finding for finding in result.findings if finding.place.line]
    assert [finding.place.line for finding in shown] == [2, 3, 4]
    assert {finding.place.path for finding in shown} == {str(tmp_path / "logs/access.log")}
    rest = f"{len(BAD[fault]) - 3} more of the same kind"
    assert result.findings[-1].message == rest


def test_other_requests_are_no_events_and_no_faults(take_in: Import) -> None:
    lines = [
        json_line("view", 1),
        json_line("view", _uri="/billing/refund/"),
        json_line("view", _uri="/search/?q=refund"),
        json_line("view", _method="GET"),
        json_line("view", _uri="/events?v=1&e=view"),
    ]
    result = take_in({"access.log": lines})
    assert (result.rows, result.events, result.skipped, result.findings) == (5, 1, 0, ())


def test_the_same_log_again_rotated_longer_or_packed_counts_once(
    take_in: Import, rows: Rows
) -> None:
    lines = [combined("view", n) for n in range(1, 6)]
    # Two people in one second: equal lines of one file are events of their own.
    lines.insert(1, lines[0])
    take_in({"access.log": lines[:3]})
    again = take_in({"access.log": lines[:3]})
    assert (again.events, again.added, again.changed) == (3, 0, False)
    longer = take_in({"access.log": lines})
    assert (longer.added, longer.changed) == (3, True)
    rotated = gzip.compress("\n".join(lines).encode())
    copy = take_in({"access.log": lines[:2], "access.log.1.gz": rotated})
    assert (copy.added, copy.changed) == (0, False)
    assert len(rows("at")) == 6


def test_the_order_of_imports_changes_nothing(take_in: Import, rows: Rows, tmp_path: Path) -> None:
    lines = [json_line("view", n % 40, a=f"a{n % 40}") for n in range(80)]
    parts = {"a.log": lines[:50], "b.log": lines[30:], "c.log": lines[10:20]}
    found = []
    for seed in range(3):
        (tmp_path / "tickets.duckdb").unlink(missing_ok=True)
        names = random.Random(seed).sample(sorted(parts), 3)
        for name in names:
            take_in({name: parts[name]}, folder=f"{seed}/{name}")
        found.append(rows("at", "article"))
    (tmp_path / "tickets.duckdb").unlink()
    take_in(parts, folder="all")
    assert found == [rows("at", "article")] * 3


def test_a_log_in_another_encoding_is_read_and_a_cut_one_up_to_the_cut(take_in: Import) -> None:
    lines = "\n".join([json_line("view", n) for n in range(1, 500)])
    result = take_in(
        {"utf16.log": lines.encode("utf-16"), "cut.gz": gzip.compress(lines.encode())[:-90]}
    )
    assert result.added == 499
    assert "truncated-file" in {finding.code for finding in result.findings}


def test_a_file_that_is_no_log_is_named_and_the_others_are_read(take_in: Import) -> None:
    result = take_in({"access.log": [json_line("view")], "notes.txt": ["buy milk"]})
    assert result.events == 1
    assert [finding.code for finding in result.findings] == ["log-unknown"]


def test_a_log_without_events_says_so(take_in: Import) -> None:
    result = take_in({"access.log": [json_line("view", _uri="/")]})
    assert [finding.code for finding in result.findings] == ["no-events"]


def test_paths_become_ids_of_articles_and_troubleshooters_also_later(
    take_in: Import, rows: Rows
) -> None:
    lines = [
        json_line("search-click", 1, a="billing/refund/"),
        json_line("suggest-open", 2, a="troubleshooters/black-video/"),
        json_line("form-submit", 3, w="rfnd01x,billing/refund/,troubleshooters/black-video/,new/"),
        json_line("search-click", 4, a="new/"),
    ]
    take_in({"access.log": lines})
    first = [
        ("rfnd01x", "", ""),
        ("", "black-video", ""),
        ("", "", "rfnd01x,black-video,new/"),
        ("new/", "", ""),
    ]
    assert rows("article", "troubleshooter", "viewed") == first
    take_in({"access.log": lines}, find_article={**ARTICLES, "new/": "newa01x"}.get)
    after = rows("article", "troubleshooter", "viewed")
    assert after[2:] == [("", "", "rfnd01x,black-video,newa01x"), ("newa01x", "", "")]


def test_what_is_forgotten_stays_away(take_in: Import, rows: Rows, tmp_path: Path) -> None:
    lines = [json_line("view", n, _msec=f"{1795345201 + n * 86400}.1") for n in range(3)]
    take_in({"access.log": lines})
    assert forget(tmp_path / "tickets.duckdb", datetime(2026, 11, 24).date()) == 2
    assert len(rows("at")) == 1
    again = take_in({"access.log": lines})
    assert (again.added, again.changed) == (0, False)
    older = take_in({"access.log": lines}, first_day=datetime(2026, 11, 25).date())
    assert (older.events, len(rows("at"))) == (0, 0)


def test_a_format_or_a_file_that_is_not_there_is_refused(tmp_path: Path, take_in: Import) -> None:
    with pytest.raises(InputError, match="no format"):
        take_in({"a.log": [json_line("view")]}, format="apache")
    with pytest.raises(InputError, match="no such file"):
        import_events(tmp_path / "t.duckdb", [tmp_path / "none"], find_article=ARTICLES.get)
