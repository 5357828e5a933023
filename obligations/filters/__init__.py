"""Filters of lists: what they have in common, of the law, and of the work done on it."""
