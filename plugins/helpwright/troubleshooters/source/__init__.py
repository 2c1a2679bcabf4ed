"""Troubleshooter files: their model, how they are read, and what stands beside them."""
