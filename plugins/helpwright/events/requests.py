"""From requests to events, as SQL: which are ours, which are sound, and what they say."""

from __future__ import annotations

import json

from helpwright.events.model import KEYS, MARKS, NAMES, NUMBERS, VERSION

BOTS = (
    "bot|crawl|spider|slurp|headless|phantom|monitor|uptime|pingdom|preview|scanner|lighthouse|"
    "python|curl|wget|httpclient|okhttp|java/|go-http|axios|node-fetch|libwww|scrapy|playwright|"
    "puppeteer|selenium"
)
_LONGEST = 4000
_ALLOWED = "[A-Za-z0-9%._~*+&=(),:;/?!@$-]+"
_EARLIEST, _LATEST = "TIMESTAMP '2000-01-01'", "TIMESTAMP '2100-01-01'"
# What no id, path or list of such holds, and what may open a tag, a text or a formula.
_NO_ID = r"""[\x00-\x1e<>"''`\\{}|^]"""
_GREATEST = 999_999
_OWN = ("name", "query", *NUMBERS)
_SHAPE = json.dumps({key: "VARCHAR" for key in ("v", *KEYS.values())})
_NAMES = ", ".join(f"'{name}'" for name in NAMES)


def judged(requests: str) -> str:
    """Requests as events with a `fault`: "" for none, "other" for requests that are no events.

    The identity of an event, `line`, is made of its time, what it says, and the server's random
    number of the request where the log has it; of nothing that belongs to a person.
    """
    ids = ", ".join(name for name in KEYS if name not in _OWN)
    wrong = " OR ".join(
        f"(e.{KEYS[name]} IS NOT NULL AND NOT coalesce({name} BETWEEN 0 AND {_GREATEST}, false))"
        for name in sorted(NUMBERS)
    )
    return f"""
        SELECT file, n, copies, md5_number(concat_ws(chr(10), id, epoch_us("at"), asked)) AS line,
          "at", {", ".join(_column(name) for name in KEYS)},
          CASE
            WHEN NOT is_read THEN 'unreadable'
            WHEN NOT is_event THEN 'other'
            WHEN e IS NULL OR name NOT IN ({_NAMES}) OR {wrong}
              OR regexp_matches(concat_ws(chr(31), {ids}), '{_NO_ID}') THEN 'query'
            WHEN "at" IS NULL OR "at" < {_EARLIEST} OR "at" >= {_LATEST} THEN 'time'
            WHEN regexp_matches(agent, '(?i){BOTS}') THEN 'bot'
            WHEN purpose <> '' AND regexp_matches(purpose, '(?i)prefetch|prerender') THEN 'prefetch'
            ELSE ''
          END AS fault
        FROM ({_decoded(requests)})
    """


def _decoded(requests: str) -> str:
    """The keys of each query by name; texts that are missing are ""."""
    columns = [
        f"try_cast(e.{key} AS INTEGER) AS {name}"
        if name in NUMBERS
        else f"coalesce(url_decode(e.{key}), '') AS {name}"
        for name, key in KEYS.items()
    ]
    # What decodes as a whole decodes in parts.
    return f"""
        SELECT file, n, copies, "at", asked, id, is_read, is_event, agent, purpose, e,
          {", ".join(columns)}
        FROM (
          SELECT *, CASE WHEN is_event AND length(asked) <= {_LONGEST}
              AND regexp_full_match(asked, '{_ALLOWED}') AND TRY(url_decode(asked)) IS NOT NULL THEN
            TRY(from_json(
              '{{"' || replace(replace(replace(asked, '+', ' '), '=', '":"'), '&', '","') || '"}}',
              '{_SHAPE}'))
          END AS e
          FROM (
            SELECT * EXCLUDE (query), query AS asked, coalesce(method IN ('POST', '')
              AND contains('&' || query, '&v={VERSION}&') AND contains(query, '&e='), false)
              AS is_event
            FROM ({requests})
          )
        )
    """


def _column(name: str) -> str:
    if name == "query":
        return f"{scrubbed('query')} AS query"
    if name == "is_first":
        return "least(coalesce(is_first, 0), 1) AS is_first"
    if name == "after":
        known = ", ".join(f"'{mark}'" for mark in MARKS)
        kept = f"list_filter(string_split(after, ','), lambda one: one IN ({known}))"
        return f"CASE WHEN after = '' THEN '' ELSE array_to_string({kept}, ',') END AS after"
    if name == "viewed":
        ten = "array_to_string(string_split(viewed, ',')[:10], ',')"
        return f"CASE WHEN viewed = '' THEN '' ELSE {ten} END AS viewed"
    return name


def scrubbed(sql: str) -> str:
    """Words in small letters and single spaces; anybody can send what our scripts would not."""
    mail = rf"regexp_replace({sql}, '\S+@\S+', '[mail]', 'g')"
    digits = "[0-9](?:[ ().:/-]{0,3}[0-9]){5,}|[0-9]{4,}"
    number = f"regexp_replace({mail}, '{digits}', '[number]', 'g')"
    clean = rf"regexp_replace({number}, '[\s\x00-\x1f]+', ' ', 'g')"
    # What needs none of this is most of it, and costs a tenth.
    is_plain = rf"length({sql}) <= 200 AND NOT regexp_matches({sql}, '[\x00-\x1f@0-9]|  ')"
    return (
        f"CASE WHEN {sql} = '' THEN '' WHEN {is_plain} THEN lower(trim({sql})) "
        f"ELSE lower(left(trim({clean}), 200)) END"
    )
