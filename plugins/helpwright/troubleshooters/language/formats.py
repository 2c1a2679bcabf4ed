"""How values read in a text: the twin of `web/troubleshooter/formats.js`.

English, German, Spanish, French and Japanese; other languages read as English.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpwright.troubleshooters.language.dates import date_of
from helpwright.troubleshooters.language.operators import number, round_to
from helpwright.troubleshooters.language.values import Json, Value, decimals_of

_SPACE = "\N{NO-BREAK SPACE}"
_NAME = r"[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*"
_PLACEHOLDER = re.compile(rf"\{{(\{{{_NAME}\}})\}}|\{{\{{|\{{({_NAME})\}}", re.ASCII)
_GROUPS = re.compile(r"([0-9])(?=([0-9]{3})+$)")
_MOST_DIGITS = 15
_EXACT = 2.0**53


@dataclass(frozen=True)
class Style:
    """What a language needs to write values. `day` has the places {d}, {m} and {y}."""

    yes: str
    no: str
    last: str
    decimal: str
    group: str
    grouped_from: int
    money: str
    day: str
    months: tuple[str, ...]


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


STYLES = {
    "en": Style(
        *("Yes", "No", " and ", ".", ",", 4, "{s}{n}", "{d} {m} {y}"),
        months=_months(
            "January February March April May June July August September October November December"
        ),
    ),
    "de": Style(
        *("Ja", "Nein", " und ", ",", ".", 4, f"{{n}}{_SPACE}{{s}}", "{d}. {m} {y}"),
        months=_months(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        ),
    ),
    "es": Style(
        *("Sí", "No", " y ", ",", ".", 5, f"{{n}}{_SPACE}{{s}}", "{d} de {m} de {y}"),
        months=_months(
            "enero febrero marzo abril mayo junio julio"
            " agosto septiembre octubre noviembre diciembre"
        ),
    ),
    "fr": Style(
        *("Oui", "Non", " et ", ",", "\N{NARROW NO-BREAK SPACE}", 4),
        *(f"{{n}}{_SPACE}{{s}}", "{d} {m} {y}"),
        months=_months(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
    ),
    "ja": Style(
        *("はい", "いいえ", "、", ".", ",", 4, "{s}{n}", "{y}年{m}月{d}日"),
        months=tuple(str(month) for month in range(1, 13)),
    ),
}
SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


def style_of(language: str) -> Style:
    """The style of a language such as "de" or "de-AT"."""
    return STYLES.get(re.split("[-_]", language.lower())[0], STYLES["en"])


def shown(value: Value, step: Json, language: str) -> str:
    """A value as a reader sees it; "" if it is unknown.

    Args:
        value: An answer, or the value of an expression.
        step: The step that asked for it, or what is known of its kind, such as
            `{"type": "money", "currency": "EUR"}`; None if nothing is.
        language: Such as "de" or "de-AT".
    """
    style, step = style_of(language), step or {}
    if isinstance(value, list):
        labels = [_label(item, step, style) for item in value]
        return _joined(labels, style) if labels else str(step.get("none", ""))
    return _label(value, step, style)


def filled(text: str, lookup: Callable[[str], str | None]) -> str:
    """A text with its placeholders filled, such as {version} or {browser.label}.

    A name for which `lookup` has None stays as it is. `{{` is a brace, `{{name}}` is "{name}".
    """

    def replaced(found: re.Match[str]) -> str:
        if not found[2]:
            return found[1] or "{"
        value = lookup(found[2])
        return found[0] if value is None else value

    return _PLACEHOLDER.sub(replaced, text)


def _label(value: Value, step: Mapping[str, Json], style: Style) -> str:
    if isinstance(value, bool):
        return style.yes if value else style.no
    if isinstance(value, str):
        labels = (one["label"] for one in step.get("options", []) if one["id"] == value)
        day = date_of(value) if step.get("type", "date") == "date" else None
        return _day(day, style) if day else str(next(labels, value))
    given = number(value)
    if given is None:
        return ""
    return _money(given, step, style) if step.get("type") == "money" else _count(given, step, style)


def _joined(labels: Sequence[str], style: Style) -> str:
    separator = style.last if style.last == "、" else ", "
    *first, last = labels
    return f"{separator.join(first)}{style.last}{last}" if first else last


def _day(day: date, style: Style) -> str:
    months = style.months
    # French counts the first day of a month as "1er".
    first = "1er" if months[1] == "février" and day.day == 1 else str(day.day)
    return style.day.format(d=first, m=months[day.month - 1], y=day.year)


def _count(value: float, step: Mapping[str, Json], style: Style) -> str:
    # Years and versions are numbers, too: short ones are not grouped.
    digits = max(0, min(9, _MOST_DIGITS - len(str(int(abs(value))))))
    text = _fixed(value, digits, style, 5)
    unit = step.get("unit", "")
    if not unit:
        return text
    return f"{text}{'' if unit == '%' and style.decimal == '.' else _SPACE}{unit}"


def _money(value: float, step: Mapping[str, Json], style: Style) -> str:
    currency = step.get("currency", "")
    digits = decimals_of(step)
    text = _fixed(value, digits, style, style.grouped_from, digits)
    if not currency:
        return text
    if currency == "JPY" and style.last == "、":
        return f"{text}円"
    before = style.money.startswith("{s}")
    symbol = SYMBOLS.get(currency) or f"{currency}{_SPACE if before else ''}"
    sign, amount = ("-", text[1:]) if before and value < 0 else ("", text)
    return sign + style.money.format(s=symbol, n=amount)


def _fixed(value: float, digits: int, style: Style, grouped_from: int, least: int = 0) -> str:
    size, power = abs(value), 10.0**digits
    amount = round_to(size, digits)
    units = math.inf if amount is None else amount * power + 0.5
    # What a double cannot count exactly has no decimals worth showing.
    text = f"{math.floor(units):0{digits + 1}}" if units < _EXACT else f"{int(size)}{'0' * digits}"
    whole, decimals = text[: len(text) - digits], text[len(text) - digits :]
    decimals = decimals if least else decimals.rstrip("0")
    if len(whole) >= grouped_from:
        whole = _GROUPS.sub(rf"\1{style.group}", whole)
    text = f"{whole}{style.decimal}{decimals}" if decimals else whole
    return f"-{text}" if value < 0 else text
