"""`python -m helpwright.cli` does what `helpwright` does."""

from helpwright.cli import main

main()
