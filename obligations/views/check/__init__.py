"""The check at /check/: an interview and its result for anybody, of which nothing is kept."""
