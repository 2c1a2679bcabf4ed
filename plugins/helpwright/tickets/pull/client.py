"""Requests to one account of a ticket system: patient, and careful with the token.

The token goes to this account's host only, in a header, over TLS; redirects are not followed and
addresses in answers not used. Nothing here prints or stores it.
"""

from __future__ import annotations

import base64
import gzip
import http.client
import ipaddress
import json
import os
import re
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from helpwright.errors import Finding, InputError, Place, Severity

TOKEN = "HELPWRIGHT_ZENDESK_TOKEN"
EMAIL = "HELPWRIGHT_ZENDESK_EMAIL"
_ATTEMPTS = 8
_LONGEST_WAIT = 900.0
_TIMEOUT = 120.0
_LARGEST_ANSWER = 512_000_000
_NETWORK = (urllib.error.URLError, http.client.HTTPException, OSError, EOFError, zlib.error)

Wait = Callable[[float], None]


class Refused(Exception):
    """The server will not answer this request, however often it is asked."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status


@dataclass(frozen=True)
class Account:
    """An account: its address, such as `https://larkfield.zendesk.com`, and what opens it."""

    address: str
    authorization: str = field(repr=False)


def read_account(site: str, environment: Mapping[str, str] | None = None) -> Account:
    """The account of a subdomain or an address, with the token from the environment.

    With an agent's mail address in `HELPWRIGHT_ZENDESK_EMAIL` the token is an API token of
    Zendesk's; without one it is an OAuth access token.

    Raises:
        InputError: the address is not one, or not encrypted, or there is no token.
    """
    environment = os.environ if environment is None else environment
    address = _checked_address(site)
    token, email = (environment.get(name, "").strip() for name in (TOKEN, EMAIL))
    if not token:
        message = "there is no token for Zendesk"
        hint = f"put it into the environment as {TOKEN}, and the agent's mail address as {EMAIL}"
        raise InputError(Finding(Place(TOKEN), "no-token", message, hint, Severity.ERROR))
    if not f"{token}{email}".isascii() or not f"{token}{email}".isprintable():
        message = "the token or the mail address holds a character that no token has"
        raise InputError(
            Finding(Place(TOKEN), "no-token", message, "copy it again", Severity.ERROR)
        )
    if email:
        basic = base64.b64encode(f"{email}/token:{token}".encode()).decode()
        return Account(address, f"Basic {basic}")
    return Account(address, f"Bearer {token}")


def _checked_address(site: str) -> str:
    written = site.strip().rstrip("/")
    if re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9-]{0,62}", written):
        written = f"{written}.zendesk.com"
    if "://" not in written:
        written = f"https://{written}"
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    place, hint = Place(site), "name the subdomain: larkfield, of larkfield.zendesk.com"
    if not host or parts.path or parts.query or parts.username or "@" in parts.netloc:
        message = "this is not the address of a Zendesk account"
        raise InputError(Finding(place, "bad-account", message, hint, Severity.ERROR))
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        message = "the token would go over the network unencrypted"
        raise InputError(Finding(place, "bad-account", message, "use https", Severity.ERROR))
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{f':{port}' if port else ''}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow none: the token would go along."""


@dataclass(frozen=True)
class Client:
    """Asks an account.

    Attributes:
        account: Whom to ask.
        wait: Called with the seconds to wait before the next attempt.
        told: Called with a sentence about each wait.
    """

    account: Account
    wait: Wait = time.sleep
    told: Callable[[str], None] = lambda _: None

    def get(self, path: str, parameters: Mapping[str, object]) -> dict[str, Any]:
        """The object at a path; asked again after faults of the network and where told to wait.

        Raises:
            Refused: the server says that the request itself is wrong.
            InputError: the token is refused, or the server cannot be reached.
        """
        url = f"{self.account.address}{path}?{urlencode(parameters)}"
        reason = ""
        for attempt in range(_ATTEMPTS):
            try:
                return self._ask(url)
            except urllib.error.HTTPError as error:
                with error:
                    seconds, reason = self._judge(error, attempt), f"{error.code} {error.reason}"
            except (*_NETWORK, ValueError) as error:
                # ValueError: what came is not JSON, for the connection broke in the middle.
                seconds, reason = _backoff(attempt), _named(error)
            if attempt + 1 < _ATTEMPTS:
                self.told(f"waiting {seconds:.0f} s ({reason})")
                self.wait(seconds)
        message = f"Zendesk did not answer in {_ATTEMPTS} attempts; the last time: {reason}"
        hint = "run the same command again later: it goes on where it stopped"
        place = Place(self.account.address)
        raise InputError(Finding(place, "zendesk-unreachable", message, hint, Severity.ERROR))

    def _ask(self, url: str) -> dict[str, Any]:
        headers = {
            "Authorization": self.account.authorization,
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": "helpwright",
        }
        request = urllib.request.Request(url, headers=headers)
        opener = urllib.request.build_opener(_NoRedirect)
        with opener.open(request, timeout=_TIMEOUT) as answer:
            data = answer.read(_LARGEST_ANSWER)
            length = answer.headers.get("Content-Length", "")
            if length.isdigit() and len(data) < int(length):
                raise http.client.IncompleteRead(data, int(length) - len(data))
            if answer.headers.get("Content-Encoding") == "gzip":
                data = gzip.decompress(data)
        found = json.loads(data)
        if not isinstance(found, dict):
            raise ValueError("the answer is not an object")
        return found

    def _judge(self, error: urllib.error.HTTPError, attempt: int) -> float:
        """How long to wait after an answer that is none; raises if waiting is in vain."""
        place = Place(self.account.address)
        if error.code in (401, 403):
            message = f"Zendesk refuses the token ({error.code})"
            hint = "incremental exports need the token of an administrator"
            raise InputError(
                Finding(place, "zendesk-refused", message, hint, Severity.ERROR)
            ) from None
        if 300 <= error.code < 400:
            message = "the account answers from another address, to which the token is not sent"
            hint = "name the account's own address with --site"
            raise InputError(
                Finding(place, "zendesk-redirects", message, hint, Severity.ERROR)
            ) from None
        if error.code in (408, 429) or error.code >= 500:
            told = _retry_after(error.headers.get("Retry-After", ""))
            return _backoff(attempt) if told is None else told
        raise Refused(error.code, str(error.reason)) from None


def _backoff(attempt: int) -> float:
    return min(60.0, 2.0**attempt)


def _retry_after(written: str) -> float | None:
    """Seconds, or a date, as HTTP has it."""
    if re.fullmatch(r"[0-9]{1,6}", written.strip()):
        return min(_LONGEST_WAIT, max(1.0, float(written)))
    try:
        seconds = parsedate_to_datetime(written).timestamp() - time.time()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(_LONGEST_WAIT, max(1.0, seconds))


def _named(error: Exception) -> str:
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)
    if isinstance(error, http.client.IncompleteRead | EOFError | ValueError | zlib.error):
        return "the answer broke off"
    return str(error) or type(error).__name__
