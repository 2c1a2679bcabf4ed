"""What the author of a message wrote, as far as SQL can tell: without quotes and signatures.

The exact importer reads messages with a parser. Here literal marks and patterns of character
classes must do. What differs is in the guide to warehouses.

Most messages hold no quote and no signature. So each step first looks for its sign, which is fast,
and changes the text only where it stands. Every step is a column that names the one before a few
times only, so that an engine which merges steps has not much to copy.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

from helpwright.deflection.tables import load_ibis

# Everything from one of these marks on is a signature or a message quoted whole.
HTML_CUTS = (
    *('="gmail_', '="signature', '="yahoo_quoted', '="moz-', '="divRplyFwdMsg'),
    *('="appendonsend', '="zd-quoted', '="protonmail_', ">-- \n", ">-- <"),
)
_DASHES = ("\n-- \n", "\n--\n", "\n-----Original Message-----", "\n---------- Forwarded message")
_HEADERS = "\nFrom: [^\n]*\n(Sent|Date|To): [^`]*"
_WROTE = "\nOn [^\n]*(\n[^\n]*)?wrote:[ ]*\n[\n]?[^>\n][^`]*"
QUOTE, CLOSE = "<blockquote", "</blockquote>"
_NESTED = 3  # quotes within quotes, taken out from the inside


def with_own_words(comments: Any) -> Any:
    """Comments with the column `text` in place of `body`."""
    ibis = load_ibis()
    _ = ibis._
    others = [name for name in comments.columns if name != "body"]
    lines = ibis.cases((_.body.contains("\r\n"), _.body.replace("\r\n", "\n")), else_=_.body)
    told = comments.mutate(body=lines).mutate(html=_.body.contains("</"))
    cut = ibis.cases((_.html, _cut_html(_.body)), else_=_cut_text(_.body))
    text = told.select(*others, "html", text=cut)
    unquoted = ibis.cases((_.html, _without_blockquotes(_.text)), else_=_without_lines(_.text))
    return text.select(*others, text=unquoted)


def _cut_html(body: Any) -> Any:
    """Without what mail programs wrap in a container of their own, and all after it."""
    ibis = load_ibis()
    far = body.length()
    ends = [ibis.cases((body.contains(mark), body.find(mark)), else_=far) for mark in HTML_CUTS]
    marked = reduce(lambda a, b: a | b, (body.contains(mark) for mark in HTML_CUTS))
    return ibis.cases((marked, body.substr(0, ibis.least(*ends))), else_=body)


def _cut_text(body: Any) -> Any:
    """Without a signature, a forwarded message, or a whole message quoted below the answer."""
    ibis = load_ibis()
    far = body.length()
    ends = [ibis.cases((body.contains(mark), body.find(mark)), else_=far) for mark in _DASHES]
    replied = body.contains("wrote:\n") & ~body.contains("wrote:\n>")
    # Without backticks "all but a backtick" reaches to the end; "." would stop at the line's.
    plain = body.replace("`", " ")
    return ibis.cases(
        (body.contains("\nFrom: "), plain.re_replace(_HEADERS, "")),
        # Above quoted lines nothing needs to be cut, as these are taken out by themselves.
        (replied, plain.re_replace(_WROTE, "")),
        (body.contains("\n--"), body.substr(0, ibis.least(*ends))),
        else_=body,
    )


def _without_lines(text: Any) -> Any:
    """Without lines that begin with ">"; lines in a row are one match."""
    lines = "(\n>[^\n]*)+"
    return load_ibis().cases(
        (text.contains("\n>"), text.re_replace(lines, "")),
        (text.startswith(">"), ("\n" + text).re_replace(lines, "")),
        else_=text,
    )


def _without_blockquotes(text: Any) -> Any:
    """Without quotes, also within quotes; one that is never closed reaches to the end."""
    opened, closed = text.find(QUOTE), text.find(CLOSE)
    alone = ~text.substr(opened + len(QUOTE)).contains(QUOTE) & text.contains(CLOSE)
    around = text.substr(0, opened) + " " + text.substr(closed + len(CLOSE))
    marked = text.replace("`", " ").replace("{", " ").replace("}", " ")
    marked = marked.replace(QUOTE, "{").replace(CLOSE, "}")
    inner = reduce(lambda t, _level: t.re_replace("[{][^{}]*[}]", " "), range(_NESTED), marked)
    ibis = load_ibis()
    quoted = ibis.cases((alone, around), else_=inner.re_replace("[{][^`]*", ""))
    return ibis.cases((text.contains(QUOTE), quoted), else_=text)
