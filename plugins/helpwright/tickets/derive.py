"""The tables that figures read, computed anew from the state: tickets, links, unresolved.

All rules about what counts are here. A link counts once for each ticket and article: the first
public one by an agent. Links in private notes, by customers or machines, in signatures, in what a
merge copies, in redacted comments and in deleted or spam tickets do not count; those of a merged
ticket count for the ticket that survived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.links import ArticleResolver

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The same address in most of one agent's comments is a signature (of at least so many comments).
_SIGNATURE_COMMENTS = 20
_SIGNATURE_SHARE = 0.5

_TICKETS = """
CREATE OR REPLACE TABLE tickets AS
WITH changes AS (
  SELECT source, ticket,
    max(changed_at) FILTER (status IN ('solved', 'closed') AND previous NOT IN ('solved', 'closed'))
      AS solved_at,
    max(changed_at) FILTER (status = 'closed') AS closed_at,
    max(changed_at) FILTER (previous IN ('solved', 'closed') AND status NOT IN ('solved', 'closed'))
      AS reopened_at,
    count(*) FILTER (previous IN ('solved', 'closed') AND status NOT IN ('solved', 'closed'))
      AS reopens
  FROM state.status_changes GROUP BY source, ticket
), outcomes AS (
  SELECT source, ticket, arg_max(solved_at, updated_at) AS solved_at, max(reopens) AS reopens
  FROM (SELECT source, ticket, solved_at, reopens,
          {'at': coalesce(updated_at, TIMESTAMP '1970-01-01'), 'tie': solved_at} AS updated_at
        FROM state.outcomes)
  GROUP BY source, ticket
), teams AS (
  SELECT source, team, max(name) AS name FROM state.teams GROUP BY source, team
)
SELECT v.source, v.ticket, v.created_at, v.updated_at,
  CASE WHEN v.status IN ('solved', 'closed')
    THEN coalesce(o.solved_at, c.solved_at, c.closed_at, v.updated_at) END AS solved_at,
  CASE WHEN v.status = 'closed' THEN coalesce(c.closed_at, v.updated_at) END AS closed_at,
  c.reopened_at,
  greatest(coalesce(c.reopens, 0), coalesce(o.reopens, 0))::INTEGER AS reopens,
  v.status, v.channel, list_filter(v.tags, lambda tag: tag <> '') AS tags,
  CASE WHEN v.team = '' THEN '' ELSE coalesce(nullif(t.name, ''), 'team ' || v.team) END AS team,
  v.requester,
  CASE WHEN v.deleted THEN 'deleted' WHEN v.spam THEN 'spam'
    WHEN v.merged OR s.ticket IS NOT NULL THEN 'merged' ELSE 'active' END AS state
FROM state.ticket_versions v
LEFT JOIN changes c USING (source, ticket)
LEFT JOIN outcomes o USING (source, ticket)
LEFT JOIN survivors s USING (source, ticket)
LEFT JOIN teams t ON t.source = v.source AND t.team = v.team
ORDER BY v.source, v.ticket
"""

_FACTS = """
CREATE OR REPLACE TEMP TABLE facts AS
WITH people AS (
  SELECT source, person,
    coalesce(
      arg_max(role, {'at': coalesce(updated_at, TIMESTAMP '1970-01-01'), 'tie': role})
        FILTER (NOT inferred),
      max(role)) AS role
  FROM state.people GROUP BY source, person
), marks AS (
  SELECT source, comment, bool_or(redacted) AS redacted, bool_or(private) AS private
  FROM state.marks GROUP BY source, comment
), merged AS (
  SELECT source, comment, min(ticket) AS ticket, min(author) AS author,
    bool_and(public) AS public, min(created_at) AS created_at, min(role) AS role,
    count(*) FILTER (redacted) AS redacted_versions, bool_or(quoted) AS quoted
  FROM state.comments GROUP BY source, comment
)
SELECT m.source, m.comment, coalesce(s.survivor, m.ticket) AS ticket, m.author, m.created_at,
  m.redacted_versions, m.redacted_versions > 0 OR coalesce(k.redacted, false) AS redacted,
  m.quoted, m.public AND NOT coalesce(k.private, false) AS public,
  coalesce(m.role, p.role) AS role
FROM merged m
LEFT JOIN marks k USING (source, comment)
LEFT JOIN people p ON p.source = m.source AND p.person = m.author
LEFT JOIN survivors s ON s.source = m.source AND s.ticket = m.ticket
"""

# A redacted comment keeps the links that all its redacted versions still show.
_AGENT_LINKS = """
CREATE OR REPLACE TEMP TABLE agent_links AS
WITH urls AS (
  SELECT source, comment, url, count(*) FILTER (redacted) AS redacted_versions
  FROM (SELECT source, comment, redacted, unnest(urls) AS url FROM state.comments
        WHERE len(urls) > 0)
  WHERE url <> '' GROUP BY source, comment, url
)
SELECT f.source, f.ticket, f.author, f.created_at, u.url
FROM facts f JOIN urls u USING (source, comment)
WHERE f.public AND f.role = 'agent' AND NOT f.quoted
  AND (NOT f.redacted
       OR (f.redacted_versions > 0 AND u.redacted_versions = f.redacted_versions))
"""

_SIGNATURES = f"""
CREATE OR REPLACE TEMP TABLE signatures AS
WITH written AS (
  SELECT source, author, count(*) AS comments FROM facts
  WHERE public AND role = 'agent' GROUP BY source, author
)
SELECT source, author, url FROM agent_links JOIN written USING (source, author)
GROUP BY source, author, url, comments
HAVING comments >= {_SIGNATURE_COMMENTS} AND count(*) > {_SIGNATURE_SHARE} * comments
"""

_COUNTED = """
CREATE OR REPLACE TEMP TABLE counted AS
SELECT l.source, l.ticket, l.url, l.created_at FROM agent_links l
JOIN tickets t ON t.source = l.source AND t.ticket = l.ticket AND t.state = 'active'
ANTI JOIN signatures s ON s.source = l.source AND s.author = l.author AND s.url = l.url
"""

_LINKS = """
CREATE OR REPLACE TABLE links AS
SELECT source, ticket, article, arg_min(url, {'at': created_at, 'tie': url}) AS url,
  min(created_at) AS first_at
FROM counted JOIN addresses USING (url) WHERE article IS NOT NULL
GROUP BY source, ticket, article ORDER BY source, ticket, article
"""

_UNRESOLVED = """
CREATE OR REPLACE TABLE unresolved AS
SELECT source, ticket, url, min(created_at) AS first_at
FROM counted JOIN addresses USING (url) WHERE article IS NULL
GROUP BY source, ticket, url ORDER BY source, ticket, url
"""

_UNKNOWN_AUTHORS = "SELECT count(*) FROM facts WHERE role IS NULL AND public"
_WITHOUT_TICKET = """
SELECT count(*) FROM facts f
ANTI JOIN state.ticket_versions v ON v.source = f.source AND v.ticket = f.ticket
"""


def derive(con: DuckDBPyConnection, resolver: ArticleResolver, place: Place) -> list[Finding]:
    """Compute the derived tables; returns what an administrator should know about the state."""
    _write_survivors(con)
    con.execute(_TICKETS)
    con.execute(_FACTS)
    con.execute(_AGENT_LINKS)
    con.execute(_SIGNATURES)
    con.execute(_COUNTED)
    _write_addresses(con, resolver)
    con.execute(_LINKS)
    con.execute(_UNRESOLVED)
    return _findings(con, place)


def _write_survivors(con: DuckDBPyConnection) -> None:
    """Follow merges to the end; merges in a circle are no merges."""
    into: dict[tuple[str, str], str] = {}
    query = "SELECT source, ticket, min(survivor) FROM state.merges GROUP BY ALL"
    for source, ticket, survivor in con.execute(query).fetchall():
        into[source, ticket] = survivor
    rows: list[dict[str, str]] = []
    for source, ticket in sorted(into):
        seen, current = {ticket}, ticket
        while (following := into.get((source, current))) and following not in seen:
            seen.add(following)
            current = following
        if (source, current) not in into:
            rows.append({"source": source, "ticket": ticket, "survivor": current})
    columns = "source VARCHAR, ticket VARCHAR, survivor VARCHAR"
    con.execute(f"CREATE OR REPLACE TEMP TABLE survivors ({columns})")
    _insert(con, "survivors", rows, ("source", "ticket", "survivor"))


def _write_addresses(con: DuckDBPyConnection, resolver: ArticleResolver) -> None:
    urls = [url for (url,) in con.execute("SELECT DISTINCT url FROM counted ORDER BY 1").fetchall()]
    ours = [(url, resolver.article_id(url)) for url in urls if resolver.is_ours(url)]
    con.execute("CREATE OR REPLACE TEMP TABLE addresses (url VARCHAR, article VARCHAR)")
    _insert(con, "addresses", [{"url": u, "article": a} for u, a in ours], ("url", "article"))


def _insert(
    con: DuckDBPyConnection,
    table: str,
    rows: list[dict[str, str]] | list[dict[str, str | None]],
    columns: tuple[str, ...],
) -> None:
    if rows:
        lists = ", ".join("unnest(?::VARCHAR[])" for _ in columns)
        values = [[row[name] for row in rows] for name in columns]
        con.execute(f"INSERT INTO {table} SELECT {lists}", values)


def _findings(con: DuckDBPyConnection, place: Place) -> list[Finding]:
    findings = []
    if unknown := _count(con, _UNKNOWN_AUTHORS):
        message = f"{unknown:,} public comments are by people whose role no export tells"
        hint = "export the users too; until then links in these comments do not count"
        findings.append(Finding(place, "unknown-authors", message, hint, Severity.NOTICE))
    if lost := _count(con, _WITHOUT_TICKET):
        message = f"{lost:,} comments belong to tickets that no export holds"
        hint = "export the tickets too; until then links in these comments do not count"
        findings.append(Finding(place, "comments-without-tickets", message, hint, Severity.NOTICE))
    if signatures := _count(con, "SELECT count(*) FROM signatures"):
        message = (
            f"links in signatures do not count; found {signatures:,} that stood in most "
            "comments of one agent"
        )
        findings.append(Finding(place, "links-in-signatures", message, severity=Severity.NOTICE))
    return findings


def _count(con: DuckDBPyConnection, query: str) -> int:
    return int(con.execute(query).fetchall()[0][0])
