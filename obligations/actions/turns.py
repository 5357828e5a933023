"""Turns: one transaction at a time writes for a provider, so that no two wait for each other.

Every write that belongs to a provider takes the provider's turn before it touches a row, and holds
it until its transaction ends; rows, dates and the log's chain come after it. Jobs that write for
many providers in one statement take no turn; where the database breaks one off, it is done again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError, connection, models, transaction
from django.http import Http404

from obligations.models import Provider

P = ParamSpec("P")
R = TypeVar("R")
CLASHES = frozenset({"40P01", "40001"})  # A deadlock was found; could not be put into one order.


def take(provider: int | None) -> None:
    """Wait until no other transaction writes for the provider of that number (None: for none)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('obligations.log', %s))",
            [provider or 0],
        )


def in_turn(action: Callable[P, R]) -> Callable[P, R]:
    """An action done in one transaction that takes its provider's turn before anything else.

    The provider is the one given by name, or that of the record given.
    """

    @wraps(action)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            take(_provider(kwargs))
            return action(*args, **kwargs)

    return inside


def afresh(row: models.Model) -> None:
    """Read a row again, as it stands in this turn. Raises Http404 where somebody removed it."""
    try:
        row.refresh_from_db()
    except ObjectDoesNotExist:
        raise Http404("Somebody removed this meanwhile.") from None


def is_clash(error: BaseException) -> bool:
    """Did the database break a transaction off because of another one, so that it may be tried
    again?"""
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, OperationalError) and state in CLASHES


def once_more(work: Callable[[], R], before: Callable[[], None] = lambda: None) -> R:
    """Do work in a transaction, and once more where it clashed with another one.

    `before` runs before the second try. Raises OperationalError where that clashes as well.
    """
    try:
        with transaction.atomic():
            return work()
    except OperationalError as error:
        if not is_clash(error) or connection.in_atomic_block:
            raise
    before()
    with transaction.atomic():
        return work()


def _provider(given: Mapping[str, Any]) -> int:
    for value in given.values():
        if isinstance(value, Provider):
            return value.pk
        if isinstance(value, models.Model) and hasattr(value, "provider_id"):
            number: int = value.provider_id
            return number
    raise TypeError("An action is given a provider, or a record of one, by name.")
