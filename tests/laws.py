"""The two editions that tests rest on, each read once: the shipped law and a small frozen one.

Tests of logic take the frozen law (`tests/law`, invented): it changes only where a test needs more.
The shipped law changes whenever somebody compares a record or adds one, so tests of it say what is
true of the law, never how much of it there is.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from obligations.law.edition import Read, read

FROZEN = Path(__file__).resolve().parent / "law"


@cache
def frozen() -> Read:
    """The invented edition. Do not change it."""
    return read(FROZEN)


@cache
def shipped() -> Read:
    """The edition this product ships. Do not change it."""
    return read()
