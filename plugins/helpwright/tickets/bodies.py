"""What the author of a comment wrote: the body without quotes and signatures, as text.

Everything here runs in linear time on any input: mail holds broken HTML of every kind, and some
parsers need minutes for a million opening brackets.
"""

from __future__ import annotations

import html
import re

from helpwright.tickets.model import Form

# No "<" inside a tag: a bracket that is never closed then costs only its own length.
_TOKEN = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]{0,8000})>")
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


def own_words(body: str, form: Form) -> str:
    """The author's own text; a link in HTML stands as its address where its label stood."""
    return _without_quotes(_text_of_html(body) if form is Form.HTML else body)


def _text_of_html(body: str) -> str:
    parts: list[str] = []
    position, skip_tag, depth = 0, "", 0
    while True:
        match = _TOKEN.search(body, position)
        if not skip_tag:
            parts.append(html.unescape(body[position : match.start() if match else len(body)]))
        if match is None:
            return "".join(parts)
        position = match.end()
        if match.group() == "<!--":
            end = body.find("-->", position)
            position = len(body) if end < 0 else end + 3
            continue
        closing, tag, attributes = match.group(1), match.group(2).lower(), match.group(3)
        if skip_tag:
            if tag == skip_tag:
                depth += -1 if closing else 1
                skip_tag = skip_tag if depth else ""
            continue
        if tag in _BLOCKS:
            parts.append("\n")
        if closing or tag in _VOID:
            continue
        if tag in _SKIPPED or _is_quote(attributes):
            skip_tag, depth = tag, 1
        elif tag == "a" and (href := _attribute(_HREF, attributes)):
            parts.append(f" {html.unescape(href).strip()} ")


def _is_quote(attributes: str) -> bool:
    if "=" not in attributes:
        return False
    values = (next(filter(None, found), "") for found in _MARKS.findall(attributes))
    return any(_QUOTE_MARK.search(value) for value in values)


def _attribute(pattern: re.Pattern[str], attributes: str) -> str:
    match = pattern.search(attributes)
    return next(filter(None, match.groups()), "") if match else ""


def _without_quotes(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    for index, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            continue
        # Longer lines are prose; the patterns below describe single short lines.
        if len(line) < 400 and line.strip():
            if _SIGNATURE.match(line) or _REST_IS_QUOTED.match(line):
                break
            if _HEADER.match(line) and _HEADER_NEXT.match(_next_line(lines, index)):
                break
            wrapped = f"{line.rstrip()} {_next_line(lines, index).strip()}"
            if _WROTE.match(line) or (len(wrapped) < 400 and _WROTE.match(wrapped)):
                # Above ">" lines the answer goes on below them; above bare text all is quoted.
                if _is_marked_quote(lines, index + 1):
                    continue
                break
        kept.append(line)
    return "\n".join(kept)


def _next_line(lines: list[str], index: int) -> str:
    return next((line for line in lines[index + 1 : index + 3] if line.strip()), "")


def _is_marked_quote(lines: list[str], start: int) -> bool:
    following = [line for line in lines[start : start + 4] if line.strip()][:2]
    return any(line.lstrip().startswith(">") for line in following)
