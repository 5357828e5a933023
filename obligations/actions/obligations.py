"""What people do with obligations: how far the work is, what it came to, whose it is."""

from __future__ import annotations

import datetime as dt

from obligations import language
from obligations.actions import assignments, audit, completion, deadlines
from obligations.actions.permissions import Refused, refuse, require
from obligations.actions.turns import in_turn
from obligations.models import (
    PROGRESS_TRANSITIONS,
    Obligation,
    ObligationPart,
    Permission,
    Progress,
    Result,
    User,
)


@in_turn
def change_progress(
    *, obligation: Obligation, by: User | None, progress: str, as_at: dt.date
) -> Obligation:
    """Say how far the work is. PROGRESS_TRANSITIONS says what may follow what; done is said by
    `complete`, which asks the day. To work again on what was done, and is not
    due again, takes that back: its dates are owed again."""
    row = _as_it_stands(obligation, by)
    if progress not in Progress.values:
        raise refuse("progress", f"There is no progress {progress!r}.")
    if progress == row.progress:
        return row
    before, after = Progress(row.progress), Progress(progress)
    if after not in PROGRESS_TRANSITIONS[before]:
        raise refuse("progress", f"{after.label} cannot follow {before.label.lower()}.")
    if after == Progress.DONE:
        raise refuse("progress", "Say on which day it was done and how it was checked.")
    taken_back = before == Progress.DONE and not completion.is_asked_again(row, as_at)
    opened = deadlines.open_all(row, row.assessed_on) if taken_back else []
    row.progress, row.despite = after, ""
    row.save(update_fields=["progress", "despite", "updated_at"])
    _record(row, by, "progress_changed", f"{after.label.lower()}, was {before.label.lower()}",
            {"from": before, "to": after})  # fmt: skip
    if opened:
        deadlines.follow_on(row, as_at, by)
    return row


@in_turn
def complete(
    *,
    obligation: Obligation,
    by: User | None,
    done_on: dt.date,
    how_checked: str,
    as_at: dt.date,
    all_covered: bool = False,
    despite: str = "",
) -> Obligation:
    """Say that a task was done on a day and how that was checked; its dates are met with it.

    Where a content that binds is not covered, either all are (`all_covered`) or `despite` says why
    it counts as done all the same. Raises Refused.
    """
    row = _as_it_stands(obligation, by)
    completion.check_day(done_on, as_at, how_checked)
    how, despite = how_checked.strip(), despite.strip()
    missing = row.parts.missing()
    if all_covered:
        missing.update(covered=True)
    elif missing.exists() and not despite:
        raise refuse("despite", "Some contents are not covered: cover them, or say why it is done.")
    completion.finish(row, done_on, how, despite)
    met = deadlines.close_all(row, by, done_on, how)
    dates = f" Met: {language.listed([language.day(each.due_on) for each in met])}." if met else ""
    _record(row, by, "completed", f"done on {language.day(done_on)}, checked: {how}",
            {"done_on": done_on, "how_checked": how, "despite": despite,
             "dates": [each.pk for each in met]}, dates)  # fmt: skip
    deadlines.follow_on(row, as_at, by)
    return row


@in_turn
def assess(
    *,
    obligation: Obligation,
    by: User | None,
    result: str,
    assessed_on: dt.date | None,
    how_checked: str = "",
    as_at: dt.date,
) -> Obligation:
    """Say what the work came to. In place needs the day it was checked and how.

    What was done and is found wanting is worked on again: its dates stay met.
    """
    row = _as_it_stands(obligation, by)
    if errors := _faults(result, assessed_on, how_checked, as_at):
        raise Refused(errors)
    said = (result, assessed_on, how_checked.strip())
    before = (row.result, row.assessed_on, row.how_checked)
    if said == before:
        return row
    row.result, row.assessed_on, row.how_checked = said
    if row.progress == Progress.DONE and result != Result.IN_PLACE:
        row.progress = Progress.IN_PROGRESS
    row.despite = ""
    row.save(update_fields=completion.FIELDS)
    day = f", checked on {language.day(assessed_on)}" if assessed_on else ""
    _record(row, by, "assessed", f"{Result(result).label.lower()}{day}",
            {"from": before, "to": said})  # fmt: skip
    return row


@in_turn
def assign(*, obligation: Obligation, by: User | None, owner: User | None) -> Obligation:
    """Give the work to a member who can do it, who is told, or (None) to nobody."""
    row = _as_it_stands(obligation, by)
    if owner == row.owner:
        return row
    assignments.check(provider=row.provider, owner=owner)
    assignments.give([row], owner=owner, by=by)
    row.owner = owner
    _record(row, by, "assigned", f"given to {owner}" if owner else "given to nobody",
            {"owner": owner.pk if owner else None})  # fmt: skip
    return row


@in_turn
def write_note(*, obligation: Obligation, by: User | None, note: str) -> Obligation:
    """Replace the note. Its earlier words stay in the history."""
    row = _as_it_stands(obligation, by)
    if note == row.note:
        return row
    row.note = note
    row.save(update_fields=["note", "updated_at"])
    _record(row, by, "note_written", "note changed" if note else "note emptied", {"note": note})
    return row


@in_turn
def cover_part(
    *, part: ObligationPart, by: User | None, covered: bool, note: str | None = None
) -> ObligationPart:
    """Say whether the assessment or the terms cover one of their contents; note None: as it was."""
    require(by, part.provider, Permission.WORK_ON_OBLIGATIONS)
    row = ObligationPart.objects.select_related(
        "provider", "requirement", "obligation__platform"
    ).get(pk=part.pk)
    words = row.note if note is None else note
    if (covered, words) == (row.covered, row.note):
        return row
    row.covered, row.note = covered, words
    row.save(update_fields=["covered", "note"])
    if not covered:
        completion.unfinish(row.obligation)
    audit.record(
        provider=row.provider, platform=row.obligation.platform, by=by, subject=row,
        action="obligation.part_covered",
        sentence=f"{row.requirement.ref} is {'covered' if covered else 'not covered'}.",
        data={"requirement": row.requirement.ref, "covered": covered, "note": words},
    )  # fmt: skip
    return row


def _as_it_stands(obligation: Obligation, by: User | None) -> Obligation:
    """The obligation as it stands in this turn. Raises Denied."""
    require(by, obligation.provider, Permission.WORK_ON_OBLIGATIONS)
    return Obligation.objects.select_related("provider", "platform", "requirement", "owner").get(
        pk=obligation.pk
    )


def _faults(
    result: str, assessed_on: dt.date | None, how_checked: str, as_at: dt.date
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if result not in Result.values:
        errors["result"] = [f"There is no result {result!r}."]
    if assessed_on is not None and assessed_on > as_at:
        errors["assessed_on"] = ["This day has not come yet."]
    if result == Result.IN_PLACE:
        if assessed_on is None:
            errors["assessed_on"] = ["In place needs the day it was checked."]
        if not how_checked.strip():
            errors["how_checked"] = ["In place needs how it was checked."]
    return errors


def _record(
    row: Obligation,
    by: User | None,
    verb: str,
    told: str,
    data: dict[str, object],
    more: str = "",
) -> None:
    of = f" of {row.platform}" if row.platform else ""
    audit.record(
        provider=row.provider, platform=row.platform, by=by, subject=row,
        action=f"obligation.{verb}", sentence=f"{row.requirement.ref}{of}: {told}.{more}",
        data={"requirement": row.requirement.ref, **data},
    )  # fmt: skip
