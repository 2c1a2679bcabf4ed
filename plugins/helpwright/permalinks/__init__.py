"""Links that never die: the ledger of ids and URLs, and the redirects it leads to."""
