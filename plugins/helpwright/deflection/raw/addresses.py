"""The help center's addresses in message bodies, found where the bodies lie.

A body is split at "://" and each piece that begins with one of our hosts is an address. Of it no
more than what stands before the first space, bracket, quotation mark, ? or # leaves the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from helpwright.deflection.raw.own_words import BEGINNING, with_own_words
from helpwright.deflection.raw.shape import COMMENT
from helpwright.deflection.tables import load_ibis

_LONGEST = 400  # characters of an address that matter
# Before an address without its scheme; any other character would make it part of something else.
_BEFORE_BARE = (" ", "\n", "(", ">", '"')
_ADDRESS = "^[^ <>\"'?#\t\r\n]*"


def sent_addresses(comments: Any, hosts: Sequence[str], dialect: str) -> Any:
    """One row for each address of ours in each comment; an agent's comment also has one with "".

    Args:
        comments: Public comments; see `Raw`.
        hosts: The help center's hosts, in small letters.
        dialect: Where the expression will run.

    Returns:
        The columns of a comment without its body, and `address`: host and path. Rows with "" say
        how many comments an agent wrote, which tells a signature from an answer.
    """
    ibis = load_ibis()
    _ = ibis._
    bodies = comments.mutate(body=_.body.fill_null(""))
    bodies = bodies.mutate(holds=_any(_.body.contains(_sign(host)) for host in hosts))
    # Only bodies that name us are looked at closely; the others are one empty piece.
    begun = ibis.cases((_.holds, BEGINNING + _.body), else_=BEGINNING)
    wanted = bodies.filter(_.holds | (_.sent_by == "agent")).select(*COMMENT, body=begun)
    texts = with_own_words(wanted)
    for host in hosts:
        texts = texts.select(*COMMENT, text=_with_schemes(_.text, host))
    pieces = texts.select(*COMMENT, piece=_.text.split("://").unnest())
    first = _.piece.startswith(BEGINNING)
    ours = _any(_.piece.startswith(host) for host in hosts)
    kept = pieces.filter(ours | (first & (_.sent_by == "agent"))).mutate(first=first)
    line = _.piece.substr(0, _LONGEST)
    if dialect == "bigquery":
        # Ibis takes a match out of a text by replacing it all, which stops at line breaks there.
        line = line.replace("\n", " ")
    return kept.select(
        "source",
        "author",
        "sent_by",
        # What only counts needs no more than its author.
        *(ibis.cases((_.first, ""), else_=_[name]).name(name) for name in ("ticket", "comment")),
        "created_at",
        address=ibis.cases((_.first, ""), else_=line.re_extract(_ADDRESS, 0)),
    )


def _sign(host: str) -> str:
    """The end of a host, from its first dot: as few dots stand in a text, it is found fast."""
    dot = host.find(".")
    return host[dot if host.count(".") > 1 else 0 :]


def _with_schemes(text: Any, host: str) -> Any:
    """Addresses without a scheme get one, so that one split finds all."""
    bare = [f"{before}{host}/" for before in _BEFORE_BARE]
    named = reduce(lambda t, found: t.replace(found, f"{found[0]}://{found[1:]}"), bare, text)
    return load_ibis().cases((_any(text.contains(found) for found in bare), named), else_=text)


def _any(conditions: Any) -> Any:
    return reduce(or_, conditions)
