"""The last resort: ends the supervisor's processes when the supervisor itself was killed.

The kernel closes the supervisor's end of a pipe however it dies; that works on every system,
where PR_SET_PDEATHSIG is Linux's alone. Lines `+123` and `-123` say which process groups are alive.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress

_PATIENCE = 6.0


def main() -> None:
    """Read group numbers until the pipe closes, then end those that are left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        sign, group = line[0], int(line[1:])
        (groups.add if sign == "+" else groups.discard)(group)
    deadline = time.monotonic() + _PATIENCE
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGTERM)
    while groups and time.monotonic() < deadline:
        groups = {group for group in groups if _lives(group)}
        time.sleep(0.05)
    for group in groups:
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
