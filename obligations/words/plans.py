"""What a plan says at its head: by when a job is due, or why the Act does not concern a service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from obligations import language


class Dated(Protocol):
    """What is told of the day of a job (`law.job_dates.JobDue`)."""

    @property
    def day(self) -> dt.date | None: ...

    @property
    def late(self) -> bool: ...

    @property
    def told(self) -> bool: ...

    @property
    def first(self) -> bool: ...

    @property
    def open(self) -> bool: ...


def due_words(one: Dated) -> str:
    """`was due 16 March 2025: do this first`, `due 4 January 2027`, `no day`."""
    if one.day is None:
        return "day not known: say since when it has been open" if one.open else "no day"
    if not one.late:
        return f"due {language.day(one.day)}"
    unless = "" if one.told else ", if it is not done"
    return f"was due {language.day(one.day)}: do this {'first' if one.first else 'next'}{unless}"


def outside(name: str, day: dt.date, reasons: Sequence[str], ways_in: Sequence[str]) -> list[str]:
    """Three sentences: that it is not regulated, why, and what would bring it in soonest.

    `ways_in` are ranked; of those the plainest is told.
    """
    why = [language.within(each.removesuffix(".")) for each in reasons]
    said = [
        f"{name} is not a regulated service: on {language.day(day)} no duty of the Online Safety "
        "Act binds it."
    ]
    if why:
        said.append(f"That is so because {language.listed(why)}.")
    return [*said, *sorted(ways_in, key=len)[:1]]
