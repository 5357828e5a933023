"""The database that commands speak to, as an address, and speaking to another one for a while."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from launch import embedded
from tracker.backup.programs import Address


def own_address() -> Address:
    """Where this installation's database is."""
    return Address.of(connection.settings_dict, ours="postgres" in embedded.needed(os.environ))


@contextmanager
def speaking_to(database: str) -> Iterator[None]:
    """Let Django's connection be one to another database of the same server."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = database
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before
