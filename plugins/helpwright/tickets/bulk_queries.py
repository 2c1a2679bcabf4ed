"""The queries of `bulk`: rows of the generic form, as written, to rows of the state.

Every value in a form that is not among the plain ones raises an error, so a query either reads all
rows just as the row reader would or reads nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from helpwright.tickets.bulk_addresses import candidate, with_addresses
from helpwright.tickets.sql import literal

# Ids and words in printable ASCII; text without odd spaces and control characters.
_PLAIN = "[!-~]"
_WORDS = r"[^\pZ\pC\s]+( [^\pZ\pC\s]+)*"
_ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?"
# Patterns for words: DuckDB joins with a long list after IN, for every row.
_TRUE, _FALSE = "'true|t|yes|y|1'", "'false|f|no|n|0'"

MACROS = f"""
CREATE OR REPLACE TEMP MACRO regular(fine) AS
  CASE WHEN fine THEN true ELSE error('irregular')::BOOLEAN END;
CREATE OR REPLACE TEMP MACRO bounded(moment_read) AS
  CASE WHEN moment_read >= TIMESTAMP '1990-01-01' AND moment_read < TIMESTAMP '2100-01-01'
    THEN moment_read ELSE error('irregular')::TIMESTAMP END;
CREATE OR REPLACE TEMP MACRO moment(written) AS
  CASE WHEN written IS NULL THEN NULL
    WHEN written LIKE '____-__-__T__:__:__Z' THEN bounded(try_cast(written AS TIMESTAMP))
    WHEN regexp_full_match(written, '{_ISO}Z?')
      THEN date_trunc('second', bounded(try_cast(written AS TIMESTAMP)))
    WHEN regexp_full_match(written, '{_ISO}[+-][0-9]{{2}}:[0-9]{{2}}')
      THEN date_trunc('second', bounded(make_timestamp(epoch_us(try_cast(written AS TIMESTAMPTZ)))))
    WHEN regexp_full_match(written, '[0-9]{{10}}')
      THEN bounded(make_timestamp(written::BIGINT * 1000000))
    WHEN regexp_full_match(written, '[0-9]{{13}}')
      THEN date_trunc('second', bounded(make_timestamp(written::BIGINT * 1000)))
    ELSE error('irregular')::TIMESTAMP END;
CREATE OR REPLACE TEMP MACRO truth(written, otherwise) AS
  CASE WHEN written IS NULL THEN otherwise
    WHEN written = 'true' THEN true WHEN written = 'false' THEN false
    WHEN regexp_full_match(lower(written), {_TRUE}) THEN true
    WHEN regexp_full_match(lower(written), {_FALSE}) THEN false
    ELSE error('irregular')::BOOLEAN END;
CREATE OR REPLACE TEMP MACRO is_identity(written) AS
  regexp_full_match(written, '{_PLAIN}{{1,64}}');
CREATE OR REPLACE TEMP MACRO is_words(written) AS
  written IS NULL OR (length(written) <= 200 AND regexp_full_match(written, '{_WORDS}'));
CREATE OR REPLACE TEMP MACRO is_json_identity(written) AS
  regexp_full_match(written, '[0-9]{{1,18}}|[A-Za-z_:/#@-][0-9A-Za-z_:/#@-]{{0,63}}')
  AND NOT regexp_full_match(written, 'true|false|null|-0');
CREATE OR REPLACE TEMP MACRO is_json_text(written) AS
  written IS NULL OR NOT regexp_full_match(written, '(?s)[\\s0-9{{\\[-].*|true|false|null');
CREATE OR REPLACE TEMP MACRO is_json_person(written) AS
  written IS NULL OR (NOT regexp_full_match(written, '(?s)[\\s{{\\[].*|true|false|null|-?0')
    AND NOT regexp_full_match(written, '-?[0-9]+[.eE].*') AND length(written) < 200);
"""


def comments_query(
    rows: str,
    columns: Collection[str],
    source: str,
    *,
    hosts: Sequence[str],
    roles: Mapping[str, str],
    is_json: bool,
) -> str:
    """Rows of `state.comments` from rows of comments."""
    has = _columns(columns, "author author_role public private format")
    identity = "is_json_identity" if is_json else "is_identity"
    checks = [f"{identity}(comment_id)", f"{identity}(ticket_id)", "created_at IS NOT NULL"]
    checks += ["(author_role IS NOT NULL OR author IS NOT NULL)"]
    # Pseudonyms are made of the trimmed value; what is only space is nobody.
    checks += ["(author IS NULL OR (length(author) <= 200 AND length(trim(author)) > 0))"]
    if is_json:
        checks += ["is_json_person(author)", "is_json_text(author_role)", "is_json_text(format)"]
    found = "body"
    if is_json:
        is_text = r"NOT regexp_matches(body, '^\s*([{]|\[\s*[\[{" "])')"
        found = f"CASE WHEN {is_text} THEN body ELSE error('irregular') END"
    bodies = f"""
  SELECT comment_id AS comment, ticket_id AS ticket, author, format,
    truth(public, true) AND NOT truth(private, false) AS public,
    moment(created_at) AS created_at, {_role("author_role", roles)} AS role,
    CASE WHEN {candidate("body", hosts)} THEN {found} END AS found
  FROM (SELECT comment_id, ticket_id, created_at, body, {has} FROM ({rows}))
  WHERE nextval('rows_read') > 0 AND regular({" AND ".join(checks)})"""
    # Who wrote is looked up last, of the rows that are kept.
    return f"""
SELECT {literal(source)} AS source, comment, ticket,
  CASE WHEN author IS NULL OR role <> 'agent' THEN NULL
    WHEN a.pseudonym IS NOT NULL THEN a.pseudonym ELSE pseudonym(author) END AS author,
  public, created_at, role, false AS redacted, false AS quoted,
  CASE WHEN urls IS NULL OR urls = '' THEN [] ELSE string_split(urls, chr(31)) END AS urls
FROM (
  SELECT comment, ticket, author, public, created_at, role,
    CASE WHEN searched IS NULL THEN NULL WHEN k.urls IS NOT NULL THEN k.urls
      ELSE find_urls(searched, coalesce(format, '')) END AS urls
  FROM ({with_addresses(bodies, hosts)}) LEFT JOIN known k ON k.address = searched
) LEFT JOIN agents a ON a.raw = author
WHERE urls <> '' OR NOT public OR role IS NULL OR role = 'agent'"""


def addresses_query(rows: str, columns: Collection[str], hosts: Sequence[str], sample: int) -> str:
    """Addresses that stand alone in the first bodies, each with what is found in it."""
    # Reading the bodies alone, DuckDB 1.5.6 breaks down over bytes that are no UTF-8.
    whole = f"length(concat({', '.join(columns)})) >= 0"
    bodies = f"SELECT body FROM ({rows}) WHERE {whole} LIMIT {sample}"
    found = f"SELECT CASE WHEN {candidate('body', hosts)} THEN body END AS found FROM ({bodies})"
    return f"""
SELECT address, find_urls(address, '') AS urls
FROM (SELECT DISTINCT address FROM ({with_addresses(found, hosts)}) WHERE address = searched)
WHERE address NOT IN (SELECT address FROM known)"""


def _role(column: str, roles: Mapping[str, str]) -> str:
    """The role of a word; the commonest words are compared first, and as they are."""
    meanings = sorted(set(roles.values()))
    words = {
        meaning: "|".join(word for word, known in sorted(roles.items()) if known == meaning)
        for meaning in meanings
    }
    plain = f"replace(lower({column}), '-', '_')"
    tests = [f"WHEN {column} IS NULL THEN NULL WHEN {column} = 'agent' THEN 'agent'"]
    tests += [f"WHEN {column} = 'customer' THEN '{roles['customer']}'"]
    tests += [
        f"WHEN regexp_full_match({plain}, '{words[meaning]}') THEN '{meaning}'"
        for meaning in meanings
    ]
    return f"CASE {' '.join(tests)} ELSE error('irregular') END"


def tickets_query(rows: str, columns: Collection[str], *, is_json: bool) -> str:
    """Rows of tickets, their values read, for `ticket_queries`."""
    has = _columns(
        columns,
        "updated_at solved_at reopened_at reopens requester team tags channel merged_into "
        "deleted spam",
    )
    identity = "is_json_identity" if is_json else "is_identity"
    checks = [
        f"{identity}(ticket_id)",
        "created_at IS NOT NULL",
        "coalesce(w.meaning, v.meaning) IS NOT NULL",
    ]
    checks += [f"(merged_into IS NULL OR {identity}(merged_into))"]
    checks += ["regexp_full_match(status, '[ -~]+')", "is_words(team)", "is_words(channel)"]
    checks += [r"(tags IS NULL OR regexp_full_match(tags, '([^\pZ\pC\s]| )*'))"]
    checks += ["(tags IS NULL OR length(tags) <= 200)"]
    checks += ["(reopens IS NULL OR regexp_full_match(reopens, '[0-9]{1,6}'))"]
    if is_json:
        checks += [f"is_json_text({name})" for name in ("status", "team", "channel")]
        checks += ["is_json_person(requester)"]
        checks += [
            r"""(tags IS NULL OR tags = '[]' OR is_json_text(tags)
      OR regexp_full_match(tags, '\["[^"\\|,;]+"(,"[^"\\|,;]+")*\]'))"""
        ]
        tag_list = """CASE WHEN starts_with(tags, '["') THEN from_json(tags, '["VARCHAR"]')
      WHEN tags = '[]' THEN [] ELSE {split} END"""
    else:
        tag_list = "{split}"
    split = (
        "CASE WHEN contains(tags, '|') THEN string_split(tags, '|') "
        "ELSE string_split(replace(coalesce(tags, ''), ';', ','), ',') END"
    )
    tag_list = tag_list.format(split=split)
    return f"""
SELECT * REPLACE (greatest(created_at, updated_at, solved_at, reopened_at) AS updated_at)
FROM (
  SELECT ticket_id AS ticket, moment(created_at) AS created_at, moment(updated_at) AS updated_at,
    moment(solved_at) AS solved_at, moment(reopened_at) AS reopened_at,
    coalesce(reopens, '0')::INTEGER AS reopens, coalesce(w.meaning, v.meaning) AS status,
    left(lower(coalesce(channel, '')), 60) AS channel, coalesce(team, '') AS team,
    list_sort(list_distinct(list_filter(
      list_transform({tag_list}, lambda tag: trim(tag)), lambda tag: tag <> ''))) AS tags,
    requester, merged_into AS survivor, lower(trim(status)) AS word,
    truth(deleted, false) AS deleted, truth(spam, false) AS spam
  FROM (SELECT ticket_id, created_at, status, {has} FROM ({rows}))
  LEFT JOIN words_of_statuses w ON w.word = status
  LEFT JOIN words_of_statuses v ON v.word = CASE WHEN w.meaning IS NULL
    THEN trim(regexp_replace(lower(status), '[^a-z0-9]+', ' ', 'g')) END
  WHERE nextval('rows_read') > 0 AND regular({" AND ".join(checks)})
)"""


def ticket_queries(source: str) -> dict[str, str]:
    """The rows of each state table.

    They come from the rows of `tickets_query`, in `bulk_tickets`, and from `bulk_people`, where
    each requester as written has a pseudonym.
    """
    own = f"SELECT {literal(source)} AS source"
    return {
        "ticket_versions": f"""{own}, ticket, created_at, updated_at, status, channel, tags, team,
  nullif(pseudonym, '') AS requester, deleted OR word = 'deleted' AS deleted,
  survivor IS NOT NULL OR word = 'merged' AS merged,
  spam OR word = 'spam' OR list_contains(tags, 'spam') AS spam
FROM bulk_tickets LEFT JOIN bulk_people ON raw = requester""",
        "teams": f"{own}, team, team AS name FROM bulk_tickets WHERE team <> '' GROUP BY team",
        "status_changes": f"{own}, ticket, reopened_at, 'solved', 'open' FROM bulk_tickets "
        "WHERE reopened_at IS NOT NULL",
        "outcomes": f"{own}, ticket, solved_at, reopens, updated_at FROM bulk_tickets "
        "WHERE solved_at IS NOT NULL OR reopens > 0",
        "merges": f"{own}, ticket, survivor FROM bulk_tickets WHERE survivor <> ticket",
    }


def _columns(columns: Collection[str], names: str) -> str:
    """These columns, empty where the file has none of the name."""
    return ", ".join(
        name if name in columns else f"NULL::VARCHAR AS {name}" for name in names.split()
    )
