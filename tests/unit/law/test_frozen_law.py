"""The small invented law that tests of logic rest on: sound, and holding one of each thing."""

from __future__ import annotations

from typing import Any

from obligations.law.condition_checks import derivation_faults
from obligations.law.names import collect
from obligations.law.schema import Law
from obligations.rules import RuleSet
from obligations.rules.rulebook.clocks import FORMS
from tests.laws import frozen


def rules_of(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return [rule for each in payload["requirements"] for rule in each["clock"]["rules"]]


def test_it_is_read_without_a_fault_and_no_reading_is_lost() -> None:
    assert frozen().lost == ()
    assert RuleSet.from_payload(frozen().payload).determined
    assert "invented" in frozen().payload["release"]["title"]


def test_every_key_of_the_schema_holds_something() -> None:
    payload = frozen().payload
    assert [key for key in Law.model_fields if not payload[key]] == []


def test_it_has_facts_of_each_type_and_level_and_of_each_rule() -> None:
    facts = frozen().payload["facts"]
    assert {each["level"] for each in facts} == {"provider", "platform", "side"}
    assert {each["type"] for each in facts} >= {
        "boolean", "number", "interval", "choice", "set", "date",
    }  # fmt: skip
    rules = {(each["derived_from"] or {}).get("rule") for each in facts}
    assert {"gate", "kinds_at_level", "stays_over", "settled_by", "service_kind"} <= rules
    law = Law.model_validate(frozen().payload)
    names = collect(law)
    derived = [each.derived_from for each in law.facts if each.derived_from]
    assert [fault for each in derived for fault in derivation_faults(each, names)] == []


def test_it_has_requirements_of_each_kind_and_state() -> None:
    records = frozen().payload["requirements"]
    assert {each["kind"] for each in records} == {
        "duty", "measure", "expectation", "offence", "power",
    }  # fmt: skip
    versions = [version for each in records for version in each["versions"]]
    assert {each["status"] for each in versions} == {"in_force", "laid", "consulted", "contested"}
    for field in ("part_of", "triggered_by", "waits_for", "categories", "optional", "links"):
        assert any(each[field] for each in records), field


def test_its_clocks_have_each_form() -> None:
    dues = [rule["due"] for rule in rules_of(frozen().payload)]
    assert any(isinstance(due, str) for due in dues)
    assert {key for due in dues if isinstance(due, dict) for key in due} >= {*FORMS}


def test_its_milestones_have_each_state() -> None:
    found = frozen().payload["milestones"]
    assert {each["status"] for each in found} == {"past", "slipped", "estimated", "planned"}
    assert any(isinstance(each["audience"], dict) for each in found)
    assert any(isinstance(each["audience"], str) for each in found)
