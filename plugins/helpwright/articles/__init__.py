"""The content model: front matter, ids, categories, audience, lifecycle, snippets."""
