"""The rules that a command reads: of a loaded release, or of the edition that is shipped."""

from __future__ import annotations

from django.core.management.base import CommandError, OutputWrapper
from django.db import DatabaseError

from obligations.law.edition import read
from obligations.law.ruleset import NoSuchRelease, ruleset_for
from obligations.law.significant_changes import Changing, changing_for, shipped
from obligations.rules import RuleSet


def ruleset(release: str | None, stderr: OutputWrapper) -> RuleSet:
    """The current release, or the one asked for; without a database, the edition shipped."""
    try:
        return ruleset_for(release)
    except NoSuchRelease as error:
        raise CommandError(str(error)) from error
    except DatabaseError as error:
        if release is not None:
            raise CommandError(f"older releases are read from the database: {error}") from error
        stderr.write("The database does not answer: reading the law data that is shipped.")
        return RuleSet.from_payload(read().payload)


def changing(release: str | None) -> Changing:
    """What the same edition says about planned changes."""
    try:
        return changing_for(release)
    except DatabaseError:
        return shipped()
