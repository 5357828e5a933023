"""Database errors in words."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, ProgrammingError

from tracker.remedies import explain


class Cause(Exception):
    """What the driver raised: it knows PostgreSQL's code."""

    def __init__(self, sqlstate: str | None) -> None:
        self.sqlstate = sqlstate


def wrapped(error: DatabaseError, code: str | None) -> DatabaseError:
    error.__cause__ = Cause(code)
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (wrapped(OperationalError("refused.\nmore"), None), "cannot be reached: refused. Check"),
        (wrapped(OperationalError("no password"), "28P01"), "refuses: no password. Check"),
        (wrapped(OperationalError("could not extend"), "53100"), "Free some space"),
        (wrapped(ProgrammingError("no table"), "42P01"), "behind the program (no table). Bring"),
        (wrapped(ProgrammingError("no column"), "42703"), "./start --prepare"),
        (wrapped(ProgrammingError("denied"), "42501"), "DATABASE_OWNER_URL"),
    ],
)
def test_error_an_operator_can_put_right_names_the_remedy(error: DatabaseError, words: str) -> None:
    assert words in str(explain(error))


@pytest.mark.parametrize(
    "error",
    [
        wrapped(ProgrammingError("syntax"), "42601"),
        wrapped(IntegrityError("twice"), "23505"),
    ],
)
def test_error_of_the_program_is_not_explained_away(error: DatabaseError) -> None:
    assert explain(error) is None
