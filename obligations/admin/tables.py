"""Registers every table. Apart from the package itself, which Django imports to find the site."""

from obligations.admin import alerts, history, law, people, platforms, work

__all__ = ["alerts", "history", "law", "people", "platforms", "work"]
