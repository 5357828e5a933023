"""Backups: one file that holds database, uploads and what they must come back as; and restoring.

It stands on the standard library and psycopg alone, without Django, so that the launcher can still
make a backup with the packages of before while it is about to replace them.
"""
