"""What helps a factory to write its folder: a new one with every clause explained, and one form for every file."""
