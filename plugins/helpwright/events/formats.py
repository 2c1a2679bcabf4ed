"""Access logs, as SQL that turns lines into requests, whatever server wrote them.

A request is (file, n, copies, at, query, method, agent, purpose, id, is_read). Addresses of
computers and cookies are not among the columns: they go no further than the line.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_COMBINED = re.compile(r'\S+ \S+ .* \[\d{2}/\w{3}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4}\] "')
_FIELDS = "#Fields:"


@dataclass(frozen=True)
class LogFormat:
    """How lines of a log are read.

    Attributes:
        name: Of the format, as `--format` has it.
        lines: Which lines count; others are comments.
        columns: Column of a request -> SQL over `line` and `r`.
        row: SQL of `r`, the line taken apart; NULL if it cannot be.
    """

    name: str
    row: str
    columns: dict[str, str]
    comment: str = "false"

    def select(self, batch: str) -> str:
        """The requests in a table of lines (file, n, line)."""
        columns = ", ".join(f'{sql} AS "{name}"' for name, sql in self.columns.items())
        return (
            f"SELECT file, n, 1 AS copies, r IS NOT NULL AS is_read, {columns} FROM "
            f"(SELECT file, n, line, {self.row} AS r FROM {batch} "
            f"WHERE line <> '' AND NOT {self.comment})"
        )


# Of each, the names in nginx (ours first), CloudFront and Cloudflare.
_JSON_KEYS = {
    "moment": ("msec", "timestamp(ms)", "EdgeStartTimestamp"),
    "time": ("time", "time_iso8601", "time_local", "timestamp", "@timestamp", "date"),
    "request": ("request",),
    "uri": ("uri", "request_uri", "ClientRequestURI"),
    "query": ("args", "query_string", "cs-uri-query"),
    "method": ("method", "request_method", "cs-method", "ClientRequestMethod"),
    "agent": ("agent", "http_user_agent", "user_agent", "cs(User-Agent)", "ClientRequestUserAgent"),
    "purpose": ("purpose", "http_sec_purpose", "sec_purpose"),
    "id": ("id", "request_id", "x-edge-request-id", "RayID"),
}


def json_log(present: frozenset[str]) -> LogFormat:
    """One JSON object a line: nginx with escape=json, CloudFront's second form, Cloudflare.

    Args:
        present: The keys that lines have; only they are read.
    """
    known = {key: None for keys in _JSON_KEYS.values() for key in keys if key in present}
    shape = json.dumps(dict.fromkeys(known or {"time": None}, "VARCHAR"))

    def first(name: str) -> str:
        found = [f"""nullif(r."{key}", '')""" for key in _JSON_KEYS[name] if key in known]
        return f"coalesce({', '.join([*found, chr(39) * 2])})"

    request = first("request")
    uri = f"coalesce(nullif({first('uri')}, ''), {_second_word(request)})"
    # CloudFront gives the day and the time apart.
    is_apart = {"date", "time"} <= known.keys()
    time = """r."date" || 'T' || r."time" || 'Z'""" if is_apart else first("time")
    asked = first("query")
    moments = (_epoch(first("moment")), _iso(time), _clf(time), _epoch(time))
    return LogFormat(
        "nginx",
        f"CASE WHEN starts_with(line, '{{') THEN TRY(from_json(line, '{shape}')) END",
        {
            "at": f"coalesce({', '.join(moments)})",
            "query": f"CASE WHEN {asked} NOT IN ('', '-') THEN {_once(asked)} "
            f"ELSE {_query_of(uri)} END",
            "method": f"coalesce(nullif({first('method')}, ''), {_first_word(request)})",
            "agent": first("agent"),
            "purpose": first("purpose"),
            "id": first("id"),
        },
    )


def combined_log() -> LogFormat:
    """The default of nginx and Apache: time in seconds, no id, so equal lines may be one event."""
    text = r'"((?:[^"\\]|\\.)*)"'
    unused = text.replace("((?:", "(?:(?:")
    head = rf"^\S+ \S+ .*? \[([^\]]+)\] {text} \S+ \S+(?: {unused} {text})?"
    row = f"regexp_extract(line, '{head}', ['time', 'request', 'agent'])"
    return LogFormat(
        "nginx",
        f"CASE WHEN regexp_matches(line, '{head}') THEN {row} END",
        {
            "at": _clf("r.time"),
            "query": _query_of(_second_word("r.request")),
            "method": _first_word("r.request"),
            "agent": "r.agent",
            "purpose": "''",
            "id": "''",
        },
    )


def cloudfront_log(header: str) -> LogFormat | None:
    """CloudFront's files with tabs; None if the header names no query."""
    fields = header.removeprefix(_FIELDS).split()
    if not {"date", "time", "cs-uri-query"} <= set(fields):
        return None

    def field(name: str) -> str:
        return f"coalesce(r[{fields.index(name) + 1}], '')" if name in fields else "''"

    return LogFormat(
        "cloudfront",
        f"CASE WHEN len(string_split(line, chr(9))) = {len(fields)} "
        "THEN string_split(line, chr(9)) END",
        {
            "at": _iso(f"{field('date')} || 'T' || {field('time')} || 'Z'"),
            "query": _once(field("cs-uri-query")),
            "method": field("cs-method"),
            "agent": field("cs(User-Agent)"),
            "purpose": "''",
            "id": field("x-edge-request-id"),
        },
        comment="line[1] = '#'",
    )


def recognise(lines: list[str]) -> LogFormat | None:
    """The format of a log by its first lines."""
    for line in lines:
        if line.startswith(_FIELDS):
            return cloudfront_log(line)
        if line.startswith("{"):
            return json_log(frozenset(key for line in lines for key in _keys_of(line)))
        if _COMBINED.match(line):
            return combined_log()
    return None


def _keys_of(line: str) -> frozenset[str]:
    try:
        row = json.loads(line)
    except ValueError:
        return frozenset()
    return frozenset(map(str, row)) if isinstance(row, dict) else frozenset()


def _first_word(sql: str) -> str:
    return f"split_part({sql}, ' ', 1)"


def _second_word(sql: str) -> str:
    return f"split_part({sql}, ' ', 2)"


def _query_of(sql: str) -> str:
    return f"split_part(split_part({sql}, '#', 1), '?', 2)"


def _once(sql: str) -> str:
    """CloudFront encodes what was encoded: then every percent sign stands as %25."""
    plain = f"replace({sql}, '%25', '')"
    return (
        f"CASE WHEN contains({sql}, '%25') AND NOT contains({plain}, '%') "
        f"THEN replace({sql}, '%25', '%') ELSE {sql} END"
    )


def _epoch(sql: str) -> str:
    """Seconds, milliseconds or nanoseconds since 1970, told apart by their size."""
    number = f"try_cast({sql} AS DOUBLE)"
    divisor = f"CASE WHEN {number} >= 1e17 THEN 1e9 WHEN {number} >= 1e11 THEN 1e3 ELSE 1 END"
    micros = f"CAST(round({number} / ({divisor}) * 1e6) AS BIGINT)"
    return f"CASE WHEN {number} BETWEEN 1e8 AND 5e18 THEN make_timestamp({micros}) END"


def _iso(sql: str) -> str:
    """ISO 8601 to UTC: DuckDB reads an offset and drops it."""
    local = f"try_cast(regexp_replace({sql}, '(Z|[+-][0-9]{{2}}:?[0-9]{{2}})$', '') AS TIMESTAMP)"
    zone = f"regexp_extract({sql}, '([+-])([0-9]{{2}}):?([0-9]{{2}})$', ['s', 'h', 'm'])"
    is_iso = f"regexp_matches({sql}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[T ]')"
    return f"CASE WHEN {is_iso} THEN {local} - {_offset(zone)} END"


def _clf(sql: str) -> str:
    """`22/Nov/2026:11:00:00 +0100` to UTC."""
    local = f"try_strptime(left({sql}, 20), '%d/%b/%Y:%H:%M:%S')"
    zone = f"regexp_extract({sql}, '([+-])([0-9]{{2}})([0-9]{{2}})$', ['s', 'h', 'm'])"
    return f"{local} - {_offset(zone)}"


def _offset(zone: str) -> str:
    hours, minutes = (f"coalesce(try_cast({zone}.{part} AS INTEGER), 0)" for part in "hm")
    return f"to_minutes(CASE WHEN {zone}.s = '-' THEN -1 ELSE 1 END * ({hours} * 60 + {minutes}))"
