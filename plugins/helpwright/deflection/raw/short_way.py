"""A short way for messages whose last address of ours stands before any quote and signature.

Most are so, and need nothing but to be split. Nothing behind the last address can make it a quote,
so that only the words before it are looked at. It gives what the long way gives, and is taken in
DuckDB alone: it needs a list in a column, and lists differ most from one SQL to another.
"""

from __future__ import annotations

from typing import Any

from helpwright.deflection.raw.own_words import CLOSE, HTML_CUTS, QUOTE
from helpwright.deflection.tables import load_ibis

# In every text of which own_words.py cuts something stands one of these, and in few others.
_LINES = "\n(>|--|From: |On )"
_CONTAINERS = '="(' + "|".join(m[2:] for m in HTML_CUTS if m.startswith('="')) + ")"
_OTHERS = (QUOTE, ">-- ")


def shorten(comments: Any, host: str) -> Any:
    """Comments with `short`, words that need no cutting, and `body`, those that need it.

    At most one of the two is not empty.

    Args:
        comments: Rows with a `body`.
        host: The help center's only host.
    """
    ibis = load_ibis()
    _ = ibis._
    mark = f"://{host}"
    pieces = comments.mutate(pieces=_.body.split(mark)).mutate(
        n=_.pieces.length(), start=_.pieces[0], second=_.pieces[1]
    )
    # Three addresses and more are rare: then all words are looked at.
    before = ibis.cases((_.n == 2, _.start), (_.n == 3, _.start + _.second), else_=_.body)
    told = pieces.mutate(before=before).mutate(is_own=(_.n > 1) & ~_has_signs(_.before))
    # In a case only the rows that come so far are looked at; behind "and" all are.
    near = ~_.is_own & ((_.n == 2) | (_.n == 3))
    html = ibis.cases((_.near, _.body.contains("</")), else_=False)
    gone = ibis.cases(
        (_.html, _is_hidden_in_html(_.before)),
        (_.near, _is_hidden_in_text(_.before, _.body)),
        else_=False,
    )
    seen = told.mutate(near=near).mutate(html=html).mutate(gone=gone)
    alone = ibis.cases((_.gone & (_.n == 3), ~_has_signs(_.start)), else_=False)
    # An address without its scheme counts if none with one does.
    bare = _.start.contains(host) | _.second.contains(host)
    none = ibis.cases((_.gone & (_.n == 2), ~bare), else_=False)
    short = ibis.cases((_.is_own, _.body), (_.alone, _.start + mark + _.second), else_="")
    # A copy: what the long way held of a file's own page would keep all of it in memory.
    body = ibis.cases((_.is_own | _.none | _.alone, ""), else_=_.pieces.join(mark))
    others = [name for name in comments.columns if name != "body"]
    return seen.mutate(alone=alone, none=none).select(*others, short=short, body=body)


def _has_signs(text: Any) -> Any:
    found = text.re_search(_LINES) | text.re_search(_CONTAINERS) | text.startswith(">")
    for sign in _OTHERS:
        found = found | text.contains(sign)
    return found


def _is_hidden_in_html(before: Any) -> Any:
    """Whether nothing that follows is the author's own: a quote is open, or a signature."""
    opened = before.contains(QUOTE) & ~before.contains(CLOSE)
    return before.re_search(_CONTAINERS) | opened


def _is_hidden_in_text(before: Any, body: Any) -> Any:
    """Whether the line that follows is quoted, or a signature."""
    quoted = (before + "://").re_search("\n>[^\n]*$")
    dashes = before.contains("\n-- \n") | before.contains("\n--\n")
    # Both of these come before dashes, and leave them where they are.
    other = body.contains("\nFrom: ") | body.contains("wrote:")
    return quoted | (dashes & ~other)
