"""The expressions a writer may use: reading, checking and evaluating them."""
