"""A task becomes done, or stops being so: by its own form, by its date, by an answer.

The writing that those acts share; each says itself what it was in the log.
"""

from __future__ import annotations

import datetime as dt

from obligations.actions.permissions import Refused
from obligations.calendar.standing import asks_again
from obligations.calendar.timetable import DONE_FACTS, done_as_told
from obligations.law.determinations import Snapshot
from obligations.models import Deadline, Obligation, Progress, Result
from obligations.models.standing import dated

FIELDS = ["progress", "result", "assessed_on", "how_checked", "despite", "updated_at"]
AS_TOLD = "Said in the answers about the service."
NOT_TICKED = "They were not ticked one by one when it was said to be done."
BY_ITS_DATE = "Its date was said to be met."


def finish(task: Obligation, on: dt.date, how: str, despite: str | None = None) -> None:
    """Write that a task was done. `despite`: its form says why something is missing, or (empty)
    that nothing is; other doors do not ask for its contents."""
    task.progress, task.assessed_on, task.how_checked = Progress.DONE, on, how
    if despite is None:
        task.despite = NOT_TICKED if task.parts.missing().exists() else ""
    else:
        task.despite = despite
        task.result = Result.PARTLY if despite else Result.IN_PLACE
    task.save(update_fields=FIELDS)


def unfinish(task: Obligation) -> bool:
    """Write that a task that was done is being worked on again; False where it was not done."""
    if task.progress != Progress.DONE:
        return False
    task.progress, task.despite = Progress.IN_PROGRESS, ""
    task.save(update_fields=FIELDS)
    return True


def follow_date(date: Deadline, as_at: dt.date, how: str) -> None:
    """Move the task of a date that was met on a day: done, unless another date asks for it."""
    task = Obligation.objects.filter(deadlines=date).first()
    if task is None:
        return
    if is_asked_again(task, as_at):
        if task.progress == Progress.TO_DO:
            task.progress = Progress.IN_PROGRESS
            task.save(update_fields=FIELDS)
        return
    on = dt.date.fromisoformat(date.derivation["done_on"])
    if task.progress != Progress.DONE or (task.assessed_on or on) <= on:
        finish(task, on, how or BY_ITS_DATE)


def is_asked_again(task: Obligation, as_at: dt.date) -> bool:
    """Does an open date ask for a task, whatever was done of it before?"""
    rows = Deadline.objects.open().filter(obligation=task)
    return any(asks_again(dated(each), as_at) for each in rows)


def follow_answers(now: Snapshot) -> None:
    """Move the tasks whose doing is a fact to the day that the answers give."""
    told = {one: day for one, day in done_as_told(now.situation).items() if day <= now.as_at}
    tasks = Obligation.objects.concerning(now.platform).filter(requirement__slug__in=told)
    for task in tasks.select_related("requirement"):
        day = told[task.requirement.slug]
        if task.assessed_on is None or task.assessed_on < day:
            finish(task, day, AS_TOLD)


def is_told(names: set[str]) -> bool:
    """Is one of these facts the doing of a task?"""
    return not names.isdisjoint(DONE_FACTS.values())


def check_day(done_on: dt.date, as_at: dt.date, how_checked: str) -> None:
    """Raises Refused where done is said of a day to come, or without how it was checked."""
    errors: dict[str, list[str]] = {}
    if done_on > as_at:
        errors["done_on"] = ["This day has not come yet."]
    if not how_checked.strip():
        errors["how_checked"] = ["Say how it was checked."]
    if errors:
        raise Refused(errors)
