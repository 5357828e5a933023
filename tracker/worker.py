"""The site's worker under gunicorn: a thread is given a request once all of it is here.

gunicorn's own threads read from the socket, so that a few clients who send a byte now and then hold
all of them, and its loop waits for each client that does not hang up. Here the loop gathers
requests, and sees connections off, without waiting for anybody. For plain HTTP/1.1, as behind a
proxy.
"""

from __future__ import annotations

import re
import selectors
import socket
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gunicorn.http.unreader import IterUnreader  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

HEAD_SECONDS = 10.0  # For a request's head, and
BODY_SECONDS = 60.0  # for all of it, however slowly it is sent.
SEND_SECONDS = 30.0  # For each piece of an answer.
LINGER_SECONDS = 2.0  # For a client to read the last answer and hang up.
LONGEST_HEAD = 64 * 1024
MOST_BODY = 2 * 1024 * 1024  # A longer one is not waited for: the application refuses it unread.
MOST_HELD = 64 * 1024 * 1024  # Of all requests that are not complete.
A_READ = 64 * 1024

_LENGTH = re.compile(rb"(?i)\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*(?=\r\n)")
_EXPECTS = re.compile(rb"(?i)\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)")


@dataclass
class Waiting:
    """A connection that the loop watches: what has come of its request, until when it may take."""

    until: float
    data: bytearray = field(default_factory=bytearray)
    wanted: int | None = None


def wanted(data: bytes | bytearray) -> int | None:
    """How many bytes make the request whole; None while its head is not."""
    begins = len(data) - len(data.lstrip(b"\r\n"))
    end = data.find(b"\r\n\r\n", begins)
    if end < 0:
        return None if len(data) <= LONGEST_HEAD else 0
    found = _LENGTH.search(data, begins, end + 2)
    length = int(found[1]) if found else 0
    return end + 4 + (length if length <= MOST_BODY else 0)


class Worker(ThreadWorker):
    """Threads that answer, and a loop that waits for those who send, read or hang up slowly."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting: dict[TConn, Waiting] = {}
        self.held = 0

    def enqueue_req(self, conn: TConn) -> None:
        """Gather a request of this connection, and only then hand it to a thread."""
        conn.init()
        waiting = Waiting(time.monotonic() + HEAD_SECONDS)
        self._watch(conn, waiting, self._gather)
        if begun := conn.parser.unreader.take_buffered():
            self._add(conn, waiting, begun)

    def finish_request(self, conn: TConn, done: Future[Any]) -> None:
        """Keep the connection for the next request, or see it off without waiting for it."""
        if not done.cancelled() and done.exception() is None and done.result():
            super().finish_request(conn, done)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            self._watch(conn, Waiting(time.monotonic() + LINGER_SECONDS), self._discard)
        except (OSError, ValueError):  # It is gone already.
            self.waiting.pop(conn, None)
            self._close(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Answer; whoever does not read the answer is given up."""
        conn.sock.settimeout(SEND_SECONDS)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Give up whoever is late, and the oldest where there is no room for others."""
        now, full = time.monotonic(), self.nr_conns >= self.worker_connections
        spare = len(self.waiting) // 4 + 1 if full else 0
        for place, (conn, waiting) in enumerate(list(self.waiting.items())):
            idle = not self.alive and not waiting.data
            if place < spare or idle or waiting.until < now:
                self._give_up(conn)

    def _watch(self, conn: TConn, waiting: Waiting, then: Any) -> None:
        self.waiting[conn] = waiting
        conn.sock.setblocking(False)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(then, conn))

    def _gather(self, conn: TConn, sock: socket.socket) -> None:
        if data := self._read(conn, sock):
            self._add(conn, self.waiting[conn], data)

    def _discard(self, conn: TConn, sock: socket.socket) -> None:
        self._read(conn, sock)

    def _read(self, conn: TConn, sock: socket.socket) -> bytes:
        """What is there to read; nothing more is, once the client has hung up."""
        try:
            data = sock.recv(A_READ)
        except BlockingIOError:
            return b""
        except OSError:
            data = b""
        if not data:
            self._give_up(conn)
        return data

    def _add(self, conn: TConn, waiting: Waiting, data: bytes) -> None:
        waiting.data += data
        self.held += len(data)
        if waiting.wanted is None:
            waiting.wanted = wanted(waiting.data)
            if waiting.wanted is not None and waiting.wanted > len(waiting.data):
                waiting.until += BODY_SECONDS - HEAD_SECONDS
                if _EXPECTS.search(waiting.data):
                    with suppress(OSError):  # It hung up: the loop learns of it next.
                        conn.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        if waiting.wanted is not None and len(waiting.data) >= waiting.wanted:
            self._let_go(conn)
            # A thread reads what was gathered and never the socket, however it reads the head.
            conn.parser.unreader = IterUnreader([bytes(waiting.data)])
            super().enqueue_req(conn)
        while self.held > MOST_HELD:
            self._give_up(max(self.waiting, key=lambda one: len(self.waiting[one].data)))

    def _let_go(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self.held -= len(self.waiting.pop(conn).data)

    def _give_up(self, conn: TConn) -> None:
        self._let_go(conn)
        self._close(conn)

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()
