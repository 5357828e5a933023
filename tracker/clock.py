"""What day it is: asked at the doors only (views, commands, tasks), passed down as `as_at`."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> dt.datetime:
    """This moment, aware, in Europe/London."""
    return dt.datetime.now(LONDON)


def today() -> dt.date:
    """The Europe/London day: the day that the Act, the codes and Ofcom speak of."""
    return now().date()
