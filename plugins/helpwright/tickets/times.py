"""Times as eleven ticket systems write them, to UTC without a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_COMPACT_ZONE = re.compile(r"\s*([+-][0-9]{2})([0-9]{2})\Z")
_EARLIEST, _LATEST = datetime(1990, 1, 1), datetime(2100, 1, 1)
# From here on a number counts milliseconds: as seconds it would lie in the year 5138.
_MILLISECONDS_FROM = 100_000_000_000


def parse_time(value: object) -> datetime:
    """ISO 8601 with Z, an offset or none (then UTC), or seconds or milliseconds since 1970.

    Raises:
        ValueError: it is not a time, or lies outside 1990-2099.
    """
    if isinstance(value, str):
        moment = _parse_text(value.strip())
    elif isinstance(value, int | float) and not isinstance(value, bool):
        moment = _parse_number(value)
    else:
        raise ValueError("not a time")
    if moment.tzinfo is not None:
        try:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
        except OverflowError as error:
            raise ValueError("not a time within reach") from error
    if not _EARLIEST <= moment < _LATEST:
        raise ValueError(f"the year {moment.year} cannot be right")
    return moment.replace(microsecond=0) if moment.microsecond else moment


def _parse_text(text: str) -> datetime:
    if len(text) == 20 and text[-1] == "Z":  # what nearly every system writes; twice as fast
        return datetime.fromisoformat(text[:-1])
    if re.fullmatch(r"[0-9]{9,14}(\.[0-9]{1,9})?", text):
        return _parse_number(float(text))
    if len(text) > 60:
        raise ValueError("not a time")
    text = _COMPACT_ZONE.sub(r"\1:\2", text.replace(" UTC", "Z")).replace("/", "-")
    return datetime.fromisoformat(text)


def _parse_number(number: float) -> datetime:
    if abs(number) >= _MILLISECONDS_FROM:
        number /= 1000
    try:
        return datetime.fromtimestamp(number, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError("not a time within reach") from error
