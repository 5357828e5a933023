"""Jobs in the law data: what the schema refuses, and how a change of them is told."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from obligations.law.diff import sentences
from obligations.rules.rulebook.jobs import Job, Takes, jobs_of

JOB = {
    "id": "terms", "title": "Write your terms", "what": "Say it.", "gives": "Terms.",
    "takes": {"least": 2, "most": 4, "unit": "hours"}, "settles": ["icu-g1"],
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"settles": []},
        {"title": ""},
        {"id": "Write terms"},
        {"takes": {"least": 4, "most": 2, "unit": "hours"}},
        {"takes": {"least": 0, "most": 2, "unit": "hours"}},
        {"takes": {"least": 1, "most": 2, "unit": "weeks"}},
        {"order": 1},
    ],
    ids=["settles nothing", "no title", "id with a space", "most under least", "no time",
         "unit unknown", "unknown key"],
)  # fmt: skip
def test_schema_refuses(change: dict[str, Any]) -> None:
    Job.model_validate(JOB)
    with pytest.raises(ValidationError):
        Job.model_validate(JOB | change)


def test_change_of_a_job_is_told_by_its_title(shipped: dict[str, Any]) -> None:
    newer = copy.deepcopy(shipped)
    job = next(each for each in newer["jobs"] if each["id"] == "terms")
    job["settles"].remove("icu-g1")
    title = job["title"]
    assert sentences(shipped, newer) == [
        f"The job “{title}”: what it settles changed: removed icu-g1."
    ]


def test_edition_from_before_there_were_jobs_differs_by_their_titles(
    shipped: dict[str, Any],
) -> None:
    older = {key: value for key, value in shipped.items() if key != "jobs"}
    assert "The job “Write your terms” is new." in sentences(older, shipped)


def test_contents_go_with_their_whole(shipped: dict[str, Any]) -> None:
    found = jobs_of(shipped["jobs"], shipped["requirements"])
    assert found["osa-s9-5-a"] == found["osa-s9-2"] == "illegal-content-assessment"


def test_time_is_told_in_words() -> None:
    assert Takes(least=2, most=4, unit="hours").words == "2 to 4 hours"
    assert Takes(least=1, most=1, unit="days").words == "1 day"
