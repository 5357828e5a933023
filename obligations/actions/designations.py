"""Being on Ofcom's register of categorised services, from a day to a day (OSA 2023 ss 95-96)."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from obligations import language
from obligations.actions import audit, determination_sync, turns
from obligations.actions.permissions import refuse, require
from obligations.actions.turns import in_turn
from obligations.law.determinations import Snapshot
from obligations.models import Designation, FactValue, Permission, Platform, User
from obligations.models.platforms import NO_DESIGNATIONS

CATEGORIES = ("1", "2A", "2B")


@in_turn
def begin(
    *,
    platform: Platform,
    by: User | None,
    category: str,
    since: dt.date,
    as_at: dt.date,
    last_day: dt.date | None = None,
    note: str = "",
) -> Designation:
    """Record that the service entered a part of the register on a day.

    `last_day` is the last day on the register, where that is known already. Raises Refused.
    """
    entry = _begun(platform, by, category, since, last_day, note)
    determination_sync.follow_recorded(platform.provider, platform, as_at, by, entry)
    assert isinstance(entry.subject, Designation)
    return entry.subject


def _begun(
    platform: Platform,
    by: User | None,
    category: str,
    since: dt.date,
    last_day: dt.date | None = None,
    note: str = "",
) -> audit.Entry:
    """The entry on the register, as the log tells it."""
    provider = platform.provider
    require(by, provider, Permission.RECORD_FACTS)
    if category not in CATEGORIES:
        raise refuse("category", f"There is no category {category!r}: 1, 2A or 2B.")
    if last_day is not None and last_day < since:
        raise refuse("last_day", "The last day is before the first.")
    try:
        with transaction.atomic():
            designation = Designation.objects.create(
                provider=provider, platform=platform, category=category, note=note,
                period=DateRange(since, _day_after(last_day)), recorded_by=by,
            )  # fmt: skip
    except IntegrityError:
        why = "This service is already on that part of the register then."
        raise refuse("since", why) from None
    return audit.Entry(
        "designation.begun",
        f"{platform} is on Ofcom's register in Category {category} "
        f"from {language.day(since)}" + (f" to {language.day(last_day)}." if last_day else "."),
        platform, designation,
        {"category": category, "since": since, "last_day": last_day, "note": note},
    )  # fmt: skip


@in_turn
def begin_all(
    *, platform: Platform, by: User | None, categories: list[str], since: dt.date, as_at: dt.date
) -> Snapshot | None:
    """Record that the service entered these parts of the register on one day: the service after
    it. Raises Refused."""
    entries = [_begun(platform, by, category, since) for category in categories]
    return determination_sync.follow_recorded(platform.provider, platform, as_at, by, *entries)


@in_turn
def end(
    *,
    designation: Designation,
    by: User | None,
    last_day: dt.date,
    as_at: dt.date,
    note: str = "",
) -> Designation:
    """Record the last day on the register; the duties of the category lapse with it."""
    turns.afresh(designation)
    platform, provider = designation.platform, designation.provider
    require(by, provider, Permission.RECORD_FACTS)
    since = designation.period.lower
    if last_day < since:
        raise refuse(
            "last_day", f"It entered the register on {language.day(since)}, after that day."
        )
    designation.period = DateRange(since, _day_after(last_day))
    designation.note = note or designation.note
    try:
        with transaction.atomic():
            designation.save(update_fields=["period", "note"])
    except IntegrityError:
        why = "Another entry in that part of the register begins before that day."
        raise refuse("last_day", why) from None
    entry = audit.Entry(
        "designation.ended",
        f"{platform} is off Ofcom's register in Category {designation.category} "
        f"after {language.day(last_day)}.",
        platform, designation,
        {"category": designation.category, "last_day": last_day, "note": note},
    )  # fmt: skip
    determination_sync.follow_recorded(provider, platform, as_at, by, entry)
    return designation


@in_turn
def appeal(
    *,
    designation: Designation,
    by: User | None,
    appealed_on: dt.date | None,
    as_at: dt.date,
    ended_on: dt.date | None = None,
    note: str = "",
) -> Designation:
    """Record an appeal against the entry, and the day it was determined or withdrawn (s 167).

    While it is pending what only the category brings need not be complied with, and no deadline of
    it runs. `appealed_on` None: no appeal was made (an earlier record was a mistake).
    """
    turns.afresh(designation)
    platform, provider = designation.platform, designation.provider
    require(by, provider, Permission.RECORD_FACTS)
    since = designation.period.lower
    if appealed_on is not None and appealed_on < since:
        why = f"It entered the register on {language.day(since)}, after that day."
        raise refuse("appealed_on", why)
    if ended_on is not None and appealed_on is None:
        raise refuse("appealed_on", "Say on which day the appeal was made.")
    if ended_on is not None and appealed_on is not None and ended_on < appealed_on:
        raise refuse("ended_on", "The appeal ended before it was made.")
    designation.appealed_on, designation.appeal_ended_on = appealed_on, ended_on
    designation.note = note or designation.note
    designation.save(update_fields=["appealed_on", "appeal_ended_on", "note"])
    entry = audit.Entry(
        "designation.appealed", f"{platform}: {_appeal_words(designation)}", platform, designation,
        {"category": designation.category, "appealed_on": appealed_on, "ended_on": ended_on,
         "note": note},
    )  # fmt: skip
    determination_sync.follow_recorded(provider, platform, as_at, by, entry)
    return designation


def _appeal_words(entry: Designation) -> str:
    if entry.appealed_on is None:
        return f"no appeal against being in Category {entry.category}."
    made = f"appeal of {language.day(entry.appealed_on)} against being in Category {entry.category}"
    if entry.appeal_ended_on is None:
        return f"{made}, pending."
    return f"{made}, determined or withdrawn on {language.day(entry.appeal_ended_on)}."


@in_turn
def remove(*, designation: Designation, by: User | None, as_at: dt.date, why: str = "") -> None:
    """Take back an entry recorded by mistake. Its history stays, for what was known then."""
    turns.afresh(designation)
    platform, provider = designation.platform, designation.provider
    require(by, provider, Permission.RECORD_FACTS)
    entry = audit.Entry(
        "designation.removed",
        f"{platform}: the entry on Ofcom's register in Category {designation.category} "
        "was a mistake" + (f": {why}" if why else "."),
        platform, designation,
        {"category": designation.category, "since": designation.period.lower, "why": why},
    )  # fmt: skip
    Designation.objects.filter(pk=designation.pk).delete()  # The log still names it.
    determination_sync.follow_recorded(provider, platform, as_at, by, entry)


@in_turn
def say_none(
    *, platform: Platform, by: User | None, as_at: dt.date, none: bool = True, note: str = ""
) -> Snapshot | None:
    """Record that the service is in no part of the register, or (False) that this is not known.

    Without this answer nothing is known of its designations, which is not the same. The service
    after it; None where this was said already.
    """
    provider = platform.provider
    require(by, provider, Permission.RECORD_FACTS)
    today = Designation.objects.filter(platform=platform, period__contains=as_at)
    if none and (entry := today.first()) is not None:
        raise refuse("none", f"It is recorded as being in Category {entry.category}.")
    said = FactValue.objects.filter(platform=platform, name=NO_DESIGNATIONS)
    latest = said.order_by("-recorded_at", "-pk").first()
    if (latest is not None and latest.value is True) == none:
        return None
    FactValue.objects.create(
        provider=provider, platform=platform, name=NO_DESIGNATIONS,
        value=True if none else None, note=note, recorded_by=by,
    )  # fmt: skip
    told = (
        f"{platform} is in no part of Ofcom's register."
        if none
        else f"It is not known whether {platform} is on Ofcom's register."
    )
    data = {"none": none, "note": note}
    return determination_sync.follow_recorded(
        provider, platform, as_at, by, audit.Entry("designation.none", told, platform, data=data)
    )


def _day_after(last_day: dt.date | None) -> dt.date | None:
    return last_day + dt.timedelta(days=1) if last_day else None
