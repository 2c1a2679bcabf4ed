"""Which account a pull means, and where its token may be sent."""

from __future__ import annotations

import pytest

from helpwright.errors import InputError
from helpwright.tickets.pull import read_account

SECRET = {"HELPWRIGHT_ZENDESK_TOKEN": "a token", "HELPWRIGHT_ZENDESK_EMAIL": "me@example.org"}


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("larkfield", "https://larkfield.zendesk.com"),
        ("Larkfield.zendesk.com/", "https://larkfield.zendesk.com"),
        ("https://support.example.org", "https://support.example.org"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://larkfield.zendesk.com", None),
        ("http://127.0.0.1.example.org", None),
        ("https://user:password@example.org", None),
        ("https://example.org/path", None),
        ("ftp://example.org", None),
        ("https://[broken", None),
        ("", None),
    ],
)
def test_an_account_is_named_by_subdomain_or_address(site: str, address: str | None) -> None:
    if address:
        assert read_account(site, SECRET).address == address
        return
    with pytest.raises(InputError, match="bad-account"):
        read_account(site, SECRET)
