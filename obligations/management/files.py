"""A fact file that a command was given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import CommandError, OutputWrapper

from obligations.rules import RuleSet, Subject, SubjectError, read_subject


def subject_of(path: Path, rules: RuleSet, stderr: OutputWrapper) -> Subject:
    """The service that a fact file describes; old spellings are noted, faults told together."""
    try:
        subject, notes = read_subject(document(path), rules)
    except SubjectError as error:
        raise CommandError(f"{path}:\n  " + "\n  ".join(error.errors)) from error
    for note in notes:
        stderr.write(f"note: {note}")
    return subject


def document(path: Path) -> Any:
    """What a YAML or JSON file holds."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    try:
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        kind = "json" if path.suffix == ".json" else "yaml"
        raise CommandError(f"{path} is not {kind}: {error}") from error
