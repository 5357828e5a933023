"""Clients who send or hang up slowly hold no thread of the site's worker."""

from __future__ import annotations

import http.client
import socket
import subprocess
from collections.abc import Iterator

import pytest

from launch.children import children_of
from tracker import worker

MANY = 60
"""More than there are threads in both workers, several times."""


@pytest.fixture
def port() -> Iterator[int]:
    """Where gunicorn serves the smallest site, with the settings of the real one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        words = list(children_of(listener)[0].command)
        words[words.index("tracker.wsgi:application")] = "tests.fault.plain_site:application"
        served = subprocess.Popen(words, pass_fds=[listener.fileno()], stderr=subprocess.DEVNULL)
        try:
            yield listener.getsockname()[1]
        finally:
            served.terminate()
            served.wait(30)


def answer(port: int, body: str = "", seconds: float = 5) -> bytes:
    """What an ordinary client gets, who waits a few seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request("POST" if body else "GET", "/", body or None)
        return connection.getresponse().read()
    finally:
        connection.close()


def clients(port: int, *sent: bytes) -> list[socket.socket]:
    """Many connections, each of which has sent this much and sends no more."""
    answer(port, seconds=60)  # it is up
    made = [socket.create_connection(("127.0.0.1", port)) for _ in range(MANY)]
    for one in made:
        for part in sent:
            one.sendall(part)
    return made


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param([], id="nothing"),
        pytest.param([b"GET / HT"], id="half a line"),
        pytest.param([b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "], id="half a head"),
        pytest.param(
            [b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n", b"x"], id="half a body"
        ),
        pytest.param(
            [b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
            id="half a chunk",
        ),
        pytest.param([b"\r\n\r\n\r\n"], id="blank lines"),
        pytest.param([b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 9\r\n\r\n"], id="bad head"),
        pytest.param([b"GET / HTTP/1.0\r\n\r\n"], id="never hangs up"),
    ],
)
def test_slow_clients_leave_room_for_others(port: int, sent: list[bytes]) -> None:
    slow = clients(port, *sent)
    try:
        assert answer(port) == b"nothing"
        assert answer(port, "told") == b"told"
    finally:
        for one in slow:
            one.close()


def test_slow_client_is_still_answered(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\n"
    (one, *others) = clients(port, head + b"to")
    one.sendall(b"ld")
    assert one.makefile("rb").read(4096).endswith(b"told")
    for each in (one, *others):
        each.close()


def test_slow_upload_that_waits_for_the_word_gets_it(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
    (one, *others) = clients(port, head)
    assert one.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
    one.sendall(b"told")
    assert one.makefile("rb").read(4096).endswith(b"told")
    for each in (one, *others):
        each.close()


def test_requests_sent_together_are_answered_in_turn(port: int) -> None:
    answer(port, seconds=60)
    post = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n"
    last = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as one:
        one.sendall(post + b"one" + post + b"two" + last)
        got = one.makefile("rb").read()
    assert [got.count(word) for word in (b"one", b"two", b"nothing")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (b"GET / HTTP/1.1\r\nHost", None),
        (b"\r\n\r\nGET /", None),
        (b"GET / HTTP/1.1\r\n\r\n", 18),
        (
            b"P / HTTP/1.1\r\ncontent-LENGTH:\t7 \r\n\r\n",
            len(b"P / HTTP/1.1\r\ncontent-LENGTH:\t7 \r\n\r\n") + 7,
        ),
        (b"P / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", 42),
        (b"x" * (worker.LONGEST_HEAD + 1), 0),
    ],
)
def test_a_request_is_whole_with_its_last_byte(data: bytes, whole: int | None) -> None:
    assert worker.wanted(data) == whole
