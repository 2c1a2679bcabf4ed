"""Addresses that stand alone in plain bodies, found by DuckDB itself: most that agents send.

Such an address is the only one of ours in its body, by itself in text or the target of a link, with
nothing before it that may begin a quote or end the author's own words. Then `links` finds in the
body what it finds in the address alone, whatever the form, and Python need not see the rest. The
patterns here may know fewer such bodies than there are, but no others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from helpwright.tickets.links import REFERENCE
from helpwright.tickets.sql import literal

# Spaces as Python knows them, and their commonest reference.
_SPACES = r"(?:[\pZ\s\x0b\x1c-\x1f\x{85}]|&nbsp;)*"
_BETWEEN = r"(?:[*\pZ\s\x0b\x1c-\x1f\x{85}]|&nbsp;|<[^<>]*>)*"
# What a line begins with that may be a quote or tell who wrote it (see `bodies`).
_STARTS = rf"[>#_—-]|[*]?(?:from|von|de|da|van){_BETWEEN}:|(?:on|am|le|el|il|op|em|den|w dniu)\b"
# Elements and marks of quotes, signatures and what nobody sees; other links.
_LEFT_OUT = r"<!--|</?(?:script|style|head|title|template)|<wbr|href(?:[^=]|=[^\"]|=\"[\s\S])"
_MARKS = "quote|signature|gmail_|moz-|divrplyfwdmsg|appendonsend"
# All references but &nbsp; &amp; &quot; and &#39;, which can begin none of the above.
_REFERENCES = (
    "&(?:[^#anq]|#(?:[^3]|3(?:[^9]|9[^;]))|a(?:[^m]|m(?:[^p]|p[^;]))"
    "|n(?:[^b]|b(?:[^s]|s(?:[^p]|p[^;])))|q(?:[^u]|u(?:[^o]|o(?:[^t]|t[^;]))))"
)
_REFERENCE = f"(?i){REFERENCE.pattern}"
_PATH = "/(?:[A-Za-z0-9/_.-]*[A-Za-z0-9/-])?"
_BEFORE = r"(?:^|[ \t\n\[\]])[(]?$"
_BEHIND = r"(?:[?#]|[).,;:!*_]{0,3}(?:[ \t\n\"\]]|</?[A-Za-z]|$))"
_LINK = '<a href="'
# A label that repeats the target names nothing new.
_IS_LABEL = """ends_with(parts[2], '>')
        AND starts_with(parts[3], concat(split_part(parts[2], '"', 1), '</a>'))"""
_REST_OF_LINK = r"(?:[?#][^\"<>]*)?\"(?: (?:rel|target)=\"[a-z _-]*\")*>"


def candidate(body: str, hosts: Sequence[str]) -> str:
    """Whether a body may hold an address of ours, perhaps in character references."""
    names = "|".join(map(re.escape, hosts))
    return (
        f"(contains({body}, '/') OR contains({body}, '&')) "
        f"AND (regexp_matches({body}, {literal(f'(?i){names}')}) OR (contains({body}, '&#') "
        f"AND regexp_matches({body}, {literal(_REFERENCE)})))"
    )


def with_addresses(rows: str, hosts: Sequence[str]) -> str:
    """A query with one column more: the address that stands for `found`, or `found` itself.

    Args:
        rows: A query with the column `found`: a body, or NULL where nothing is to be found.
        hosts: Host names in small letters.

    Returns:
        The query; its new column is called `searched`.
    """
    names = "|".join(map(re.escape, hosts))
    hazards = (
        f"(?i)(?:^|[>\\n]){_SPACES}(?:{_STARTS})|\\r|{_LEFT_OUT}|{_MARKS}|{_REFERENCES}|{names}"
    )
    return f"""
SELECT *, CASE WHEN address <> '' AND NOT regexp_matches(behind, {literal(f"(?i){names}")})
    AND NOT regexp_matches(behind, '(?i)<wbr')
    AND NOT (contains(behind, '&#') AND regexp_matches(behind, {literal(_REFERENCE)}))
    AND CASE WHEN is_link
      THEN regexp_matches(parts[2], {literal(f"^{_PATH}{_REST_OF_LINK}")})
        AND NOT regexp_matches(parts[1], {literal(hazards)})
      ELSE regexp_matches(parts[2], {literal(f"^{_PATH}{_BEHIND}")})
        AND NOT regexp_matches(parts[1], {literal(f"{hazards}|<")}) END
  THEN address ELSE found END AS searched
FROM (
  SELECT *, CASE WHEN is_link OR (len(parts) = 2
      AND regexp_matches(right(parts[1], 2), {literal(_BEFORE)}))
    THEN concat({_first(hosts, "{at}")}, regexp_extract(parts[2], {literal(f"^{_PATH}")})) END
      AS address,
    CASE WHEN len(parts) = 2 THEN parts[2]
      WHEN len(parts) = 3 AND is_link AND {_IS_LABEL} THEN parts[3] END AS behind
  FROM (
    SELECT *, ends_with(parts[1], {literal(_LINK)}) AS is_link
    FROM (SELECT *, {_first(hosts, "string_split(found, {at})")} AS parts FROM ({rows}))
  )
)"""


def _first(hosts: Sequence[str], then: str) -> str:
    """What is made of the first host with an address in a body."""
    places = [literal(f"https://{host}") for host in hosts]
    cases = [f"WHEN contains(found, {at}) THEN {then.format(at=at)}" for at in places[:-1]]
    last = then.format(at=places[-1])
    return f"CASE {' '.join(cases)} ELSE {last} END" if cases else last
