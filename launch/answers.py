"""How the supervisor hears that a child is well: the site answers, worker and schedule pulse."""

from __future__ import annotations

import http.client
import os
from contextlib import suppress
from typing import Protocol


class Answers(Protocol):
    """Asked every few seconds whether a child has given a sign of life since."""

    def __call__(self) -> bool: ...


class Site:
    """The site answers on its port."""

    def __init__(self, port: int) -> None:
        self.port = port

    def __call__(self) -> bool:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()


class Pulse:
    """A pipe into which a child writes a byte now and then; it needs no disk and no broker."""

    def __init__(self) -> None:
        self._ours, self.theirs = os.pipe()
        for end in (self._ours, self.theirs):
            os.set_blocking(end, False)

    def __call__(self) -> bool:
        beaten = False
        with suppress(BlockingIOError):
            while os.read(self._ours, 4096):
                beaten = True
        return beaten
