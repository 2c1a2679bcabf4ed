"""Invented tickets and comments in the generic form, in any number: made by DuckDB, seeded.

A year of four comments a ticket, agents and customers in turn. Texts are of every length (mean
about 330 characters), four in ten are HTML, one in eight quotes the message before, one agent's
comment in three is signed. One comment in four links the help center, by Zipf's law over 800
articles; quotes and signatures hold more links, which must not count.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

ARTICLES = 800
HOST = "help.larkfield.example"
CATEGORIES = (
    "Billing",
    "Teams",
    "Courses",
    "Sign in",
    "Certificates",
    "Video",
    "Mobile",
    "Account",
)

_WORDS = """account invoice course lesson certificate password team seat license browser video page
error message button settings profile payment refund card member learner admin role report progress
module quiz answer link download app phone tablet screen login email address notification calendar
deadline upload file picture sound caption language time date order plan price discount code support
question problem help thanks please the a to of and in is it that for on with you we your this not
can be are have has when after before then again still already also only open close click choose
enter check find see send receive change update remove add invite share copy"""

_POOLS = f"""
CREATE MACRO share(i, salt) AS (hash(i * 7919 + salt) % 1000003) / 1000003.0;
CREATE MACRO pick(i, salt, n) AS 1 + (hash(i * 104729 + salt) % n)::INT;
SET VARIABLE words = string_split_regex($${_WORDS}$$, '\\s+');
CREATE TEMP TABLE sentences AS
  SELECT s, upper(left(t, 1)) || substr(t, 2) || '.' AS text FROM (
    SELECT s, string_agg(getvariable('words')[pick(s * 64 + j, 1, len(getvariable('words')))], ' '
      ORDER BY j) AS t
    FROM range(4000) r(s), range(20) q(j) WHERE j < 4 + pick(s, 2, 14) GROUP BY s);
SET VARIABLE sentences = (SELECT list(text ORDER BY s) FROM sentences);
CREATE TEMP TABLE paragraphs AS
  SELECT p, string_agg(getvariable('sentences')[pick(p * 16 + j, 3, 4000)], ' ' ORDER BY j) AS text
  FROM range(20000) r(p), range(8) q(j) WHERE j < pick(p, 4, 4) GROUP BY p;
SET VARIABLE paragraphs = (SELECT list(text ORDER BY p) FROM paragraphs);
SET VARIABLE popular = (SELECT list(a ORDER BY a, k) FROM range({ARTICLES}) r(a), range(4000) q(k)
  WHERE k < 4000 / (a + 1));
"""

_COMMENTS = """
CREATE OR REPLACE TEMP VIEW comments AS
WITH base AS (
  SELECT i, i // 4 AS t, i % 4 IN (1, 3) AS agent,
    TIMESTAMP '2025-11-01' + INTERVAL 1 SECOND * ((i // 4) * (350 * 86400.0 / {tickets}))::BIGINT
      + INTERVAL 1 HOUR * ((i % 4) * pick(i, 9, 20)) AS moment,
    share(i, 5) AS r1, share(i, 6) AS r2, share(i, 7) AS r3, share(i, 8) AS r4, share(i, 10) AS r5,
    getvariable('paragraphs')[pick(i, 11, 20000)] AS p1,
    getvariable('paragraphs')[pick(i, 12, 20000)] AS p2,
    'https://{host}/a/article-' ||
      getvariable('popular')[pick(i // 2, 13, len(getvariable('popular')))] || '/' AS url
  FROM range({first}, {last}) x(i)
), drawn AS (
  SELECT *, CASE WHEN agent THEN r1 < 0.46 ELSE r1 < 0.04 END AS linked, r2 < 0.4 AS html,
    r3 < 0.12 AS quoted, agent AND r4 < 0.3 AS signed, r5 > CASE WHEN agent THEN 0.4 ELSE 0.8 END
      AS longer,
    CASE WHEN r3 < 0.06 THEN url ELSE '' END AS quoted_url,
    CASE WHEN r4 < 0.075 THEN 'https://{host}/contact/' ELSE 'https://www.larkfield.example' END
      AS footer
  FROM base
)
SELECT (5000000 + i)::VARCHAR AS comment_id, (100000 + t)::VARCHAR AS ticket_id,
  CASE WHEN agent THEN 'agent-' || pick(t, 21, 200) ELSE 'customer-' || pick(t, 22, {people}) END
    AS author,
  CASE WHEN agent THEN 'agent' ELSE 'customer' END AS author_role,
  CASE WHEN agent AND share(i, 23) < 0.05 THEN 'false' ELSE 'true' END AS public,
  strftime(moment, '%Y-%m-%dT%H:%M:%SZ') AS created_at,
  CASE WHEN html THEN '<div class="zd-comment"><p>' || p1 || '</p>'
      || CASE WHEN linked THEN '<p>See <a href="' || url || '?utm=mail" rel="noreferrer">'
        || CASE WHEN r1 < 0.2 THEN url ELSE 'this article' END || '</a>.</p>' ELSE '' END
      || CASE WHEN longer THEN '<p>' || p2 || '</p>' ELSE '' END
      || CASE WHEN signed THEN '<div class="signature">Larkfield support<br>' || footer || '</div>'
        ELSE '' END
      || CASE WHEN quoted THEN '<blockquote><p>' || p2 || ' ' || quoted_url || '</p></blockquote>'
        ELSE '' END || '</div>'
    ELSE p1 || CASE WHEN linked THEN e'\\n\\nHave a look at ' || url || '.' ELSE '' END
      || CASE WHEN longer THEN e'\\n\\n' || p2 ELSE '' END
      || CASE WHEN signed THEN e'\\n\\n-- \\nLarkfield support\\n' || footer ELSE '' END
      || CASE WHEN quoted THEN e'\\n\\nOn Tue, 3 Mar 2026 at 10:12, Larkfield wrote:\\n> '
        || replace(p2, '. ', e'.\\n> ') || e'\\n> ' || quoted_url ELSE '' END
    END AS body,
  CASE WHEN html THEN 'html' ELSE 'text' END AS format
FROM drawn
"""

_TICKETS = """
CREATE OR REPLACE TEMP VIEW tickets AS
SELECT (100000 + t)::VARCHAR AS ticket_id, strftime(opened, '%Y-%m-%dT%H:%M:%SZ') AS created_at,
  strftime(opened + INTERVAL 3 DAY, '%Y-%m-%dT%H:%M:%SZ') AS updated_at,
  CASE WHEN r < 0.82 THEN 'closed' WHEN r < 0.9 THEN 'solved' ELSE 'open' END AS status,
  CASE WHEN r < 0.9 THEN strftime(opened + INTERVAL 2 DAY, '%Y-%m-%dT%H:%M:%SZ') ELSE '' END
    AS solved_at,
  CASE WHEN share(t, 31) < 0.06 THEN strftime(opened + INTERVAL 1 DAY, '%Y-%m-%dT%H:%M:%SZ')
    ELSE '' END AS reopened_at,
  CASE WHEN share(t, 31) < 0.06 THEN 1 ELSE 0 END AS reopens,
  'customer-' || pick(t, 22, {people}) AS requester, 'Team ' || pick(t, 32, 6) AS team,
  CASE WHEN share(t, 33) < 0.7 THEN lower(replace({categories}[pick(t, 34, 8)], ' ', '_'))
    || CASE WHEN share(t, 35) < 0.3 THEN ',vip' ELSE '' END ELSE '' END AS tags,
  ['web', 'email', 'chat'][pick(t, 36, 3)] AS channel,
  CASE WHEN share(t, 37) < 0.01 THEN 'true' ELSE 'false' END AS deleted
FROM (SELECT t, share(t, 30) AS r, TIMESTAMP '2025-11-01'
  + INTERVAL 1 SECOND * (t * (350 * 86400.0 / {tickets}))::BIGINT AS opened
  FROM range({tickets}) x(t))
"""


def write_comments(folder: Path, comments: int, *, form: str) -> Path:
    """Write tickets and comments as "csv" or "parquet" files, if they are not there yet."""
    target = folder / f"{form}-{comments}"
    done = target / ".done"
    if done.exists():
        return target
    target.mkdir(parents=True, exist_ok=True)
    tickets = comments // 4
    values = {
        "tickets": tickets,
        "people": max(tickets // 3, 10),
        "host": HOST,
        "categories": list(CATEGORIES),
    }
    options = "HEADER" if form == "csv" else "FORMAT parquet, ROW_GROUP_SIZE 122880"
    with duckdb.connect() as con:
        con.execute(_POOLS)
        con.execute(_TICKETS.format(**values))
        con.execute(f"COPY tickets TO '{target}/tickets.{form}' ({options})")
        con.execute(_COMMENTS.format(first=0, last=comments, **values))
        con.execute(f"COPY comments TO '{target}/comments.{form}' ({options})")
    done.touch()
    return target
