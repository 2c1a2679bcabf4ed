"""The queries of `pages`: rows of Zendesk's pages to rows of the state.

Each gives the rows of some files as they are kept, or, where a value is not in a plain form, the
row as JSON in `odd`, for the row reader. Values are kept as JSON until then, so that 7 and "7" stay
apart, and what is null and what is missing where the row reader tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpwright.tickets.bulk_addresses import candidate, with_addresses
from helpwright.tickets.sql import literal

_LARGEST_PAGE = 16_777_216
# With one of these beside its list a page may be a row itself, or hold others.
_PAGES = (
    *("tickets", "deleted_tickets", "suspended_tickets", "users", "comments", "ticket_events"),
    *("audits", "groups", "ticket_metrics", "metric_sets"),
)
_NOT_BESIDE = (
    *("ticket", "user", "comment", "audit", "child_events", "events", "author_id", "role", "id"),
    *("reopens", "solved_at", "requester_id", "status", "name", *_PAGES),
)
_NUMBER = "'[1-9][0-9]{0,17}'"
_TIME = "'\"____-__-__T__:__:__Z\"'"
_EVENT = 'ticket_id JSON, created_at JSON, "timestamp" JSON, updater_id JSON'
_ODD_EVENTS = "VoiceComment|CommentRedactionEvent|CommentPrivacyChange"
_TICKET = (
    *("id", "created_at", "updated_at", "generated_timestamp", "deleted_at", "tags", "status"),
    *("requester_id", "assignee_id", "group_id", "metric_set", "via"),
)
_USER = ("id", "role", "updated_at", "created_at")

PAGE_MACROS = f"""
CREATE OR REPLACE TEMP MACRO is_number(written) AS regexp_full_match(written, {_NUMBER});
CREATE OR REPLACE TEMP MACRO time_in(written) AS CASE WHEN written LIKE {_TIME}
  THEN try_cast(substr(written, 2, 20) AS TIMESTAMP) END;
CREATE OR REPLACE TEMP MACRO within_reach(moment_read) AS
  moment_read >= TIMESTAMP '1990-01-01' AND moment_read < TIMESTAMP '2100-01-01';
CREATE OR REPLACE TEMP MACRO is_text(written) AS written IS NULL OR starts_with(written, '"');
CREATE OR REPLACE TEMP MACRO filled(written) AS nullif(written, '""')
"""


@dataclass(frozen=True)
class PageQuery:
    """What is read of pages of one kind.

    Attributes:
        read: A query for the rows of files.
        taken: From these rows, in `page_rows`, the rows of state tables.
        people: The column with people whose pseudonyms `taken` finds in `page_people`.
    """

    read: str
    taken: Mapping[str, str]
    people: str


def events_query(paths: Sequence[str], source: str, hosts: Sequence[str]) -> PageQuery:
    """Comments among ticket events; what else happened to comments and tickets is odd."""
    event = f"STRUCT({_EVENT}, child_events MAP(VARCHAR, JSON)[])[]"
    children = f"""
SELECT filename, e.ticket_id AS ticket, e.created_at AS happened_at, e."timestamp" AS stamp,
  e.updater_id AS updater, c, c['event_type'] AS kind, c['public'] AS public,
  c['id'] AS number, filled(c['html_body']) AS html, filled(c['body']) AS plain,
  filled(c['plain_body']) AS plainer,
  CASE WHEN map_contains(c, 'author_id') THEN c['author_id'] ELSE e.updater_id END AS author,
  time_in(CASE WHEN map_contains(c, 'created_at') THEN c['created_at'] ELSE e.created_at END)
    AS created_at
FROM (SELECT filename, e, unnest(e.child_events) AS c
  FROM ({_rows(paths, "ticket_events", event)}))"""
    comments = f"""
SELECT *, coalesce(html, plain, plainer) AS body
FROM ({children})
WHERE kind = '"Comment"' OR regexp_matches(kind, '^"(?:{_ODD_EVENTS})"$')
  OR (kind = '"Change"' AND (map_contains(c, 'status') OR map_contains(c, 'field_name')))"""
    plain = """kind = '"Comment"' AND NOT map_contains(c, 'ticket_id') AND is_number(number)
    AND is_number(ticket) AND coalesce(within_reach(created_at), false)
    AND (author IS NULL OR is_number(author)) AND coalesce(public IN ('true', 'false'), false)
    AND is_text(html) AND is_text(plain) AND is_text(plainer)
    AND NOT coalesce(regexp_matches(c['via'], 'merge|rule|automation|answer_bot'), false)
    AND NOT coalesce(contains(body, 'merged into'), false)"""
    told = f"""
SELECT filename, NOT coalesce({plain}, false) AS is_odd, number, ticket, author, public,
  created_at, c, happened_at, stamp, updater, html IS NOT NULL AS is_html,
  coalesce(contains(html, '\u2587'), false)
  OR coalesce(contains(plain, '\u2587'), false)
  OR coalesce(contains(plainer, '\u2587'), false) AS redacted,
  CASE WHEN {candidate("body", hosts)} THEN body END AS body
FROM ({comments})"""
    found = f"""
SELECT *, CASE WHEN NOT is_odd THEN body ->> '$' END AS found FROM ({told})"""
    odd = (
        "to_json({'ticket_id': ticket, 'created_at': happened_at, 'timestamp': stamp, "
        "'updater_id': updater, 'child_events': [c]})::VARCHAR"
    )
    read = f"""
SELECT filename, number::VARCHAR AS number, ticket::VARCHAR AS ticket, author::VARCHAR AS author,
  public = 'true' AS public, created_at, redacted,
  CASE WHEN searched IS NOT NULL
    THEN find_urls(searched, CASE WHEN is_html THEN 'html' ELSE '' END) END AS urls,
  CASE WHEN is_odd THEN {odd} END AS odd
FROM ({with_addresses(found, hosts)})"""
    own = f"SELECT {literal(source)} AS source"
    taken = {
        "comments": f"""{own}, number, ticket, pseudonym, public, created_at, NULL AS role,
  redacted, false AS quoted,
  CASE WHEN urls IS NULL OR urls = '' THEN [] ELSE string_split(urls, chr(31)) END AS urls
FROM page_rows LEFT JOIN page_people ON page_people.person = author WHERE odd IS NULL""",
        "people": f"""{own}, pseudonym, 'agent' AS role, true AS inferred, NULL AS updated_at
FROM (SELECT DISTINCT author FROM page_rows WHERE NOT public AND odd IS NULL)
  JOIN page_people ON page_people.person = author""",
    }
    return PageQuery(read, taken, "author")


def users_query(paths: Sequence[str], source: str) -> PageQuery:
    """People and their roles."""
    read = f"""
SELECT filename, id::VARCHAR AS number, role::VARCHAR AS role, seen_at,
  CASE WHEN NOT coalesce(is_number(id)
      AND role IN ('"end-user"', '"agent"', '"admin"')
      AND (within_reach(seen_at) OR coalesce(updated_at, created_at) IS NULL), false)
    THEN {_odd(_USER)} END AS odd
FROM (SELECT filename, {_fields(_USER)}, time_in(coalesce(e.updated_at, e.created_at)) AS seen_at
  FROM ({_rows(paths, "users", _struct(_USER))}))"""
    taken = {
        "people": f"""SELECT {literal(source)} AS source, pseudonym,
  CASE role WHEN '"end-user"' THEN 'end_user' ELSE 'agent' END AS role, false AS inferred,
  seen_at AS updated_at
FROM page_rows JOIN page_people ON page_people.person = number WHERE odd IS NULL"""
    }
    return PageQuery(read, taken, "number")


def tickets_query(paths: Sequence[str], source: str) -> PageQuery:
    """Tickets without metrics, not merged and not deleted."""
    plain = """is_number(id) AND within_reach(created) AND status_read IS NOT NULL
    AND (updated_at IS NULL OR within_reach(updated))
    AND (generated_timestamp IS NULL OR within_reach(generated))
    AND (requester_id IS NULL OR is_number(requester_id))
    AND (group_id IS NULL OR is_number(group_id))
    AND assignee_id IS NULL AND metric_set IS NULL AND deleted_at IS NULL
    AND (tags IS NULL OR (length(tags) <= 200
      AND regexp_full_match(tags, '\\[\\]|\\["[!#-\\[\\]-~]+"(?:,"[!#-\\[\\]-~]+")*\\]')))
    AND (via IS NULL OR regexp_full_match(channel, '[a-z_]{1,60}'))
    AND NOT coalesce(contains(via, 'merge'), false)"""
    read = f"""
SELECT filename, id::VARCHAR AS number, created, status_read AS status,
  greatest(created, updated, generated) AS updated,
  coalesce(channel, '') AS channel, coalesce(group_id::VARCHAR, '') AS team,
  requester_id::VARCHAR AS requester,
  CASE WHEN is_plain AND tags IS NOT NULL
    THEN list_sort(list_distinct(from_json(tags, '["VARCHAR"]'))) ELSE [] END AS tags,
  CASE WHEN NOT is_plain THEN {_odd(_TICKET)} END AS odd
FROM (
  SELECT *, coalesce({plain}, false) AS is_plain
  FROM (
    SELECT filename, {_fields(_TICKET)}, time_in(e.created_at) AS created,
      time_in(e.updated_at) AS updated,
      CASE WHEN regexp_full_match(e.generated_timestamp, '[0-9]{{9,10}}')
        THEN make_timestamp(e.generated_timestamp::BIGINT * 1000000) END AS generated,
      CASE WHEN starts_with(e.via, '{{') THEN e.via ->> '$.channel' END AS channel,
      CASE e.status WHEN '"closed"' THEN 'closed' WHEN '"solved"' THEN 'solved'
        WHEN '"open"' THEN 'open' WHEN '"pending"' THEN 'pending' WHEN '"hold"' THEN 'pending'
        WHEN '"new"' THEN 'new' END AS status_read
    FROM ({_rows(paths, "tickets", _struct(_TICKET))})
  )
)"""
    taken = {
        "ticket_versions": f"""SELECT {literal(source)} AS source, number, created, updated, status,
  channel, tags, team, pseudonym AS requester, false AS deleted,
  list_contains(tags, 'closed_by_merge') AS merged, list_contains(tags, 'spam') AS spam
FROM page_rows LEFT JOIN page_people ON page_people.person = requester WHERE odd IS NULL"""
    }
    return PageQuery(read, taken, "requester")


def _rows(paths: Sequence[str], key: str, kind: str) -> str:
    """Each row of pages as `e`, if they are nothing but pages of one kind."""
    beside = [name for name in _NOT_BESIDE if name != key]
    columns = ", ".join([f"{key}: '{kind}'", *(f"\"{name}\": 'JSON'" for name in beside)])
    nothing = ", ".join(f'"{name}"' for name in beside)
    return f"""
SELECT filename, e FROM (
  SELECT filename, unnest({key}) AS e FROM read_json([{", ".join(map(literal, paths))}],
    columns={{{columns}}}, format='unstructured', records=true, filename=true,
    maximum_object_size={_LARGEST_PAGE})
  WHERE regular(coalesce({nothing}) IS NULL)
) WHERE regular(e IS NOT NULL)"""


def _struct(names: Sequence[str]) -> str:
    return f"STRUCT({', '.join(f'{name} JSON' for name in names)})[]"


def _fields(names: Sequence[str]) -> str:
    return ", ".join(f"e.{name} AS {name}" for name in names)


def _odd(names: Sequence[str]) -> str:
    listed = ", ".join(f"'{name}': {name}" for name in names)
    return f"to_json({{{listed}}})::VARCHAR"
