"""Figures where the messages lie: raw tables to canonical ones, without importing anything.

Column maps bring each system's tables into one shape (`Raw`); string functions that every engine
has take the help center's addresses out of message bodies; only distinct addresses leave the
engine, are resolved by the site itself, and go back as a small table.
"""

from helpwright.deflection.raw.canonical import Site, canonical_tables
from helpwright.deflection.raw.shape import Raw

__all__ = ["Raw", "Site", "canonical_tables"]
