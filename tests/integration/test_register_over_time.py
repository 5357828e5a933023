"""What was known of Ofcom's register at a moment: the history answers, not the present row.

In transactions of their own, because the history's clock is the transaction's; and apart from
modules that keep one transaction open for all their tests.
"""

from __future__ import annotations

import datetime as dt
import time

import pytest
from django.utils import timezone

from obligations.actions import designations
from obligations.models.situations import Recorded
from tests import factories
from tests.factories import TODAY

JULY = dt.date(2026, 7, 10)


@pytest.mark.django_db(transaction=True)
def test_what_was_not_known_yet_is_not_told() -> None:
    factories.load_law()
    platform = factories.make_platform()
    entry = designations.begin(platform=platform, by=None, category="1", since=JULY, as_at=TODAY)
    moment = timezone.now()
    time.sleep(0.01)
    designations.end(designation=entry, by=None, last_day=dt.date(2026, 9, 30), as_at=TODAY)
    (then,) = Recorded.of(platform, moment).file(TODAY)["designations"]
    (now,) = Recorded.of(platform).file(TODAY)["designations"]
    assert (then["to"], now["to"]) == (None, dt.date(2026, 10, 1))
    moment = timezone.now()
    time.sleep(0.01)
    designations.appeal(designation=entry, by=None, appealed_on=TODAY, as_at=TODAY)
    assert Recorded.of(platform, moment).file(TODAY)["designations"] == [now]
    assert Recorded.of(platform).file(TODAY)["designations"] == [now | {"appealed": TODAY}]
    designations.remove(designation=entry, by=None, as_at=TODAY, why="Another service of that name")
    assert Recorded.of(platform, moment).file(TODAY)["designations"] == [now]
    assert "designations" not in Recorded.of(platform).file(TODAY)
