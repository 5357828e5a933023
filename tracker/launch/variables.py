"""The environment's variables: an optional `.env` file, and the data folder they name."""

from __future__ import annotations

import os
from pathlib import Path

from tracker.launch.console import Problem

ROOT = Path(__file__).resolve().parent.parent.parent


def read_env_file(path: Path = ROOT / ".env") -> None:
    """Take `NAME=value` lines as if they had been exported; what is set already wins."""
    try:
        lines = path.read_text().splitlines()
    except FileNotFoundError:
        return
    for number, raw in enumerate(lines, start=1):
        line = raw.strip().removeprefix("export ")
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise Problem(f"{path}, line {number}: write NAME=value, not {raw!r}.")
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
            value = value[1:-1]
        os.environ.setdefault(name.strip(), value)


def data_folder() -> Path:
    """Where data, sockets, secrets, mail and logs lie: TRACKER_VAR, or `var` in the clone."""
    return Path(os.environ.get("TRACKER_VAR") or ROOT / "var").resolve()
