"""What a reader sees: the page, its words, the map of all questions."""
