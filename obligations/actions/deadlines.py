"""Dates owed: worked out from clocks and milestones, moved with a reason, closed by people."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from obligations import language
from obligations.actions import audit, completion, turns
from obligations.actions.due_dates import (
    DATED,
    Picture,
    Wanted,
    from_clocks,
    from_milestones,
    picture,
    requirement_of,
)
from obligations.actions.permissions import Refused, require
from obligations.actions.turns import in_turn
from obligations.calendar.due import Outcome
from obligations.law.determinations import Snapshot
from obligations.law.law_rows import HAPPENED, LawRows, law_rows
from obligations.law.ruleset import find_release
from obligations.models import Deadline, Obligation, Permission, Platform, User
from obligations.rules import SubjectError

log = logging.getLogger(__name__)
OPEN, DONE, LAPSED = Deadline.Status.OPEN, Deadline.Status.DONE, Deadline.Status.LAPSED
PAUSED = Deadline.Status.PAUSED
OWED = (OPEN, PAUSED)
FOLLOWS = ["key", "title", "due_on", "due_at", "period", "confirmed", "derivation"]
WRITTEN = [
    *FOLLOWS,
    "moved_because",
    "status",
    "closed_at",
    "closed_by",
    "closed_note",
    "updated_at",
]


@dataclass
class Changes:
    """What working the dates out again came to. `moved` holds a sentence for each date."""

    added: int = 0
    reopened: int = 0
    paused: int = 0
    resumed: int = 0
    lapsed: int = 0
    done: int = 0
    moved: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        counts = (self.added, self.reopened, self.paused, self.resumed, self.lapsed, self.done)
        return bool(any(counts) or self.moved)

    def words(self) -> str:
        """ "Dates worked out again: 3 new, 1 moved"."""
        counts = Counter(
            {
                "new": self.added,
                "moved": len(self.moved),
                "open again": self.reopened,
                "no longer running while an appeal is pending": self.paused,
                "running again": self.resumed,
                "done": self.done,
                "no longer owed": self.lapsed,
            }
        )
        said = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
        return f"Dates worked out again: {said or 'nothing changed'}."


@in_turn
def recompute(
    *, platform: Platform, as_at: dt.date, by: User | None, actor_label: str = ""
) -> Changes:
    """Work out every date of a service again, and record one event where something changed.

    A date that moves says why; a closed one never moves. `by` None is the operator.
    """
    now = Snapshot.of(platform, as_at)
    changes = follow(now, Obligation.objects.concerning(platform), _law_of(now), by)
    audit.record_all(
        provider=platform.provider, by=by, entries=entries(platform, as_at, changes),
        actor_label=actor_label,
    )  # fmt: skip
    return changes


def entries(platform: Platform, as_at: dt.date, changes: Changes) -> list[audit.Entry]:
    """What the log says of changed dates; nothing where none changed."""
    if not changes:
        return []
    data = {"as_at": as_at, "moved": changes.moved}
    return [audit.Entry("deadline.follow", changes.words(), platform, data=data)]


def recompute_all(*, as_at: dt.date) -> Changes:
    """The daily job: every service that is not archived, each in a transaction of its own.

    Each date says itself why it moved, so there is no event; `following.follow_all` comes first. A
    service whose answers contradict each other under the edition is left as it was.
    """
    release, total = find_release(None), Changes()
    for platform in Platform.objects.filter(archived_on=None).select_related("provider"):
        with transaction.atomic():
            turns.take(platform.provider_id)
            try:
                now = Snapshot.of(platform, as_at, release=release)
                changes = follow(now, Obligation.objects.concerning(platform), _law_of(now), None)
            except SubjectError as error:
                log.warning("The dates of %s are not worked out: %s", platform, error)
                continue
        total.added += changes.added
        total.reopened += changes.reopened
        total.paused += changes.paused
        total.resumed += changes.resumed
        total.lapsed += changes.lapsed
        total.done += changes.done
        total.moved += changes.moved
    return total


def _law_of(now: Snapshot) -> LawRows:
    assert now.release is not None, "Dates are worked out under law data that was loaded."
    return law_rows(now.release)


def follow(
    now: Snapshot, obligations: Iterable[Obligation], law: LawRows, by: User | None
) -> Changes:
    """Bring the dates of one service, in its provider's turn, in line with what they should be.

    `obligations` are its own and its provider's.
    """
    found = picture(now, obligations, law)
    wanted = {
        one.key: one for one in (*from_clocks(found), *from_milestones(found, law.milestones))
    }
    changes = Changes()
    _move_keys(found, wanted)
    known_keys = {row.key for row in found.rows}
    added = [_new(now.platform, one) for key, one in wanted.items() if key not in known_keys]
    changed = [row for row in found.rows if _settle(row, wanted.get(row.key), found, changes, by)]
    Deadline.objects.bulk_create(added, batch_size=500)
    moment = timezone.now()
    for row in changed:
        row.updated_at = moment
    Deadline.objects.bulk_update(changed, WRITTEN, batch_size=500)
    changes.added = len(added)
    return changes


def _move_keys(found: Picture, wanted: dict[str, Wanted]) -> None:
    """Give an open row whose clock now counts from another day the key of its new day.

    Only for clocks with one row at a time; a row per event stays with its event.
    """
    taken = {row.key for row in found.rows}
    new = {
        requirement_of(one.obligation): key
        for key, one in wanted.items()
        if one.obligation is not None and one.derivation["slot"] and key not in taken
    }
    for row in found.rows:
        stale = row.status in OWED and row.key not in wanted and row.derivation.get("slot")
        if stale and requirement_of(row) in new and not found.outlives_its_partner(row):
            row.key = new.pop(requirement_of(row))


def _new(platform: Platform, one: Wanted) -> Deadline:
    """A new row, of the provider where its obligation is the provider's."""
    of_provider = one.obligation is not None and one.obligation.platform_id is None
    return Deadline(
        provider_id=platform.provider_id,
        platform=None if of_provider else platform,
        obligation=one.obligation,
        requirement_id=one.obligation.requirement_id if one.obligation else None,
        milestone=one.milestone,
        status=PAUSED if one.paused else OPEN,
        **_values(one),
    )


def _values(one: Wanted) -> dict[str, object]:
    end = one.period.last + dt.timedelta(days=1) if one.period else None
    return {
        "key": one.key,
        "title": one.title,
        "due_on": one.due_on,
        "due_at": one.due_at,
        "period": DateRange(one.period.first, end) if one.period else None,
        "confirmed": one.confirmed,
        "derivation": one.derivation,
    }


def _settle(
    row: Deadline, one: Wanted | None, found: Picture, changes: Changes, by: User | None
) -> bool:
    """Bring one row up to date; True where it has to be written. A closed one is left alone."""
    if row.status == DONE or (one is None and row.status == LAPSED):
        return False
    if one is None:
        return _end(row, found, changes, by)
    values = _values(one)
    if row.status == LAPSED:
        row.status, row.closed_at, row.closed_by, row.closed_note = OPEN, None, None, ""
        changes.reopened += 1
        _pause(row, one, changes)
    elif _pause(row, one, changes):
        pass
    elif (row.due_on, row.due_at) != (one.due_on, one.due_at):
        row.moved_because = _why_moved(row, one)
        changes.moved.append(f"{one.title}: {row.moved_because}")
    elif all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True


def _pause(row: Deadline, one: Wanted, changes: Changes) -> bool:
    """Stop an owed day while an appeal suspends what is owed, or let it run; True where changed."""
    wanted = PAUSED if one.paused else OPEN
    if row.status == wanted:
        return False
    row.status = wanted
    changes.paused += wanted == PAUSED
    changes.resumed += wanted == OPEN
    return True


def _why_moved(row: Deadline, one: Wanted) -> str:
    """ "Was 4 January 2027. service start date is now 12 October 2026 (was 5 October 2026)." """
    before, after = row.derivation.get("inputs", {}), one.derivation["inputs"]
    said = [f"Was {_said(row.due_on, row.due_at)}."]
    if row.derivation.get("rule") != one.derivation["rule"]:
        said.append(f"Another rule applies: {one.derivation['rule']}")
    said += [
        f"{name.replace('_', ' ')} is now {value} (was {before[name]})."
        for name, value in after.items()
        if name in before and before[name] != value
    ]
    if len(said) == 1:
        said.append(f"Now {one.derivation['why']}.")
    return " ".join(said)


def _said(day: dt.date, moment: dt.datetime | None) -> str:
    return language.moment(moment) if moment else language.day(day)


def _end(row: Deadline, found: Picture, changes: Changes, by: User | None) -> bool:
    """End an open row that nothing calls for any more; False where it stays as it is."""
    status, note = _ending(row, found)
    if status == OPEN:
        return False
    row.status, row.closed_note = status, note
    row.closed_at, row.closed_by = timezone.now(), by
    changes.done += status == DONE
    changes.lapsed += status == LAPSED
    return True


def _ending(row: Deadline, found: Picture) -> tuple[Deadline.Status, str]:
    if row.milestone is not None:
        happened = row.milestone.status == HAPPENED
        return (DONE, "It has happened.") if happened else (LAPSED, "It is no longer planned.")
    requirement = requirement_of(row)
    dues = found.timetable.dues(requirement)
    if not dues:
        gone = row.requirement is not None and row.requirement.withdrawn_in_id is not None
        return LAPSED, f"No longer owed{': the law data no longer has it' if gone else ''}."
    awaits = any(due.outcome is Outcome.AWAITS for due in dues)
    if awaits or found.outlives_its_partner(row):
        return OPEN, ""  # Nothing says another day: what was owed is still owed.
    if any(due.outcome in DATED for due in dues):
        done = found.timetable.done.get(requirement)
        if done is not None:
            row.derivation = {**row.derivation, "done_on": done.isoformat()}
        return DONE, "Its task is done."
    return LAPSED, f"No day is known any more: {dues[0].why}."


@in_turn
def close(
    *, deadline: Deadline, by: User | None, done_on: dt.date, as_at: dt.date, note: str = ""
) -> Deadline:
    """Say that what was owed was done on a day; the next date of its clock follows from that day,
    and its task is done, unless another date asks for it.

    Raises Refused where it is closed already, is a milestone of the regime (which nobody here
    can do) or was done later than `as_at`, the day on which this is said.
    """
    require(by, deadline.provider, Permission.CLOSE_DEADLINES)
    row = Deadline.objects.get(pk=deadline.pk)
    if row.milestone_id is not None:
        raise Refused({"": ["This is a date of the regime; it cannot be marked done."]})
    if row.status not in OWED:
        raise Refused({"": ["This date is closed already."]})
    if row.position_id is not None:
        why = "Take the position again, or withdraw it: either says that you looked at it."
        raise Refused({"": [why]})
    if done_on > as_at:
        raise Refused({"done_on": [f"{language.day(done_on)} has not come yet."]})
    _met(row, by, done_on, note)
    _recorded(row, by, "close", f"{row.title}: done on {language.day(done_on)}.", {"note": note})
    follow_on(row, as_at, by)
    completion.follow_date(row, as_at, note)
    return row


def close_all(task: Obligation, by: User | None, done_on: dt.date, note: str) -> list[Deadline]:
    """Write that every day a task is owed by was met; what is only kept until a day stays."""
    owed = Deadline.objects.filter(obligation=task, status__in=OWED)
    rows = [row for row in owed if row.derivation.get("sense") != "keep_until"]
    for row in rows:
        _met(row, by, done_on, note)
    return rows


def open_all(task: Obligation, done_on: dt.date | None) -> list[Deadline]:
    """Write that the dates that were met by doing a task on a day are owed again."""
    if done_on is None:
        return []
    rows = list(
        Deadline.objects.filter(
            obligation=task, status=DONE, derivation__done_on=done_on.isoformat()
        )
    )
    for row in rows:
        _owed_again(row)
    return rows


def _met(row: Deadline, by: User | None, done_on: dt.date, note: str) -> None:
    row.status, row.closed_at, row.closed_by, row.closed_note = DONE, timezone.now(), by, note
    row.derivation = {**row.derivation, "done_on": done_on.isoformat()}
    row.save()


def _owed_again(row: Deadline) -> None:
    row.status, row.closed_at, row.closed_by, row.closed_note = OPEN, None, None, ""
    row.derivation = {key: value for key, value in row.derivation.items() if key != "done_on"}
    row.save()


@in_turn
def reopen(*, deadline: Deadline, by: User | None, as_at: dt.date, note: str = "") -> Deadline:
    """Take a closing back: the date is owed again, and its task to be done.

    Raises Refused where it was not closed.
    """
    require(by, deadline.provider, Permission.CLOSE_DEADLINES)
    row = Deadline.objects.get(pk=deadline.pk)
    if row.status != DONE or row.milestone_id is not None or row.position_id is not None:
        raise Refused({"": ["Only a date that was marked done can be opened again."]})
    _owed_again(row)
    if task := Obligation.objects.filter(deadlines=row).first():
        completion.unfinish(task)
    sentence = f"{row.title}, due {language.day(row.due_on)}: open again."
    _recorded(row, by, "reopen", sentence, {"note": note})
    follow_on(row, as_at, by)
    return row


def _recorded(
    row: Deadline, by: User | None, verb: str, sentence: str, data: dict[str, str]
) -> None:
    audit.record(
        provider=row.provider,
        platform=row.platform,
        by=by,
        action=f"deadline.{verb}",
        sentence=sentence,
        subject=row,
        data=data,
    )


def follow_on(row: Deadline | Obligation, as_at: dt.date, by: User | None) -> None:
    """Work out the dates that depend on this one, of its service or of all of its provider's."""
    platforms = Platform.objects.filter(provider=row.provider_id, archived_on=None)
    if row.platform_id is not None:
        platforms = platforms.filter(pk=row.platform_id)
    for platform in platforms.select_related("provider"):
        recompute(platform=platform, as_at=as_at, by=by)
