"""What tests of the rules share: the shipped law compiled once, small laws, the demo files."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from obligations import documents, language
from obligations.law.told_subject import read_subject
from obligations.rules import Determination, RuleSet, determine
from tests import laws

DEMO = Path(__file__).resolve().parent.parent / "fixtures" / "demo"
TODAY = dt.date(2026, 11, 21)


def payload() -> dict[str, Any]:
    """The law data that is shipped, as JSON."""
    return laws.shipped().payload


VERSION: str = payload()["release"]["version"]
LAW_DAY: str = language.day(dt.date.fromisoformat(payload()["release"]["law_date"]))


@cache
def rules() -> RuleSet:
    """The law data that is shipped, compiled."""
    return RuleSet.from_payload(payload())


def demo(name: str) -> dict[str, Any]:
    """A demo fact file."""
    return documents.read((DEMO / f"{name}.yaml").read_bytes())


def answered(
    mapping: dict[str, Any], as_at: dt.date = TODAY, *, proposals: bool = False
) -> Determination:
    """The determination of a fact file under the shipped law."""
    subject, _notes = read_subject(mapping, rules())
    return determine(rules(), subject, as_at, proposals=proposals)


def service(**facts: Any) -> dict[str, Any]:
    """A fact file of a small user-to-user service in scope, with these facts on top."""
    in_scope = {
        "has_user_to_user_part": True,
        "has_public_search_engine": False,
        "publishes_provider_pornographic_content": False,
        "significant_number_of_uk_users": True,
        "schedule_1_paragraphs": [],
        "service_start_date": "2024-01-10",
    }
    return {"platform": "Trial", "facts": in_scope | facts, "designations": [], "events": []}


def requirement(**changes: Any) -> dict[str, Any]:
    """A duty record that binds every user-to-user service since 1 March 2025."""
    version = {
        "from": "2025-03-01",
        "to": None,
        "by": "osa-2023",
        "status": "in_force",
        "condition": {"all": []},
        "bites_only_if": None,
        "candidates": [],
    }
    record = {
        "id": "x-1",
        "ref": "X 1",
        "kind": "duty",
        "strength": "must",
        "side": "u2u",
        "level": "platform",
        "title": "Do it",
        "summary": "Do it.",
        "theme": "governance",
        "gate": "part3_scope",
        "categories": [],
        "instrument": "osa-2023",
        "part_of": None,
        "optional": False,
        "triggered_by": None,
        "waits_for": None,
        "verification": {"status": "seen", "by": None, "on": None, "parts": {}},
        "sources": [],
        "was": [],
    }
    own = {key: value for key, value in changes.items() if key in record or key == "versions"}
    version |= {key: value for key, value in changes.items() if key not in own}
    return record | {"versions": [version]} | own


def small_law(*requirements: dict[str, Any], **parts: Any) -> RuleSet:
    """The vocabulary, kinds, events and gates of the invented law with these requirements only."""
    return RuleSet.from_payload(
        {**laws.frozen().payload, "requirements": list(requirements), **parts}
    )


def decide_one(
    record: dict[str, Any],
    mapping: dict[str, Any],
    as_at: dt.date = TODAY,
    *,
    proposals: bool = False,
) -> Any:
    """The answer for a requirement made up by a test."""
    law = small_law(record)
    subject, _notes = read_subject(mapping, law)
    return determine(law, subject, as_at, proposals=proposals).answer(record["id"])
