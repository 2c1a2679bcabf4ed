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
        try:
            return date.fromisoformat(setting)
        except ValueError:
            raise _error("today", f'"{setting}" is not a date') from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise _error("SOURCE_DATE_EPOCH", f'"{epoch}" is not a number of seconds') from None
    return datetime.now(UTC).date()


def _error(where: str, message: str) -> InputError:
    hint = "write a date as YYYY-MM-DD, or seconds since 1970 in SOURCE_DATE_EPOCH"
    return InputError(Finding(Place(where), "bad-date", message, hint, Severity.ERROR))
