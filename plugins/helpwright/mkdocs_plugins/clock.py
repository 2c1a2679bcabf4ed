"""Which day a build takes for today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from helpwright.errors import Finding, InputError, Place, Severity


def today(setting: str | None) -> date:
    """The day named by a setting, else by SOURCE_DATE_EPOCH, else by the clock (UTC).

    Raises:
        InputError: if the setting or the variable is not a date.
    """
    if setting:
        return read_date(setting, "today")
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise _error("SOURCE_DATE_EPOCH", f'"{epoch}" is not a number of seconds') from None
    return datetime.now(UTC).date()


def build_day() -> str:
    """The day that MkDocs writes into the sitemap."""
    return str(today(None))


def read_date(text: str, where: str) -> date:
    """A date that a person wrote.

    Raises:
        InputError: if it is none, or in no year that a help center can mean.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise _error(where, f'"{text}" is not a date') from None
    if not 1970 <= found.year <= 2999:
        raise _error(where, f'"{text}" is too far away')
    return found


def _error(where: str, message: str) -> InputError:
    hint = "write a date as YYYY-MM-DD, or seconds since 1970 in SOURCE_DATE_EPOCH"
    return InputError(Finding(Place(where), "bad-date", message, hint, Severity.ERROR))
