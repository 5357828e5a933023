"""The administration: every table, searchable. What providers own is read here, not written."""
