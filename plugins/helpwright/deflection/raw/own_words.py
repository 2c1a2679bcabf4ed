"""What the author of a message wrote, as far as SQL can tell: without quotes and signatures.

The exact importer reads messages with a parser. Here literal marks and patterns of character
classes must do. What differs is in the guide to warehouses.

Most messages hold no quote and no signature. So each step looks for its sign in the body as it
came, which is fast, and changes the text only where it stands. Every step is a column that names
the one before twice, so that an engine which merges steps has not much to copy.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from helpwright.deflection.tables import load_ibis

# Stands before every body: its first line is then a line like any other.
BEGINNING = "\n<>\n"
# Everything from one of these marks on is a signature or a message quoted whole.
_CUTS = {
    "\n-": ("\n-- \n", "\n--\n", "\n-----Original Message-----", "\n---------- Forwarded message"),
    "\n____": ("\n____________________",),
    '="': (
        *('="gmail_', '="signature', '="yahoo_quoted', '="moz-', '="divRplyFwdMsg'),
        *('="appendonsend', '="zd-quoted', '="protonmail_'),
    ),
}
_HEADERS = "\nFrom: [^\n]*\n(Sent|Date|To): [^`]*"
_WROTE = "\nOn [^\n]*(\n[^\n]*)?wrote:[ ]*\n[\n]?[^>\n][^`]*"
_NESTED = 3  # quotes within quotes, taken out from the inside
_NOWHERE = 100_000_000


def with_own_words(comments: Any) -> Any:
    """Comments with the column `text` in place of `body`; bodies begin with `BEGINNING`."""
    ibis = load_ibis()
    _ = ibis._
    others = [name for name in comments.columns if name != "body"]
    ends = {f"end{n}": _first(_.body, sign, _CUTS[sign]) for n, sign in enumerate(_CUTS)}
    cut = comments.mutate(**ends).select(*others, "body", end=ibis.least(*(_[name] for name in ends)))
    text = cut.select(
        *others, "body", text=ibis.cases((_.end < _NOWHERE, _.body.substr(0, _.end)), else_=_.body)
    )
    steps = (
        (_.body.contains("\nFrom: "), _plain(_.text).re_replace(_HEADERS, "")),
        # Above quoted lines nothing needs to be cut, as these are taken out by themselves.
        (_replied(_.body), _plain(_.text).re_replace(_WROTE, "")),
        (_.body.contains("<blockquote"), _without_blockquotes(_.text)),
        (_.body.contains("\n>"), _.text.re_replace("\n>[^\n]*", "")),
    )
    for sign, changed in steps:
        text = text.select(*others, "body", text=ibis.cases((sign, changed), else_=_.text))
    return text.select(*others, "text")


def _first(body: Any, sign: str, marks: tuple[str, ...]) -> Any:
    """Where the first of some marks stands, or `_NOWHERE`; looked for where their sign stands."""
    ibis = load_ibis()
    found = [ibis.cases((body.contains(m), body.find(m)), else_=_NOWHERE) for m in marks]
    nearest = ibis.least(*found) if len(found) > 1 else found[0]
    return ibis.cases((body.contains(sign), nearest), else_=_NOWHERE)


def _replied(body: Any) -> Any:
    return body.contains("wrote:\n") & ~body.contains("wrote:\n>")


def _plain(text: Any) -> Any:
    """Without backticks, so that "all but a backtick" reaches to the end; "." stops at a line."""
    return text.replace("`", " ")


def _without_blockquotes(text: Any) -> Any:
    """Quotes go from the inside out; one that is never closed reaches to the end."""
    marked = _plain(text).replace("{", " ").replace("}", " ")
    marked = marked.replace("<blockquote", "{").replace("</blockquote>", "}")
    inner = reduce(lambda t, _level: t.re_replace("[{][^{}]*[}]", " "), range(_NESTED), marked)
    return inner.re_replace("[{][^`]*", "")
