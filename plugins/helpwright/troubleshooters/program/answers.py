"""What people type, read as values: the twin of `web/troubleshooter/answers.js`."""

from __future__ import annotations

import re
import unicodedata

from helpwright.troubleshooters.language.dates import day_of
from helpwright.troubleshooters.language.formats import STYLES, SYMBOLS, style_of
from helpwright.troubleshooters.language.values import Json, Value

# What JavaScript's `trim` takes away.
_BLANK = (
    "".join(map(chr, (*range(9, 14), 32, 160, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029)))
    + "\u202f\u205f\u3000\ufeff"
)
_MARKS = re.compile("[\u0300-\u036f]")
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}([.,' ])[0-9]{3}(?:\1[0-9]{3})*")
_DATE = re.compile(r"[0-9a-z \t.,/年月日-]*")
_SKIPPED = ("de", "del", "of", "st", "nd", "rd", "th", "er")
_MOST_CHARACTERS = 60


def read_answer(step: Json, raw: Value, language: str = "en") -> Value:
    """The value that an answer stands for; text that is none stays text, nothing is None.

    Numbers have a decimal point or comma; a mark before just three digits separates thousands
    where the language writes so. Dates are 27 3 2026, 27/3/2026, 27 March 2026 in any of the
    languages, or 2026-03-27. Several answers are a list of ids or separated by commas, in the
    order of the options; "none" is the explicit empty answer.

    Args:
        step: The step that asks, in the compiled form.
        raw: Text, or a list of texts for several answers; other values stay as they are.
        language: Such as "de" or "de-AT".
    """
    kind = step.get("type")
    if kind == "multi" and isinstance(raw, str | list):
        return _several(step, raw)
    if not isinstance(raw, str):
        return raw
    text = raw.strip(_BLANK)
    if not text:
        return None
    if len(text) > _MOST_CHARACTERS and kind in ("number", "money", "date"):
        return text
    if kind in ("number", "money"):
        found = _number(step, text, style_of(language).group)
        return text if found is None else found
    if kind == "date":
        return _date(text) or text
    return text if kind == "text" else _option(step, text)


def _option(step: Json, text: str) -> str:
    options = step.get("options", [])
    if any(option["id"] == text for option in options):
        return text
    labelled = (one["id"] for one in options if one["label"].lower() == text.lower())
    return str(next(labelled, text))


def _several(step: Json, raw: str | list[Value]) -> Value:
    parts = raw.split(",") if isinstance(raw, str) else raw
    chosen = [_option(step, part.strip(_BLANK)) for part in parts if isinstance(part, str)]
    chosen = [part for part in chosen if part]
    ids = [option["id"] for option in step.get("options", [])]
    if chosen == ["none"] and "none" in step and "none" not in ids:
        return []
    known = [each for each in ids if each in chosen]
    return [*known, *(each for each in chosen if each not in ids)] or None


def _number(step: Json, raw: str, group: str) -> float | None:
    text = unicodedata.normalize("NFKC", raw).replace("\u2212", "-").replace("\u2019", "'")
    sign = text[0] if text[0] in "+-" else ""
    text = text[len(sign) :].strip(_BLANK).lower()
    currency = step.get("currency", "")
    yen = "円" if currency == "JPY" else ""
    for affix in (step.get("unit", ""), currency, SYMBOLS.get(currency, ""), yen):
        affix = unicodedata.normalize("NFKC", affix).lower()
        if affix and text.startswith(affix):
            text = text[len(affix) :].strip(_BLANK)
        elif affix and text.endswith(affix):
            text = text[: -len(affix)].strip(_BLANK)
    mark = _decimal_mark(text, group)
    whole, _, decimals = text.rpartition(mark) if mark else (text, "", "0")
    if not re.fullmatch("[0-9]+", decimals) or not _WHOLE.fullmatch(whole or "0"):
        return None
    value = float(f"{sign}{re.sub('[^0-9]', '', whole) or 0}.{decimals}")
    return int(value) if value.is_integer() else value


def _decimal_mark(text: str, group: str) -> str:
    marks = re.findall("[.,]", text)
    if len(set(marks)) == 2:
        return str(marks[-1])
    if len(marks) != 1:
        return ""
    groups = "." if group not in ".," else group
    grouped = re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", text)
    return "" if grouped and marks[0] == groups else str(marks[0])


def _date(raw: str) -> str:
    text = _MARKS.sub("", unicodedata.normalize("NFKD", raw)).lower()
    if not _DATE.fullmatch(text):
        return ""
    parts = [part for part in re.findall("[0-9]+|[a-z]+", text) if part not in _SKIPPED]
    if len(parts) != 3:
        return ""
    if len(parts[0]) == 4 and parts[0].isdigit():
        parts = [parts[2], parts[1], parts[0]]
    day, month, year = parts
    if day.isalpha():
        day, month = month, day
    if len(year) != 4 or not (day.isdigit() and year.isdigit()) or len(day) > 2:
        return ""
    found = day_of(int(year), _month(month), int(day))
    return found.isoformat() if found else ""


def _month(word: str) -> int:
    """The number of a month; 0 if the word is none, or may be several."""
    if word.isdigit():
        return int(word) if len(word) <= 2 else 0
    found = {
        style.months.index(name) + 1
        for style in STYLES.values()
        for name in style.months
        if len(word) > 2
        and _MARKS.sub("", unicodedata.normalize("NFKD", name)).lower().startswith(word)
    }
    return found.pop() if len(found) == 1 else 0
