"""Where the embedded servers are, as settings ask for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from launch import embedded


def test_sockets_lie_in_the_data_folder(tmp_path: Path) -> None:
    var = Path("/srv/tracker/var")
    assert embedded.socket_folder(var) == var / "run" / "s"
    assert embedded.valkey_socket(var) == var / "run" / "s" / "v.sock"


@pytest.mark.parametrize("length", [60, 77, 78, 90, 200])
def test_socket_paths_stay_below_the_limit_of_every_system(length: int) -> None:
    var = Path("/" + "d" * length)
    path = embedded.socket_folder(var) / ".s.PGSQL.5432"
    assert len(os.fsencode(path)) < 104


def test_path_length_is_counted_in_bytes() -> None:
    var = Path("/" + "ü" * 45)
    assert embedded.socket_folder(var) == embedded.short_folder(var)


def test_link_says_where_the_sockets_are(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "s").symlink_to("/somewhere/else")
    assert embedded.socket_folder(tmp_path) == Path("/somewhere/else")


def test_addresses_quote_what_a_url_cannot_hold() -> None:
    socket = Path("/a b/100%/v.sock")
    assert embedded.broker_url(socket) == "redis+socket:///a%20b/100%25/v.sock"
    assert embedded.cache_url(socket) == "unix:///a%20b/100%25/v.sock?db=1"


@pytest.mark.parametrize(
    ("environment", "servers"),
    [
        ({}, ["postgres", "valkey"]),
        ({"DATABASE_URL": "postgres://x/y"}, ["valkey"]),
        ({"CELERY_BROKER_URL": "amqp://x"}, ["postgres", "valkey"]),
        ({"CELERY_BROKER_URL": "amqp://x", "CACHE_URL": "redis://x"}, ["postgres"]),
        ({"DATABASE_URL": ""}, ["postgres", "valkey"]),
    ],
)
def test_named_servers_are_not_started(environment: dict[str, str], servers: list[str]) -> None:
    assert embedded.needed(environment) == servers
