"""Thin adapters between MkDocs (or ProperDocs) and the core."""
