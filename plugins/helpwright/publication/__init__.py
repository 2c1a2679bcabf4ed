"""Publication: the built site appears whole or not at all, and tells no secret."""
