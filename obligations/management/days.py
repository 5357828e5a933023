"""Days on the command line."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError

from obligations import intake


def day(text: str) -> dt.date:
    """A day as 2026-11-21. Raises ArgumentTypeError, which argparse tells the user."""
    try:
        return intake.day(text)
    except intake.Refused as refused:
        raise ArgumentTypeError(f"{intake.shown(text)} is not a day: {refused}") from None
