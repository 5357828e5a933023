"""The environment's variables: an optional `.env` file, and the data folder they name."""

from __future__ import annotations

import os
from pathlib import Path

from launch.console import Problem

ROOT = Path(__file__).resolve().parent.parent
_STRANGERS = {
    "DJANGO_SETTINGS_MODULE", "SCRIPT_NAME", "SENDFILE", "WEB_CONCURRENCY",
    # pip would install elsewhere, or refuse
    "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_DRY_RUN", "PIP_CONSTRAINT",
}  # fmt: skip


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


def shut_out_strangers() -> None:
    """Forget what is exported for other programs and would lead Django, gunicorn or Celery astray.

    CELERY_BROKER_URL is ours; Celery and gunicorn read much else that begins with their names.
    """
    for name in list(os.environ):
        theirs = name.startswith(("GUNICORN_", "CELERY_")) and name != "CELERY_BROKER_URL"
        if theirs or name in _STRANGERS:
            del os.environ[name]


def data_folder() -> Path:
    """Where data, sockets, secrets, mail and logs lie: TRACKER_VAR, or `var` in the clone."""
    return Path(os.environ.get("TRACKER_VAR") or ROOT / "var").resolve()
