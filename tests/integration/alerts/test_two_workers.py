"""Two workers at once: an address is written to by one of them."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from obligations.actions import alert_rounds
from obligations.models import LawAlert
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_worker_leaves_an_address_to_the_first() -> None:
    factories.load_law()
    now = timezone.now()
    for requirement in ("icu-c1", "icu-c2"):
        factories.make_alert("robin@example.org", [requirement])
    other = factories.make_alert("sam@example.org")
    LawAlert.objects.update(next_attempt_at=now, due_for=now.date())
    LawAlert.objects.filter(pk=other.pk).update(next_attempt_at=now + dt.timedelta(hours=1))

    def second() -> int:
        try:
            return alert_rounds.deliver(now=now)
        finally:
            connection.close()

    with transaction.atomic():
        # The first worker holds the row by which it claims the address, and not yet the others.
        LawAlert.objects.select_for_update().filter(address="robin@example.org").order_by("pk")[
            :1
        ].get()
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(second).result(timeout=30) == 0
    waiting = LawAlert.objects.exclude(next_attempt_at=None).values_list("address", flat=True)
    assert sorted(waiting) == ["robin@example.org", "robin@example.org", "sam@example.org"]
    assert mail.outbox == []
