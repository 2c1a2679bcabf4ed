"""The queries of `pages` for comments, in the three shapes in which Zendesk gives them.

They stand by themselves, or in ticket events and audits beside changes of fields, of which only
those of the status count. Redactions, hidden comments, calls and merges are odd.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpwright.tickets.bulk_addresses import candidate, with_addresses
from helpwright.tickets.page_queries import PageFiles, PageQuery, rows_of_pages
from helpwright.tickets.sql import literal

_ROW = "MAP(VARCHAR, JSON)"
_IS_STATUS = "c['field_name'] = '\"status\"'"
_ODD_KINDS = ("VoiceComment", "CommentRedactionEvent", "CommentPrivacyChange")
_REDACTED = " OR ".join(
    f"coalesce(contains({body}, '\u2587'), false)" for body in ("html", "plain", "plainer")
)
# Of a comment `c`, whose ticket, time and author may be told around it.
_COMMENT = """kind = '"Comment"' AND is_number(number) AND public IN ('true', 'false')
    AND is_text(html) AND is_text(plain) AND is_text(plainer)
    AND (author IS NULL OR is_number(author))
    AND NOT coalesce(regexp_matches(via, 'merge|rule|automation|answer_bot'), false)
    AND NOT coalesce(contains(body, 'merged into'), false)"""
_CHANGE = f"""kind = '"Change"' AND status_in(before) IS NOT NULL AND status_in(after) IS NOT NULL
    AND (NOT map_contains(c, 'field_name') OR {_IS_STATUS})"""


def events_query(files: PageFiles, source: str, hosts: Sequence[str]) -> PageQuery:
    """Comments and status changes among the child events of ticket events."""
    around = 'ticket_id JSON, created_at JSON, "timestamp" JSON, updater_id JSON'
    event = f"STRUCT({around}, child_events {_ROW}[])[]"
    children = f"""
SELECT filename, e.ticket_id AS ticket, e.created_at AS happened, e."timestamp" AS stamp,
  e.updater_id AS updater, c, c['event_type'] AS kind, c['via'] AS via,
  CASE WHEN c['event_type'] <> '"Change"' THEN NULL
    WHEN map_contains(c, 'value') THEN c['value'] ELSE c['status'] END AS after,
  NOT map_contains(c, 'ticket_id') AS is_within
FROM (SELECT filename, e, unnest(e.child_events) AS c
  FROM ({rows_of_pages(files, "ticket_events", event)}))
WHERE {_tells("event_type", f"map_contains(c, 'status') OR {_IS_STATUS}")}"""
    odd = (
        "to_json({'ticket_id': ticket, 'created_at': happened, 'timestamp': stamp, "
        "'updater_id': updater, 'child_events': [c]})"
    )
    return _query(children, odd, source, hosts)


def audits_query(files: PageFiles, source: str, hosts: Sequence[str]) -> PageQuery:
    """Comments and status changes among the events of audits."""
    audit = f"STRUCT(ticket_id JSON, created_at JSON, author_id JSON, via JSON, events {_ROW}[])[]"
    # What an audit says of a merge is read once for each of its events, and also without any.
    children = f"""
SELECT filename, e.ticket_id AS ticket, e.created_at AS happened, e.author_id AS updater,
  e.via AS around, c, CASE WHEN is_merge THEN '"merge"' ELSE c['type'] END AS kind,
  CASE WHEN map_contains(c, 'via') THEN c['via'] ELSE e.via END AS via, c['value'] AS after,
  NOT map_contains(c, 'ticket_id') AS is_within
FROM (
  SELECT filename, e, is_merge, unnest(CASE WHEN is_merge
    THEN list_append(coalesce(e.events, []), MAP {{}}::{_ROW}) ELSE e.events END) AS c
  FROM (SELECT filename, e, coalesce(contains(e.via, 'merge'), false) AS is_merge
    FROM ({rows_of_pages(files, "audits", audit)})
    WHERE regular(coalesce(is_number(e.ticket_id), false)))
)
WHERE is_merge OR {_tells("type", _IS_STATUS)}"""
    odd = (
        "to_json({'ticket_id': ticket, 'created_at': happened, 'author_id': updater, "
        "'via': around, 'events': [c]})"
    )
    return _query(children, odd, source, hosts)


def comments_query(files: PageFiles, source: str, hosts: Sequence[str]) -> PageQuery:
    """Comments by themselves, whose file's name, in `page_files`, may tell their ticket."""
    rows = rows_of_pages(files, "comments", f"{_ROW}[]")
    # Such pages are small; materialised, the rows of many are handled at once.
    children = f"""
WITH given AS MATERIALIZED ({rows})
SELECT filename, coalesce(e['ticket_id'], named) AS ticket, NULL::JSON AS happened,
  NULL::JSON AS updater, e AS c, '"Comment"' AS kind, e['via'] AS via, NULL::JSON AS after,
  true AS is_within
FROM given JOIN page_files ON page_files.path = filename
WHERE regular(coalesce(e['ticket_id'], named) IS NOT NULL)"""
    odd = "to_json(map_concat(c, MAP {'ticket_id': ticket}))"
    return _query(children, odd, source, hosts)


def _query(children: str, odd: str, source: str, hosts: Sequence[str]) -> PageQuery:
    """What is kept of children `c`, each with what stands around it."""
    parts = f"""
SELECT *, c['public'] AS public, c['id'] AS number, filled(c['html_body']) AS html,
  filled(c['body']) AS plain, filled(c['plain_body']) AS plainer,
  CASE WHEN kind = '"Change"' THEN c['previous_value'] END AS before,
  CASE WHEN map_contains(c, 'author_id') THEN c['author_id'] ELSE updater END AS author,
  time_in(CASE WHEN map_contains(c, 'created_at') THEN c['created_at'] ELSE happened END)
    AS created_at
FROM ({children})"""
    told = f"""
SELECT *, CASE WHEN {candidate("body", hosts)} THEN body END AS candidate,
  NOT coalesce(is_within AND is_number(ticket) AND within_reach(created_at)
    AND (({_COMMENT}) OR ({_CHANGE})), false) AS is_odd
FROM (SELECT *, coalesce(html, plain, plainer) AS body FROM ({parts}))"""
    found = f"SELECT *, CASE WHEN NOT is_odd THEN candidate ->> '$' END AS found FROM ({told})"
    read = f"""
SELECT filename, number::VARCHAR AS number, ticket::VARCHAR AS ticket,
  author::VARCHAR AS author, public = 'true' AS public, created_at, {_REDACTED} AS redacted,
  searched, CASE WHEN html IS NOT NULL THEN 'html' ELSE '' END AS form,
  CASE WHEN kind = '"Change"' THEN status_in(before) END AS before,
  CASE WHEN kind = '"Change"' THEN status_in(after) END AS after,
  CASE WHEN is_odd THEN {odd}::VARCHAR END AS odd
FROM ({with_addresses(found, hosts)})"""
    own = f"SELECT {literal(source)} AS source"
    is_comment = "odd IS NULL AND after IS NULL"
    taken = {
        "comments": f"""{own}, number, ticket, pseudonym, public, created_at, NULL AS role,
  redacted, false AS quoted,
  CASE WHEN urls IS NULL OR urls = '' THEN [] ELSE string_split(urls, chr(31)) END AS urls
FROM page_rows LEFT JOIN page_people ON page_people.person = author
  LEFT JOIN page_urls USING (searched, form) WHERE {is_comment}""",
        "people": f"""{own}, pseudonym, 'agent' AS role, true AS inferred, NULL AS updated_at
FROM (SELECT DISTINCT author FROM page_rows WHERE NOT public AND {is_comment})
  JOIN page_people ON page_people.person = author""",
        "status_changes": f"""{own}, ticket, created_at, before, after
FROM page_rows WHERE odd IS NULL AND after IS NOT NULL""",
    }
    searched = "SELECT DISTINCT searched, form FROM page_rows WHERE searched IS NOT NULL"
    return PageQuery(read, taken, ("author",), comments=is_comment, searched=searched)


def _tells(kind: str, is_status: str) -> str:
    """Whether a child tells something that is kept."""
    odd = " OR ".join(f"c['{kind}'] = '\"{name}\"'" for name in _ODD_KINDS)
    return (
        f"""(c['{kind}'] = '"Comment"' OR (c['{kind}'] = '"Change"' AND ({is_status})) OR {odd})"""
    )
