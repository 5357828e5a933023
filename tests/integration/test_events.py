"""The log of decisions: one chain per provider, each row bound to the one before."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from obligations.actions import audit
from obligations.models import Event, Provider
from tests import factories

pytestmark = pytest.mark.django_db
WRITERS, EACH = 4, 10


@pytest.fixture
def provider() -> Provider:
    return factories.make_provider()


def say(provider: Provider | None, sentence: str = "Something happened.", **data: Any) -> Event:
    return audit.record(
        provider=provider, by=None, action="test.said", sentence=sentence, data=data
    )


def rewrite(event: Event, **values: Any) -> None:
    """What the triggers forbid, done by somebody who switches them off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE obligations_event DISABLE TRIGGER USER")
    Event.objects.filter(pk=event.pk).update(**values)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE obligations_event ENABLE TRIGGER USER")


def test_numbers_run_from_one_for_each_provider(provider: Provider) -> None:
    other = factories.make_provider()
    say(provider)
    assert [event.number for event in Event.objects.filter(provider=provider)] == [2, 1]
    assert say(other).number == 2
    assert say(None).number == Event.objects.filter(provider=None).count()


def test_chain_holds_over_every_kind_of_value(provider: Provider) -> None:
    day = dt.date(2026, 11, 21)
    say(provider, "Größe “±” 😀", whole=1e3, part=0.1, tiny=1e-7, day=day, none=None, many=[1.0])
    check = audit.verify_chain(provider)
    assert check.holds
    assert check.length == 2


def test_changed_sentence_breaks_the_chain(provider: Provider) -> None:
    rewrite(say(provider, "The truth."), sentence="A lie.")
    say(provider)
    assert audit.verify_chain(provider).problem == (
        "Event 2 does not say what it said when recorded."
    )


def test_changed_author_breaks_the_chain(provider: Provider) -> None:
    rewrite(say(provider), actor_label="Somebody else")
    assert not audit.verify_chain(provider).holds


def test_missing_event_breaks_the_chain(provider: Provider) -> None:
    say(provider)
    rewrite(say(provider), number=9)
    assert audit.verify_chain(provider).problem == "Event 3 is missing."


def test_forged_hash_breaks_the_chain_at_the_next_event(provider: Provider) -> None:
    forged = say(provider)
    say(provider)
    forged.sentence = "A lie."
    rewrite(forged, sentence=forged.sentence, hash=audit.fingerprint(forged))
    assert audit.verify_chain(provider).problem == ("Event 3 does not follow the one before it.")


def test_event_names_who_it_was(provider: Provider) -> None:
    person = factories.make_user(name="Alex Field")
    event = audit.record(provider=provider, by=person, action="test.said", sentence="Said.")
    assert (event.actor, event.actor_label) == (person, "Alex Field")
    assert say(provider).actor_label == "the operator"


@pytest.mark.parametrize("statement", ["UPDATE {} SET sentence = 'x'", "DELETE FROM {}"])
def test_database_refuses_to_rewrite_the_log(provider: Provider, statement: str) -> None:
    say(provider)
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("obligations_event"))


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_at_once_make_one_chain() -> None:
    provider = factories.make_provider()
    together = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        together.wait()
        try:
            for number in range(EACH):
                with transaction.atomic():
                    say(provider, f"Writer {writer} says {number}.")
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    check = audit.verify_chain(provider)
    assert check.problem is None
    assert check.length == 1 + WRITERS * EACH
