"""The tables that figures read, computed anew from the state: tickets, links, unresolved, tags.

All rules about what counts are here. A link counts once for each ticket, article and kind of
sender: the first public one by an agent; those by machines and customers stand apart. Links in
private notes, in agents' signatures, in what a merge copies, in redacted comments and in deleted or
spam tickets do not count; those of a merged ticket count for the ticket that survived.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpwright.errors import Finding, Place, Severity
from helpwright.tickets.links import ArticleResolver
from helpwright.tickets.schema import digest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The same address in most of one agent's comments is a signature (of at least so many comments).
_SIGNATURE_COMMENTS = 20
_SIGNATURE_SHARE = 0.5

_TICKETS = """
INSERT INTO tickets
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
  v.status, v.channel, v.tags,
  CASE WHEN v.team = '' THEN '' ELSE coalesce(nullif(t.name, ''), 'team ' || v.team) END AS team,
  v.requester,
  CASE WHEN v.deleted THEN 'deleted' WHEN v.spam THEN 'spam'
    WHEN v.merged OR s.ticket IS NOT NULL THEN 'merged' ELSE 'active' END AS state
FROM state.ticket_versions v
LEFT JOIN changes c USING (source, ticket)
LEFT JOIN outcomes o USING (source, ticket)
LEFT JOIN survivors s USING (source, ticket)
LEFT JOIN teams t ON t.source = v.source AND t.team = v.team
"""

_ROLES = """
CREATE OR REPLACE TEMP TABLE roles AS
SELECT source, person,
  coalesce(
    arg_max(role, {'at': coalesce(updated_at, TIMESTAMP '1970-01-01'), 'tie': role})
      FILTER (NOT inferred),
    max(role)) AS role
FROM state.people GROUP BY source, person
"""

_MARKED = """
CREATE OR REPLACE TEMP TABLE marked AS
SELECT source, comment, bool_or(redacted) AS redacted, bool_or(private) AS private
FROM state.marks GROUP BY source, comment
"""

# Comments that several exports hold, each in another version. A redacted comment keeps the links
# that all its redacted versions still show.
_AGAIN = """
CREATE OR REPLACE TEMP TABLE again AS
WITH marks AS (
  SELECT hash(source, comment) AS mark FROM state.comments GROUP BY mark HAVING count(*) > 1
), versions AS (
  SELECT * FROM state.comments WHERE hash(source, comment) IN (FROM marks)
), merged AS (
  SELECT source, comment, min(ticket) AS ticket, min(author) AS author,
    bool_and(public) AS public, min(created_at) AS created_at, min(role) AS role,
    count(*) FILTER (redacted) AS redacted_versions, bool_or(quoted) AS quoted
  FROM versions GROUP BY source, comment
), shown AS (
  SELECT source, comment, url, count(*) FILTER (redacted) AS shown_redacted
  FROM (SELECT source, comment, redacted, unnest(urls) AS url FROM versions)
  GROUP BY source, comment, url
), kept AS (
  SELECT source, comment, list(url ORDER BY url) AS urls
  FROM shown JOIN merged USING (source, comment) WHERE shown_redacted = redacted_versions
  GROUP BY source, comment
)
SELECT merged.*, coalesce(urls, []) AS urls FROM merged LEFT JOIN kept USING (source, comment)
"""

_SINGLE = """
SELECT source, comment, ticket, author, public, created_at, role,
  redacted::BIGINT AS redacted_versions, quoted, urls
FROM state.comments
"""
_NOT_AGAIN = "WHERE hash(source, comment) NOT IN (SELECT hash(source, comment) FROM again)"

_FACTS = """
CREATE OR REPLACE TEMP VIEW facts AS
SELECT m.source, m.comment, coalesce(s.survivor, m.ticket) AS ticket, m.author, m.created_at,
  m.quoted, m.public AND NOT coalesce(k.private, false) AS public,
  coalesce(m.role, p.role) AS role,
  CASE WHEN k.redacted AND m.redacted_versions = 0 THEN [] ELSE m.urls END AS urls
FROM ({comments}) m
LEFT JOIN marked k ON k.source = m.source AND k.comment = m.comment
LEFT JOIN roles p ON p.source = m.source AND p.person = m.author
LEFT JOIN survivors s ON s.source = m.source AND s.ticket = m.ticket
"""

_SENT_LINKS = """
CREATE OR REPLACE TEMP TABLE sent_links AS
SELECT source, ticket, author, created_at, unnest(urls) AS url,
  CASE role WHEN 'end_user' THEN 'customer' ELSE role END AS sent_by
FROM facts WHERE len(urls) > 0 AND public AND role IS NOT NULL AND NOT quoted
"""

# One pass over all comments: by agent how many, and what an administrator should know.
_WRITTEN = """
CREATE OR REPLACE TEMP TABLE written AS
SELECT f.source, CASE WHEN f.role = 'agent' THEN f.author END AS author, f.role, f.public,
  count(*) AS comments, count(*) FILTER (v.ticket IS NULL) AS without_ticket
FROM facts f LEFT JOIN state.ticket_versions v ON v.source = f.source AND v.ticket = f.ticket
GROUP BY ALL
"""

_SIGNATURES = f"""
CREATE OR REPLACE TEMP TABLE signatures AS
SELECT source, author, url FROM sent_links JOIN written USING (source, author)
WHERE sent_by = 'agent' AND written.role = 'agent' AND written.public
GROUP BY source, author, url, comments
HAVING comments >= {_SIGNATURE_COMMENTS} AND count(*) > {_SIGNATURE_SHARE} * comments
"""

_COUNTED = """
CREATE OR REPLACE TEMP TABLE counted AS
SELECT l.source, l.ticket, l.url, l.created_at, l.sent_by FROM sent_links l
JOIN tickets t ON t.source = l.source AND t.ticket = l.ticket AND t.state = 'active'
ANTI JOIN signatures s ON s.source = l.source AND s.author = l.author AND s.url = l.url
  AND l.sent_by = 'agent'
"""

_LINKS = """
INSERT INTO links
SELECT source, ticket, article, arg_min(url, {'at': created_at, 'tie': url}) AS url,
  min(created_at) AS first_at, sent_by
FROM counted JOIN addresses USING (url) WHERE article IS NOT NULL
GROUP BY source, ticket, article, sent_by ORDER BY source, ticket, article, sent_by
"""

_UNRESOLVED = """
INSERT INTO unresolved
SELECT source, ticket, url, min(created_at) AS first_at
FROM counted JOIN addresses USING (url) WHERE article IS NULL AND sent_by = 'agent'
GROUP BY source, ticket, url ORDER BY source, ticket, url
"""

# The form in which the tag of a category is written, too: "Billing & invoices", billing_invoices.
_TAGS = """
CREATE OR REPLACE TEMP TABLE tag_forms AS
SELECT DISTINCT word, trim(regexp_replace(lower(word), '[^a-z0-9]+', '_', 'g'), '_') AS tag
FROM (SELECT DISTINCT unnest(tags) AS word FROM tickets)
"""
_TICKET_TAGS = """
INSERT INTO ticket_tags
SELECT {distinct} source, ticket, tag
FROM (SELECT source, ticket, unnest(tags) AS word FROM tickets) JOIN tag_forms USING (word)
WHERE tag <> ''
"""

_TOPICS_OF_OTHERS = """
DELETE FROM topics WHERE (source, ticket) NOT IN
  (SELECT (source, ticket) FROM tickets WHERE state = 'active')
"""

_UNKNOWN_AUTHORS = "SELECT coalesce(sum(comments), 0) FROM written WHERE role IS NULL AND public"
_WITHOUT_TICKET = "SELECT coalesce(sum(without_ticket), 0) FROM written"


def marks_of_tickets(con: DuckDBPyConnection) -> list[str]:
    """What the tables of tickets are computed from, as marks that change with it."""
    tables = ("ticket_versions", "status_changes", "outcomes", "teams", "merges")
    return [digest(con, f"state.{table}") for table in tables]


def derive(
    con: DuckDBPyConnection,
    resolver: ArticleResolver,
    place: Place,
    *,
    known: Sequence[str] = (),
) -> list[Finding]:
    """Compute the derived tables; returns what an administrator should know about the state.

    `known` are the `marks_of_tickets` from which the tables of tickets were computed.
    """
    write_survivors(con)
    if marks_of_tickets(con) != list(known):
        con.execute("TRUNCATE tickets")
        con.execute("TRUNCATE ticket_tags")
        con.execute(_TICKETS)
        con.execute(_TAGS)
        alike = _count(con, "SELECT count(*) - count(DISTINCT tag) FROM tag_forms WHERE tag <> ''")
        con.execute(_TICKET_TAGS.format(distinct="DISTINCT" if alike else ""))
    _define_facts(con)
    con.execute(_SENT_LINKS)
    con.execute(_WRITTEN)
    con.execute(_SIGNATURES)
    con.execute(_COUNTED)
    _write_addresses(con, resolver)
    con.execute("TRUNCATE links")
    con.execute(_LINKS)
    con.execute("TRUNCATE unresolved")
    con.execute(_UNRESOLVED)
    con.execute(_TOPICS_OF_OTHERS)
    return _findings(con, place)


def _define_facts(con: DuckDBPyConnection) -> None:
    """One row a comment, as all its versions together tell it."""
    con.execute(_ROLES)
    con.execute(_MARKED)
    counted = "SELECT count(*) > count(DISTINCT hash(source, comment)) FROM state.comments"
    ((repeats,),) = con.execute(counted).fetchall()
    if not repeats:
        con.execute(_FACTS.format(comments=_SINGLE))
        return
    con.execute(_AGAIN)
    both = f"{_SINGLE} {_NOT_AGAIN} UNION ALL BY NAME SELECT * FROM again"
    con.execute(_FACTS.format(comments=both))


def write_survivors(con: DuckDBPyConnection) -> None:
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
