"""Options that are addresses: of a mailbox, of a form on the web."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from mkdocs.config.base import BaseConfigOption, ValidationError

_MAILBOX = re.compile(r"[^\s@<>?&]+@[^\s@<>?&]+")


class Email(BaseConfigOption[str]):
    """A mail address; "" for none."""

    def __init__(self) -> None:
        super().__init__()
        self.default = ""

    def run_validation(self, value: object) -> str:
        """The address, without spaces around it.

        Raises:
            ValidationError: if no mail program could write to it.
        """
        text = str(value).strip() if value is not None else ""
        if text and not _MAILBOX.fullmatch(text):
            raise ValidationError(
                f'"{text}" is no mail address; write one such as help@example.com'
            )
        return text


class FormAddress(BaseConfigOption[str]):
    """An address on the web, or a path of the site; "" for none."""

    def __init__(self) -> None:
        super().__init__()
        self.default = ""

    def run_validation(self, value: object) -> str:
        """The address, without spaces around it.

        Raises:
            ValidationError: if no page could be there.
        """
        text = str(value).strip() if value is not None else ""
        try:
            scheme = urlsplit(text).scheme
        except ValueError:
            scheme = "?"
        if scheme not in ("", "http", "https"):
            raise ValidationError(f'"{text}" is no form; write https://… or a path such as /form')
        return text
