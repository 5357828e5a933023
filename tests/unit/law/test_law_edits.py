"""What people are meant to do to the law data: a person makes these edits and nothing breaks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from obligations.law import counts
from obligations.law.edition import DEFAULT, Read, read
from obligations.rules import RuleSet
from obligations.rules.rulebook.names import DETERMINED_KINDS
from tests import laws
from tests.law_edits import EDITS


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A copy of the shipped law after every edit, one after the other."""
    folder = Path(shutil.copytree(DEFAULT, tmp_path_factory.mktemp("edited") / "law"))
    for edit in EDITS:
        edit(folder)
    return read(folder)


def test_every_edit_leaves_the_law_sound_and_its_readings_in_place(edited: Read) -> None:
    assert edited.lost == ()
    assert edited.sha256 != laws.shipped().sha256


def test_every_condition_is_readable_and_every_requirement_determined(edited: Read) -> None:
    found = {each.id for each in RuleSet.from_payload(edited.payload).determined}
    records = edited.payload["requirements"]
    assert found == {each["id"] for each in records if each["kind"] in DETERMINED_KINDS}


def test_every_requirement_that_can_bind_stands_in_one_job(edited: Read) -> None:
    settled = [name for job in edited.payload["jobs"] for name in job["settles"]]
    assert len(settled) == len(set(settled))
    assert {
        each["id"]
        for each in edited.payload["requirements"]
        if each["kind"] in DETERMINED_KINDS
        and each["part_of"] is None
        and any(version["status"] in ("in_force", "contested") for version in each["versions"])
    } <= set(settled)


def test_every_reading_stands_in_a_text_and_every_record_is_sourced(edited: Read) -> None:
    texts = {each["id"] for each in edited.payload["instruments"]}
    for entry in counts.checked(edited.payload):
        assert {text for each in entry["readings"] for text in each.get("text", ())} <= texts
    assert all(each["sources"] for each in edited.payload["requirements"])
