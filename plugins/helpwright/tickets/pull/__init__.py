"""Tickets straight from a system's API, for those who ask for it; nothing else uses the network."""

from helpwright.tickets.pull.client import Account, read_account
from helpwright.tickets.pull.pulling import pull_zendesk

__all__ = ["Account", "pull_zendesk", "read_account"]
