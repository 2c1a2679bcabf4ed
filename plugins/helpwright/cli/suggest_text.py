"""What a ticket asks, taken out of what the mail says besides.

Quotes and signatures go as `tickets` takes them out; so do greetings, closings, disclaimers
and addresses. If nothing is left, the text is taken as it came.
"""

from __future__ import annotations

import codecs
import re
from html import unescape

from helpwright.errors import Finding, InputError, Place, Severity
from helpwright.search.suggestions import Question
from helpwright.tickets.bodies import own_words
from helpwright.tickets.model import Form

# The question stands at the beginning; what follows is logs and history.
MOST_CHARACTERS = 8_000
_MOST_RAW = 400_000
_SHORT = 70
# A closing is one if little follows: names, titles, addresses.
_REST_LINES, _REST_WORDS = 12, 45

# Text without any of these holds neither quotes nor signatures.
_MARKS = (":", ">", "--", "\u2014", "__")

_HTML = re.compile(
    r"<(?:!doctype|html|body|head|div|p|br|span|table|blockquote|ul|ol|li|a|b|i|u|em|strong|font"
    r"|pre|img|h[1-6])(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,8000}>")
_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,100}")
_HEADER = re.compile(
    r"(?:from|to|cc|date|sent|reply-to|subject|von|an|datum|gesendet|betreff|de|à|para|objet|asunto)"
    r"[ \t]{0,3}:[ \t]{0,8}(.*)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:subject|betreff|objet|asunto)\b", re.IGNORECASE)
_REPLY = re.compile(r"^(?:\s{0,8}(?:re|aw|fwd?|wg|tr|sv|antw)\s?(?:\[\d+\])?:)+", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)"
    r"|hallo|moin|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?"
    r"|bonjour|bonsoir|salut|ch(?:er|ère)s?|madame|monsieur"
    r"|hola|buen(?:os|as) (?:días|tardes|noches)|estimad[oa]s?"
    r"|ciao|buon(?:giorno|asera)|salve|gentil[ei]|olá|bom dia|boa tarde|prezad[oa]s?"
    r"|beste|geachte|goede(?:morgen|middag|navond|ndag))\b[^.!?]{0,60}[,.!:]?",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:many |lots of )?thanks(?: a lot| again| in advance| so much| very much)?"
    r"|thank you(?: again| in advance| so much| very much)?|thx|cheers"
    r"|(?:(?:best|kind|kindest|warm|warmest|with) )?regards|best(?: wishes)?|all the best"
    r"|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?"
    r"|(?:mit )?(?:viel|best|lieb|freundlich|herzlich|schön)en? gr(?:ü|ue)(?:ß|ss)en?"
    r"(?: aus .{1,30})?|gruß|grüße|mfg|lg|vg"
    r"|danke(?: im voraus| schön| sehr)?|(?:vielen|besten|herzlichen) dank(?: im voraus)?"
    r"|(?:bien )?cordialement|bien à vous|merci(?: d.avance| beaucoup)?"
    r"|(?:un )?saludos?(?: cordiales)?|atentamente|(?:muchas )?gracias(?: de antemano)?"
    r"|(?:cordiali|distinti) saluti|saluti|grazie(?: mille)?"
    r"|atenciosamente|obrigad[oa]|cumprimentos"
    r"|met vriendelijke groet(?:en)?|groet(?:en|jes)?|(?:alvast )?bedankt"
    r"|sent from my .{1,40}|get outlook for .{1,20}|gesendet von mein.{1,40}"
    r"|von meinem .{1,30} gesendet|envoyé de(?:puis)? mon .{1,30}|enviado desde mi .{1,30}"
    r"|inviato da .{1,30}|verstuurd vanaf mijn .{1,30})"
    r"(?:[\s,.!;:)-]+(?-i:[A-ZÄÖÜÉ])[\w.'\u2019-]*){0,4}[\s,.!;:)-]*",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"(?:confidentiality notice|disclaimer\b|(?:this|the) (?:e-?mail|message|communication)\b"
    r".{0,120}\b(?:confidential|privileged|intended)|diese e-?mail\b.{0,120}\bvertraulich"
    r"|ce (?:message|courriel)\b.{0,120}\bconfidentiel"
    r"|este (?:correo|mensaje)\b.{0,120}\bconfidencial)",
    re.IGNORECASE,
)


def question(subject: str, body: str) -> Question:
    """What is asked in a ticket. The body may be text, Markdown or HTML."""
    subject = subject[:MOST_CHARACTERS]
    if ":" in subject:
        subject = _REPLY.sub("", subject)
    body = body[:_MOST_RAW]
    form = Form.HTML if "<" in body and _HTML.search(body) else Form.TEXT
    if form is Form.TEXT and ":" in body[:200]:
        found, body = _without_headers(body)
        subject = subject or found
    is_plain = form is Form.TEXT and not any(mark in body for mark in _MARKS)
    text = _without_courtesies(body if is_plain else own_words(body, form))
    if not text.strip():
        text = unescape(_TAG.sub(" ", body)) if form is Form.HTML else body
    return Question(_without_addresses(subject), _without_addresses(text[:MOST_CHARACTERS]))


def decode(data: bytes, place: Place) -> str:
    """The text of a file, whatever wrote it: UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises:
        InputError: It is not text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if is_binary(data):
        message = "this is not a text file"
        hint = "save the ticket as plain text or HTML"
        raise InputError(Finding(place, "not-text", message, hint, Severity.ERROR))
    return decode_line(data.removeprefix(codecs.BOM_UTF8))


def decode_line(data: bytes) -> str:
    """Text in UTF-8, or else in Windows-1252, in which all bytes mean something."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def is_binary(data: bytes) -> bool:
    """Whether bytes are no text of one byte or UTF-8: text has no zeros."""
    return b"\0" in data[:_MOST_RAW]


def _without_headers(body: str) -> tuple[str, str]:
    """The subject and the rest of a mail that was pasted with its headers."""
    lines = body.lstrip().splitlines()
    count = next((n for n, line in enumerate(lines[:12]) if not _HEADER.fullmatch(line.strip())), 0)
    # One such line alone may be a sentence: "To: do what I want".
    if count < 2 and not (count == 1 and _SUBJECT.match(lines[0])):
        return "", body
    subject = next((_HEADER.fullmatch(x.strip()) for x in lines[:count] if _SUBJECT.match(x)), None)
    return subject[1] if subject else "", "\n".join(lines[count:])


def _without_courtesies(text: str) -> str:
    lines = text.splitlines()
    kept: list[str] = []
    for number, line in enumerate(lines, 1):
        is_short = len(line) < _SHORT
        if not kept and is_short and _is_greeting(line):
            continue
        if is_short and line and _CLOSING.fullmatch(line.strip()):
            rest = lines[number:]
            words = sum(len(other.split()) for other in rest[: _REST_LINES + 1])
            if len(rest) <= _REST_LINES and words <= _REST_WORDS and "?" not in "".join(rest):
                break
        elif kept and _DISCLAIMER.match(line.lstrip()):
            break
        else:
            kept.append(line)
    return "\n".join(kept)


def _is_greeting(line: str) -> bool:
    """Whether a line before all others is empty or greets."""
    line = line.strip()
    return not line or (_GREETING.fullmatch(line) is not None and len(line.split()) <= 6)


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub(" ", text) if "@" in text or "://" in text or "www." in text else text
