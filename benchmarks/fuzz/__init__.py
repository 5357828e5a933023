"""Hostile requests to every address, by every kind of visitor."""
