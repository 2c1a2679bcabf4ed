"""What the author of a comment wrote: the body without quotes and signatures, as text.

Everything here runs in linear time on any input: mail holds broken HTML of every kind, and some
parsers need minutes for a million opening brackets. It is also the busiest code of an import, which
is why it splits, joins and remembers instead of going through a body tag by tag.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from helpwright.tickets.model import Form

# No "<" inside a tag: a bracket that is never closed then costs only its own length.
_TAG = re.compile(r"<(/?[a-zA-Z][^<>]{0,8000})>")
_TAG_OR_COMMENT = re.compile(r"<(?:(!--)|(/?[a-zA-Z][^<>]{0,8000})>)")
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_MARKS = re.compile(r"""\b(?:class|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_QUOTE_MARK = re.compile(
    r"(?:^|[\s_-])(?:gmail_quote|gmail_extra|gmail_signature|gmail_attr|yahoo_quoted"
    r"|moz-signature|moz-cite-prefix|moz-forward-container|signature|zd-quoted|quoted|email-quote"
    r"|divrplyfwdmsg|appendonsend|protonmail_quote|protonmail_signature_block)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SKIPPED = frozenset({"blockquote", "script", "style", "head", "title", "template"})
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "ul", "ol", "tr", "td", "th", "table", "h1", "h2", "h3", "h4", "h5"}
    | {"h6", "pre", "hr", "section", "article", "header", "footer", "dd", "dt", "blockquote"}
)
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base"})
_BREAK = "\x1f"  # counts as space, so that no address goes on behind a tag
_AUTOLINK = re.compile(r"https?://", re.IGNORECASE)
_LONGEST_REMEMBERED_TAG = 120

_WROTE = re.compile(
    r"^\s*(?:On|Am|Le|El|Il|Op|Em|Den|W dniu)\b.{4,200}"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napisał)\b.{0,80}:\s*$",
    re.IGNORECASE,
)
_REST_IS_QUOTED = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht"
    r"|message d.origine|mensaje original)\s*-{2,}"
    r"|##-.{0,200}-##|_{20,})\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^\s*\*?(?:from|von|de|da|van)\*?\s*:\s*\S", re.IGNORECASE)
_HEADER_NEXT = re.compile(
    r"^\s*\*?(?:sent|date|to|gesendet|envoyé|enviado|inviato)\*?\s*:", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^\s*(?:--|—)\s*$")
# What a line begins with that may be a quote or end the author's own words, in small letters. It
# begins with a fixed letter, so that the search jumps from line to line.
_MAY_QUOTE = re.compile(
    r"\n[^\S\n]*(?:>|--|—|##-|_{20}|\*?(?:from|von|de|da|van)\*?\s*:"
    r"|(?:on|am|le|el|il|op|em|den|w dniu)\b)"
)
_STARTS = frozenset(">-—#_*")
_FIRST_LETTERS = frozenset(
    {"fr", "vo", "de", "da", "va", "on", "am", "le", "el", "il", "op", "em", "w "}
)
_LONGEST_MARK = 400  # longer lines are prose; the patterns describe single short lines


def own_words(body: str, form: Form) -> str:
    """The author's own text; a link in HTML stands as its address where its label stood."""
    return own_text(body, form)[0].replace(_BREAK, "")


def own_text(body: str, form: Form) -> tuple[str, str]:
    """The author's own text for those who look for addresses, and the same in small letters.

    Where a tag stood is a break, which counts as space.
    """
    text = _text_of_html(body) if form is Form.HTML else body
    lowered = text.lower()
    if not may_quote(text, lowered):
        return text, lowered
    text = _without_quotes(text)
    return text, text.lower()


def may_quote(text: str, lowered: str) -> bool:
    """Whether a text may hold quotes or a signature; if not, all of it is its author's own."""
    return "\r" in text or _MAY_QUOTE.search(f"\n{lowered}") is not None


def _text_of_html(body: str) -> str:
    if "<!--" in body:
        return _text_of_nested(body)
    pieces = _TAG.split(body)
    tags = [
        _stands_for(tag) if len(tag) < _LONGEST_REMEMBERED_TAG else _read_tag(tag)
        for tag in pieces[1::2]
    ]
    if None in tags:
        return _text_of_nested(body)
    pieces[1::2] = tags
    return _unescaped("".join(pieces))


def _text_of_nested(body: str) -> str:
    """The text of HTML in which some elements are left out with all that is in them."""
    parts: list[str] = []
    position, skip_tag, depth = 0, "", 0
    while True:
        match = _TAG_OR_COMMENT.search(body, position)
        if not skip_tag:
            parts.append(body[position : match.start() if match else len(body)])
        if match is None:
            return _unescaped("".join(parts))
        position = match.end()
        if match.group(1):
            end = body.find("-->", position)
            position = len(body) if end < 0 else end + 3
            continue
        tag = match.group(2)
        if skip_tag:
            if _name_of(tag) == skip_tag:
                depth += -1 if tag[0] == "/" else 1
                skip_tag = skip_tag if depth else ""
            continue
        text = _stands_for(tag) if len(tag) < _LONGEST_REMEMBERED_TAG else _read_tag(tag)
        if text is None:
            parts.append("\n")
            skip_tag, depth = _name_of(tag), 1
        else:
            parts.append(text)


def _name_of(tag: str) -> str:
    match = _NAME.match(tag)
    return match.group(1).lower() if match else ""


def _read_tag(tag: str) -> str | None:
    """What stands in the text for a tag, or None if its element is left out."""
    if tag.startswith('a href="'):  # as most links are written
        href, _, rest = tag[8:].partition('"')
        if not _MARKS.search(rest):
            return f" {href.strip()} "
    name = _name_of(tag)
    if tag[0] == "/" or name in _VOID:
        return "\n" if name in _BLOCKS else "" if name == "wbr" else _BREAK
    if name in _SKIPPED or _is_quote(tag):
        return None
    if name == "a" and (href := _attribute(_HREF, tag)):
        return f" {href.strip()} "
    if _AUTOLINK.match(tag):
        return f" {tag} "
    return "\n" if name in _BLOCKS else _BREAK


_stands_for = lru_cache(maxsize=4096)(_read_tag)


def _is_quote(tag: str) -> bool:
    if "=" not in tag:
        return False
    values = (next(filter(None, found), "") for found in _MARKS.findall(tag))
    return any(_QUOTE_MARK.search(value) for value in values)


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    match = pattern.search(tag)
    return next(filter(None, match.groups()), "") if match else ""


def _unescaped(text: str) -> str:
    text = text.replace("&nbsp;", "\xa0")  # half of all; html.unescape calls Python for each
    return html.unescape(text) if "&" in text else text


def _without_quotes(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    kept: list[str] = []
    for index, line in enumerate(lines):
        own = line.lstrip()
        if own[:1] in _STARTS or own[:2].lower() in _FIRST_LETTERS:
            if own[0] == ">":
                continue
            if len(line) < _LONGEST_MARK:
                if _ends_own_words(lines, index, own):
                    break
                if taken := _tells_author(lines, index, own):
                    # Above ">" lines the answer goes on below them; above bare text all is quoted.
                    if _next_line(lines, index + taken - 1).lstrip().startswith(">"):
                        continue
                    break
        kept.append(line)
    return "\n".join(kept)


def _ends_own_words(lines: list[str], index: int, own: str) -> bool:
    """Whether a signature or the mail that is answered begins here."""
    if own[0] in "-—#_":
        return _SIGNATURE.match(own) is not None or _REST_IS_QUOTED.match(own) is not None
    is_header = ":" in own and _HEADER.match(own) is not None
    return is_header and _HEADER_NEXT.match(_next_line(lines, index)) is not None


def _tells_author(lines: list[str], index: int, own: str) -> int:
    """How many lines say who wrote what follows: none, one, or two and perhaps one between."""
    if not own[0].isalpha():
        return 0
    if _is_introduction(own):
        return 1
    following = _next_line(lines, index)
    wrapped = f"{own.rstrip()} {following.strip()}"
    if len(wrapped) >= _LONGEST_MARK or not _is_introduction(wrapped):
        return 0
    return 2 if lines[index + 1] is following else 3


def _is_introduction(line: str) -> bool:
    # Few lines end in a colon; the pattern tries all lengths of the others.
    return line.rstrip().endswith(":") and _WROTE.match(line) is not None


def _next_line(lines: list[str], index: int) -> str:
    return next((line for line in lines[index + 1 : index + 3] if line.strip()), "")
