"""The queries of `pages`: rows of Zendesk's pages to rows of the state (see `page_comments`).

Each gives the rows of some files as they are kept, or, where a value is not in a plain form, the
row as JSON in `odd`, for the row reader. Values are kept as JSON until then, so that 7 and "7" stay
apart, and what is null and what is missing where the row reader tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
CREATE OR REPLACE TEMP MACRO filled(written) AS nullif(written, '""');
CREATE OR REPLACE TEMP MACRO status_in(written) AS CASE WHEN written IS NULL THEN ''
  WHEN written = '"open"' THEN 'open' WHEN written = '"pending"' THEN 'pending'
  WHEN written = '"hold"' THEN 'pending' WHEN written = '"solved"' THEN 'solved'
  WHEN written = '"closed"' THEN 'closed' WHEN written = '"new"' THEN 'new' END;
CREATE OR REPLACE TEMP MACRO map_in(written) AS CASE WHEN starts_with(written, '{{')
  THEN from_json(written, '"MAP(VARCHAR, JSON)"') END
"""


FORMS = ("newline_delimited", "unstructured")  # a page in one line, read in half the time; any


@dataclass(frozen=True)
class PageFiles:
    """Files of pages of one kind, read as one of `FORMS`."""

    paths: Sequence[str]
    form: str


@dataclass(frozen=True)
class PageQuery:
    """What is read of pages of one kind.

    Attributes:
        read: A query for the rows of files.
        taken: From these rows, in `page_rows`, the rows of state tables.
        people: The columns with people whose pseudonyms `taken` finds in `page_people`.
        tickets: Which of these rows are tickets, as a condition.
        comments: Which are comments.
        searched: A query for bodies in which addresses are to be found, for `page_urls`.
    """

    read: str
    taken: Mapping[str, str]
    people: tuple[str, ...]
    tickets: str = "false"
    comments: str = "false"
    searched: str = ""


def users_query(files: PageFiles, source: str) -> PageQuery:
    """People and their roles."""
    read = f"""
SELECT filename, id::VARCHAR AS number, role::VARCHAR AS role, seen_at,
  CASE WHEN NOT coalesce(is_number(id)
      AND role IN ('"end-user"', '"agent"', '"admin"')
      AND (within_reach(seen_at) OR coalesce(updated_at, created_at) IS NULL), false)
    THEN {_odd(_USER)} END AS odd
FROM (SELECT filename, {_fields(_USER)}, time_in(coalesce(e.updated_at, e.created_at)) AS seen_at
  FROM ({rows_of_pages(files, "users", _struct(_USER))}))"""
    taken = {
        "people": f"""SELECT {literal(source)} AS source, pseudonym,
  CASE role WHEN '"end-user"' THEN 'end_user' ELSE 'agent' END AS role, false AS inferred,
  seen_at AS updated_at
FROM page_rows JOIN page_people ON page_people.person = number WHERE odd IS NULL"""
    }
    return PageQuery(read, taken, ("number",))


def tickets_query(files: PageFiles, source: str) -> PageQuery:
    """Tickets with their assignees and metrics, but not merged and not deleted."""
    plain = """is_number(id) AND within_reach(created) AND status_read IS NOT NULL
    AND (updated_at IS NULL OR within_reach(updated))
    AND (generated_timestamp IS NULL OR within_reach(generated))
    AND (requester_id IS NULL OR is_number(requester_id))
    AND (group_id IS NULL OR is_number(group_id))
    AND (assignee_id IS NULL OR is_number(assignee_id)) AND deleted_at IS NULL
    AND (metric_set IS NULL OR (metrics IS NOT NULL
      AND (NOT map_contains(metrics, 'ticket_id') OR is_number(metrics['ticket_id']))
      AND (metrics['reopens'] IS NULL OR regexp_full_match(metrics['reopens'], '0|[1-9][0-9]{0,5}'))
      AND (metrics['solved_at'] IS NULL OR within_reach(time_in(metrics['solved_at'])))
      AND (metrics['updated_at'] IS NULL OR within_reach(time_in(metrics['updated_at'])))))
    AND (tags IS NULL OR (length(tags) <= 200
      AND regexp_full_match(tags, '\\[\\]|\\["[!#-\\[\\]-~]+"(?:,"[!#-\\[\\]-~]+")*\\]')))
    AND (via IS NULL OR regexp_full_match(channel, '[a-z_]{1,60}'))
    AND NOT coalesce(contains(via, 'merge'), false)"""
    read = f"""
SELECT filename, id::VARCHAR AS number, created, status_read AS status,
  greatest(created, updated, generated) AS updated,
  coalesce(channel, '') AS channel, coalesce(group_id::VARCHAR, '') AS team,
  requester_id::VARCHAR AS requester, assignee_id::VARCHAR AS assignee,
  coalesce(metrics['ticket_id'], id)::VARCHAR AS measured,
  time_in(metrics['solved_at']) AS solved, time_in(metrics['updated_at']) AS metrics_updated,
  CASE WHEN is_plain THEN coalesce(metrics['reopens']::INTEGER, 0) END AS reopens,
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
      nullif(status_in(e.status), '') AS status_read, map_in(e.metric_set) AS metrics
    FROM ({rows_of_pages(files, "tickets", _struct(_TICKET))})
  )
)"""
    own = f"SELECT {literal(source)} AS source"
    taken = {
        "ticket_versions": f"""{own}, number, created, updated, status,
  channel, tags, team, pseudonym AS requester, false AS deleted,
  list_contains(tags, 'closed_by_merge') AS merged, list_contains(tags, 'spam') AS spam
FROM page_rows LEFT JOIN page_people ON page_people.person = requester WHERE odd IS NULL""",
        "people": f"""{own}, pseudonym, 'agent' AS role, true AS inferred, NULL AS updated_at
FROM (SELECT DISTINCT assignee FROM page_rows WHERE odd IS NULL)
  JOIN page_people ON page_people.person = assignee""",
        "outcomes": f"""{own}, measured, solved, reopens, metrics_updated FROM page_rows
WHERE odd IS NULL AND (solved IS NOT NULL OR reopens > 0)""",
    }
    return PageQuery(read, taken, ("requester", "assignee"), tickets="odd IS NULL")


def rows_of_pages(files: PageFiles, key: str, kind: str) -> str:
    """Each row of pages as `e`, if they are nothing but pages of one kind."""
    beside = [name for name in _NOT_BESIDE if name != key]
    columns = ", ".join([f"{key}: '{kind}'", *(f"\"{name}\": 'JSON'" for name in beside)])
    nothing = ", ".join(f'"{name}"' for name in beside)
    return f"""
SELECT filename, e FROM (
  SELECT filename, unnest({key}) AS e FROM read_json([{", ".join(map(literal, files.paths))}],
    columns={{{columns}}}, format={literal(files.form)}, records=true, filename=true,
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
