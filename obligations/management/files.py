"""A fact file that a command was given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from obligations import documents
from obligations.law.told_subject import read_subject
from obligations.rules import RuleSet, Subject, SubjectError


def subject_of(path: Path, rules: RuleSet, stderr: OutputWrapper) -> Subject:
    """The service that a fact file describes; old spellings are noted, faults told together."""
    try:
        subject, notes = read_subject(document(path), rules)
    except SubjectError as error:
        raise CommandError(f"{path}:\n  " + "\n  ".join(error.errors)) from error
    for note in notes:
        stderr.write(f"note: {note}")
    return subject


def document(path: Path) -> dict[str, Any]:
    """What a YAML or JSON file holds."""
    try:
        with path.open("rb") as file:
            return documents.read(file.read(documents.LARGEST + 1))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    except documents.Unreadable as error:
        raise CommandError(f"{path}: {error}") from error
