"""Under which user PostgreSQL runs: it refuses to be root.

An ordinary user runs it as they are. Root runs it in a user namespace of its own, where root
outside is nobody inside: nothing on the system changes. Where namespaces are barred, root hands
the data over to the user nobody.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from enum import StrEnum

from launch.console import Problem

_CLONE_NEWUSER = 0x10000000
_VARIABLE = "TRACKER_ROOT_RUNS_AS"


class Identity(StrEnum):
    """As whom a server's process runs."""

    SELF = "self"
    NAMESPACE = "namespace"
    NOBODY = "nobody"


def candidates() -> list[Identity]:
    """The identities to try, best first; TRACKER_ROOT_RUNS_AS narrows root's choice to one."""
    if os.geteuid() != 0:
        return [Identity.SELF]
    chosen = os.environ.get(_VARIABLE, "")
    if chosen not in {"", Identity.NAMESPACE, Identity.NOBODY}:
        raise Problem(f"{_VARIABLE} is {chosen!r}: write namespace or nobody.")
    if chosen:
        return [Identity(chosen)]
    return [Identity.NAMESPACE, Identity.NOBODY]


def user_id(identity: Identity) -> int:
    """The user, as the file system sees it, that must own the data."""
    return pwd.getpwnam("nobody").pw_uid if identity is Identity.NOBODY else os.geteuid()


def become(identity: Identity) -> None:
    """Change the calling process, between fork and exec, into this identity."""
    if identity is Identity.NAMESPACE:
        _enter_namespace()
    elif identity is Identity.NOBODY:
        entry = pwd.getpwnam("nobody")
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)


def _enter_namespace() -> None:
    if not sys.platform.startswith("linux"):
        raise OSError("user namespaces are Linux's")
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (("uid_map", "65534 0 1"), ("setgroups", "deny"), ("gid_map", "65534 0 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def can(identity: Identity, check: Callable[[], bool]) -> bool:
    """Whether a child process with this identity exists and finds the check true."""
    child = os.fork()
    if child == 0:
        good = False
        try:
            become(identity)
            good = check()
        except OSError:
            pass
        finally:
            os._exit(0 if good else 1)
    return os.waitpid(child, 0)[1] == 0
