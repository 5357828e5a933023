"""The law is in the test database before the first test of the lane, as it is in a real one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from obligations.models import Platform, Release
from tests import factories


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        factories.load_law()


@pytest.fixture
def law(db: None) -> Release:
    """The current release; loaded again where a transactional test emptied the tables."""
    current = Release.objects.filter(is_current=True).defer("payload").first()
    return current or factories.load_law()


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """What module-wide fixtures write stays for the tests of the module, and goes with them.

    Each test still undoes its own writes: its transaction is a savepoint inside this one.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        if not Release.objects.filter(is_current=True).exists():
            factories.load_law()
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def kept_forum(kept: None) -> int:
    """The number of a forum that every test of the module finds as it was made."""
    return factories.make_forum(name="Forum").pk


@pytest.fixture
def forum(kept_forum: int, db: None) -> Platform:
    """The forum, read afresh for one test."""
    return Platform.objects.select_related("provider").get(pk=kept_forum)
