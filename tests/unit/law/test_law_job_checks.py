"""Jobs: each fault is found and said."""

from __future__ import annotations

import pytest

from tests.law_breaking import Broken, faults_of, set_

BROKEN: Broken = {
    "job that settles nothing there is": (
        set_("terms", "settles", ["tm-g9"], "jobs"),
        "terms: settles: no requirement is called 'tm-g9'; did you mean 'tm-g3'?",
    ),
    "job that settles a content": (
        set_("terms", "settles", ["ta-s12-9-a"], "jobs"),
        "terms: settles: 'ta-s12-9-a' goes with 'ta-s12-9', which it is part of; leave it out",
    ),
    "job that settles an offence": (
        set_("terms", "settles", ["ta-s109-5"], "jobs"),
        "terms: settles: 'ta-s109-5' is an offence: nobody works on it",
    ),
    "requirement of two jobs": (
        set_("terms", "settles", ["ta-s9-2"], "jobs"),
        "terms: settles: 'ta-s9-2' is settled by the job 'illegal-content-assessment' already",
    ),
    "requirement twice in a job": (
        set_("terms", "settles", ["tm-g1", "tm-g1"], "jobs"),
        "terms: settles: 'tm-g1' is settled by this job already",
    ),
    "job after none": (
        set_("terms", "after", ["scope-notes"], "jobs"),
        "terms: after: no job is called 'scope-notes'; did you mean 'scope-note'?",
    ),
    "job after a later one": (
        set_("terms", "after", ["yearly-review"], "jobs"),
        "terms: after: 'yearly-review' comes first, so it stands earlier in the list",
    ),
    "job that stands twice": (
        lambda payload: payload["jobs"][1].update(id="scope-note", after=[])
        or [job.update(after=[]) for job in payload["jobs"]],
        "scope-note: id: 'scope-note' stands twice, also in jobs",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("break_", "expected"), BROKEN.values(), ids=BROKEN)
def test_fault_is_found_and_said(payload, break_, expected):
    break_(payload)
    assert faults_of(payload) == [expected]
