"""Hostile requests to every address, as every kind of visitor: a bounded share of `./bench fuzz`.

The seed is new each time and printed where something is found; FUZZ_SEED repeats it.
"""

from __future__ import annotations

import os
import random

import pytest

from benchmarks.fuzz.attack import Attack
from benchmarks.fuzz.pages import routes
from benchmarks.fuzz.world import explored, populate
from obligations.models import Release
from tracker import clock

REQUESTS = int(os.environ.get("FUZZ_REQUESTS") or 200)


@pytest.mark.django_db
def test_fuzz_no_request_is_answered_by_an_error_of_ours(law: Release) -> None:
    seed = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(2**32))
    print(f"FUZZ_SEED={seed}")
    clients, starts = populate(clock.today())
    found = Attack(clients, explored(clients, starts), routes(), seed).run(REQUESTS)
    assert found.is_clean, "\n".join([*found.errors, *found.changed, *found.away])
    assert found.requests == REQUESTS
