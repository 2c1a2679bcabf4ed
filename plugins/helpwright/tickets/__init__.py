"""Ticket exports: readers for each system, a store, the links to articles that agents sent."""

from helpwright.tickets.links import ArticleResolver, Link, find_links
from helpwright.tickets.privacy import load_key
from helpwright.tickets.sample import SampleArticle, write_sample
from helpwright.tickets.store import ImportResult, import_tickets, open_store

__all__ = [
    "ArticleResolver",
    "ImportResult",
    "Link",
    "SampleArticle",
    "find_links",
    "import_tickets",
    "load_key",
    "open_store",
    "write_sample",
]
