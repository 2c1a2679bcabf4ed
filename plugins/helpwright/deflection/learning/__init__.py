"""Learning from tickets: words of customers, topics, content gaps, searches that failed."""

from helpwright.deflection.learning.gaps import Gap
from helpwright.deflection.learning.learning import Result, Site, learn, site_of
from helpwright.deflection.learning.proposals import (
    Learned,
    read_files,
    read_learned,
    reject_rest,
)
from helpwright.deflection.learning.searches import FailedSearch, failed_searches
from helpwright.deflection.learning.terms import Term

__all__ = [
    "FailedSearch",
    "Gap",
    "Learned",
    "Result",
    "Site",
    "Term",
    "failed_searches",
    "learn",
    "read_files",
    "read_learned",
    "reject_rest",
    "site_of",
]
