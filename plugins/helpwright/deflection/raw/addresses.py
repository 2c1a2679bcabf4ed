"""The help center's addresses in message bodies, found where the bodies lie.

A body is split at "://" and each piece that begins with one of our hosts is an address. Of it no
more than what stands before the first space, bracket, quotation mark, ? or # leaves the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from helpwright.deflection.raw.own_words import with_own_words
from helpwright.deflection.raw.shape import COMMENT
from helpwright.deflection.raw.short_way import shorten
from helpwright.deflection.tables import load_ibis

_LONGEST = 400  # characters of an address that matter
# Before an address without its scheme; any other character would make it part of something else.
_BEFORE_BARE = (" ", "\n", "(", ">", '"')
_ADDRESS = "^[^ <>\"'?#\t\r\n]*"


def sent_addresses(comments: Any, hosts: Sequence[str], dialect: str) -> Any:
    """One row for each address of ours in the own words of each comment.

    Args:
        comments: Public comments; see `Raw`.
        hosts: The help center's hosts, in small letters.
        dialect: Where the expression will run.

    Returns:
        The columns of a comment without its body, and `address`: host and path. A time that
        cannot be read is NULL.
    """
    ibis = load_ibis()
    _ = ibis._
    # Only bodies that name us are looked at closely.
    holding = comments.filter(_any(_.body.contains(_sign(host)) for host in hosts))
    texts = holding.select(*COMMENT, "body")
    is_short = dialect == "duckdb" and len(hosts) == 1
    columns = [*COMMENT, *(["short"] if is_short else [])]
    texts = with_own_words(shorten(texts, hosts[0]) if is_short else texts)
    for host in hosts:
        texts = texts.select(*columns, text=_with_schemes(_.text, host))
    if is_short:
        texts = texts.mutate(text=ibis.cases((_.short == "", _.text), else_=_.short))
    pieces = texts.select(*COMMENT, piece=_.text.split("://").unnest())
    ours = pieces.filter(_any(_.piece.startswith(host) for host in hosts))
    line = _.piece
    if dialect == "bigquery":
        # Ibis takes a match out of a text by replacing it all, which stops at line breaks there.
        line = line.substr(0, _LONGEST).replace("\n", " ")
    return ours.select(*COMMENT, address=line.re_extract(_ADDRESS, 0))


def _sign(host: str) -> str:
    """The end of a host, from its first dot: as few dots stand in a text, it is found fast."""
    dot = host.find(".")
    return host[dot if host.count(".") > 1 else 0 :] + "/"


def _with_schemes(text: Any, host: str) -> Any:
    """Addresses without a scheme get one, so that one split finds all.

    A message that has an address with its scheme is taken to write them all so: to look for the
    others in every message would take as long as all the rest.
    """
    bare = [f"{before}{host}/" for before in _BEFORE_BARE]
    begun = " " + text
    named = reduce(lambda t, found: t.replace(found, f"{found[0]}://{found[1:]}"), bare, begun)
    return load_ibis().cases(
        (text.contains(f"://{host}"), text), (text.contains(f"{host}/"), named), else_=text
    )


def _any(conditions: Any) -> Any:
    return reduce(or_, conditions)
