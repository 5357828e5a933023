"""The secret key of a clone: made once, kept readable by its owner alone."""

from __future__ import annotations

import os
import re
import secrets
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from launch.console import set_aside

_KEY = re.compile(rb"[\x21-\x7e]{32,}")


def secret_key(var: Path) -> str:
    """The key in `var/secrets`; a new one where there is none or nonsense stands in its place."""
    path = var / "secrets" / "secret_key"
    kept = path.read_bytes().strip() if path.exists() else b""
    if _KEY.fullmatch(kept):
        return kept.decode()
    if path.exists():
        print(
            f"Note: {path} held no key; it is set aside as {set_aside(path)}. A new key was made: "
            "everybody signs in again, and links in messages sent before lead nowhere.",
            file=sys.stderr,
        )
    _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Make a key, whole or not at all; where another process was sooner, its key stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, new = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(new, path)
    finally:
        os.unlink(new)
