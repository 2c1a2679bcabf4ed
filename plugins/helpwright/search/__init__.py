"""Search: documents to a compiled index, queries, related articles, and a Whoosh adapter."""
