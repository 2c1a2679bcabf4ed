"""Which links in a message are its author's own, where it is read in a database."""

from __future__ import annotations

import random
from contextlib import nullcontext

import duckdb
import pytest

from helpwright.deflection.raw import Raw, canonical_tables
from helpwright.deflection.raw.addresses import sent_addresses
from helpwright.deflection.tables import SCHEMAS, named
from helpwright.deflection.warehouses.duck import Duck
from helpwright.deflection.warehouses.engine import to_sql
from helpwright.tickets.links import find_urls

from .raw_site import HOST, LINK, SITE


@pytest.mark.parametrize(
    ("body", "articles"),
    [
        (f"See {LINK}.", [1]),
        (f"See [it] ({LINK}), or http://{HOST}/a/article-2/?x=1#y!", [1, 2]),
        (f'<p>See <a href="{LINK}">{LINK}</a></p>', [1]),
        (f"<a href='{LINK}'>here</a>", [1]),
        (f"{HOST}/a/article-1/ is it, or ({HOST}/a/article-2/)", [1, 2]),
        (f"not-{HOST}/a/article-1/ and me@{HOST}/a/article-2/", []),
        (f"https://{HOST}.evil.example/a/article-1/", []),
        (f"> {LINK}\nNo.", []),
        (f"No.\n> {LINK}\nYes: https://{HOST}/a/article-2/", [2]),
        (f"Yes: {LINK}\n\nOn Monday, X wrote:\nhttps://{HOST}/a/article-2/", [1]),
        (f"On Monday I wrote:\n> no\n{LINK}", [1]),
        (f"As I wrote: {LINK}", [1]),
        (f"Hi\r\n\r\n-- \r\nSupport\r\n{LINK}", []),
        (f"Hi\n-----Original Message-----\n{LINK}", []),
        (f"Hi\nFrom: somebody\nSent: Monday\n\n{LINK}", []),
        (f"Hi `code`\nFrom: you know whom: {LINK}", [1]),
        (f"<p>a</p><blockquote>{LINK}</blockquote><p>https://{HOST}/a/article-2/</p>", [2]),
        (f"<blockquote>a<blockquote>{LINK}</blockquote>{LINK}</blockquote><p>b</p>", []),
        (f"<p>a</p><blockquote>{LINK}", []),
        (f'<p>{LINK}</p><div class="gmail_quote">https://{HOST}/a/article-2/</div>', [1]),
        (f'<p>a</p><div class="signature">{LINK}</div>', []),
        (f"{LINK} {LINK} https://www.example.org/a/article-2/", [1]),
        (f"{LINK}\nöäü https://{HOST}/a/article-2/\t<https://{HOST}/a/article-3/>", [1, 2, 3]),
        ("", []),
    ],
)
def test_the_authors_own_links_are_found_and_no_others(body: str, articles: list[int]) -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE tickets AS SELECT 'x' AS source, '1' AS ticket, 'active' AS state")
    con.execute(
        "CREATE TABLE comments AS SELECT 'x' AS source, '1' AS ticket, '2' AS comment, "
        "'a' AS author, 'agent' AS sent_by, TIMESTAMP '2026-01-01' AS created_at, ? AS body",
        [body],
    )
    for column, kind in SCHEMAS["tickets"].items():
        if column not in ("source", "ticket", "state"):
            sql = {"string": "VARCHAR", "int32": "INTEGER"}.get(kind, "TIMESTAMP")
            con.execute(f"ALTER TABLE tickets ADD COLUMN {column} {sql}")
    con.execute("ALTER TABLE tickets ADD COLUMN survivor VARCHAR")
    text = dict.fromkeys(("source", "ticket", "comment", "author", "sent_by"), "string")
    comments = named("comments", {**text, "created_at": "timestamp", "body": "string"})
    raw = Raw(
        tickets=named("tickets", {**SCHEMAS["tickets"], "survivor": "string"}),
        tags=named("tickets", {"source": "string", "ticket": "string", "status": "string"}).rename(
            tags="status"
        ),
        comments=comments,
    )
    canonical_tables(Duck(con, nullcontext), raw, SITE)
    found = con.execute("SELECT article FROM helpwright_links ORDER BY ALL").fetchall()
    assert found == [(f"article-{n}",) for n in articles]


def test_the_short_way_finds_what_the_long_way_finds() -> None:
    parts = [
        *(
            "Hello you.",
            " ",
            "\n",
            "\r\n",
            "\n\n",
            "> ",
            ">",
            "\n> ",
            "`",
            "wrote:",
            "&amp;",
            '"',
            "<",
        ),
        *("\n-- \n", "\n--\n", "\n-- \r\n", "-- ", ">-- \n", "\n-----Original Message-----\n"),
        *("\nFrom: me\nSent: now\n", "\nFrom: me\n", "\nOn Monday, X wrote:\n", "\nOn it\n"),
        *("<p>", "</p>", "<blockquote>", "<blockquote cite='", "</blockquote>", "<br>\n"),
        *('<div class="signature">', '<div class="gmail_quote">', "</div>", '<a href="', "</a>"),
        *(f"https://{HOST}/a/{n}/" for n in range(9)),
        *(f"http://{HOST}/b", f"{HOST}/c/", f" {HOST}/d/", f"https://{HOST}", "https://x.example/"),
        f"https://{HOST}.evil.example/",
    ]
    draw = random.Random(7)
    bodies = ["".join(draw.choices(parts, k=draw.randint(1, 14))) for _ in range(20_000)]
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE comments AS SELECT 'x' AS source, 't' AS ticket, n::VARCHAR AS comment, "
        "'a' AS author, 'agent' AS sent_by, TIMESTAMP '2026-01-01' AS created_at, body "
        "FROM (SELECT unnest(?) AS body, generate_subscripts(?, 1) AS n)",
        [bodies, bodies],
    )
    text = dict.fromkeys(("source", "ticket", "comment", "author", "sent_by"), "string")
    comments = named("comments", {**text, "created_at": "timestamp", "body": "string"})
    found = []
    for hosts in ([HOST], [HOST, "nowhere.example.com"]):  # of two hosts it knows no short way
        expression = sent_addresses(comments, hosts, "duckdb").select("comment", "address")
        found.append(set(con.execute(to_sql(expression, "duckdb")).fetchall()))
    # What the site makes of an address ends at a bracket that the long way may leave.
    short, long = ({(n, *find_urls(f"https://{a}")[:1]) for n, a in rows} for rows in found)
    assert short == long
    assert len(short) > 10_000
