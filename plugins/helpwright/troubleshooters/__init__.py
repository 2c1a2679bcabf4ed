"""Decision trees in YAML: read, check, render."""
