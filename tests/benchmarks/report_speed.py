"""How much CPU time a report over many comments takes, from files to figures.

Each run is a process of its own; user and system time of all its threads count, with starting
Python. Beside it, SQL that one would write by hand for DuckDB gives the same figures, so that the
price of expressions for every engine shows.

    python tests/benchmarks/report_speed.py --comments 1000000 10000000 --folder /tmp/comments
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
from report_comments import ARTICLES, CATEGORIES, HOST, write_comments

PERIOD = (date(2025, 11, 1), date(2026, 10, 31))
TARGETS = {"csv": 25, "parquet": 12}  # CPU seconds for ten million comments

_TICKETS = """
SET TimeZone = 'UTC'; SET memory_limit = '600MB'; SET preserve_insertion_order = false;
SET force_compression = 'uncompressed';
CREATE TABLE tickets AS
SELECT ticket_id AS ticket, requester, team, tags, status IN ('solved', 'closed') AS ended,
  created_at::TIMESTAMP AS created_at, nullif(solved_at, '')::TIMESTAMP AS solved_at,
  nullif(reopened_at, '')::TIMESTAMP AS reopened_at, reopens::INTEGER AS reopens
FROM {tickets} WHERE deleted <> 'true';
CREATE TABLE articles AS SELECT 'article-' || a AS article, {categories}[1 + a % 8] AS category,
  CASE WHEN a % 2 = 0 THEN DATE '2026-01-01' END AS published FROM range({articles}) r(a);
CREATE TABLE sent AS
SELECT ticket_id AS ticket, author_role, author, comment_id, created_at::TIMESTAMP AS sent_at,
  unnest(regexp_extract_all(own, '://{host}/([^ <>"''?#\\t\\n]*)', 1)) AS path
FROM (
  SELECT * REPLACE (CASE WHEN contains(own, '<blockquote')
    THEN regexp_replace(own, '<blockquote.*?</blockquote>', '', 'gs') ELSE own END AS own) FROM (
  SELECT * REPLACE (CASE WHEN contains(own, e'\\n>')
    THEN regexp_replace(own, '\\n>[^\\n]*', '', 'g') ELSE own END AS own) FROM (
  SELECT ticket_id, author_role, author, comment_id, created_at,
    CASE WHEN contains(body, '"signature"') THEN split_part(body, '<div class="signature"', 1)
      WHEN contains(body, e'\\n-- \\n') THEN split_part(body, e'\\n-- \\n', 1) ELSE body END AS own
  FROM {comments} WHERE public = 'true' AND contains(body, '{host}'))));
CREATE TABLE links AS
SELECT ticket, author_role, regexp_extract(path, '^a/([a-z0-9-]+)', 1) AS article,
  min(sent_at) AS first_at
FROM sent GROUP BY ALL;
CREATE TABLE linked AS
SELECT l.article, l.first_at, t.* FROM links l JOIN tickets t USING (ticket)
WHERE author_role = 'agent';
CREATE TABLE closed AS
SELECT t.ticket, requester, team, tags, reopens, solved_at, f.ticket IS NOT NULL AS linked,
  coalesce(known, false) AS known
FROM tickets t LEFT JOIN (
  SELECT ticket, bool_or(since < created_at OR published <= created_at::DATE) AS known
  FROM linked JOIN (SELECT article, min(first_at) AS since FROM linked GROUP BY article)
    USING (article) JOIN articles USING (article) GROUP BY ticket) f USING (ticket)
WHERE ended AND solved_at >= DATE '{first}' AND solved_at < DATE '{last}' + 1;
CREATE TABLE classified AS
SELECT c.*, category FROM closed c JOIN (
  SELECT DISTINCT ticket, unnest(string_split(tags, ',')) AS tag FROM tickets) USING (ticket)
JOIN (SELECT DISTINCT category, replace(lower(category), ' ', '_') AS tag FROM articles)
  USING (tag)
"""
_RATE = "count(*), sum(linked::INT), sum(known::INT), count(DISTINCT requester)"
_OUTCOMES = """count(*), sum(ended::INT), sum((ended AND coalesce(NOT soon, true))::INT),
  sum((ended OR reopens > 0)::INT), sum((soon AND (ended OR reopens > 0))::INT),
  sum((reopened_at >= first_at)::INT), count(DISTINCT requester)
FROM (SELECT *, reopened_at >= first_at AND reopened_at <= first_at + INTERVAL 14 DAY AS soon
  FROM linked WHERE first_at >= DATE '{first}' AND first_at < DATE '{last}' + 1)"""
_FIGURES = (
    f"SELECT {_RATE} FROM closed",
    f"SELECT month(solved_at), year(solved_at), {_RATE} FROM closed GROUP BY ALL",
    f"SELECT team, {_RATE} FROM closed GROUP BY ALL",
    f"SELECT category, {_RATE} FROM classified GROUP BY ALL",
    "SELECT category, count(*), sum((reopens > 0)::INT), count(DISTINCT requester) FROM classified "
    "WHERE NOT linked GROUP BY ALL",
    "SELECT article, count(*), count(DISTINCT requester) FROM linked JOIN closed USING (ticket, "
    "requester) GROUP BY ALL",
    f"SELECT {_OUTCOMES}",
    f"SELECT article, {_OUTCOMES} GROUP BY ALL",
    "SELECT category, count(DISTINCT ticket), count(DISTINCT requester) FROM linked JOIN articles "
    "USING (article) GROUP BY ALL",
    "SELECT author_role, count(*), count(DISTINCT requester) FROM links JOIN tickets USING (ticket)"
    " GROUP BY ALL",
    "SELECT author, path, count(DISTINCT comment_id) FROM sent WHERE author_role = 'agent' "
    "GROUP BY ALL HAVING count(*) > 10",
    "SELECT article, month(first_at), year(first_at), count(*), count(DISTINCT requester) "
    "FROM linked WHERE first_at >= DATE '{first}' AND first_at < DATE '{last}' + 1 GROUP BY ALL",
    # Tickets by week and category, each in its rarest one, and who came anew.
    """WITH topics AS (SELECT DISTINCT ticket, category FROM (
    SELECT ticket, unnest(string_split(tags, ',')) AS tag FROM tickets) JOIN (
    SELECT DISTINCT category, replace(lower(category), ' ', '_') AS tag FROM articles) USING (tag)
), opened AS (
  SELECT requester, date_trunc('week', created_at) AS week, category
  FROM tickets LEFT JOIN (SELECT ticket, arg_min(category, size) AS category FROM topics
    JOIN (SELECT category, count(*) AS size FROM topics GROUP BY ALL) USING (category)
    GROUP BY ticket) USING (ticket)
), came AS (
  SELECT category, week, count(*) AS newcomers FROM (
    SELECT category, requester, min(week) AS week FROM opened GROUP BY ALL) GROUP BY ALL)
SELECT * FROM (SELECT category, week, count(*), count(DISTINCT requester) FROM opened
  GROUP BY ALL) o JOIN came ON o.week = came.week AND o.category IS NOT DISTINCT FROM came.category
""",
    "SELECT max(greatest(created_at, solved_at, reopened_at)) FROM tickets",
)


class Site:
    """Who knows which addresses are articles."""

    def is_ours(self, url: str) -> bool:
        """Whether an address is the help center's."""
        return urlsplit(url).hostname == HOST

    def article_id(self, url: str) -> str | None:
        """The article of an address."""
        name = urlsplit(url).path.rstrip("/").rpartition("/")[2]
        return name if name.startswith("article-") else None


def report(folder: Path) -> dict[str, int]:
    """The whole report, as the command makes it."""
    from helpwright import reports
    from helpwright.deflection.figures import Period, ReportArticle
    from helpwright.deflection.metrics import Asked
    from helpwright.deflection.raw import Site as RawSite
    from helpwright.deflection.raw.work import open_files

    articles = [
        ReportArticle(
            f"article-{a}",
            f"Article {a}",
            "",
            CATEGORIES[a % 8],
            "public",
            date(2026, 1, 1) if a % 2 == 0 else None,
        )
        for a in range(ARTICLES)
    ]
    asked = Asked(articles, Period(*PERIOD), date(2026, 11, 22))
    with open_files([folder], RawSite([HOST], Site())) as opened:
        figures = reports.gather(opened.engine, opened.tables, asked).figures
    rate = figures.link_rate
    return {"closed": rate.denominator, "linked": rate.numerator, "links": figures.links}


def by_hand(folder: Path) -> dict[str, int]:
    """The same figures by SQL for DuckDB alone."""
    form = folder.name.partition("-")[0]
    work = folder.with_suffix(".by-hand.duckdb")
    work.unlink(missing_ok=True)
    values = {"host": HOST, "articles": ARTICLES, "categories": list(CATEGORIES)}
    values |= {"first": PERIOD[0], "last": PERIOD[1]}
    options = ", all_varchar = true, quote = '\"', escape = '\"'" if form == "csv" else ""
    for name in ("tickets", "comments"):
        values[name] = f"read_{form}('{folder}/{name}.{form}'{options})"
    try:
        with duckdb.connect(str(work)) as con:
            for statement in _TICKETS.format(**values).split(";\n"):
                con.execute(statement)
            found = [con.execute(sql.format(**values)).fetchall() for sql in _FIGURES]
    finally:
        work.unlink(missing_ok=True)
    return {"closed": found[0][0][0], "linked": int(found[0][0][1]), "links": found[6][0][0]}


def measure(way: str, folder: Path) -> dict[str, float]:
    """CPU seconds, wall seconds and greatest memory of one way, and what it found."""
    begun = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, __file__, "--run", way, "--folder", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found: dict[str, float] = json.loads(done.stdout)
    return found | {"cpu": cpu, "wall": time.perf_counter() - begun}


def main() -> None:
    """Measure, or be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--forms", nargs="+", default=["csv", "parquet"])
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--run", choices=["report", "by_hand"])
    given = parser.parse_args()
    if given.run:
        found = report(given.folder) if given.run == "report" else by_hand(given.folder)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found | {"memory": memory}))
        return
    print(f"{'comments':>10} {'form':8} {'way':8} {'CPU s':>7} {'wall s':>7} {'MB':>6}  figures")
    for comments in given.comments:
        for form in given.forms:
            folder = write_comments(given.folder, comments, form=form)
            for way in ("report", "by_hand"):
                row = measure(way, folder)
                figures = {name: row[name] for name in ("closed", "linked", "links")}
                print(
                    f"{comments:>10,} {form:8} {way:8} {row['cpu']:7.1f} {row['wall']:7.1f} "
                    f"{row['memory']:6.0f}  {figures}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
