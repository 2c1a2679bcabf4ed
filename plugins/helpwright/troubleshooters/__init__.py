"""Decision trees in YAML: read, compile, explore, test, draw and render."""
