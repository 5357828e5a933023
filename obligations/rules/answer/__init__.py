"""The answers of a determination, and what can be asked about each."""
