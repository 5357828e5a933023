"""The database that tests and the tracker use."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_nothing_connects_as_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_server_is_a_supported_postgresql() -> None:
    assert 150_000 <= connection.cursor().connection.info.server_version < 190_000
